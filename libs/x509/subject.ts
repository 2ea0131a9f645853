/** Spellings that stand for one attribute type, as programs write them. */
const aliases: Readonly<Record<string, string>> = { e: 'emailAddress', email: 'emailAddress', s: 'ST', userid: 'UID' };

const type = String.raw`(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)`;
const typeAndValue = new RegExp(String.raw`^\s*(${type})\s*=\s*(.*?)\s*$`, 's');
// `/C=DE/CN=host/x.example.org`: a slash or a plus begins a part only where a type follows.
const slash = new RegExp(`/(?=${type}=)`);
const plus = new RegExp(String.raw`(?<!\\)\+(?=\s*${type}\s*=)`);
const partInValue = new RegExp(`[/+]${type}=`);
// oxlint-disable-next-line no-control-regex -- control characters are what must not be in a name
const control = /[\u0000-\u001F\u007F]/;

/**
 * The subject of a certificate in the slash form that grid software compares (`/DC=org/C=DE/CN=host/x.example.org`), in
 * the order of the certificate. Reads the form that Node gives (a part a line), RFC 2253 (reversed, with commas) and the
 * slash form itself. Answers nothing for a text that is none of these, or whose values would read as parts of their own.
 */
export function subjectInSlashForm(subject: string): string | undefined {
  const parts = partsOf(subject).map(readPart);
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return parts.map((part) => `/${part}`).join('');
}

function partsOf(subject: string): readonly string[] {
  const text = subject.trim();
  if (text.startsWith('/')) return text.split(slash).slice(1);
  return text.includes('\n') ? text.split('\n') : (text.match(/(?:\\.|[^\\,])+/gs) ?? []).toReversed();
}

/** One part: a type and its value, or several that belong together, joined by `+`. */
function readPart(part: string): string | undefined {
  const pairs: string[] = [];
  for (const pair of part.split(plus)) {
    const [, name, written] = typeAndValue.exec(pair) ?? [];
    if (name === undefined || written === undefined) return undefined;
    const value = unescaped(written);
    if (value === '' || value.startsWith('"') || control.test(value) || partInValue.test(value)) return undefined;
    pairs.push(`${aliases[name.toLowerCase()] ?? name}=${value}`);
  }
  // Libraries disagree on the order within a part.
  return pairs.toSorted().join('+');
}

/** `\,` is a comma, `\C5\BC` (RFC 2253) and `\xC5\xBC` (the old OpenSSL form) are the bytes of a letter. */
function unescaped(value: string): string {
  return value
    .replaceAll(/(?:\\x?[0-9A-Fa-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll(/\\x?/g, ''), 'hex').toString())
    .replaceAll(/\\(.)/g, '$1');
}
