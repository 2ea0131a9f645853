import type { Statistics, StatisticsUnit } from '#contracts/ordering/statistics';
import { statisticsSplits, statisticsUnits } from '#contracts/ordering/statistics';

import { useGo, writeSearch } from '../../../app/address.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useRouteSearch, useTitle } from '../../../app/route-hooks.ts';
import { useSession } from '../../../app/session.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { EmptyState, Notice, Segments } from '../../../ui/small.tsx';
import { formatDay } from '../../../ui/time/format.ts';
import { useNow } from '../../../ui/time/now.ts';
import '../../../ui/form/form.css';
import './statistics.css';
import { ChartFrame } from './chart-frame.tsx';
import {
  MonthlyTable,
  ProvidersTable,
  Satisfaction,
  SatisfactionTable,
  SplitTable,
  StatesChart,
  StatesTable,
  TimesTable,
  Totals,
} from './figure-parts.tsx';
import { statistics as route } from './index.ts';
import { LowRatings } from './low-ratings.tsx';
import { OrdersChart, OrdersTable } from './orders-chart.tsx';
import { daysOf, ranges, unitFor } from './range.ts';
import { useStatistics, type Asked } from './use-statistics.ts';
import { percent, rangeWords, splitWords, unitWords } from './words.ts';

const readsAll: readonly string[] = ['shifter', 'sla-coordinator', 'administrator'];

/** Figures of the orders of some time: how many, what became of them, how long it took, how content customers are. */
export function StatisticsPage() {
  useTitle(t('Statistics'));
  const { roles } = useSession();
  const search = useRouteSearch(route);
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const isOwn = search.from !== undefined || search.to !== undefined;
  const range = search.range ?? '90d';
  const days = isOwn
    ? { from: search.from ?? daysOf('90d', search.to ?? today).from, to: search.to ?? today }
    : daysOf(range, today);
  const asked: Asked = { ...days, by: search.by ?? unitFor(days), split: search.split };
  const found = useStatistics(asked);
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const { data } = found;
  const ofDesk = roles.some(({ role }) => readsAll.includes(role));
  const facts = data && `${formatDay(data.from)} – ${formatDay(data.to)}, ${data.timezone}`;
  return (
    <Page
      title={t('Statistics')}
      facts={facts && (ofDesk ? facts : `${t('Orders that your sites were asked for')}, ${facts}`)}
    >
      <Controls asked={asked} range={isOwn ? undefined : range} />
      {found.error && <Notice tone="red">{found.error.detail}</Notice>}
      <div className="pt-stat" aria-busy={found.isFetching}>
        <LowRatings />
        {data ? <Figures statistics={data} asked={asked} /> : <p className="pt-muted">{t('Counting…')}</p>}
      </div>
    </Page>
  );
}

type Change = Partial<Record<'range' | 'from' | 'to' | 'by' | 'split', string | undefined>>;

function Controls({ asked, range }: { asked: Asked; range: (typeof ranges)[number] | undefined }) {
  const search = useRouteSearch(route);
  const go = useGo();
  const change = (next: Change) =>
    go(`/statistics${writeSearch({ ...search, ...next })}`, { replace: true, keepScroll: true });
  const day = (key: 'from' | 'to', label: string) => (
    <label className="pt-row">
      <span className="pt-muted">{label}</span>
      <input
        type="date"
        className="pt-input"
        value={asked[key]}
        onChange={(event) => {
          const chosen = event.target.value;
          if (chosen !== '') change({ range: undefined, by: undefined, from: asked.from, to: asked.to, [key]: chosen });
        }}
      />
    </label>
  );
  return (
    <div className="pt-stat-controls">
      <Segments
        label={t('Range')}
        value={range ?? ('' as 'year')}
        options={ranges.map((value) => ({ value, label: t(rangeWords[value]) }))}
        onChange={(value) => change({ range: value, from: undefined, to: undefined, by: undefined })}
      />
      {day('from', t('From'))}
      {day('to', t('To'))}
      <Segments<StatisticsUnit>
        label={t('Unit of time')}
        value={asked.by}
        options={statisticsUnits.map((value) => ({ value, label: t(unitWords[value]) }))}
        onChange={(by) => change({ by })}
      />
      <label className="pt-row">
        <span className="pt-muted">{t('Split by')}</span>
        <select className="pt-input" value={asked.split} onChange={(event) => change({ split: event.target.value })}>
          {statisticsSplits.map((value) => (
            <option key={value} value={value}>
              {t(splitWords[value])}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Figures({ statistics, asked }: { statistics: Statistics; asked: Asked }) {
  const { totals, satisfaction, split, by } = statistics;
  const splitName = t(splitWords[split]).toLowerCase();
  if (totals.received + totals.spam + totals.tests + totals.withoutDesk === 0)
    return (
      <EmptyState title={t('No orders came in these days')}>
        {t('Choose a longer range. Orders are counted on the day of their submission.')}
      </EmptyState>
    );
  return (
    <>
      <Totals statistics={statistics} />
      <ChartFrame
        chart="orders"
        asked={asked}
        unit={t('Orders a {unit} by {split}', { unit: t(unitWords[by]).toLowerCase(), split: splitName })}
        table={<OrdersTable statistics={statistics} />}
      >
        <OrdersChart statistics={statistics} />
      </ChartFrame>
      <ChartFrame
        chart="splits"
        asked={asked}
        unit={
          split === 'discipline' || split === 'provider'
            ? t('Orders by {split}; an order counts once for each', { split: splitName })
            : t('Orders by {split}', { split: splitName })
        }
      >
        <SplitTable statistics={statistics} />
      </ChartFrame>
      <ChartFrame
        chart="times"
        asked={asked}
        unit={t('Working time of 8 hours a day, without waiting for the customer')}
      >
        <TimesTable statistics={statistics} />
      </ChartFrame>
      <div className="pt-stat-pair">
        <ChartFrame
          chart="states"
          asked={asked}
          unit={t('Median time of the calendar in each state')}
          table={<StatesTable statistics={statistics} />}
        >
          <StatesChart statistics={statistics} />
        </ChartFrame>
        <ChartFrame
          chart="satisfaction"
          asked={asked}
          unit={t('{answered} of {asked} asked have answered: {rate}', {
            answered: satisfaction.answered,
            asked: satisfaction.asked,
            rate: percent(satisfaction.responseRate),
          })}
          table={<SatisfactionTable statistics={statistics} />}
        >
          <Satisfaction statistics={statistics} />
        </ChartFrame>
      </div>
      <ChartFrame chart="providers" asked={asked} unit={t('Orders and shares by resource centre')}>
        <ProvidersTable statistics={statistics} />
      </ChartFrame>
      <ChartFrame chart="monthly" asked={asked} unit={t('States as they were at the end of each month')}>
        <MonthlyTable statistics={statistics} />
      </ChartFrame>
    </>
  );
}
