import type { Statistics, StatisticsQuery, TimeFigure } from '#contracts/ordering/statistics';
import type { WorkingCalendar } from '#libs/working-time';
import { decisionDays, defaultClockTargets as targets } from '../desk/clocks.ts';
import { bucketsBetween, dayIn } from './buckets.ts';
import { gradesOf, seconds, shareOf, summaryOf, type Durations } from './figures.ts';

export interface StatisticsSettings extends Pick<StatisticsQuery, 'by' | 'split'> {
  readonly from: string;
  readonly to: string;
  readonly calendar: WorkingCalendar;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The resource centres to which the figures are limited; null for all. */
  readonly sites: readonly string[] | null;
}

/** Orders by what became of them. */
export interface Counts {
  readonly received: number;
  readonly approved: number;
  readonly rejected: number;
  readonly cancelled: number;
  readonly open: number;
}

/** What was counted over the orders of a range, order by order or from their facts. Durations are milliseconds. */
export interface Gathered {
  readonly counts: Counts;
  readonly apart: {
    readonly clarified: number;
    readonly rounds: number;
    readonly spam: number;
    readonly tests: number;
    readonly withoutDesk: number;
  };
  readonly times: Readonly<Record<TimeFigure, Durations>>;
  readonly within: { readonly first_response: number; readonly decision: number };
  readonly states: Readonly<Record<ShownState, Durations>>;
  readonly splits: readonly (Counts & { readonly value: string; readonly firstResponseMedian: number | null })[];
  /** Orders of each bucket, and of these those of each value of the split. */
  readonly buckets: ReadonlyMap<string, { readonly received: number; readonly values: ReadonlyMap<string, number> }>;
  readonly providers: readonly ProviderCounts[];
  readonly monthly: Statistics['monthly'];
  readonly rated: {
    readonly asked: number;
    readonly answered: number;
    /** How often 1, 2, 3, 4, 5 was given. */
    readonly service: readonly number[];
    readonly ordering: readonly number[];
  };
}

export interface ProviderCounts extends Counts {
  readonly value: string;
  readonly sent: number;
  readonly validated: number;
  readonly refused: number;
  readonly answers: number;
  readonly answerMedian: number | null;
  readonly within: number;
}

/** Of which the time says something: an order that is over stays so. */
export const shownStates = [
  'created',
  'registered',
  'in_progress',
  'waiting_for_response',
  'approved',
  'ready',
] as const;
export type ShownState = (typeof shownStates)[number];

/** The figures of ordering.md 4.15 from what was counted. */
export function statisticsFrom(settings: StatisticsSettings, gathered: Gathered): Statistics {
  const { from, to, by, split, calendar, now, sites } = settings;
  const { apart, buckets, rated } = gathered;
  const splits = gathered.splits.toSorted(mostFirst);
  const values = splits.map(({ value }) => value);
  const today = dayIn(calendar)(now);
  const timeOf = (figure: TimeFigure, target: string | null, kept = 0): Statistics['times'][number] => ({
    figure,
    clock: figure === 'first_change' || figure === 'delivery_calendar' ? 'calendar' : 'working',
    target,
    withinTarget: target === null ? null : shareOf(kept, gathered.times[figure].count),
    ...summaryOf(gathered.times[figure]),
  });
  const decisionTarget = `${daysText(decisionDays('simple'))} (simple), ${daysText(decisionDays('complex'))} (others)`;
  return {
    from,
    to,
    by,
    split,
    timezone: calendar.timezone,
    asOf: Temporal.Instant.fromEpochMilliseconds(now).toString({ smallestUnit: 'millisecond' }),
    sites: sites === null ? null : [...sites],
    totals: {
      ...countsOf(gathered.counts),
      clarified: apart.clarified,
      clarificationRounds: apart.rounds,
      spam: apart.spam,
      tests: apart.tests,
      withoutDesk: apart.withoutDesk,
    },
    overTime: {
      values,
      buckets: bucketsBetween(from, to, by).map(({ bucket, first, last }) => ({
        bucket,
        complete: first >= from && last <= to && last < today,
        received: buckets.get(bucket)?.received ?? 0,
        counts: values.map((value) => buckets.get(bucket)?.values.get(value) ?? 0),
      })),
    },
    splits: splits.map((row) => ({
      value: row.value,
      ...countsOf(row),
      firstResponseMedian: seconds(row.firstResponseMedian),
    })),
    times: [
      timeOf('first_response', daysText(targets.firstReplyDays), gathered.within.first_response),
      timeOf('first_change', null),
      timeOf('decision', decisionTarget, gathered.within.decision),
      timeOf('delivery', null),
      timeOf('delivery_calendar', null),
    ],
    states: shownStates.flatMap((state) => {
      const durations = gathered.states[state];
      return durations.count === 0 ? [] : [{ state, ...summaryOf(durations) }];
    }),
    providers: gathered.providers.toSorted(mostFirst).map((row) => ({
      provider: row.value,
      received: row.received,
      approved: row.approved,
      rejected: row.rejected,
      open: row.open,
      sharesSent: row.sent,
      sharesValidated: row.validated,
      sharesRejected: row.refused,
      answerMedian: seconds(row.answerMedian),
      answersWithinTarget: shareOf(row.within, row.answers),
    })),
    monthly: gathered.monthly,
    satisfaction: {
      asked: rated.asked,
      answered: rated.answered,
      responseRate: shareOf(rated.answered, rated.asked),
      service: gradesOf(rated.service),
      ordering: gradesOf(rated.ordering),
    },
  };
}

function countsOf({ received, approved, rejected, cancelled, open }: Counts) {
  return { received, approved, rejected, cancelled, open, approvalRate: shareOf(approved, approved + rejected) };
}

const daysText = (days: number) => (days === 1 ? '1 working day' : `${days} working days`);

type Ranked = Pick<ProviderCounts, 'value' | 'received'>;
const mostFirst = (one: Ranked, other: Ranked) => other.received - one.received || (one.value < other.value ? -1 : 1);
