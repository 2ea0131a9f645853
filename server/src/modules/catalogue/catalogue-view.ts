import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import {
  explainAccess,
  kindOf,
  kindWords,
  offerKinds,
  type OfferKind,
  type OrderType,
} from '#contracts/catalogue/access';
import { countryName } from '#contracts/catalogue/countries';
import {
  facetNames,
  type CataloguePage,
  type CatalogueQuery,
  type Facet,
  type FacetName,
  type ServiceSummary,
  type Term,
} from '#contracts/catalogue/schemas';
import { textArray, type Read } from '#kernel/database';
import { cursorInstant, cursorNumber, decodeCursor, encodeCursor } from '#kernel/http';
import { isFavourite } from './favourites/sql-favourite-store.ts';
import { ratingFrom } from './reviews/rating.ts';
import { matchOf, type Match } from './search-words.ts';
import { initialsOf } from './words.ts';

type Filters = Pick<CatalogueQuery, FacetName>;

// Each filter is any-of; filters of several kinds must all hold.
function filterOf(name: FacetName, filters: Filters): RawBuilder<boolean> {
  const wanted = filters[name] ?? [];
  if (wanted.length === 0) return sql<boolean>`true`;
  switch (name) {
    case 'category':
      return sql<boolean>`s.categories && ${textArray(wanted)}`;
    case 'access':
      return sql<boolean>`s.kinds && ${textArray(wanted)}`;
    case 'provider':
      return sql<boolean>`p.slug = any (${textArray(wanted)})`;
    case 'country':
      return sql<boolean>`s.countries && ${textArray(wanted)}`;
    case 'domain':
      return sql<boolean>`s.domains && ${textArray(wanted)}`;
  }
}

const allOf = (conditions: readonly RawBuilder<boolean>[]) => sql<boolean>`(${sql.join(conditions, sql` and `)})`;

interface ListRow {
  slug: string;
  name: string;
  tagline: string;
  kinds: OfferKind[];
  offer_count: number;
  rating_sum: number;
  rating_count: number;
  provider_slug: string;
  provider_name: string;
  provider_abbreviation: string;
  categories: Term[];
  offers: {
    iid: number;
    name: string;
    orderType: OrderType;
    internal: boolean;
    orderUrl: string;
    needsAgreement: boolean;
    light: boolean;
    voucherable: boolean;
    bundleExclusive: boolean;
    limited: boolean;
    count: number;
    unit: string;
  }[];
  sort_key: (string | number)[];
}

const firstOffers = 4;

/** One page of the catalogue with its facets: what is published and fits the words and filters. */
export async function browseCatalogue(
  read: Read,
  query: CatalogueQuery,
  readerId: string | null = null,
): Promise<CataloguePage> {
  const words = await matchOf(read, query.q);
  const match = query.only ? { ...words, condition: allOf([words.condition, isFavourite(readerId)]) } : words;
  const [rows, counts] = await Promise.all([listPage(read, query, match), countFacets(read, query, match)]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toSummary),
    next: rows.length > shown.length && last ? encodeCursor(last.sort_key) : null,
    ...counts,
    matched: match.matched,
  };
}

async function listPage(read: Read, query: CatalogueQuery, match: Match): Promise<ListRow[]> {
  const { key, after } = sorting(query, match);
  const { rows } = await sql<ListRow>`
    select s.slug, s.name, s.tagline, s.kinds, s.offer_count, s.rating_sum, s.rating_count, p.slug as provider_slug, p.name as provider_name,
      p.abbreviation as provider_abbreviation, ${key} as sort_key,
      (select coalesce(json_agg(json_build_object('slug', c.slug, 'name', v.name) order by c.place), '[]')
        from unnest(s.categories) with ordinality as c (slug, place)
        join catalogue.vocabulary v on v.kind = 'category' and v.slug = c.slug) as categories,
      (select coalesce(json_agg(json_build_object('iid', o.iid, 'name', o.name, 'orderType', o.order_type, 'internal', o.internal,
          'orderUrl', o.order_url, 'needsAgreement', o.needs_agreement, 'light', o.light, 'voucherable', o.voucherable,
          'bundleExclusive', o.bundle_exclusive, 'limited', o.limited_availability, 'count', o.availability_count,
          'unit', o.availability_unit) order by o.iid), '[]')
        from (select * from catalogue.offers where service_id = s.id and status = 'published' order by iid limit ${firstOffers}) o) as offers
    from catalogue.services s
    join catalogue.providers p on p.id = s.provider_id
    where s.status = 'published' and ${match.condition}
      and ${allOf(facetNames.map((name) => filterOf(name, query)))} and ${after}
    order by ${orderOf(query, match)} limit ${query.limit + 1}`.execute(read);
  return rows;
}

interface Sorting {
  readonly key: RawBuilder<(string | number)[]>;
  readonly after: RawBuilder<boolean>;
}

// The key of the last row goes into the cursor and comes back as the place to go on from.
function sorting(query: CatalogueQuery, match: Match): Sorting {
  const cursor = <Parts extends z.ZodTuple>(parts: Parts) =>
    query.after === undefined ? undefined : decodeCursor(query.after, parts);
  switch (query.sort) {
    case 'newest': {
      const from = cursor(z.tuple([cursorInstant, z.string()]));
      return {
        key: sql`json_build_array(to_char(s.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), s.slug)`,
        after: from ? sql`(s.published_at, s.slug) < (${from[0]}::timestamptz, ${from[1]})` : sql`true`,
      };
    }
    case 'name': {
      const from = cursor(z.tuple([z.string(), z.string()]));
      return {
        key: sql`json_build_array(s.sort_name, s.slug)`,
        after: from ? sql`(s.sort_name, s.slug) > (${from[0]}, ${from[1]})` : sql`true`,
      };
    }
    case 'rating': {
      const from = cursor(z.tuple([z.number(), z.string(), z.string()]));
      return {
        key: sql`json_build_array(s.rating_place, s.sort_name, s.slug)`,
        after: from
          ? sql`(s.rating_place, s.sort_name, s.slug) > (${from[0]}::numeric, ${from[1]}, ${from[2]})`
          : sql`true`,
      };
    }
    case 'best': {
      const from = cursor(z.tuple([cursorNumber, z.string(), z.string()]));
      return {
        key: sql`json_build_array(${match.distance}, s.sort_name, s.slug)`,
        after: from
          ? sql`(${match.distance}, s.sort_name, s.slug) > (${from[0]}::int, ${from[1]}, ${from[2]})`
          : sql`true`,
      };
    }
  }
}

function orderOf(query: CatalogueQuery, match: Match): RawBuilder<unknown> {
  switch (query.sort) {
    case 'newest':
      return sql`s.published_at desc, s.slug desc`;
    case 'name':
      return sql`s.sort_name, s.slug`;
    case 'rating':
      return sql`s.rating_place, s.sort_name, s.slug`;
    case 'best':
      return sql`${match.distance}, s.sort_name, s.slug`;
  }
}

function toSummary(row: ListRow): ServiceSummary {
  const [first] = row.offers;
  return {
    slug: row.slug,
    name: row.name,
    initials: initialsOf(row.name),
    tagline: row.tagline,
    provider: { slug: row.provider_slug, name: row.provider_name, abbreviation: row.provider_abbreviation },
    categories: row.categories,
    kinds: row.kinds,
    rating: ratingFrom({ sum: row.rating_sum, count: row.rating_count }),
    offers: row.offers.map((offer) => ({ iid: offer.iid, name: offer.name, kind: kindOf(offer) })),
    offerCount: row.offer_count,
    access: first
      ? explainAccess({ ...first, availability: first.limited ? { count: first.count, unit: first.unit } : null })
      : null,
  };
}

const facetValues: Readonly<Record<FacetName, RawBuilder<unknown>>> = {
  category: sql`unnest(found.categories)`,
  access: sql`unnest(found.kinds)`,
  provider: sql`found.provider_slug`,
  country: sql`unnest(found.countries)`,
  domain: sql`unnest(found.domains)`,
};

const holdsFor = (name: FacetName) => sql.ref(`found.holds_${name}`);

// A facet is counted over what all the other filters leave, so that a second value of the same facet shows what it adds.
async function countFacets(read: Read, filters: Filters, match: Match) {
  const holding = sql.join(facetNames.map((name) => sql`${filterOf(name, filters)} as ${sql.ref(`holds_${name}`)}`));
  const parts = facetNames.map(
    (name) => sql`
      select ${sql.lit(name)} as facet, value, count(*)::int as number
      from (select ${facetValues[name]} as value from found
        where ${sql.join(
          facetNames.filter((other) => other !== name).map((other) => holdsFor(other)),
          sql` and `,
        )}) as one group by value`,
  );
  const { rows } = await sql<{
    facet: FacetName | 'total' | 'offers';
    value: string;
    number: number;
    label: string | null;
  }>`
    with found as materialized (
      select s.categories, s.kinds, s.countries, s.domains, s.offer_count, p.slug as provider_slug, ${holding}
      from catalogue.services s join catalogue.providers p on p.id = s.provider_id
      where s.status = 'published' and ${match.condition}),
    hits as (select offer_count from found where ${sql.join(
      facetNames.map((name) => holdsFor(name)),
      sql` and `,
    )}),
    counted as (
      ${sql.join(parts, sql` union all `)}
      union all select 'total', '', count(*)::int from hits
      union all select 'offers', '', coalesce(sum(offer_count), 0)::int from hits)
    select counted.facet, counted.value, counted.number,
      case counted.facet
        when 'provider' then (select name from catalogue.providers where slug = counted.value)
        else (select name from catalogue.vocabulary v where v.kind = counted.facet and v.slug = counted.value) end as label
    from counted`.execute(read);
  const numberOf = (name: 'total' | 'offers') => rows.find(({ facet }) => facet === name)?.number ?? 0;
  return {
    total: numberOf('total'),
    offerTotal: numberOf('offers'),
    facets: facetNames.map((name) => ({
      name,
      values: rows
        .filter(({ facet }) => facet === name)
        .map(({ value, number, label }) => ({ value, label: labelOf(name, value, label), count: number }))
        .toSorted(byCount),
    })),
  };
}

function byCount(a: Facet['values'][number], b: Facet['values'][number]): number {
  return b.count - a.count || a.label.localeCompare(b.label, 'en');
}

function labelOf(name: FacetName, value: string, label: string | null): string {
  if (name === 'country') return countryName(value);
  const kind = offerKinds.find((one) => one === value);
  return name === 'access' && kind ? kindWords[kind] : (label ?? value);
}
