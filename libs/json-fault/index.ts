/** Where a text stops being JSON, counted from 1 as editors do. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
}

/** The place at which a text stops being JSON; null where it is JSON. What engines say of it differs, and often names no place. */
export function jsonFault(text: string): JsonFault | null {
  const length = validLength(text);
  if (length === null) return null;
  const lines = text.slice(0, length).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

type Wanted = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';
type Token = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'scalar';

const blank = /[ \t\n\r]*/y;
const token =
  // oxlint-disable-next-line no-control-regex -- JSON forbids control characters in its texts
  /([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** How many characters belong to JSON before one does not; null where all do. */
function validLength(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    if (at === text.length) return wanted === 'nothing' ? null : at;
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) return at;
    const [whole, mark, string] = found;
    const next = after(wanted, (mark ?? (string === undefined ? 'scalar' : 'string')) as Token, open);
    if (next === undefined) return at;
    wanted = next;
    at += whole.length;
  }
}

/** What may follow a token; undefined where it may not stand there. */
function after(wanted: Wanted, found: Token, open: ('{' | '[')[]): Wanted | undefined {
  const inner = open.at(-1);
  const closed = (): Wanted => (open.length === 0 ? 'nothing' : 'comma or end');
  if (wanted === 'value' || wanted === 'value or end') {
    if (found === 'string' || found === 'scalar') return closed();
    if (found === '{' || found === '[') {
      open.push(found);
      return found === '{' ? 'key or end' : 'value or end';
    }
  }
  if ((wanted === 'key' || wanted === 'key or end') && found === 'string') return 'colon';
  if (wanted === 'colon' && found === ':') return 'value';
  if (wanted === 'comma or end' && found === ',') return inner === '{' ? 'key' : 'value';
  const mayEnd = wanted.endsWith('or end') && found === (inner === '{' ? '}' : ']');
  if (!mayEnd) return undefined;
  open.pop();
  return closed();
}
