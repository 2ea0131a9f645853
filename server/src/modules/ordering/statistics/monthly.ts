import type { Statistics } from '#contracts/ordering/statistics';
import { bucketsBetween, startOfDay } from './buckets.ts';
import type { OrderFacts } from './facts.ts';

type Month = Statistics['monthly'][number];
/** Columns in which an order stands, as long as it does. */
export type MonthColumn = Exclude<keyof Month, 'month' | 'Total' | 'TotalwithComments' | 'ResponseTime'>;

/** Columns in which an order stands while it is in a state; what is accepted counts as approved (operations-portal.md 4.15). */
const ofStates: Partial<Record<OrderFacts['states'][number]['state'], readonly MonthColumn[]>> = {
  in_progress: ['In_progress'],
  waiting_for_response: ['Waiting_for_respond'],
  approved: ['Approved'],
  ready: ['Approved', 'Ready'],
  rejected: ['Rejected'],
};

/** What was closed after it was approved stays accepted. */
export const columnsOf = (
  state: OrderFacts['states'][number]['state'],
  outcome: OrderFacts['outcome'],
): readonly MonthColumn[] => (state === 'closed' && outcome === 'approved' ? ['Approved'] : (ofStates[state] ?? []));

export interface MonthlySettings {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly now: number;
}

/** The months of a range as they stand: one that goes on is told as of now, those after it are not told. */
export function monthsIn({ from, to, timezone, now }: MonthlySettings): { month: string; end: number }[] {
  return bucketsBetween(from, to, 'month')
    .map(({ bucket, last }) => ({
      month: bucket,
      end: Math.min(now + 1, startOfDay(Temporal.PlainDate.from(last).add({ days: 1 }).toString(), timezone)),
    }))
    .filter(({ end }, index, all) => index === 0 || (all[index - 1]?.end ?? 0) < end);
}

export const noOrders = (): Record<MonthColumn | 'Total' | 'TotalwithComments', number> => ({
  Approved: 0,
  Rejected: 0,
  Ready: 0,
  In_progress: 0,
  Waiting_for_respond: 0,
  Total: 0,
  TotalwithComments: 0,
});

/** Mean hours of the responses, to two decimals. */
export const responseTime = (sumMs: number, responses: number): number | null =>
  responses === 0 ? null : Math.round(sumMs / responses / 36_000) / 100;

/** The figures of each month, cumulative from the first: what had come by its end and how it stood then. */
export function monthlyFigures(settings: MonthlySettings) {
  const months = monthsIn(settings).map((month) => ({ ...month, counts: noOrders(), responseMs: 0, responses: 0 }));
  return {
    add({ submitted, states, outcome, comments, firstChange }: OrderFacts): void {
      for (const month of months) {
        if (submitted >= month.end) continue;
        const { counts } = month;
        counts.Total += 1;
        if (comments > 1) counts.TotalwithComments += 1;
        const state = states.findLast(({ since }) => since < month.end)?.state;
        for (const column of columnsOf(state ?? 'created', outcome)) counts[column] += 1;
        if (firstChange !== null && firstChange < month.end) {
          month.responseMs += Math.max(0, firstChange - submitted);
          month.responses += 1;
        }
      }
    },
    result: (): Month[] =>
      months.map(({ month, counts, responseMs, responses }) => ({
        month,
        ...counts,
        ResponseTime: responseTime(responseMs, responses),
      })),
  };
}
