import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { kindWords } from '#contracts/catalogue/access';
import { offerEndpoints } from '#contracts/catalogue/offers';
import type { OwnOffer } from '#contracts/catalogue/offers';

import { call } from '../../api/call.ts';
import { keyOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { PageBones } from '../../ui/page/bones.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page/page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Tag } from '../../ui/small.tsx';
import './offers.css';
import { RefillOffer } from './refill-offer.tsx';

const statusWords: Readonly<Record<OwnOffer['status'], string>> = {
  draft: 'Draft',
  published: 'Published',
  unpublished: 'Withdrawn',
  deleted: 'Deleted',
};

/** The offers of the providers whose entries somebody keeps, by service: their state, what is ordered, what is left. */
export function OwnOffersPage() {
  const [refilled, setRefilled] = useState<OwnOffer>();
  const found = useInfiniteQuery({
    queryKey: keyOf(offerEndpoints.listOwnOffers),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(offerEndpoints.listOwnOffers, { query: pageParam === '' ? {} : { after: pageParam } }, { signal }),
    getNextPageParam: (last) => last.next,
  });
  if (found.error) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  const offers = found.data.pages.flatMap(({ items }) => items);
  return (
    <Page title={t('My offers')}>
      {offers.length === 0 ? (
        <EmptyState
          title={t('You keep no offers')}
          action={<LinkButton href="/marketplace">{t('Look at the marketplace')}</LinkButton>}
        >
          {t(
            'Here are the offers of the providers whose entries you keep: start one on the page of a service. A portal administrator says who keeps a provider.',
          )}
        </EmptyState>
      ) : (
        <SubTable label={t('My offers')}>
          <thead>
            <tr>
              <th>{t('Offer')}</th>
              <th data-wide>{t('Access')}</th>
              <th>{t('State')}</th>
              <th data-align="right">{t('Open orders')}</th>
              <th data-align="right">{t('Left')}</th>
            </tr>
          </thead>
          {byService(offers).map((own) => (
            <tbody key={own.service.slug}>
              <tr className="pt-offers-service">
                <th scope="rowgroup" colSpan={5}>
                  <Link href={`/marketplace/${own.service.slug}`}>{own.service.name}</Link>
                  <span className="pt-second"> {own.provider}</span>
                </th>
              </tr>
              {own.offers.map((offer) => (
                <OfferRow key={offer.ref} offer={offer} onRefill={() => setRefilled(offer)} />
              ))}
            </tbody>
          ))}
        </SubTable>
      )}
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('Show more')}
        </Button>
      )}
      {refilled && <RefillOffer offer={refilled} onClose={() => setRefilled(undefined)} />}
    </Page>
  );
}

interface OfService {
  readonly service: OwnOffer['service'];
  readonly provider: string;
  readonly offers: OwnOffer[];
}

/** The list comes sorted by service; a page may end within one. */
function byService(offers: readonly OwnOffer[]): readonly OfService[] {
  const groups: OfService[] = [];
  for (const offer of offers) {
    const last = groups.at(-1);
    if (last?.service.slug === offer.service.slug) last.offers.push(offer);
    else groups.push({ service: offer.service, provider: offer.provider, offers: [offer] });
  }
  return groups;
}

function OfferRow({ offer, onRefill }: { offer: OwnOffer; onRefill: () => void }) {
  const { name, kind, status, openOrders } = offer;
  return (
    <tr data-off={status !== 'published' || undefined}>
      <th scope="row">
        <Link href={editHref(offer)}>{name}</Link>
      </th>
      <td data-wide>{t(kindWords[kind])}</td>
      <td>{status === 'published' ? t(statusWords[status]) : <Tag>{t(statusWords[status])}</Tag>}</td>
      <td data-align="right">{formatNumber(openOrders)}</td>
      <td data-align="right">
        <Left offer={offer} onRefill={onRefill} />
      </td>
    </tr>
  );
}

function editHref({ ref }: OwnOffer): string {
  const [slug, iid] = ref.split('/');
  return `/marketplace/${slug}/offers/${iid}`;
}

function Left({ offer: { name, availability, waiting }, onRefill }: { offer: OwnOffer; onRefill: () => void }) {
  if (availability === null) return <span className="pt-muted">{t('no limit')}</span>;
  const { count, unit } = availability;
  return (
    <span className="pt-offers-left">
      {waiting > 0 && <span className="pt-second">{t({ one: '1 waits', other: '{n} wait' }, { n: waiting })}</span>}
      <span className={count === 0 ? 'pt-fg-red' : undefined}>{`${formatNumber(count)} ${unit}`}</span>
      <Button size="small" aria-label={t('Refill {offer}', { offer: name })} onClick={onRefill}>
        {t('Refill')}
      </Button>
    </span>
  );
}
