import { TemplateSections } from '#contracts/agreements/schemas';
import type { Template } from '#contracts/agreements/schemas';
import { agreementSections } from '#contracts/agreements/sections';

import { t } from '../../../app/messages.ts';

export type Texts = Readonly<Record<string, string>>;

/** One thing that is wrong with a text; line 0 is the whole section. */
export interface TextProblem {
  readonly section: string;
  readonly line: number;
  readonly reason: string;
}

/** The texts of a template by section. */
export function textsOf({ sections }: Template): Texts {
  return Object.fromEntries(sections.map(({ key, body }) => [key, body]));
}

/** The texts as the contract takes them, or what keeps them from being sent. */
export function readTexts(
  texts: Texts,
): { readonly sections: TemplateSections } | { readonly problems: readonly TextProblem[] } {
  const known = Object.fromEntries(agreementSections.map(({ key }) => [key, texts[key] ?? '']));
  const parsed = TemplateSections.safeParse(known);
  if (parsed.success) return { sections: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => ({ section: String(path[0]), line: 0, reason: message })),
  };
}

/** Problems of texts as a refusal names them: `sections.hours` at its section, the rest as a whole. */
export function problemsIn(fields: Readonly<Record<string, string>>): readonly TextProblem[] {
  return Object.entries(fields).map(([path, reason]) => ({
    section: path.split('.').at(-1) ?? '',
    line: Number(/\bline (\d+)/i.exec(reason)?.[1] ?? 0),
    reason: reason.replace(/^line \d+:\s*/i, ''),
  }));
}

/** Where a line begins and ends in a text; lines count from 1. */
export function lineRange(text: string, line: number): readonly [start: number, end: number] {
  const lines = text.split('\n');
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[at] ?? '').length];
}

/** Each problem once, whether the preview or the refusal of a save named it. */
export function onlyOnce(problems: readonly TextProblem[]): readonly TextProblem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** `Line 3: undefined variable`. */
export function lineWords(line: number, reason: string): string {
  return line === 0 ? reason : t('Line {line}: {reason}', { line, reason });
}
