import { sql, type Generated, type Kysely, type RawBuilder } from 'kysely';
import type { OrderType } from '#contracts/catalogue/access';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { accessModes, Links, offerCategories, Publication, slaLevels } from '#contracts/catalogue/schemas';
import type { KernelTables, Read } from '#kernel/database';

/** Tables of the schema `catalogue`; nobody outside the module reads them. A type, as Kysely wants an index signature. */
export type CatalogueTables = {
  'catalogue.vocabulary': { kind: 'category' | 'domain'; slug: string; name: string };
  'catalogue.providers': {
    id: string;
    slug: string;
    name: string;
    abbreviation: string;
    description: string;
    website: string;
    country: string;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
  'catalogue.services': {
    id: string;
    slug: string;
    provider_id: string;
    name: string;
    tagline: string;
    description: string;
    categories: string[];
    domains: string[];
    countries: string[];
    access_modes: (typeof accessModes)[number][];
    order_type: OrderType;
    sla_level: (typeof slaLevels)[number];
    links: Links;
    activation_text: string;
    restrictions: string;
    status: Publication;
    kinds: Generated<string[]>;
    offer_count: Generated<number>;
    sort_name: Generated<string>;
    rating_sum: Generated<number>;
    rating_count: Generated<number>;
    search_name: Generated<string>;
    search: Generated<string>;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
    published_at: string | null;
  };
  'catalogue.favourites': { person_id: string; service_id: string; at: string };
  'catalogue.reviews': {
    id: string;
    order_id: string;
    service_id: string;
    person_id: string | null;
    grade: number;
    text: string;
    at: string;
    hidden_at: string | null;
    hidden_by: string | null;
    hidden_reason: Generated<string>;
  };
  'catalogue.offers': {
    id: string;
    service_id: string;
    iid: number;
    name: string;
    description: string;
    order_type: OrderType;
    internal: boolean;
    order_url: string;
    parameters: Parameter[];
    voucherable: boolean;
    offer_category: (typeof offerCategories)[number];
    limited_availability: boolean;
    availability_count: number;
    availability_unit: string;
    bundle_exclusive: boolean;
    restrictions: string;
    tags: string[];
    needs_agreement: boolean;
    light: boolean;
    metrics: Record<string, string>;
    primary_oms: string | null;
    oms_params: Record<string, string>;
    status: Publication;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
};

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & CatalogueTables> {
  return read.withTables<CatalogueTables>();
}

/** A list for a column of type text[]; drivers disagree about lists bound as one parameter. */
export function textArray<T extends string>(values: readonly T[]): RawBuilder<T[]> {
  return values.length === 0 ? sql<T[]>`'{}'::text[]` : sql<T[]>`array[${sql.join(values)}]::text[]`;
}
