/** What the data of a message is, as far as it can be read. */
export type Payload =
  | { readonly kind: 'json' | 'text' | 'binary'; readonly text: string; readonly bytes: number }
  | { readonly kind: 'empty' | 'raw'; readonly text: string; readonly bytes: number };

const hexColumns = 16;
const mostHexBytes = 4096;

/**
 * Reads the data of a message: JSON is set out, other text stays as it is, what is no text is shown as hexadecimal
 * digits. Data that is no base64 is `raw`, as it was published.
 */
export function readPayload(data: string, isWhole = true): Payload {
  if (data === '') return { kind: 'empty', text: '', bytes: 0 };
  const bytes = bytesOf(data);
  if (!bytes) return { kind: 'raw', text: data, bytes: data.length };
  const text = textOf(bytes, isWhole);
  if (text === null) return { kind: 'binary', text: hexOf(bytes), bytes: bytes.length };
  const json = isWhole ? jsonOf(text) : null;
  return { kind: json === null ? 'text' : 'json', text: json ?? text, bytes: bytes.length };
}

function bytesOf(data: string): Uint8Array | null {
  // Some write it in lines; `atob` would take words with spaces for base64 too.
  if (/[^A-Za-z0-9+/=\r\n]/.test(data)) return null;
  try {
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The text that bytes are; null where they are none. A text that is cut may end inside a character. */
function textOf(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    // oxlint-disable-next-line no-control-regex -- control characters are what tells binary data from text
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function jsonOf(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/** Sixteen bytes a line: place, digits, and what of them can be read. */
function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let place = 0; place < Math.min(bytes.length, mostHexBytes); place += hexColumns) {
    const row = [...bytes.subarray(place, place + hexColumns)];
    const digits = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const readable = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${place.toString(16).padStart(6, '0')}  ${digits.padEnd(hexColumns * 3 - 1)}  ${readable}`);
  }
  return lines.join('\n');
}

/** Bytes as base64, as data of a message. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let place = 0; place < bytes.length; place += 32_768)
    text += String.fromCharCode(...bytes.subarray(place, place + 32_768));
  return btoa(text);
}
