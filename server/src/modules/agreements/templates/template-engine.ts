import { agreementSections, type SectionKey } from '#contracts/agreements/sections';
import { createTemplateEngine, isLimit, type TemplateFault } from '#kernel/templates';
import { shippedTexts } from './default-templates.ts';
import { cell, templateContext, valueIn, type TemplateSubject } from './template-context.ts';

/** What is wrong with the text of a section, at which line, in words. */
export interface TemplateProblem extends TemplateFault {
  readonly section: SectionKey;
}

/** A section whose text leans on an order that the agreement does not have. */
export interface TemplateGap {
  readonly section: SectionKey;
  /** What it names that stays empty. */
  readonly placeholders: string[];
}

const engine = createTemplateEngine({
  cell: (value) => cell(String((value as string | number | null | undefined) ?? '')),
});

/**
 * Fills every section; sections that cannot be filled are named with line and reason, and stay out of the texts. Where no
 * order brought the agreement about, the shipped text stands in for a section that would have a gap.
 */
export function renderSections(
  sections: Readonly<Partial<Record<SectionKey, string>>>,
  subject: TemplateSubject,
): { texts: Partial<Record<SectionKey, string>>; problems: TemplateProblem[]; gaps: TemplateGap[] } {
  const context = templateContext(subject);
  const texts: Partial<Record<SectionKey, string>> = {};
  const problems: TemplateProblem[] = [];
  const gaps: TemplateGap[] = [];
  const fill = (key: SectionKey) => {
    const body = sections[key] ?? '';
    const filled = engine.fill(body, context);
    if ('fault' in filled || !filled.hasGap || subject.matter.orderNumber !== null) return filled;
    const named = new Set(engine.names(body).map(({ name }) => name));
    gaps.push({ section: key, placeholders: [...named].filter((name) => valueIn(context, name) === '') });
    return engine.fill(shippedTexts(subject.type)[key], context);
  };
  for (const { key } of agreementSections) {
    const filled = fill(key);
    if ('fault' in filled) {
      problems.push({ section: key, ...filled.fault });
      if (isLimit(filled.fault)) break;
      continue;
    }
    const text = filled.text.trim();
    if (text === '') problems.push({ section: key, line: 1, reason: 'The section comes out empty' });
    else texts[key] = text;
  }
  return { texts, problems, gaps };
}
