import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { facetNames } from '#contracts/catalogue/schemas';
import type { CataloguePage } from '#contracts/catalogue/schemas';

import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/problem.ts';
import { keyOf } from '../../api/query.ts';
import { useAddress, useGo, writeSearch } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { useKey } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { useRouteSearch } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useMedia } from '../../app/use-media.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Kbd, Notice } from '../../ui/small.tsx';
import { CompareBar, CompareTick } from './compare/compare-bar.tsx';
import { StarButton } from './favourites/star-button.tsx';
import { Facets } from './facets.tsx';
import { marketplaceRoute } from './index.ts';
import '../../ui/form/form.css';
import './marketplace.css';
import { orderFor } from './ordering-for.ts';
import { OrderingForSwitch } from './ordering-for-switch.tsx';
import { RatingMark } from './reviews/rating-mark.tsx';
import './reviews/reviews.css';
import { ServiceRow } from './service-row.tsx';

const sortWords = { best: 'fits best', name: 'name', newest: 'newest', rating: 'rated best' } as const;

/** The catalogue: what do you want to do, filters at the left, one row a service. */
export function MarketplacePage() {
  const given = useRouteSearch(marketplaceRoute);
  const { search } = useAddress();
  const { person } = useSession();
  const go = useGo();
  const { project, compare = [], ...query } = given;
  useEffect(() => {
    if (project !== undefined) orderFor(project);
  }, [project]);

  const change = (more: Readonly<Record<string, unknown>>) =>
    go(`/marketplace${writeSearch({ ...search, ...more })}`, { replace: true, keepScroll: true });
  const clear = () => go('/marketplace', { replace: true });

  const input = { query: { ...query, limit: 30 } };
  const found = useInfiniteQuery<CataloguePage, ApiError>({
    queryKey: keyOf(catalogueEndpoints.browseCatalogue, input),
    queryFn: ({ pageParam, signal }) =>
      call(
        catalogueEndpoints.browseCatalogue,
        { query: { ...input.query, ...(typeof pageParam === 'string' ? { after: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const first = found.data?.pages[0];
  const services = found.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered =
    given.only !== undefined || given.q !== '' || facetNames.some((name) => (given[name]?.length ?? 0) > 0);
  if (found.isError && !first) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;

  return (
    <>
      <header className="pt-page-head pt-market-head">
        <h1 className="pt-h1">{t('Marketplace')}</h1>
        <SearchBox text={given.q} onSearch={(q) => change({ q })} />
      </header>
      <div className="pt-market">
        <FacetColumn count={facetNames.reduce((sum, name) => sum + (given[name]?.length ?? 0), 0)}>
          {first && (
            <Facets facets={first.facets} chosen={given} onChoose={(name, values) => change({ [name]: values })} />
          )}
        </FacetColumn>
        <section className="pt-market-list" aria-label={t('Services')} aria-busy={found.isFetching || undefined}>
          <div className="pt-market-bar">
            <output>{first && countWords(first)}</output>
            {person && (
              <label className="pt-row pt-muted">
                <input
                  type="checkbox"
                  className="pt-check"
                  checked={given.only === 'favourites'}
                  onChange={(event) => change({ only: event.target.checked ? 'favourites' : undefined })}
                />
                {t('My favourites')}
              </label>
            )}
            <label className="pt-row pt-muted">
              {t('Sort')}
              <select
                className="pt-input"
                value={given.sort}
                onChange={(event) => change({ sort: event.target.value === 'best' ? undefined : event.target.value })}
              >
                {Object.entries(sortWords).map(([value, label]) => (
                  <option key={value} value={value}>
                    {t(label)}
                  </option>
                ))}
              </select>
            </label>
            <OrderingForSwitch />
          </div>
          {first?.matched === 'some' && services.length > 0 && (
            <Notice>{t('No service has all of these words. These have some of them.')}</Notice>
          )}
          {found.isPending && <Bones />}
          <ul className="pt-market-rows">
            {services.map((service) => (
              <ServiceRow key={service.slug} service={service}>
                <StarButton service={service} />
                <CompareTick service={service} chosen={compare} onChoose={(slugs) => change({ compare: slugs })} />
                <RatingMark rating={service.rating} />
              </ServiceRow>
            ))}
          </ul>
          {first && services.length === 0 && (
            <EmptyState
              title={filtered ? t('No service matches') : t('Nothing is offered yet')}
              action={filtered && <Button onClick={clear}>{t('Clear all filters')}</Button>}
            >
              {filtered
                ? t('Try fewer or other words, or take filters away.')
                : t('Services appear here when the catalogue has been imported.')}
            </EmptyState>
          )}
          {found.hasNextPage && (
            <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t('Show more')}
            </Button>
          )}
        </section>
      </div>
      <CompareBar chosen={compare} onChoose={(slugs) => change({ compare: slugs })} />
    </>
  );
}

function countWords({ total, offerTotal }: CataloguePage): string {
  const offers = t({ one: '1 offer', other: '{n} offers' }, { n: offerTotal });
  return total === null
    ? offers
    : t({ one: '1 service, {offers}', other: '{n} services, {offers}' }, { n: total, offers });
}

/** Asks the catalogue as somebody types, a third of a second after the last key. */
function SearchBox({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useKey({ keys: '/', label: 'Search the marketplace', group: 'Lists', run: () => field.current?.focus() });
  useEffect(() => () => clearTimeout(timer.current), []);
  if (text !== seen) {
    setSeen(text);
    // What comes back from our own search must not take away what was typed since.
    if (text !== sent) setTyped(text);
  }
  const send = (next: string) => {
    clearTimeout(timer.current);
    setSent(next);
    onSearch(next);
  };
  return (
    <search className="pt-market-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(typed.trim());
        }}
      >
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          ref={field}
          type="search"
          aria-label={t('What do you want to do?')}
          placeholder={t('What do you want to do? For example run notebooks, store 20 TB')}
          value={typed}
          onChange={(event) => {
            const next = event.target.value;
            setTyped(next);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => send(next.trim()), 350);
          }}
        />
        <Kbd>/</Kbd>
      </form>
    </search>
  );
}

/** Beside the list where there is room, folded above it where there is none. */
function FacetColumn({ count, children }: { count: number; children: ReactNode }) {
  const narrow = useMedia('(max-width: 1023px)');
  if (!narrow) {
    return (
      <aside className="pt-facets" aria-label={t('Filters')}>
        {children}
      </aside>
    );
  }
  return (
    <details className="pt-facets-folded">
      <summary>
        <IconAdjustmentsHorizontal size={17} stroke={1.6} aria-hidden />
        {count === 0 ? t('Filters') : t('Filters ({count})', { count })}
      </summary>
      <div className="pt-facets">{children}</div>
    </details>
  );
}

function Bones() {
  return (
    <ul className="pt-market-rows" aria-hidden="true">
      {[70, 50, 62, 44, 58].map((width) => (
        <li key={width} className="pt-market-row">
          <span className="pt-service-mark" />
          <div className="pt-market-bones">
            <span style={{ width: `${width * 0.5}%` }} />
            <span style={{ width: `${width}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
