import { useInfiniteQuery } from '@tanstack/react-query';

import { kindWords } from '#contracts/catalogue/access';
import { offerEndpoints } from '#contracts/catalogue/offers';
import type { OwnOffer } from '#contracts/catalogue/offers';

import { call } from '../../api/call.ts';
import { keyOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page/page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Tag } from '../../ui/small.tsx';

const statusWords: Readonly<Record<OwnOffer['status'], string>> = {
  draft: 'Draft',
  published: 'Published',
  unpublished: 'Withdrawn',
  deleted: 'Deleted',
};

/** The offers of the providers whose entries somebody keeps: their state, what is ordered, what is left. */
export function OwnOffersPage() {
  const found = useInfiniteQuery({
    queryKey: keyOf(offerEndpoints.listOwnOffers),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(offerEndpoints.listOwnOffers, { query: pageParam === '' ? {} : { after: pageParam } }, { signal }),
    getNextPageParam: (last) => last.next,
  });
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div aria-busy="true" />;
  const offers = found.data.pages.flatMap(({ items }) => items);
  return (
    <Page title={t('My offers')}>
      {offers.length === 0 ? (
        <EmptyState title={t('No offers')}>
          {t('Here are the offers of the providers whose entries you keep. Start one on the page of a service.')}
        </EmptyState>
      ) : (
        <SubTable label={t('My offers')}>
          <thead>
            <tr>
              <th>{t('Offer')}</th>
              <th>{t('Service')}</th>
              <th>{t('Access')}</th>
              <th>{t('State')}</th>
              <th data-align="right">{t('Open orders')}</th>
              <th data-align="right">{t('Left')}</th>
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <tr key={offer.ref}>
                <td>
                  <Link href={editHref(offer)}>{offer.name}</Link>
                </td>
                <td>
                  <Link href={`/marketplace/${offer.service.slug}`}>{offer.service.name}</Link>
                </td>
                <td>{t(kindWords[offer.kind])}</td>
                <td>
                  {offer.status === 'published' ? (
                    t(statusWords[offer.status])
                  ) : (
                    <Tag>{t(statusWords[offer.status])}</Tag>
                  )}
                </td>
                <td data-align="right">{formatNumber(offer.openOrders)}</td>
                <td data-align="right">
                  <Left offer={offer} />
                </td>
              </tr>
            ))}
          </tbody>
        </SubTable>
      )}
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('Show more')}
        </Button>
      )}
    </Page>
  );
}

function editHref({ ref }: OwnOffer): string {
  const [slug, iid] = ref.split('/');
  return `/marketplace/${slug}/offers/${iid}`;
}

function Left({ offer: { availability, waiting } }: { offer: OwnOffer }) {
  if (availability === null) return <span className="pt-muted">{t('no limit')}</span>;
  const { count, unit } = availability;
  return (
    <>
      <span className={count === 0 ? 'pt-fg-red' : undefined}>{`${formatNumber(count)} ${unit}`}</span>
      {waiting > 0 && <span className="pt-second"> {t({ one: '1 waits', other: '{n} wait' }, { n: waiting })}</span>}
    </>
  );
}
