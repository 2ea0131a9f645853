import { useState } from 'react';

import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../button.tsx';
import { csvOf, saveFile } from '../data-table/csv.ts';
import { SubTable } from '../record/sub-table.tsx';
import { formatShort, formatTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import './chart.css';
import { ticksTo } from './ticks.ts';

export interface HourSample {
  /** Begin of the hour. */
  readonly at: string;
  /** Null where it is not known: a gap. */
  readonly value: number | null;
}

export interface HourChartProps {
  /** The question that it answers. */
  readonly title: string;
  readonly unit: string;
  /** Oldest first, the last one not complete yet. */
  readonly samples: readonly HourSample[];
  /** Of the file: `lag-grid-accounting`. */
  readonly fileName: string;
  readonly format?: (value: number) => string;
}

/** One figure by the hour as bars from zero, with the same numbers as a table and as a file. */
export function HourChart({ title, unit, samples, fileName, format = formatNumber }: HourChartProps) {
  const [asTable, setAsTable] = useState(false);
  const save = () =>
    saveFile(
      `${fileName}.csv`,
      new Blob(
        [
          csvOf<HourSample>(
            [
              { id: 'at', header: 'Hour', width: 0, value: ({ at }) => at, cell: () => null },
              { id: 'value', header: unit, width: 0, value: ({ value }) => value, cell: () => null },
            ],
            samples,
          ),
        ],
        { type: 'text/csv' },
      ),
    );
  return (
    <section className="pt-section" aria-label={title}>
      <div className="pt-section-head">
        <div>
          <h2 className="pt-h2">{title}</h2>
          <p className="pt-second">{unit}</p>
        </div>
        <div className="pt-row pt-muted">
          <Button size="small" look="link" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('Show as chart') : t('Show as table')}
          </Button>
          <Button size="small" look="link" onClick={save} aria-label={t('{title} CSV', { title })}>
            {t('CSV')}
          </Button>
        </div>
      </div>
      {asTable ? (
        <HourTable title={title} unit={unit} samples={samples} format={format} />
      ) : (
        <Bars samples={samples} format={format} />
      )}
    </section>
  );
}

type Shown = Pick<HourChartProps, 'samples'> & { readonly format: (value: number) => string };

const labelEvery = 6;
const wordOf = (value: number | null, format: (value: number) => string) => (value === null ? t('n/a') : format(value));

function Bars({ samples, format }: Shown) {
  const [hovered, setHovered] = useState<number>();
  const now = useNow();
  const ticks = ticksTo(Math.max(0, ...samples.map(({ value }) => value ?? 0)));
  const top = ticks.at(-1) ?? 1;
  const shown = hovered === undefined ? undefined : samples[hovered];
  return (
    <figure className="pt-chart-figure">
      <div className="pt-chart-plot" aria-hidden="true" onPointerLeave={() => setHovered(undefined)}>
        <div className="pt-chart-grid">
          {ticks.map((tick) => (
            <span key={tick} style={{ bottom: `${(tick / top) * 100}%` }}>
              {format(tick)}
            </span>
          ))}
        </div>
        <div className="pt-chart-bars">
          {samples.map(({ at, value }, index) => (
            <div
              key={at}
              className="pt-chart-column"
              data-hovered={hovered === index || undefined}
              onPointerEnter={() => setHovered(index)}
            >
              <div
                className="pt-chart-bar"
                data-partial={index === samples.length - 1 || undefined}
                style={{ height: `${((value ?? 0) / top) * 100}%` }}
              >
                <span data-series={1} style={{ flexGrow: 1 }} />
              </div>
              {(samples.length - 1 - index) % labelEvery === 0 && (
                <span
                  className="pt-chart-label"
                  data-sparse={(samples.length - 1 - index) % (2 * labelEvery) !== 0 || undefined}
                >
                  {formatTime(Date.parse(at))}
                </span>
              )}
            </div>
          ))}
        </div>
      </div>
      <figcaption>
        <p className="pt-second" aria-hidden="true">
          {shown
            ? `${formatShort(shown.at, { now })}: ${wordOf(shown.value, format)}`
            : t('Hatched: this hour is not over. Point at a bar for its number.')}
        </p>
        <p className="pt-hidden">{t('The table has the numbers.')}</p>
      </figcaption>
    </figure>
  );
}

function HourTable({ title, unit, samples, format }: Shown & Pick<HourChartProps, 'title' | 'unit'>) {
  const now = useNow();
  return (
    <SubTable label={title}>
      <thead>
        <tr>
          <th scope="col">{t('Hour')}</th>
          <th scope="col" data-align="right">
            {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {samples
          .map(({ at, value }) => (
            <tr key={at}>
              <th scope="row">{formatShort(at, { now })}</th>
              <td data-align="right">{wordOf(value, format)}</td>
            </tr>
          ))
          .toReversed()}
      </tbody>
    </SubTable>
  );
}
