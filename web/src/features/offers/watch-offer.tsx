import { useQuery, useQueryClient } from '@tanstack/react-query';

import { offerEndpoints } from '#contracts/catalogue/offers';

import { call } from '../../api/call.ts';
import { keyOf, queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';

/** For a sold-out offer: asks for one mail when there is some again, or takes that back. */
export function WatchOffer({ slug, iid }: { slug: string; iid: number }) {
  const client = useQueryClient();
  const params = { slug, iid };
  const { data } = useQuery(queryOf(offerEndpoints.readWatch, { params }));
  if (!data) return null;
  const set = async (watching: boolean) =>
    client.setQueryData(
      keyOf(offerEndpoints.readWatch, { params }),
      await call(offerEndpoints.setWatch, { params, body: { watching } }),
    );
  return data.watching ? (
    <Button look="quiet" onClick={() => void set(false)}>
      {t('You get a mail when it is back. Do not tell me')}
    </Button>
  ) : (
    <Button onClick={() => void set(true)}>{t('Tell me when it is back')}</Button>
  );
}
