import { mailTextParts, type MailText, type MailTextPart } from '#contracts/kernel/mail-texts';
import type { MailContent } from '#kernel/mail';
import { createTemplateEngine, isLimit, type TemplateFault } from '#kernel/templates';
import { wordsIn } from './in-language.ts';
import { sampleValues, type MailFrame, type MailMoment, type Value } from './mail-moment.ts';

const engine = createTemplateEngine();

/** What is wrong with a part of a text; line 0 where no line is to blame. */
export interface MailTextFault extends TemplateFault {
  readonly part: MailTextPart;
}

/** The words of a mail with their values in. */
export interface MailWords {
  readonly language: string;
  readonly subject: string;
  readonly opening: string;
  readonly paragraphs: readonly string[];
  readonly button: string;
  readonly otherwise: string;
}

export type Values = Readonly<Record<string, Value>>;

/** Keeps the line breaks of values apart from those of the text, which alone begin paragraphs. */
const lineOfValue = '\u2028';

/** The context of a template: `order.number` becomes `{ order: { number } }`. */
function contextOf(values: Values, language: string): object {
  const context: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(values)) {
    const [group = '', ...rest] = name.split('.');
    const said = typeof value === 'function' ? value(language) : value;
    const kept = typeof said === 'string' ? said.replaceAll('\n', lineOfValue) : said;
    (context[group] ??= {})[rest.join('.')] = kept;
  }
  return context;
}

/** Fills every part of a text; parts that cannot be filled are named with line and reason, and come out empty. */
export function fillText(
  { language, ...text }: MailText & { readonly language: string },
  values: Values,
): { readonly words: MailWords; readonly faults: readonly MailTextFault[] } {
  const context = contextOf(values, language);
  const faults: MailTextFault[] = [];
  const part = (name: MailTextPart): string => {
    // One that runs away costs its time once.
    if (faults.some(isLimit)) return '';
    const filled = engine.fill(text[name], context);
    if ('text' in filled) return filled.text.trim();
    faults.push({ part: name, ...filled.fault });
    return '';
  };
  const withLines = (filled: string) => filled.replaceAll(lineOfValue, '\n');
  const words: MailWords = {
    language,
    subject: part('subject').replaceAll(/[\s\u2028]+/g, ' '),
    opening: withLines(part('opening')),
    paragraphs: part('paragraphs')
      .split(/\n[^\S\u2028]*\n/)
      .map((paragraph) => withLines(paragraph.trim()))
      .filter((paragraph) => paragraph !== ''),
    button: withLines(part('button')),
    otherwise: withLines(part('otherwise')),
  };
  return { words, faults };
}

/** The mail that words make in their frame; labels and days of its rows are in the language of the words. */
export function letter(
  { language, subject, opening, paragraphs, button, otherwise }: MailWords,
  { mark, rows, quote, facts = [], url, because }: MailFrame,
): { readonly language: string; readonly subject: string; readonly content: MailContent } {
  const sentences = [...paragraphs, ...facts];
  return {
    language,
    subject: mark === undefined ? subject : `${mark} ${subject}`,
    content: {
      opening,
      ...(rows ? { rows: rows.map(([label, value]) => [label(language), wordsIn(value, language)] as const) } : {}),
      ...(quote ? { quote } : {}),
      ...(sentences.length > 0 ? { paragraphs: sentences } : {}),
      ...(url !== undefined && button !== '' ? { button: { label: button, url } } : {}),
      ...(otherwise === '' ? {} : { otherwise }),
      because,
    },
  };
}

/**
 * Everything that is wrong with a text for a moment: what cannot be read, names that there are not (in branches that the
 * sample does not take, too), and what the mail cannot do without.
 */
export function faultsOf(moment: MailMoment, text: MailText): MailTextFault[] {
  const named = mailTextParts.flatMap((part) => engine.names(text[part]).map((found) => ({ part, ...found })));
  const { words, faults } = fillText({ ...text, language: 'en' }, sampleValues(moment));
  const found: MailTextFault[] = [...faults];
  for (const { part, name, line } of named)
    if (!(name in moment.placeholders) && !found.some((fault) => fault.part === part && fault.line === line))
      found.push({ part, line, reason: `There is no placeholder ${name}` });
  const isFine = (part: MailTextPart) => !found.some((fault) => fault.part === part);
  const missing = (part: MailTextPart, reason: string) => {
    if (isFine(part)) found.push({ part, line: 0, reason });
  };
  if (words.subject === '') missing('subject', 'Write a subject');
  if (text.subject.includes('\n')) missing('subject', 'A subject has one line');
  if (words.opening === '') missing('opening', 'Write the first sentence');
  if (moment.text.button !== '' && words.button === '') missing('button', 'Write what stands on the button');
  if (moment.text.button === '' && text.button !== '') missing('button', 'This mail has no button');
  if (found.length > 0) return found;
  for (const [name, { required }] of Object.entries(moment.placeholders))
    if (required && !named.some((one) => one.name === name))
      found.push({ part: 'opening', line: 0, reason: `The mail has to name {{ ${name} }} somewhere` });
  return found;
}
