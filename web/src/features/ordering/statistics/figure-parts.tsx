import type { GradeSummary, Statistics } from '#contracts/ordering/statistics';

import { formatNumber, t } from '../../../app/messages.ts';
import { FigureTable } from './figure-table.tsx';
import { duration, percent, splitWords, stateName, timeWords, valueName } from './words.ts';

/** The figures that are asked for first, in one row. */
export function Totals({ statistics: { totals, times } }: { statistics: Statistics }) {
  const median = (figure: string) => duration(times.find((one) => one.figure === figure)?.median ?? null);
  const facts = [
    { label: t('Received'), value: formatNumber(totals.received) },
    { label: t('Open'), value: formatNumber(totals.open) },
    { label: t('Approved'), value: formatNumber(totals.approved) },
    { label: t('Rejected'), value: formatNumber(totals.rejected) },
    { label: t('Cancelled'), value: formatNumber(totals.cancelled) },
    { label: t('Approval rate'), value: percent(totals.approvalRate) },
    { label: t('First response, median'), value: median('first_response') },
    { label: t('Rounds of clarification'), value: formatNumber(totals.clarificationRounds) },
  ];
  return (
    <>
      <dl className="pt-stat-totals">
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="pt-second">
        {t('Not counted: {spam} spam, {tests} tests, {open} of open and external services.', {
          spam: totals.spam,
          tests: totals.tests,
          open: totals.withoutDesk,
        })}
      </p>
    </>
  );
}

/** What became of the orders of each value of the split. */
export function SplitTable({ statistics: { split, splits } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Orders by {split}', { split: t(splitWords[split]).toLowerCase() })}
      rows={splits}
      keyOf={({ value }) => value}
      columns={[
        { head: t(splitWords[split]), cell: ({ value }) => valueName(split, value) },
        { head: t('Received'), cell: ({ received }) => formatNumber(received) },
        { head: t('Approved'), cell: ({ approved }) => formatNumber(approved) },
        { head: t('Rejected'), cell: ({ rejected }) => formatNumber(rejected) },
        { head: t('Cancelled'), cell: ({ cancelled }) => formatNumber(cancelled) },
        { head: t('Open'), cell: ({ open }) => formatNumber(open) },
        { head: t('Approval rate'), cell: ({ approvalRate }) => percent(approvalRate) },
        { head: t('First response'), cell: (row) => duration(row.firstResponseMedian), title: t('Median') },
      ]}
    />
  );
}

/** How long things took; working time of eight hours a day, less the waiting for the customer. */
export function TimesTable({ statistics: { times } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Times')}
      rows={times}
      keyOf={({ figure }) => figure}
      columns={[
        {
          head: t('From submission to'),
          cell: ({ figure, clock }) => (
            <>
              {t(timeWords[figure].label)}
              <div className="pt-second">
                {t(timeWords[figure].hint)}, {clock === 'working' ? t('working time') : t('time of the calendar')}
              </div>
            </>
          ),
        },
        { head: t('Orders'), cell: ({ count }) => formatNumber(count) },
        { head: t('Median'), cell: ({ median, clock }) => duration(median, clock) },
        { head: t('90 %'), cell: ({ p90, clock }) => duration(p90, clock), title: t('9 of 10 took no longer') },
        { head: t('Mean'), cell: ({ mean, clock }) => duration(mean, clock) },
        { head: t('Target'), cell: ({ target }) => target ?? '–' },
        { head: t('Within'), cell: ({ withinTarget }) => percent(withinTarget) },
      ]}
    />
  );
}

/** The median time in each state, as bars. */
export function StatesChart({ statistics: { states } }: { statistics: Statistics }) {
  const longest = Math.max(1, ...states.map(({ median }) => median ?? 0));
  return (
    <ul className="pt-stat-rows">
      {states.map(({ state, median, count }) => (
        <li key={state}>
          <span>{stateName(state)}</span>
          <span className="pt-stat-track" aria-hidden>
            <i data-series="1" style={{ width: `${((median ?? 0) / longest) * 100}%` }} />
          </span>
          <span className="pt-number">{duration(median, 'calendar')}</span>
          <span className="pt-number pt-muted">{t({ one: '1 order', other: '{n} orders' }, { n: count })}</span>
        </li>
      ))}
    </ul>
  );
}

/** The same as a table. */
export function StatesTable({ statistics: { states } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Time in each state')}
      rows={states}
      keyOf={({ state }) => state}
      columns={[
        { head: t('State'), cell: ({ state }) => stateName(state) },
        { head: t('Orders'), cell: ({ count }) => formatNumber(count) },
        { head: t('Median'), cell: ({ median }) => duration(median, 'calendar') },
        { head: t('90 %'), cell: ({ p90 }) => duration(p90, 'calendar') },
        { head: t('Mean'), cell: ({ mean }) => duration(mean, 'calendar') },
      ]}
    />
  );
}

/** Orders and shares of each resource centre. */
export function ProvidersTable({ statistics: { providers } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Providers')}
      rows={providers}
      keyOf={({ provider }) => provider}
      columns={[
        { head: t('Provider'), cell: ({ provider }) => valueName('provider', provider) },
        { head: t('Orders'), cell: ({ received }) => formatNumber(received) },
        { head: t('Approved'), cell: ({ approved }) => formatNumber(approved) },
        { head: t('Rejected'), cell: ({ rejected }) => formatNumber(rejected) },
        { head: t('Open'), cell: ({ open }) => formatNumber(open) },
        { head: t('Shares sent'), cell: ({ sharesSent }) => formatNumber(sharesSent) },
        { head: t('Validated'), cell: ({ sharesValidated }) => formatNumber(sharesValidated) },
        { head: t('Shares rejected'), cell: ({ sharesRejected }) => formatNumber(sharesRejected) },
        { head: t('Answer, median'), cell: ({ answerMedian }) => duration(answerMedian) },
        { head: t('Within 5 d'), cell: ({ answersWithinTarget }) => percent(answersWithinTarget) },
      ]}
    />
  );
}

/** The key figures that older tools reported each month. */
export function MonthlyTable({ statistics: { monthly } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Figures by month')}
      rows={monthly}
      keyOf={({ month }) => month}
      columns={[
        { head: t('Month'), cell: ({ month }) => month },
        { head: t('Approved'), cell: (row) => formatNumber(row.Approved) },
        { head: t('Rejected'), cell: (row) => formatNumber(row.Rejected) },
        { head: t('Ready'), cell: (row) => formatNumber(row.Ready) },
        { head: t('In progress'), cell: (row) => formatNumber(row.In_progress) },
        { head: t('Waiting'), cell: (row) => formatNumber(row.Waiting_for_respond) },
        { head: t('Total'), cell: (row) => formatNumber(row.Total) },
        {
          head: t('With comments'),
          cell: (row) => formatNumber(row.TotalwithComments),
          title: t('More than one comment'),
        },
        {
          head: t('First change'),
          cell: ({ ResponseTime: hours }) =>
            hours === null ? '–' : t('{n} h', { n: formatNumber(hours, { maximumFractionDigits: 1 }) }),
          title: t('Mean time from submission to the first change'),
        },
      ]}
    />
  );
}

const questions = [
  { name: 'service', label: 'The service' },
  { name: 'ordering', label: 'The ordering' },
] as const;

/** How often each grade was given, for both questions. */
export function Satisfaction({ statistics: { satisfaction } }: { statistics: Statistics }) {
  return (
    <div className="pt-stat-grades">
      {questions.map(({ name, label }) => (
        <div key={name}>
          <h3 className="pt-h2">
            {t(label)}{' '}
            <span className="pt-muted">
              {satisfaction[name].mean === null
                ? t('no grades')
                : t(
                    { one: '{mean} of 5, 1 grade', other: '{mean} of 5 on average, {n} grades' },
                    {
                      mean: formatNumber(satisfaction[name].mean, { minimumFractionDigits: 2 }),
                      n: satisfaction[name].count,
                    },
                  )}
            </span>
          </h3>
          <Grades summary={satisfaction[name]} />
        </div>
      ))}
    </div>
  );
}

function Grades({ summary: { count, distribution } }: { summary: GradeSummary }) {
  return (
    <ul className="pt-stat-rows" data-narrow>
      {distribution
        .map((given, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the index is the grade
          <li key={index}>
            <span>{index + 1}</span>
            <span className="pt-stat-track" aria-hidden>
              <i data-series="1" style={{ width: `${count === 0 ? 0 : (given / count) * 100}%` }} />
            </span>
            <span className="pt-number">{formatNumber(given)}</span>
          </li>
        ))
        .toReversed()}
    </ul>
  );
}

/** The same as a table. */
export function SatisfactionTable({ statistics: { satisfaction } }: { statistics: Statistics }) {
  return (
    <FigureTable
      label={t('Grades')}
      rows={questions}
      keyOf={({ name }) => name}
      columns={[
        { head: t('Question'), cell: ({ label }) => t(label) },
        { head: t('Mean'), cell: ({ name }) => satisfaction[name].mean ?? '–' },
        ...[1, 2, 3, 4, 5].map((grade) => ({
          head: String(grade),
          cell: ({ name }: (typeof questions)[number]) => formatNumber(satisfaction[name].distribution[grade - 1] ?? 0),
        })),
      ]}
    />
  );
}
