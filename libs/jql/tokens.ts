import { JqlError, positionOf, type Position } from './jql-error.ts';

export interface Token {
  readonly kind: 'word' | 'string' | 'custom' | 'sign' | 'end';
  /** Without quotes and escapes; of a custom field its number. */
  readonly text: string;
  readonly at: Position;
}

const signs = ['!=', '!~', '<=', '>=', '&&', '||', '=', '<', '>', '~', '!', '(', ')', ',', '&', '|'];
const customField = /cf\s*\[\s*(\d{1,18})\s*\]/iy;
const plain = /[^\s"'()=!<>~,&|;?/@#%$^*+[\]{}\\]/;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
  ' ': ' ',
};

/** Cuts a query into words, quoted strings and signs; the last token is the end. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (/\s/.test(character)) {
      index += 1;
      continue;
    }
    const start = index;
    const push = (kind: Token['kind'], content: string, end: number) => {
      tokens.push({ kind, text: content, at: positionOf(text, start) });
      index = end;
    };
    const custom = customAt(text, index);
    if (custom) push('custom', custom.number, custom.end);
    else if (character === '"' || character === "'") {
      const { content, end } = quoted(text, index, character);
      push('string', content, end);
    } else if (plain.test(character) || character === '\\') {
      const { content, end } = word(text, index);
      push('word', content, end);
    } else {
      const sign = signs.find((candidate) => text.startsWith(candidate, index));
      if (sign === undefined) throw reserved(text, index);
      push('sign', sign, index + sign.length);
    }
  }
  tokens.push({ kind: 'end', text: '', at: positionOf(text, text.length) });
  return tokens;
}

function customAt(text: string, index: number): { number: string; end: number } | undefined {
  customField.lastIndex = index;
  const found = customField.exec(text);
  return found ? { number: String(BigInt(found[1] ?? '0')), end: index + found[0].length } : undefined;
}

function reserved(text: string, index: number): JqlError {
  const character = text[index] ?? '';
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  return new JqlError(
    `The character '${character}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${code}' instead.`,
    positionOf(text, index),
  );
}

function quoted(text: string, start: number, quote: string): { content: string; end: number } {
  let content = '';
  let index = start + 1;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === quote) return { content, end: index + 1 };
    if (character === '\\') {
      const escape = unescape(text, index);
      content += escape.content;
      index = escape.end;
    } else {
      content += character;
      index += 1;
    }
  }
  throw new JqlError(`The quoted string '${text.slice(start + 1)}' has not been completed.`, positionOf(text, start));
}

function word(text: string, start: number): { content: string; end: number } {
  let content = '';
  let index = start;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '\\') {
      const escape = unescape(text, index);
      content += escape.content;
      index = escape.end;
    } else if (plain.test(character)) {
      content += character;
      index += 1;
    } else break;
  }
  return { content, end: index };
}

function unescape(text: string, index: number): { content: string; end: number } {
  const next = text[index + 1] ?? '';
  const code = /^u([0-9a-f]{4})$/i.exec(text.slice(index + 1, index + 6))?.[1];
  if (code !== undefined) return { content: String.fromCharCode(Number.parseInt(code, 16)), end: index + 6 };
  const content = Object.hasOwn(escapes, next) ? escapes[next] : undefined;
  if (content === undefined)
    throw new JqlError(
      `'\\${next}' is an illegal JQL escape sequence. The valid escape sequences are \\', \\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.`,
      positionOf(text, index),
    );
  return { content, end: index + 2 };
}
