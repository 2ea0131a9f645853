import { expect, test } from 'vitest';
import { FixedClock, HOUR } from '#kernel/clock';
import { formNonces } from './form-nonce.ts';

const clock = new FixedClock('2026-11-23T10:59:59.000Z');
const nonces = formNonces('a secret of the house, thirty-two long', clock);

test('a nonce holds for its link and version alone', () => {
  const nonce = nonces.make('link', 1);
  expect(nonces.holds(nonce, 'link', 1)).toBe(true);
  expect(nonces.holds(nonce, 'link', '1')).toBe(true);
  expect(nonces.holds(nonce, 'link', 2)).toBe(false);
  expect(nonces.holds(nonce, 'other', 1)).toBe(false);
  expect(nonces.holds('', 'link', 1)).toBe(false);
  expect(formNonces('another secret of the house, as long', clock).holds(nonce, 'link', 1)).toBe(false);
});

test('a form may stay open over the hour and for half a day', () => {
  const nonce = nonces.make('link', 1);
  clock.advance(12 * HOUR);
  expect(nonces.holds(nonce, 'link', 1)).toBe(true);
  clock.advance(HOUR);
  expect(nonces.holds(nonce, 'link', 1)).toBe(false);
});
