import { useQuery } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Agreement } from '#contracts/agreements/schemas';

import { queryOf } from '../../../api/query.ts';
import { FailurePage, NotFoundPage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useRouteParam } from '../../../app/route-hooks.ts';
import '../../../ui/data-table/data-table.css';
import '../../../ui/record/record.css';
import '../agreements.css';
import { AgreementView } from './agreement-view.tsx';

/** An agreement in the version that stands, or in its newest one. */
export function AgreementPage() {
  const name = useRouteParam('name');
  const agreement = useQuery(queryOf(agreementsEndpoints.readAgreement, { params: { name } }));
  return <Shown name={name} {...agreement} />;
}

/** One version of an agreement by its address. */
export function AgreementVersionPage() {
  const name = useRouteParam('name');
  const version = Number(useRouteParam('version'));
  const known = Number.isSafeInteger(version) && version > 0;
  const agreement = useQuery({
    ...queryOf(agreementsEndpoints.readAgreementVersion, { params: { name, version } }),
    enabled: known,
  });
  return known ? <Shown name={name} {...agreement} /> : <NotFoundPage />;
}

const bones = ['32%', '92%', '96%', '88%', '41%', '94%', '90%', '63%'];

interface ShownProps {
  readonly name: string;
  readonly data: Agreement | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

function Shown({ name, data, error, refetch }: ShownProps) {
  if (data) return <AgreementView key={`${data.name} ${data.version}`} agreement={data} />;
  if (error) return <FailurePage error={error} onRetry={() => void refetch()} />;
  return (
    <article className="pt-record" aria-busy="true">
      <header className="pt-record-head">
        <div className="pt-record-trail">{t('Agreements')}</div>
        <div className="pt-record-title">
          <h1 className="pt-h1">
            <span className="pt-record-number">{name}</span>
            <span className="pt-hidden">{t('Loading')}</span>
          </h1>
        </div>
      </header>
      <div className="pt-record-body" data-columns={3}>
        <div className="pt-record-column pt-record-left" />
        <div className="pt-record-column pt-record-middle">
          <div className="pt-agreement-wait" aria-hidden="true">
            {bones.map((width) => (
              <span key={width} className="pt-bone" style={{ width }} />
            ))}
          </div>
        </div>
        <div className="pt-record-column pt-record-right" />
      </div>
    </article>
  );
}
