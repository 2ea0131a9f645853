import { useState } from 'react';
import type { ReactNode } from 'react';

import { statisticsEndpoints, type StatisticsChart } from '#contracts/ordering/statistics';

import { addressOf } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import type { Asked } from './use-statistics.ts';
import { chartQuestions } from './words.ts';

export interface ChartFrameProps {
  readonly chart: StatisticsChart;
  readonly asked: Asked;
  /** Unit and what is counted. */
  readonly unit: string;
  /** The same numbers as a table; absent where the chart is one. */
  readonly table?: ReactNode;
  readonly children: ReactNode;
}

/** A chart with its question, its files, and the table that says the same. */
export function ChartFrame({ chart, asked, unit, table, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const title = t(chartQuestions[chart]);
  const input = { params: { chart }, query: asked };
  return (
    <section className="pt-stat-chart" aria-labelledby={`chart-${chart}`}>
      <header className="pt-stat-head">
        <div>
          <h2 className="pt-h2" id={`chart-${chart}`}>
            {title}
          </h2>
          <p className="pt-second">{unit}</p>
        </div>
        <div className="pt-row pt-stat-files">
          {table !== undefined && (
            <Button
              size="small"
              look="link"
              aria-pressed={asTable}
              aria-label={asTable ? t('Show {title} as a chart', { title }) : t('Show {title} as a table', { title })}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? t('Show as chart') : t('Show as table')}
            </Button>
          )}
          <a href={addressOf(statisticsEndpoints.exportChart, input)} download aria-label={t('{title} CSV', { title })}>
            {t('CSV')}
          </a>
          <a href={addressOf(statisticsEndpoints.readChart, input)} aria-label={t('{title} JSON', { title })}>
            {t('JSON')}
          </a>
        </div>
      </header>
      {asTable ? table : children}
    </section>
  );
}
