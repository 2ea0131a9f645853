import { z } from 'zod';
import { contract } from '../contract.ts';
import { Day, Instant } from '../kernel/schemas.ts';
import { NumberParams } from './schemas.ts';

const tag = 'ordering';

export const statisticsUnits = ['day', 'week', 'month'] as const;
export type StatisticsUnit = (typeof statisticsUnits)[number];

/** By what orders can be told apart (ordering.md 4.15). */
export const statisticsSplits = [
  'class',
  'service',
  'category',
  'provider',
  'country',
  'discipline',
  'typology',
  'outcome',
] as const;
export type StatisticsSplit = (typeof statisticsSplits)[number];

/** Most days of one question: three years. */
export const mostStatisticsDays = 1096;

export const StatisticsQuery = z.object({
  from: Day.optional().describe(
    "First day of submission in the desk's time zone; 89 days before the last unless given",
  ),
  to: Day.optional().describe('Last day of submission, included; today unless given'),
  by: z.enum(statisticsUnits).default('week').describe('Unit of the time axis; weeks are those of ISO 8601'),
  split: z.enum(statisticsSplits).default('class'),
});
export type StatisticsQuery = z.output<typeof StatisticsQuery>;

const count = z.number().int();
const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();

export const timeFigures = ['first_response', 'first_change', 'decision', 'delivery', 'delivery_calendar'] as const;
export type TimeFigure = (typeof timeFigures)[number];

/** How long something took, over all orders of the range in which it happened. */
export const TimeSummary = z.object({
  count,
  median: seconds.nullable().describe('Seconds; the mean of the middle two'),
  p90: seconds.nullable().describe('Seconds; the value at rank ceil(n * 90 / 100)'),
  mean: seconds.nullable().describe('Seconds'),
});
export type TimeSummary = z.infer<typeof TimeSummary>;

export const GradeSummary = z.object({
  count,
  mean: z.number().nullable().describe('Rounded to two decimals'),
  distribution: z.array(count).describe('How often 1, 2, 3, 4, 5 was given'),
});
export type GradeSummary = z.infer<typeof GradeSummary>;

export const Statistics = z
  .object({
    from: Day,
    to: Day,
    by: z.enum(statisticsUnits),
    split: z.enum(statisticsSplits),
    timezone: z.string(),
    asOf: Instant,
    sites: z
      .array(z.string())
      .nullable()
      .describe('The resource centres to which the figures are limited; null for all'),
    totals: z.object({
      received: count.describe('Orders of the desk, without spam and tests'),
      approved: count,
      rejected: count,
      cancelled: count.describe('Closed before a decision'),
      open: count,
      approvalRate: share.nullable().describe('Approved among the decided'),
      clarified: count.describe('Orders whose customer was asked at least once'),
      clarificationRounds: count,
      spam: count,
      tests: count.describe('Orders with the tag `test`'),
      withoutDesk: count.describe('Open and external services, which need no order'),
    }),
    overTime: z.object({
      values: z.array(z.string()).describe('Values of the split, the most frequent first'),
      buckets: z.array(
        z.object({
          bucket: z.string().describe('`2026-11-27`, `2026-W48` or `2026-11`'),
          complete: z.boolean().describe('False while the bucket goes on or the range cuts it'),
          received: count,
          counts: z.array(count).describe('For each of `values`'),
        }),
      ),
    }),
    splits: z.array(
      z.object({
        value: z.string(),
        received: count,
        approved: count,
        rejected: count,
        cancelled: count,
        open: count,
        approvalRate: share.nullable(),
        firstResponseMedian: seconds.nullable(),
      }),
    ),
    times: z.array(
      TimeSummary.extend({
        figure: z.enum(timeFigures),
        clock: z.enum(['working', 'calendar']).describe('Working seconds less pauses, or seconds of the calendar'),
        target: z.string().nullable(),
        withinTarget: share.nullable(),
      }),
    ),
    states: z.array(TimeSummary.extend({ state: z.string() })).describe('Calendar time of each order in each state'),
    providers: z.array(
      z.object({
        provider: z.string(),
        received: count,
        approved: count,
        rejected: count,
        open: count,
        sharesSent: count,
        sharesValidated: count,
        sharesRejected: count,
        answerMedian: seconds.nullable().describe('Working seconds from sending to the answer'),
        answersWithinTarget: share.nullable(),
      }),
    ),
    monthly: z
      .array(
        z.object({
          month: z.string(),
          Approved: count,
          Rejected: count,
          Ready: count,
          In_progress: count,
          Waiting_for_respond: count,
          Total: count,
          TotalwithComments: count,
          ResponseTime: z.number().nullable().describe('Mean hours from submission to the first change'),
        }),
      )
      .describe('Cumulative from the first month of the range; the states are those at the end of each month'),
    satisfaction: z.object({
      asked: count.describe('Orders whose customer got a mail that asks'),
      answered: count.describe('Orders of these that were rated'),
      responseRate: share.nullable(),
      service: GradeSummary,
      ordering: GradeSummary,
    }),
  })
  .meta({ id: 'Statistics' });
export type Statistics = z.infer<typeof Statistics>;

export const statisticsCharts = [
  'orders',
  'splits',
  'times',
  'states',
  'providers',
  'monthly',
  'satisfaction',
] as const;
export type StatisticsChart = (typeof statisticsCharts)[number];

/** One chart as a table: the same in JSON, in CSV and on screen. */
export const ChartTable = z
  .object({
    chart: z.enum(statisticsCharts),
    from: Day,
    to: Day,
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  })
  .meta({ id: 'ChartTable' });
export type ChartTable = z.infer<typeof ChartTable>;

/** A grade of 1 or 2 that the coordinator has to look into. */
export const LowRating = z
  .object({
    order: z.number().int(),
    service: z.string(),
    customer: z.string(),
    grades: z.object({ service: z.number().int().nullable(), ordering: z.number().int().nullable() }),
    text: z.string(),
    openedAt: Instant,
  })
  .meta({ id: 'LowRating' });
export type LowRating = z.infer<typeof LowRating>;

const chart = z.object({ chart: z.enum(statisticsCharts) });
const mayRead = ['statistics_forbidden', 'statistics_range'];

export const statisticsEndpoints = {
  readStatistics: contract({
    id: 'readStatistics',
    method: 'GET',
    path: '/api/statistics',
    summary: 'Figures of the orders of some days: numbers, times, providers, satisfaction.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    query: StatisticsQuery,
    response: Statistics,
    errors: mayRead,
  }),
  readChart: contract({
    id: 'readChart',
    method: 'GET',
    path: '/api/statistics/charts/:chart',
    summary: 'One chart of the statistics as a table.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: chart,
    query: StatisticsQuery,
    response: ChartTable,
    errors: mayRead,
  }),
  exportChart: contract({
    id: 'exportChart',
    method: 'GET',
    path: '/api/statistics/charts/:chart/csv',
    summary: 'The same table as CSV.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: chart,
    query: StatisticsQuery,
    produces: 'text/csv',
    errors: mayRead,
  }),
  listLowRatings: contract({
    id: 'listLowRatings',
    method: 'GET',
    path: '/api/statistics/low-ratings',
    summary: 'Low ratings that nobody has looked into yet, oldest first; at most 100.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    response: z.object({ items: z.array(LowRating), maySettle: z.boolean() }),
    errors: ['statistics_forbidden'],
  }),
  settleLowRating: contract({
    id: 'settleLowRating',
    method: 'POST',
    path: '/api/statistics/low-ratings/:number/settle',
    summary: 'Says what came of a low rating, which ends the task of the coordinator.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: NumberParams,
    body: z.object({ note: z.string().trim().min(1, 'Say what came of it').max(2000) }).strict(),
    errors: ['coordinator_only'],
    requestExample: { note: 'Called the customer: quotas were raised.' },
  }),
};
