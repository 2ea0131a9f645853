/** A DER value: tag, length, content (ITU-T X.690). Only what a certificate needs. */
export type Der = Uint8Array;

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** A value under any tag; context-specific ones (`0x80`, `0xa0`) are made with it directly. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, ...lengthBytes(content.length)), content]);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(tags.sequence, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(tags.set, ...parts);
export const octetString = (content: Uint8Array): Der => tagged(tags.octetString, content);
export const utf8String = (text: string): Der => tagged(tags.utf8String, Buffer.from(text, 'utf8'));
export const yes: Der = tagged(tags.boolean, Uint8Array.of(0xff));

/** A bit string; `unused` is how many bits at the end of the last byte do not count. */
export const bitString = (content: Uint8Array, unused = 0): Der =>
  tagged(tags.bitString, Uint8Array.of(unused), content);

/** A number that is not negative, from its bytes, most significant first. */
export function integer(bytes: Uint8Array): Der {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = bytes.subarray(start);
  const wouldBeNegative = (shortest[0] ?? 0) >= 0x80;
  return tagged(tags.integer, wouldBeNegative ? Uint8Array.of(0, ...shortest) : shortest);
}

/** An object identifier from its dotted form, such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 0x80);
    bytes.push(...groups);
  }
  return tagged(tags.objectIdentifier, Uint8Array.from(bytes));
}

/** An instant in whole seconds: two digits of the year until 2049, four after (RFC 5280, 4.1.2.5). */
export function time(instant: string): Der {
  const digits = Temporal.Instant.from(instant).toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/g, '');
  const short = Number(digits.slice(0, 4)) < 2050;
  return tagged(short ? tags.utcTime : tags.generalizedTime, Buffer.from(short ? digits.slice(2) : digits, 'ascii'));
}
