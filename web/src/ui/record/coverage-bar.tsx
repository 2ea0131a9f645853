import { formatNumber, t } from '../../app/messages.ts';
import './record.css';

/** One metric as the server sends it (`Coverage` of the ordering contract). */
export interface CoverageView {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly requested: number;
  readonly validated: number;
  readonly waiting: number;
  readonly missing: number;
}

/** How much of what was asked is covered, one bar a metric. More than asked is an error in words, never a longer bar. */
export function CoverageBars({ metrics }: { metrics: readonly CoverageView[] }) {
  return (
    <div className="pt-coverage">
      {metrics.map((metric) => (
        <CoverageBar key={metric.metric} metric={metric} />
      ))}
    </div>
  );
}

/** One metric: name and asked total, the three numbers as words, the bar. */
export function CoverageBar({ metric }: { metric: CoverageView }) {
  const { label, unit, requested, validated, waiting, missing } = metric;
  const over = validated + waiting - requested;
  const share = (part: number) => (requested === 0 ? 0 : Math.min(100, (part / requested) * 100));
  const validatedShare = share(validated);
  return (
    <div>
      <div className="pt-coverage-head">
        <strong className="pt-strong">{label}</strong>
        <span>{t('of {total}', { total: unit ? `${formatNumber(requested)} ${unit}` : formatNumber(requested) })}</span>
      </div>
      <div className="pt-coverage-words">
        <span data-none={validated === 0 || undefined}>
          <strong className={validated > 0 ? 'pt-fg-green' : undefined}>{formatNumber(validated)}</strong>{' '}
          {t('validated')}
        </span>
        <span data-none={waiting === 0 || undefined}>{t('{n} waiting', { n: waiting })}</span>
        <span data-none={missing === 0 || undefined} className={missing > 0 ? 'pt-fg-red' : undefined}>
          {t('{n} missing', { n: missing })}
        </span>
      </div>
      <div className="pt-coverage-bar" aria-hidden="true">
        <i style={{ width: `${validatedShare}%` }} />
        <i data-kind="waiting" style={{ width: `${Math.min(100 - validatedShare, share(waiting))}%` }} />
      </div>
      {over > 0 && <p className="pt-coverage-error">{t('{n} more than asked: lower a share', { n: over })}</p>}
    </div>
  );
}
