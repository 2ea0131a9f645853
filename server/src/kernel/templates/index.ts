import { Liquid } from 'liquidjs';

/** Why a text cannot be filled, at which line, in words. */
export interface TemplateFault {
  readonly line: number;
  readonly reason: string;
  /** The text takes too much: what stands beside it is better not tried. */
  readonly isLimit: boolean;
}

export type Filled = { readonly text: string } | { readonly fault: TemplateFault };

const limits: readonly [RegExp, string][] = [
  [/parse length limit/i, 'The text is too long'],
  [/template render limit/i, 'The text takes too long to fill: look for a loop that runs too often'],
  [/memory alloc limit/i, 'The text needs too much memory: look for a loop that runs too often'],
  [/ENOENT/, 'Other files cannot be included'],
];

function faultOf(error: Error): TemplateFault {
  const [, line = '1'] = /line:(\d+)/.exec(error.message) ?? [];
  const plain = (error.message.split(', line:')[0] ?? error.message).trim();
  const limit = limits.find(([pattern]) => pattern.test(error.message));
  return {
    line: Number(line),
    reason: limit?.[1] ?? plain.charAt(0).toUpperCase() + plain.slice(1),
    isLimit: limit !== undefined,
  };
}

/**
 * Fills texts that people write, in Liquid: no files, no runaway loops, and a misspelt placeholder is a fault, not a gap.
 * Nothing is escaped: whoever shows the text does that.
 */
export function templateFiller(
  filters: Readonly<Record<string, (value: string | number | null) => string>> = {},
): (source: string, context: object) => Filled {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 40_000,
    renderLimit: 1000,
    memoryLimit: 2_000_000,
  });
  for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
  return (source, context) => {
    try {
      return { text: String(engine.parseAndRenderSync(source, context)).trim() };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { fault: faultOf(error) };
    }
  };
}
