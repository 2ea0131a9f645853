import { createHash, randomBytes, randomUUIDv7, timingSafeEqual } from 'node:crypto';

/** A new id: UUID version 7, whose text order is time order to the millisecond. */
export function nextId(): string {
  return randomUUIDv7();
}

/** A secret for a link or a token: 256 random bits, base64url. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: what is stored of a secret, and what names the content of a file. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Compares two texts in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
