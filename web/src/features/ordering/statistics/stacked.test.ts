import { expect, test } from 'vitest';

import { daysOf, unitFor } from './range.ts';
import { ticksTo } from '../../../ui/charts/ticks.ts';
import { seriesOf } from './stacked.ts';
import { bucketName, calendarTime } from './words.ts';

test('more than eight values become seven and the others together', () => {
  const values = Array.from({ length: 10 }, (_, index) => `v${index}`);
  const bucket = { bucket: '2026-W48', complete: true, received: 10, counts: values.map(() => 1) };
  const series = seriesOf({ values, buckets: [bucket] });
  expect(series).toHaveLength(8);
  expect(series.at(-1)).toEqual({ value: null, counts: [3], total: 3 });
  expect(seriesOf({ values: values.slice(0, 8), buckets: [bucket] }).every(({ value }) => value !== null)).toBe(true);
});

test('an axis begins at zero, ends above the highest bar and counts in whole orders', () => {
  expect(ticksTo(0)).toEqual([0, 1]);
  expect(ticksTo(3)).toEqual([0, 1, 2, 3]);
  expect(ticksTo(7)).toEqual([0, 2, 4, 6, 8]);
  expect(ticksTo(180)).toEqual([0, 50, 100, 150, 200]);
  expect(ticksTo(4167)).toEqual([0, 2000, 4000, 6000]);
});

test('ranges end today and are read in the unit that suits them', () => {
  expect(daysOf('30d', '2026-11-27')).toEqual({ from: '2026-10-29', to: '2026-11-27' });
  expect(daysOf('year', '2026-11-27').from).toBe('2026-01-01');
  expect((['30d', '90d', '12m', '3y'] as const).map((range) => unitFor(daysOf(range, '2026-11-27')))).toEqual([
    'day',
    'week',
    'month',
    'month',
  ]);
});

test('buckets and times are said as people say them', () => {
  expect([bucketName('2026-W47', 'week'), bucketName('2026-11', 'month', true), calendarTime(54 * 3600)]).toEqual([
    'W47',
    'Nov 2026',
    '54 h',
  ]);
});
