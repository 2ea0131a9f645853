import type { StatisticsUnit } from '#contracts/ordering/statistics';

/** Ranges that are chosen by one click; they end today. */
export const ranges = ['30d', '90d', '12m', 'year', '3y'] as const;
export type Range = (typeof ranges)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

const dayMs = 86_400_000;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** The days of a range that ends on this day. */
export function daysOf(range: Range, today: string): Days {
  const end = Date.parse(today);
  const back = (days: number) => ({ from: dayOf(end - (days - 1) * dayMs), to: today });
  if (range === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  return back({ '30d': 30, '90d': 90, '12m': 365, '3y': 1096 }[range]);
}

/** The unit in which a range is read best: some ten to forty bars. */
export function unitFor({ from, to }: Days): StatisticsUnit {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (days <= 45) return 'day';
  return days <= 200 ? 'week' : 'month';
}
