import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { rateLimiter } from '#kernel/limits';

let database: Database;
const clock = new FixedClock('2026-11-24T08:00:10.000Z');
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const link = { name: 'approval-link', most: 3, windowSeconds: 60 };

test('so many requests in a window, then a refusal that says how long to wait; the next window starts anew', async () => {
  const limit = rateLimiter(database, clock);
  for (let n = 0; n < 3; n += 1) await limit(link, 'a');
  await expect(limit(link, 'a')).rejects.toMatchObject({
    kind: 'limit',
    code: 'too_many_requests',
    details: { retryAfterSeconds: 50 },
  });
  await limit(link, 'b');
  await limit({ ...link, name: 'other' }, 'a');
  clock.advance(50_000);
  await limit(link, 'a');
});

test('processes that share a database share the count', async () => {
  const one = rateLimiter(database, clock);
  const other = rateLimiter(database, clock);
  const attempts = Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : other)(link, 'shared'));
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});
