import { Liquid, LiquidError } from 'liquidjs';
import { agreementSections, type SectionKey } from '#contracts/agreements/sections';
import { cell, templateContext, type TemplateSubject } from './template-context.ts';

/** What is wrong with the text of a section, at which line, in words. */
export interface TemplateProblem {
  readonly section: SectionKey;
  readonly line: number;
  readonly reason: string;
}

export type SectionTexts = Readonly<Record<SectionKey, string>>;

// Templates are written by people: no files, no runaway loops, and a misspelt placeholder is an error, not a gap.
// Nothing is escaped here: the text goes to the PDF as it is, and pages escape what they show.
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 40_000,
  renderLimit: 1000,
  memoryLimit: 2_000_000,
});
engine.registerFilter('cell', (value: string | number | null) => cell(String(value ?? '')));

const limits: readonly [RegExp, string][] = [
  [/parse length limit/i, 'The text is too long'],
  [/template render limit/i, 'The text takes too long to fill: look for a loop that runs too often'],
  [/memory alloc limit/i, 'The text needs too much memory: look for a loop that runs too often'],
  [/ENOENT/, 'Other files cannot be included'],
];

function problemOf(section: SectionKey, error: unknown): TemplateProblem {
  if (!(error instanceof Error)) return { section, line: 1, reason: 'The text cannot be read' };
  const [, line = '1'] = /line:(\d+)/.exec(error.message) ?? [];
  const plain = (error.message.split(', line:')[0] ?? error.message).trim();
  const limit = limits.find(([pattern]) => pattern.test(error.message));
  return { section, line: Number(line), reason: limit?.[1] ?? plain.charAt(0).toUpperCase() + plain.slice(1) };
}

const isLimit = (problem: TemplateProblem) => limits.some(([, reason]) => reason === problem.reason);

/** Fills every section; sections that cannot be filled are named with line and reason, and stay out of the texts. */
export function renderSections(
  sections: Readonly<Partial<Record<SectionKey, string>>>,
  subject: TemplateSubject,
): { texts: Partial<Record<SectionKey, string>>; problems: TemplateProblem[] } {
  const context = templateContext(subject);
  const texts: Partial<Record<SectionKey, string>> = {};
  const problems: TemplateProblem[] = [];
  for (const { key } of agreementSections) {
    try {
      const text = String(engine.parseAndRenderSync(sections[key] ?? '', context)).trim();
      if (text === '') problems.push({ section: key, line: 1, reason: 'The section comes out empty' });
      else texts[key] = text;
    } catch (error) {
      if (!(error instanceof LiquidError) && !(error instanceof Error)) throw error;
      const problem = problemOf(key, error);
      problems.push(problem);
      if (isLimit(problem)) break;
    }
  }
  return { texts, problems };
}
