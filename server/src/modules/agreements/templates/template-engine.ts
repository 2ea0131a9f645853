import { agreementSections, type SectionKey } from '#contracts/agreements/sections';
import { createTemplateEngine, isLimit, type TemplateFault } from '#kernel/templates';
import { cell, templateContext, type TemplateSubject } from './template-context.ts';

/** What is wrong with the text of a section, at which line, in words. */
export interface TemplateProblem extends TemplateFault {
  readonly section: SectionKey;
}

export type SectionTexts = Readonly<Record<SectionKey, string>>;

const engine = createTemplateEngine({
  cell: (value) => cell(String((value as string | number | null | undefined) ?? '')),
});

/** Fills every section; sections that cannot be filled are named with line and reason, and stay out of the texts. */
export function renderSections(
  sections: Readonly<Partial<Record<SectionKey, string>>>,
  subject: TemplateSubject,
): { texts: Partial<Record<SectionKey, string>>; problems: TemplateProblem[] } {
  const context = templateContext(subject);
  const texts: Partial<Record<SectionKey, string>> = {};
  const problems: TemplateProblem[] = [];
  for (const { key } of agreementSections) {
    const filled = engine.fill(sections[key] ?? '', context);
    if ('fault' in filled) {
      problems.push({ section: key, ...filled.fault });
      if (isLimit(filled.fault)) break;
      continue;
    }
    const text = filled.text.trim();
    if (text === '') problems.push({ section: key, line: 1, reason: 'The section comes out empty' });
    else texts[key] = text;
  }
  return { texts, problems };
}
