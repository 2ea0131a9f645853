import { useQuery } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Agreement } from '#contracts/agreements/schemas';

import { queryOf } from '../../../api/query.ts';
import { FailurePage, NotFoundPage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useRouteParam } from '../../../app/route-hooks.ts';
import { RecordPage } from '../../../ui/record/record-page.tsx';
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
    <RecordPage
      kind={t('Agreement')}
      title={name}
      from={{ list: t('Agreements'), listHref: '/agreements' }}
      left={<span />}
      right={<span />}
    >
      <output className="pt-agreement-wait">
        <span className="pt-hidden">{t('Loading')}</span>
      </output>
    </RecordPage>
  );
}
