import { attribution, forwarded, headerOf, headersOf, mobileSignature, originalMessage } from './phrases.ts';

const isQuote = (line: string) => /^\s*>/.test(line);
const isBlank = (line: string) => line.trim() === '';

/** How many lines from here are the "On Monday, Anna wrote:" of a mail program; long ones are broken. */
function attributionAt(lines: readonly string[], at: number): number {
  for (let length = 1; length <= 3; length += 1) {
    const text = lines
      .slice(at, at + length)
      .map((line) => line.replace(/^[\s>]+/, ''))
      .join(' ')
      .trim();
    if (text.length > 400) return 0;
    if (lines.slice(at, at + length).some(isBlank)) return 0;
    if (attribution.some((pattern) => pattern.test(text))) return length;
  }
  return 0;
}

/** The head of the mail before, as Outlook and others put it under an answer. */
function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!headerOf.test(lines[at]?.replace(/[*_]/g, '').trim() ?? '')) return false;
  const next = lines.slice(at + 1, at + 7).map((line) => line.replace(/[*_]/g, '').trim());
  return next.filter((line) => headersOf.test(line)).length >= 2;
}

/** What stands below the head of a quotation: nothing of the writer's, or an answer written under it. */
function answerBelow(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  if (first === -1 || !isQuote(lines[first] ?? '')) return [];
  const blocks = lines.filter((line, at) => isQuote(line) && !isQuote(lines[at - 1] ?? '')).length;
  const own = lines.filter((line) => !isQuote(line) && !isBlank(line));
  if (own.length === 0) return [];
  // Answered point by point: the words in between mean nothing without what they answer.
  return blocks > 1 ? [...lines] : lines.filter((line) => !isQuote(line));
}

function withoutQuotation(lines: readonly string[]): string[] {
  const begin = lines.findIndex((line) => forwarded.test(line.trim()));
  for (let at = 0; at < lines.length; at += 1) {
    // What somebody forwards is what they want to say.
    if (begin !== -1 && at >= begin) return [...lines];
    const line = lines[at] ?? '';
    if (originalMessage.test(line.trim())) return lines.slice(0, at);
    if (isHeaderBlock(lines, at)) {
      const rule = /^\s*_{5,}\s*$/.test(lines[at - 1] ?? '') ? 1 : 0;
      return lines.slice(0, at - rule);
    }
    const head = attributionAt(lines, at);
    if (head > 0) return [...lines.slice(0, at), ...withoutQuotation(answerBelow(lines.slice(at + head)))];
  }
  let end = lines.length;
  while (end > 0 && (isBlank(lines[end - 1] ?? '') || isQuote(lines[end - 1] ?? ''))) end -= 1;
  return lines.slice(0, end);
}

function withoutSignature(lines: readonly string[]): string[] {
  const rule = lines.findIndex((line) => /^--\s?$/.test(line));
  const kept = rule === -1 ? [...lines] : lines.slice(0, rule);
  while (kept.length > 0 && (isBlank(kept.at(-1) ?? '') || mobileSignature.test(kept.at(-1)?.trim() ?? ''))) kept.pop();
  return kept;
}

/**
 * What somebody wrote in an answer by mail: without the mail that is answered and without the signature below. Where
 * that would leave nothing, the text stays as it is: better too much than an answer lost.
 */
export function cutReply(text: string): string {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\u00A0', ' ')
    .replaceAll(/[\u200B\uFEFF]/g, '')
    .split('\n');
  const kept = withoutSignature(withoutQuotation(lines))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return kept === '' ? lines.join('\n').trim() : kept;
}
