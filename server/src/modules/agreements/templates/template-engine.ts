import { templateFiller } from '#kernel/templates';
import { agreementSections, type SectionKey } from '#contracts/agreements/sections';
import { cell, templateContext, type TemplateSubject } from './template-context.ts';

/** What is wrong with the text of a section, at which line, in words. */
export interface TemplateProblem {
  readonly section: SectionKey;
  readonly line: number;
  readonly reason: string;
}

export type SectionTexts = Readonly<Record<SectionKey, string>>;

const fill = templateFiller({ cell: (value) => cell(String(value ?? '')) });

/** Fills every section; sections that cannot be filled are named with line and reason, and stay out of the texts. */
export function renderSections(
  sections: Readonly<Partial<Record<SectionKey, string>>>,
  subject: TemplateSubject,
): { texts: Partial<Record<SectionKey, string>>; problems: TemplateProblem[] } {
  const context = templateContext(subject);
  const texts: Partial<Record<SectionKey, string>> = {};
  const problems: TemplateProblem[] = [];
  for (const { key } of agreementSections) {
    const filled = fill(sections[key] ?? '', context);
    if ('fault' in filled) {
      const { line, reason, isLimit } = filled.fault;
      problems.push({ section: key, line, reason });
      if (isLimit) break;
    } else if (filled.text === '') problems.push({ section: key, line: 1, reason: 'The section comes out empty' });
    else texts[key] = filled.text;
  }
  return { texts, problems };
}
