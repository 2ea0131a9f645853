import type { ChartTable, Statistics, StatisticsChart } from '#contracts/ordering/statistics';

type Cell = ChartTable['rows'][number][number];
type Table = readonly [columns: readonly string[], rows: readonly (readonly Cell[])[]];

const tables: Record<StatisticsChart, (statistics: Statistics) => Table> = {
  orders: ({ by, overTime: { values, buckets } }) => [
    [by, 'complete', 'received', ...values],
    buckets.map(({ bucket, complete, received, counts }) => [bucket, complete ? 'yes' : 'no', received, ...counts]),
  ],
  splits: ({ split, splits }) => [
    [split, 'received', 'approved', 'rejected', 'cancelled', 'open', 'approval_rate', 'first_response_median_seconds'],
    splits.map((row) => [
      row.value,
      row.received,
      row.approved,
      row.rejected,
      row.cancelled,
      row.open,
      row.approvalRate,
      row.firstResponseMedian,
    ]),
  ],
  times: ({ times }) => [
    ['figure', 'clock', 'orders', 'median_seconds', 'p90_seconds', 'mean_seconds', 'target', 'within_target'],
    times.map((row) => [row.figure, row.clock, row.count, row.median, row.p90, row.mean, row.target, row.withinTarget]),
  ],
  states: ({ states }) => [
    ['state', 'orders', 'median_seconds', 'p90_seconds', 'mean_seconds'],
    states.map((row) => [row.state, row.count, row.median, row.p90, row.mean]),
  ],
  providers: ({ providers }) => [
    [
      'provider',
      'received',
      'approved',
      'rejected',
      'open',
      'shares_sent',
      'shares_validated',
      'shares_rejected',
      'answer_median_seconds',
      'answers_within_target',
    ],
    providers.map((row) => [
      row.provider,
      row.received,
      row.approved,
      row.rejected,
      row.open,
      row.sharesSent,
      row.sharesValidated,
      row.sharesRejected,
      row.answerMedian,
      row.answersWithinTarget,
    ]),
  ],
  monthly: ({ monthly }) => [
    [
      'month',
      'Approved',
      'Rejected',
      'Ready',
      'In_progress',
      'Waiting_for_respond',
      'Total',
      'TotalwithComments',
      'ResponseTime',
    ],
    monthly.map((row) => [
      row.month,
      row.Approved,
      row.Rejected,
      row.Ready,
      row.In_progress,
      row.Waiting_for_respond,
      row.Total,
      row.TotalwithComments,
      row.ResponseTime,
    ]),
  ],
  satisfaction: ({ satisfaction: { asked, answered, responseRate, ...questions } }) => [
    ['question', 'grades', 'mean', '1', '2', '3', '4', '5', 'asked', 'answered', 'response_rate'],
    (['service', 'ordering'] as const).map((question) => [
      question,
      questions[question].count,
      questions[question].mean,
      ...questions[question].distribution,
      asked,
      answered,
      responseRate,
    ]),
  ],
};

/** One chart as a table: what its JSON and its CSV hold. */
export function chartTable(chart: StatisticsChart, statistics: Statistics): ChartTable {
  const [columns, rows] = tables[chart](statistics);
  return {
    chart,
    from: statistics.from,
    to: statistics.to,
    columns: [...columns],
    rows: rows.map((row) => [...row]),
  };
}
