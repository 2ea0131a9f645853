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

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
