import { Liquid, LiquidError } from 'liquidjs';

/** What is wrong with a template, at which line, in words. */
export interface TemplateFault {
  readonly line: number;
  readonly reason: string;
}

/** Fills templates that people write. */
export interface TemplateEngine {
  /** The filled text, with a gap where a placeholder came out empty, or what is wrong; a template that runs away is stopped by its limits. */
  fill(
    template: string,
    context: object,
  ): { readonly text: string; readonly hasGap: boolean } | { readonly fault: TemplateFault };
  /** The placeholders that a template names anywhere, in branches not taken too; none of one that cannot be read. */
  names(template: string): readonly { readonly name: string; readonly line: number }[];
}

const limits: readonly [RegExp, string][] = [
  [/parse length limit/i, 'The text is too long'],
  [/template render limit/i, 'The text takes too long to fill: look for a loop that runs too often'],
  [/memory alloc limit/i, 'The text needs too much memory: look for a loop that runs too often'],
  [/ENOENT/, 'Other files cannot be included'],
];

/** Says whether a template was stopped by a limit: more of its kind would only take more time. */
export const isLimit = ({ reason }: TemplateFault): boolean => limits.some(([, words]) => words === reason);

function faultOf(error: unknown): TemplateFault {
  if (!(error instanceof Error)) return { line: 1, reason: 'The text cannot be read' };
  const [, line = '1'] = /line:(\d+)/.exec(error.message) ?? [];
  const plain = (error.message.split(', line:')[0] ?? error.message).trim();
  const limit = limits.find(([pattern]) => pattern.test(error.message));
  return { line: Number(line), reason: limit?.[1] ?? plain.charAt(0).toUpperCase() + plain.slice(1) };
}

/**
 * The engine with its limits: no files, no runaway loops, and a misspelt placeholder is an error, not a gap. Nothing is
 * escaped: the text goes where it goes as it is, and pages escape what they show.
 */
export function createTemplateEngine(
  filters: Readonly<Record<string, (value: unknown) => string>> = {},
): TemplateEngine {
  let hasGap = false;
  const engine = new Liquid({
    outputEscape: (value: unknown) => {
      hasGap ||= value === '';
      return value as string;
    },
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 40_000,
    renderLimit: 1000,
    memoryLimit: 2_000_000,
  });
  for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
  return {
    fill(template, context) {
      try {
        hasGap = false;
        const text = String(engine.parseAndRenderSync(template, context));
        return { text, hasGap };
      } catch (error) {
        if (!(error instanceof LiquidError) && !(error instanceof Error)) throw error;
        return { fault: faultOf(error) };
      }
    },
    names(template) {
      try {
        const { globals } = engine.parseAndAnalyzeSync(template, undefined, { partials: false });
        return Object.values(globals).flatMap((found) =>
          found.map((variable) => ({ name: variable.toString(), line: variable.location.row })),
        );
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return [];
      }
    },
  };
}
