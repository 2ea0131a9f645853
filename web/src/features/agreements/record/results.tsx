import type { Agreement } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';
import { HeatMap } from '../../../ui/marks/heat-map.tsx';

type Metric = 'availability' | 'reliability';
const floors: Readonly<Record<Metric, number>> = { availability: 80, reliability: 85 };

/** How the months were, against what was promised; says so where nothing is known. */
export function Results({ agreement }: { agreement: Agreement }) {
  const { results, shares, state } = agreement;
  if (state === 'draft' || state === 'proposed' || state === 'withdrawn') return null;
  return (
    <section className="pt-document-results" aria-labelledby="results-title">
      <h2 id="results-title">{t('Results')}</h2>
      {results.known && results.months.length > 0 ? (
        <>
          <MetricMap metric="availability" title={t('Availability, % of each month')} agreement={agreement} />
          <MetricMap metric="reliability" title={t('Reliability, % of each month')} agreement={agreement} />
        </>
      ) : (
        <p className="pt-muted">
          {results.known
            ? t('The first month is not over yet.')
            : shares.length === 0
              ? t('Not known yet.')
              : t('Not known yet. They appear here when monitoring measures these resource centres.')}
        </p>
      )}
    </section>
  );
}

function MetricMap({ metric, title, agreement }: { metric: Metric; title: string; agreement: Agreement }) {
  const { results, shares } = agreement;
  const months = [...new Set(results.months.map(({ month }) => month))].toSorted();
  const sites = [...new Set(results.months.map(({ site }) => site))];
  const targets = shares.map((share) => share[metric]);
  return (
    <div>
      <h3>{title}</h3>
      <div className="pt-document-table">
        <HeatMap
          caption={title}
          corner={t('Resource centre')}
          columns={months}
          rows={sites.map((site) => ({
            label: site,
            values: months.map(
              (month) => results.months.find((one) => one.month === month && one.site === site)?.[metric] ?? null,
            ),
          }))}
          limits={{ target: targets.length === 0 ? 90 : Math.max(...targets), floor: floors[metric] }}
        />
      </div>
    </div>
  );
}
