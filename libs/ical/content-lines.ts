/** What is wrong with a calendar, and on which of its lines, counted from 1. */
export class IcalError extends Error {
  readonly line: number;
  constructor(line: number, problem: string) {
    super(`Line ${line}: ${problem}`);
    this.line = line;
  }
}

/** A content line of RFC 5545 with the number of the first line it stands on. */
export interface ContentLine {
  readonly line: number;
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/** Reads content lines, with folded ones put together again (RFC 5545, 3.1). */
export function contentLines(text: string): ContentLine[] {
  const unfolded: { line: number; text: string }[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    const before = unfolded.at(-1);
    if (/^[ \t]/.test(raw)) {
      if (!before) throw new IcalError(line, 'continues a line that is not there');
      before.text += raw.slice(1);
    } else if (raw !== '') {
      unfolded.push({ line, text: raw });
    }
  }
  return unfolded.map(toLine);
}

function toLine({ line, text }: { line: number; text: string }): ContentLine {
  const name = /^[A-Za-z0-9-]+/.exec(text)?.[0];
  if (name === undefined) throw new IcalError(line, 'does not begin with the name of a property');
  const parameters = new Map<string, string>();
  let rest = text.slice(name.length);
  while (rest.startsWith(';')) {
    const found = /^;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/.exec(rest);
    if (!found?.[1]) throw new IcalError(line, 'has a parameter that cannot be read');
    parameters.set(found[1].toUpperCase(), (found[2] ?? '').replaceAll('"', ''));
    rest = rest.slice(found[0].length);
  }
  if (!rest.startsWith(':')) throw new IcalError(line, `has no ":" after ${name}`);
  return { line, name: name.toUpperCase(), parameters, value: rest.slice(1) };
}

/** A text value without its escapes (RFC 5545, 3.3.11). */
export function textOf(value: string): string {
  return value.replaceAll(/\\([nN;,\\])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign)).trim();
}
