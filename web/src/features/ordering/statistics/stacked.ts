import type { Statistics } from '#contracts/ordering/statistics';

/** Most series of a chart; what is more becomes one. */
const mostSeries = 8;

export interface Series {
  /** Value of the split; null for all the others together. */
  readonly value: string | null;
  readonly total: number;
  /** For each bucket. */
  readonly counts: readonly number[];
}

/** The series of a chart: the most frequent values, and the others as one where there are more than eight. */
export function seriesOf({ values, buckets }: Statistics['overTime']): Series[] {
  const all = values.map((value, index): Series => {
    const counts = buckets.map((bucket) => bucket.counts[index] ?? 0);
    return { value, counts, total: sum(counts) };
  });
  if (all.length <= mostSeries) return all;
  const others = all.slice(mostSeries - 1);
  const counts = buckets.map((_, index) => sum(others.map((series) => series.counts[index] ?? 0)));
  return [...all.slice(0, mostSeries - 1), { value: null, counts, total: sum(counts) }];
}

/** Where the lines of an axis from 0 stand: at most five, at round numbers that people count by. */
export function ticksTo(most: number): number[] {
  const top = Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(top / 4 || 1));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * magnitude).find((one) => top / one <= 4) ?? top);
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
