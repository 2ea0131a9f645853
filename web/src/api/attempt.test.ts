import { expect, test } from 'vitest';

import { attemptFor } from './attempt.ts';

const isSame = (one: { cores: number }, other: { cores: number }) => one.cores === other.cores;

test('the same wish is sent again as it was first, another one under the same key', () => {
  const first = attemptFor(null, { cores: 4, seconds: 10 }, isSame);
  expect(attemptFor(first, { cores: 4, seconds: 25 }, isSame)).toBe(first);
  expect(attemptFor(first, { cores: 8, seconds: 25 }, isSame)).toEqual({
    key: first.key,
    body: { cores: 8, seconds: 25 },
  });
  expect(attemptFor(null, first.body, isSame).key).not.toBe(first.key);
});
