import { z } from 'zod';
import { Instant, many, page, PageQuery, Version } from '../kernel/schemas.ts';
import { Access, OfferKind, OrderType } from './access.ts';
import { BundleSummary } from './bundle-summary.ts';
import { FilledParameter, Parameter, ParameterList } from './parameters.ts';

export const Slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower case letters and digits with dashes between');
export const Name = z.string().trim().min(1).max(255);
export const Text = z.string().trim().max(10_000);
export const Website = z.union([z.literal(''), z.httpUrl().max(1000)]);
export const Area = z.string().regex(/^([A-Z]{2}|N\/E)$/, 'must be the code of a country or an area');

export const publicationStates = ['draft', 'published', 'unpublished', 'deleted'] as const;
export const Publication = z.enum(publicationStates);
export type Publication = z.infer<typeof Publication>;

export const offerCategories = ['compute', 'data_source', 'storage', 'training', 'other'] as const;
export const accessModes = ['free', 'free_conditionally', 'peer_reviewed', 'paid', 'other'] as const;
export const slaLevels = ['none', 'basic', 'agreed'] as const;

/** A word of a vocabulary: a category, a scientific domain. */
export const Term = z.object({ slug: z.string(), name: z.string() }).meta({ id: 'Term' });
export type Term = z.infer<typeof Term>;

export const ProviderRef = z
  .object({ slug: z.string(), name: z.string(), abbreviation: z.string() })
  .meta({ id: 'ProviderRef' });
export type ProviderRef = z.infer<typeof ProviderRef>;

export const Links = z
  .object({
    website: Website.default(''),
    helpdesk: Website.default(''),
    manual: Website.default(''),
    training: Website.default(''),
  })
  .strict();
export type Links = z.infer<typeof Links>;

/* What is kept */
export const ProviderInput = z
  .object({
    slug: Slug,
    name: Name,
    abbreviation: z.string().trim().max(40).default(''),
    description: Text.default(''),
    website: Website.default(''),
    country: Area,
  })
  .strict();
export type ProviderInput = z.infer<typeof ProviderInput>;

export const ServiceInput = z
  .object({
    slug: Slug,
    pid: z
      .string()
      .max(200)
      .regex(/^([\w.:-]+(\/[\w.:-]+)?)?$/, 'must be an identifier such as `egi-fed.cloud_compute` or `prefix/name`')
      .default('')
      .describe('Persistent identifier, by which clients of the marketplace may name it'),
    provider: Slug,
    name: Name,
    tagline: z.string().trim().max(300).default(''),
    description: Text.default(''),
    categories: z.array(Name).min(1).max(20).describe('Names, the main one first'),
    domains: z.array(Name).max(40).default([]),
    countries: z.array(Area).max(250).default([]).describe('Where it may be used; `WW` for the whole world'),
    accessModes: z.array(z.enum(accessModes)).max(5).default([]),
    orderType: OrderType,
    slaLevel: z.enum(slaLevels).default('none'),
    links: Links.prefault({}),
    activationText: Text.default('').describe('What somebody needs to know once they have it'),
    restrictions: Text.default(''),
    status: Publication.default('published'),
  })
  .strict();
export type ServiceInput = z.infer<typeof ServiceInput>;

/** An offer as it is kept, before the rules between its fields. */
export const OfferFields = z
  .object({
    name: Name,
    description: Text.default(''),
    orderType: OrderType,
    internal: z.boolean().default(true).describe('Handled by the order desk; only where an order is required'),
    orderUrl: Website.default(''),
    parameters: ParameterList.default([]),
    voucherable: z.boolean().default(false),
    offerCategory: z.enum(offerCategories).default('other'),
    availability: z
      .object({
        count: z.number().int().nonnegative().max(1_000_000_000),
        unit: z.string().trim().min(1).max(40).default('piece'),
      })
      .strict()
      .nullable()
      .default(null)
      .describe('How many are left; null where there is no limit'),
    bundleExclusive: z.boolean().default(false),
    restrictions: Text.default(''),
    tags: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
    needsAgreement: z.boolean().default(false).describe('Is never classified as simple'),
    light: z.boolean().default(false).describe('Is classified as simple whatever it asks for'),
    metrics: z
      .record(z.string().max(255), z.string().max(100))
      .default({})
      .describe('Metric by the label of a parameter, where it differs from the usual'),
    primaryOms: z.number().int().positive().max(2_147_483_647).nullable().default(null),
    omsParams: z.record(z.string().max(100), z.string().max(1000)).default({}),
    status: Publication.default('published'),
  })
  .strict();

export const OfferInput = OfferFields.superRefine((offer, context) => {
  if (offer.orderType === 'order_required' && !offer.internal && offer.orderUrl === '') {
    context.addIssue({
      code: 'custom',
      path: ['orderUrl'],
      message: 'Say where it is ordered, as the order desk does not handle it',
    });
  }
  if (offer.needsAgreement && offer.light) {
    context.addIssue({ code: 'custom', path: ['light'], message: 'An offer that needs an agreement is not light' });
  }
});
export type OfferInput = z.infer<typeof OfferInput>;

/* What is shown */
export const Offer = z
  .object({
    ref: z.string().describe('`service-slug/number`: the public reference of an offer'),
    iid: z.number().int(),
    name: z.string(),
    description: z.string(),
    orderType: OrderType,
    orderUrl: z.string(),
    parameters: z.array(Parameter),
    voucherable: z.boolean(),
    offerCategory: z.enum(offerCategories),
    availability: z.object({ count: z.number().int(), unit: z.string() }).nullable(),
    bundleExclusive: z.boolean(),
    restrictions: z.string(),
    tags: z.array(z.string()),
    needsAgreement: z.boolean(),
    light: z.boolean(),
    status: Publication,
    access: Access,
    version: Version,
  })
  .meta({ id: 'Offer' });
export type Offer = z.infer<typeof Offer>;

/** Fewest answers of which an average says anything. */
export const fewestForAverage = 3;

export const ServiceRating = z
  .object({
    average: z.number().nullable().describe('1 to 5, to one decimal; null under three ratings'),
    count: z.number().int().describe('How many customers rated it after delivery'),
  })
  .meta({ id: 'ServiceRating' });
export type ServiceRating = z.infer<typeof ServiceRating>;

const summary = {
  slug: z.string(),
  name: z.string(),
  initials: z.string().describe('One or two letters for the mark of the service'),
  tagline: z.string(),
  provider: ProviderRef,
  categories: z.array(Term),
  kinds: z.array(OfferKind).describe('Kinds of access among its offers'),
  rating: ServiceRating,
};

export const ServiceSummary = z
  .object({
    ...summary,
    offers: z.array(z.object({ iid: z.number().int(), name: z.string(), kind: OfferKind })).describe('The first four'),
    offerCount: z.number().int(),
    access: Access.nullable().describe('How its first offer is given; null without offers'),
  })
  .meta({ id: 'ServiceSummary' });
export type ServiceSummary = z.infer<typeof ServiceSummary>;

export const Service = z
  .object({
    ...summary,
    description: z.string(),
    domains: z.array(Term),
    countries: z.array(z.object({ code: z.string(), name: z.string() })),
    accessModes: z.array(z.enum(accessModes)),
    orderType: OrderType,
    slaLevel: z.enum(slaLevels),
    links: z.object({ website: z.string(), helpdesk: z.string(), manual: z.string(), training: z.string() }),
    restrictions: z.string(),
    status: Publication,
    provider: ProviderRef.extend({ description: z.string(), website: z.string(), country: z.string() }),
    offers: z.array(Offer),
    bundles: z.array(BundleSummary).describe('Its bundles, then those in which its offers take part'),
    keepsBundles: z.boolean().describe('The reader may add bundles to it'),
    publishedAt: Instant.nullable(),
    version: Version,
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof Service>;

/* Browsing */
export const sorts = ['best', 'name', 'newest', 'rating'] as const;
export const facetNames = ['category', 'access', 'provider', 'country', 'domain'] as const;
export type FacetName = (typeof facetNames)[number];
const choice = many(z.string().max(100));

export const CatalogueQuery = PageQuery.extend({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('What somebody wants to do: words of names, taglines, descriptions or offers'),
  category: choice,
  access: many(OfferKind),
  provider: choice,
  country: choice,
  domain: choice,
  sort: z.enum(sorts).default('best'),
  only: z.enum(['favourites']).optional().describe('Those that I have starred; none for somebody not signed in'),
});
export type CatalogueQuery = z.infer<typeof CatalogueQuery>;

export const Facet = z
  .object({
    name: z.enum(facetNames),
    values: z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'Facet' });
export type Facet = z.infer<typeof Facet>;

export const CataloguePage = page(ServiceSummary)
  .extend({
    facets: z.array(Facet).describe('Each counted over everything that the other filters leave'),
    offerTotal: z.number().int().describe('How many offers the found services have'),
    /** `some` when no service has all words and those with some of them are shown. */
    matched: z.enum(['all', 'some']),
  })
  .meta({ id: 'CataloguePage' });
export type CataloguePage = z.infer<typeof CataloguePage>;

/* Trying out an order */
export const OfferParams = z.object({ slug: Slug, iid: z.coerce.number().int().positive().max(2_147_483_647) });
export const CheckParameters = z
  .object({
    parameters: z
      .record(z.string().max(255), z.unknown())
      .default({})
      .describe('Value by the label or the id of the parameter'),
  })
  .strict()
  .meta({ id: 'CheckParameters' });

export const CheckedParameters = z
  .object({
    ok: z.boolean(),
    parameters: z.array(FilledParameter),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
    price: z.object({ amount: z.number(), currency: z.string() }).nullable(),
    refusal: z.string().nullable().describe('Why the offer cannot be had now, whatever the parameters'),
  })
  .meta({ id: 'CheckedParameters' });
export type CheckedParameters = z.infer<typeof CheckedParameters>;
