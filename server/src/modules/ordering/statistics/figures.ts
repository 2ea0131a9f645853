import type { GradeSummary, TimeSummary } from '#contracts/ordering/statistics';
import { median } from '../desk/work-list-item.ts';

/** The value at rank ceil(n * p / 100) of the ascending list (ordering.md 4.15); null without values. */
export function percentile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil((sorted.length * p) / 100)) - 1] ?? null;
}

/** Part of a whole, or null where there is none. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Count, median, 90th percentile and mean of durations in seconds. */
export function summaryOf(values: readonly number[]): TimeSummary {
  const average = mean(values);
  return {
    count: values.length,
    median: median(values),
    p90: percentile(values, 90),
    mean: average === null ? null : Math.round(average),
  };
}

/** Mean, rounded to two decimals, and distribution of grades from 1 to 5. */
export function gradesOf(grades: readonly number[]): GradeSummary {
  const average = mean(grades);
  return {
    count: grades.length,
    mean: average === null ? null : Math.round(average * 100) / 100,
    distribution: [1, 2, 3, 4, 5].map((grade) => grades.filter((given) => given === grade).length),
  };
}
