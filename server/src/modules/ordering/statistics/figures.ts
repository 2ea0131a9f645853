import type { GradeSummary, TimeSummary } from '#contracts/ordering/statistics';
import { median } from '../desk/work-list-item.ts';

/** The value at rank ceil(n * p / 100) of the ascending list (ordering.md 4.15); null without values. */
export function percentile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((sorted.length * p) / 100)) - 1] ?? null;
}

/** Part of a whole, or null where there is none. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** What is known of many durations, in whole milliseconds or halves of them, so that sums and means are exact. */
export interface Durations {
  readonly count: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly sum: number;
}

export const durationsOf = (values: readonly number[]): Durations => ({
  count: values.length,
  median: median(values),
  p90: percentile(values, 90),
  sum: values.reduce((sum, value) => sum + value, 0),
});

/** Milliseconds as seconds. */
export const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** Count, median, 90th percentile and mean, in seconds. */
export const summaryOf = ({ count, median: middle, p90, sum }: Durations): TimeSummary => ({
  count,
  median: seconds(middle),
  p90: seconds(p90),
  mean: count === 0 ? null : Math.round(sum / count / 1000),
});

/** Mean, rounded to two decimals, of how often each grade from 1 to 5 was given. */
export function gradesOf(distribution: readonly number[]): GradeSummary {
  const count = distribution.reduce((sum, times) => sum + times, 0);
  const total = distribution.reduce((sum, times, index) => sum + times * (index + 1), 0);
  return {
    count,
    mean: count === 0 ? null : Math.round((total / count) * 100) / 100,
    distribution: [...distribution],
  };
}
