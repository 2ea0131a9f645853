import type { Generated, Kysely } from 'kysely';
import type { OrderType } from '#contracts/catalogue/access';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { ProcedureStep } from '#contracts/catalogue/procedure';
import type { CustomParams, OmsType, TriggerMethod } from '#contracts/catalogue/omses';
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
    /** Empty where it has none. */
    pid: Generated<string>;
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
    primary_oms_id: number | null;
    oms_params: Record<string, string>;
    status: Publication;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
  'catalogue.offer_watchers': { offer_id: string; person_id: string; since: string };
  'catalogue.bundles': {
    id: string;
    /** The service of its main offer. */
    service_id: string;
    iid: number;
    name: string;
    description: string;
    order_type: OrderType;
    main_offer_id: string;
    provider_id: string;
    goals: string[];
    capabilities: string[];
    target_users: string[];
    domains: string[];
    countries: string[];
    helpdesk_url: string;
    related_training: boolean;
    training_url: string;
    contact_email: string;
    status: Publication;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
  'catalogue.bundle_offers': { bundle_id: string; offer_id: string; place: number };
  'catalogue.procedures': {
    offer_id: string;
    steps: ProcedureStep[];
    version: Generated<number>;
    changed_at: string;
  };
  'catalogue.procedure_secrets': { offer_id: string; step: string; value: string; changed_at: string };
  'catalogue.omses': {
    id: Generated<number>;
    name: string;
    type: OmsType;
    is_default: boolean;
    service_id: string | null;
    custom_params: CustomParams;
    trigger_url: string | null;
    trigger_method: TriggerMethod;
    trigger_user: string | null;
    trigger_password: string | null;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
  'catalogue.oms_providers': { oms_id: number; provider_id: string };
  'catalogue.oms_administrators': { oms_id: number; person_id: string };
};

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & CatalogueTables> {
  return read.withTables<CatalogueTables>();
}
