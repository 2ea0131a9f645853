import { hash, randomBytes, randomUUIDv7, timingSafeEqual } from 'node:crypto';

const counterBits = 12;
let lastTick = 0n;

/**
 * A new id: UUID version 7, whose text order is time order, and within one process the order in which the ids were made.
 * The twelve bits after the time count within a millisecond (RFC 9562, section 6.2, method 1).
 */
export function nextId(): string {
  const id = randomUUIDv7();
  const now = BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}`) << BigInt(counterBits);
  // A busy millisecond borrows from the next one, and a clock that was set back waits for itself.
  lastTick = now > lastTick ? now : lastTick + 1n;
  const tick = lastTick.toString(16).padStart(15, '0');
  return `${tick.slice(0, 8)}-${tick.slice(8, 12)}-7${tick.slice(12)}${id.slice(18)}`;
}

/** A secret for a link or a token: 256 random bits, base64url. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex: what is stored of a secret, and what names the content of a file. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** Compares two texts in constant time. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
