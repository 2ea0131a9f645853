import { useState } from 'react';

import type { Statistics } from '#contracts/ordering/statistics';

import { formatNumber, t } from '../../../app/messages.ts';
import '../../../ui/charts/chart.css';
import { ticksTo } from '../../../ui/charts/ticks.ts';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { seriesOf } from './stacked.ts';
import { bucketName, valueName } from './words.ts';

const mostLabels = 14;

/** Stacked bars from zero, one for each bucket; what is not complete yet is hatched. */
export function OrdersChart({ statistics }: { statistics: Statistics }) {
  const [hovered, setHovered] = useState<number>();
  const { by, split, overTime } = statistics;
  const series = seriesOf(overTime);
  const nameOf = (value: string | null) => (value === null ? t('Other') : valueName(split, value));
  const heights = overTime.buckets.map((_, index) => series.reduce((sum, one) => sum + (one.counts[index] ?? 0), 0));
  const ticks = ticksTo(Math.max(0, ...heights));
  const top = ticks.at(-1) ?? 1;
  const every = Math.ceil(overTime.buckets.length / mostLabels);
  const shown = hovered === undefined ? undefined : overTime.buckets[hovered];
  const wordsOf = (index: number) =>
    series
      .filter((one) => (one.counts[index] ?? 0) > 0)
      .map((one) => `${nameOf(one.value)} ${formatNumber(one.counts[index] ?? 0)}`)
      .join(', ');
  return (
    <figure className="pt-chart-figure">
      <div className="pt-chart-plot" aria-hidden="true" onPointerLeave={() => setHovered(undefined)}>
        <div className="pt-chart-grid">
          {ticks.map((tick) => (
            <span key={tick} style={{ bottom: `${(tick / top) * 100}%` }}>
              {formatNumber(tick)}
            </span>
          ))}
        </div>
        <div className="pt-chart-bars">
          {overTime.buckets.map(({ bucket, complete }, index) => (
            <div
              key={bucket}
              className="pt-chart-column"
              data-hovered={hovered === index || undefined}
              onPointerEnter={() => setHovered(index)}
            >
              <div
                className="pt-chart-bar"
                data-partial={!complete || undefined}
                style={{ height: `${((heights[index] ?? 0) / top) * 100}%` }}
              >
                {series.map((one, number) => (
                  <span key={one.value ?? ''} data-series={number + 1} style={{ flexGrow: one.counts[index] ?? 0 }} />
                ))}
              </div>
              {index % every === 0 && <span className="pt-chart-label">{bucketName(bucket, by)}</span>}
            </div>
          ))}
        </div>
      </div>
      <figcaption>
        <ul className="pt-stat-legend">
          {series.map((one, number) => (
            <li key={one.value ?? ''}>
              <i data-series={number + 1} aria-hidden />
              {nameOf(one.value)} <span className="pt-muted">{formatNumber(one.total)}</span>
            </li>
          ))}
        </ul>
        <p className="pt-second" aria-hidden="true">
          {shown && hovered !== undefined
            ? `${bucketName(shown.bucket, by, true)}: ${formatNumber(shown.received)}${shown.received > 0 ? ` – ${wordsOf(hovered)}` : ''}`
            : t('Hatched: not complete. Point at a bar for its numbers.')}
        </p>
        <p className="pt-hidden">
          {t('{n} orders came from {from} to {to}. The table has the numbers.', {
            n: statistics.totals.received,
            from: statistics.from,
            to: statistics.to,
          })}
        </p>
      </figcaption>
    </figure>
  );
}

/** The same numbers as a table, the newest first. */
export function OrdersTable({ statistics }: { statistics: Statistics }) {
  const { by, split, overTime } = statistics;
  const series = seriesOf(overTime);
  return (
    <SubTable label={t('Orders over time')}>
      <thead>
        <tr>
          <th scope="col">{t('Time')}</th>
          <th scope="col" data-align="right">
            {t('Received')}
          </th>
          {series.map(({ value }) => (
            <th key={value ?? ''} scope="col" data-align="right">
              {value === null ? t('Other') : valueName(split, value)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {overTime.buckets
          .map(({ bucket, received, complete }, index) => (
            <tr key={bucket}>
              <th scope="row">
                {bucketName(bucket, by, true)} {!complete && <span className="pt-muted">{t('(not complete)')}</span>}
              </th>
              <td data-align="right">{formatNumber(received)}</td>
              {series.map(({ value, counts }) => (
                <td key={value ?? ''} data-align="right">
                  {formatNumber(counts[index] ?? 0)}
                </td>
              ))}
            </tr>
          ))
          .toReversed()}
      </tbody>
    </SubTable>
  );
}
