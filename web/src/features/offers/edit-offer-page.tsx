import { useQuery } from '@tanstack/react-query';

import { offerEndpoints } from '#contracts/catalogue/offers';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { useRouteParam } from '../../app/route-hooks.ts';
import { PageBones } from '../../ui/page/bones.tsx';
import { OfferEditor } from './offer-editor.tsx';

/** A new offer of a service, for who keeps its entries. */
export function NewOfferPage() {
  const slug = useRouteParam('slug');
  const found = useQuery(queryOf(offerEndpoints.readOfferFrame, { params: { slug } }));
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  return <OfferEditor frame={found.data} kept={undefined} reload={async () => undefined} />;
}

/** An offer that is there, for who keeps it. */
export function EditOfferPage() {
  const params = { slug: useRouteParam('slug'), iid: Number(useRouteParam('iid')) };
  const found = useQuery({
    ...queryOf(offerEndpoints.readKeptOffer, { params }),
    // What is being written is not written over; the version says when it must be looked at again.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  return (
    <OfferEditor
      key={found.data.ref}
      frame={found.data}
      kept={found.data}
      reload={async () => (await found.refetch()).data}
    />
  );
}
