import type { Statistics } from '#contracts/ordering/statistics';
import { bucketsBetween, startOfDay } from './buckets.ts';
import type { OrderFacts } from './facts.ts';

type Month = Statistics['monthly'][number];
type Counted = Exclude<keyof Month, 'month' | 'ResponseTime'>;

/** Columns in which an order stands while it is in a state; what is accepted counts as approved (operations-portal.md 4.15). */
const columnsOf: Partial<Record<OrderFacts['states'][number]['state'], readonly Counted[]>> = {
  in_progress: ['In_progress'],
  waiting_for_response: ['Waiting_for_respond'],
  approved: ['Approved'],
  ready: ['Approved', 'Ready'],
  rejected: ['Rejected'],
};

export interface MonthlySettings {
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly now: number;
}

/**
 * The figures of each month, cumulative from the first: what had come by its end and how it stood then. A month that
 * goes on is told as of now.
 */
export function monthlyFigures({ from, to, timezone, now }: MonthlySettings) {
  const months = bucketsBetween(from, to, 'month').map(({ bucket, last }) => ({
    month: bucket,
    end: Math.min(now + 1, startOfDay(Temporal.PlainDate.from(last).add({ days: 1 }).toString(), timezone)),
    counts: {
      Approved: 0,
      Rejected: 0,
      Ready: 0,
      In_progress: 0,
      Waiting_for_respond: 0,
      Total: 0,
      TotalwithComments: 0,
    },
    responseMs: 0,
    responses: 0,
  }));
  return {
    add({ submitted, states, outcome, comments, firstChange }: OrderFacts): void {
      for (const month of months) {
        if (submitted >= month.end) continue;
        const { counts } = month;
        counts.Total += 1;
        if (comments > 1) counts.TotalwithComments += 1;
        const state = states.findLast(({ since }) => since < month.end)?.state;
        // What was closed after it was approved stays accepted.
        const columns =
          state === 'closed' && outcome === 'approved' ? (['Approved'] as const) : columnsOf[state ?? 'created'];
        for (const column of columns ?? []) counts[column] += 1;
        if (firstChange !== null && firstChange < month.end) {
          month.responseMs += Math.max(0, firstChange - submitted);
          month.responses += 1;
        }
      }
    },
    result: (): Month[] =>
      months
        .filter(({ end }, index) => index === 0 || (months[index - 1]?.end ?? 0) < end)
        .map(({ month, counts, responseMs, responses }) => ({
          month,
          ...counts,
          ResponseTime: responses === 0 ? null : Math.round(responseMs / responses / 36_000) / 100,
        })),
  };
}
