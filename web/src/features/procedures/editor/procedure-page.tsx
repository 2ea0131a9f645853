import { useQuery } from '@tanstack/react-query';

import { offerProcedureEndpoints } from '#contracts/catalogue/procedure-endpoints';

import { queryOf } from '../../../api/query.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useRouteParam, useTitle } from '../../../app/route-hooks.ts';
import { Link } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { ProcedureEditor } from './procedure-editor.tsx';

/** The procedure of an offer, for those who keep its entries. */
export function ProcedurePage() {
  const slug = useRouteParam('slug');
  const iid = Number(useRouteParam('iid'));
  const found = useQuery(queryOf(offerProcedureEndpoints.readOfferProcedure, { params: { slug, iid } }));
  useTitle(found.data && t('Procedure: {offer}', { offer: found.data.offer.name }));
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div aria-busy="true" />;
  const { offer } = found.data;
  return (
    <Page
      title={t('Procedure')}
      facts={`${offer.service}, ${offer.name}`}
      actions={<Link href={`/marketplace/${slug}`}>{t('Open the service')}</Link>}
    >
      <ProcedureEditor key={offer.ref} procedure={found.data} params={{ slug, iid }} />
    </Page>
  );
}
