import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { firstPace, nextPace, type Pace, type RetryPolicy } from './pace.ts';

interface Timing {
  linear: { first_push_ms: number; period_ms: number };
  slowstart: { outcomes: string[]; waits_ms?: number[]; last_wait_ms?: number }[];
}
const file = resolve(import.meta.dirname, '../../../../../../shared/reference/data/ams/push-timing.json');
const timing = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Timing) : null;

/** The wait before the first turn, and after each of these. */
function waits(policy: RetryPolicy, outcomes: readonly boolean[]): number[] {
  const paces: Pace[] = [firstPace(policy)];
  for (const isDelivered of outcomes) paces.push(nextPace(policy, paces.at(-1) ?? firstPace(policy), isDelivered));
  return paces.map(({ waitMilliseconds }) => waitMilliseconds);
}

test('linear begins at once and keeps its period, whatever comes of it', () => {
  expect(waits({ type: 'linear', period: 3000 }, [true, false, false, true])).toEqual([0, 3000, 3000, 3000, 3000]);
});

test('slowstart grows with failures up to a day, shrinks with successes, and begins anew after a failure', () => {
  const policy = { type: 'slowstart' } as const;
  expect(waits(policy, [true, true, true])).toEqual([1000, 500, 300, 300]);
  expect(waits(policy, [false, false, true, true])).toEqual([1000, 2000, 4000, 1000, 500]);
  expect(waits(policy, Array<boolean>(20).fill(false)).at(-1)).toBe(86_400_000);
});

test.skipIf(!timing)('both keep the times of the reference', () => {
  const { linear, slowstart } = timing as Timing;
  expect(waits({ type: 'linear', period: linear.period_ms }, [true])).toEqual([linear.first_push_ms, linear.period_ms]);
  for (const { outcomes, waits_ms: expected, last_wait_ms: last } of slowstart) {
    const told = outcomes.flatMap((outcome) => {
      const [word, times = '1'] = outcome.split(' x ');
      return Array<boolean>(Number(times)).fill(word === 'ok');
    });
    const found = waits({ type: 'slowstart' }, told);
    if (expected) expect(found).toEqual(expected);
    if (last !== undefined) expect(found.at(-1)).toBe(last);
  }
});
