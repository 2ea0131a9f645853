import { z } from 'zod';
import { contract } from '../contract.ts';
import { Version } from '../kernel/schemas.ts';
import { OrderType } from './access.ts';
import { BundlePart, BundleSummary } from './bundle-summary.ts';
import { Area, Name, Offer, OfferParams, Publication, Slug, Text, Website } from './schemas.ts';

/** `service-slug/number`: the public reference of an offer or a bundle. */
const Ref = z
  .string()
  .max(120)
  .regex(/^[a-z0-9][a-z0-9-]*\/[1-9]\d{0,5}$/, 'must be `service-slug/number`, such as `egi-cloud-compute/1`');
const words = (most: number) => z.array(Name).max(most).default([]);

/**
 * A bundle as it is entered (ordering.md 2.4). A draft may lack what a published one needs; `missingIn` says what.
 */
export const BundleInput = z
  .object({
    name: Name,
    description: Text.default(''),
    orderType: OrderType.default('order_required'),
    mainOffer: Ref.describe('The bundle is kept with the service of this offer'),
    offers: z.array(Ref).max(20).default([]).describe('Further offers, in the order in which they are shown'),
    provider: Slug.describe('Organisation that puts the bundle together'),
    goals: words(20),
    capabilities: words(20),
    targetUsers: words(20),
    domains: words(40),
    countries: z.array(Area).max(250).default([]),
    helpdeskUrl: Website.default(''),
    relatedTraining: z.boolean().default(false),
    trainingUrl: Website.default(''),
    contactEmail: z.union([z.literal(''), z.email().max(255)]).default(''),
    status: Publication.default('draft'),
  })
  .strict()
  .superRefine((bundle, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (bundle.offers.includes(bundle.mainOffer)) refuse('offers', 'The main offer is not among the further ones');
    if (new Set(bundle.offers).size < bundle.offers.length) refuse('offers', 'Each offer comes once');
    if (bundle.status === 'published') for (const { path, message } of missingIn(bundle)) refuse(path, message);
  })
  .meta({ id: 'BundleDetails' });
export type BundleInput = z.infer<typeof BundleInput>;

const needed = [
  ['offers', 'Add at least one further offer'],
  ['goals', 'Name at least one goal'],
  ['capabilities', 'Name at least one capability'],
  ['targetUsers', 'Name at least one group of users'],
  ['domains', 'Name at least one scientific domain'],
  ['countries', 'Name at least one country or area'],
] as const;

/** What a bundle lacks to be published; empty when nothing. */
export function missingIn(
  bundle: Pick<BundleInput, (typeof needed)[number][0] | 'helpdeskUrl' | 'relatedTraining' | 'trainingUrl'>,
): { path: string; message: string }[] {
  return [
    ...needed.flatMap(([path, message]) => (bundle[path].length === 0 ? [{ path, message }] : [])),
    ...(bundle.helpdeskUrl === '' ? [{ path: 'helpdeskUrl', message: 'Give the address of the helpdesk' }] : []),
    ...(bundle.relatedTraining && bundle.trainingUrl === ''
      ? [{ path: 'trainingUrl', message: 'Give the address of the training' }]
      : []),
  ];
}

export const BundleOffer = BundlePart.extend({ details: Offer }).meta({ id: 'BundleOffer' });
export type BundleOffer = z.infer<typeof BundleOffer>;

export const Bundle = BundleSummary.extend({
  iid: z.number().int(),
  orderType: OrderType,
  providerSlug: z.string(),
  offers: z.array(BundleOffer).describe('All of its offers, the main one first'),
  goals: z.array(z.string()),
  capabilities: z.array(z.string()),
  targetUsers: z.array(z.string()),
  domains: z.array(z.string()),
  countries: z.array(z.object({ code: z.string(), name: z.string() })),
  helpdeskUrl: z.string(),
  relatedTraining: z.boolean(),
  trainingUrl: z.string(),
  contactEmail: z.string(),
  missing: z.array(z.object({ path: z.string(), message: z.string() })).describe('What it lacks to be published'),
  version: Version,
}).meta({ id: 'Bundle' });
export type Bundle = z.infer<typeof Bundle>;

const tag = 'catalogue';
const entry = {
  name: 'Coastal starter kit',
  description: 'Machines, space for results and a course to begin with.',
  orderType: 'order_required',
  mainOffer: 'egi-cloud-compute/1',
  offers: ['b2drop/1', 'fitsm/1'],
  provider: 'egi-foundation',
  goals: ['Start a forecast service'],
  capabilities: ['Computing', 'Storage'],
  targetUsers: ['Research groups'],
  domains: ['Earth sciences'],
  countries: ['EO'],
  helpdeskUrl: 'https://helpdesk.egi.example',
  relatedTraining: false,
  trainingUrl: '',
  contactEmail: 'bundles@egi.example',
  status: 'published',
};
const errors = ['catalogue_change_forbidden', 'bundle_unusable', 'stale_version'];

/** Endpoints of bundles; part of the catalogue module. */
export const bundleEndpoints = {
  readBundle: contract({
    id: 'readBundle',
    method: 'GET',
    path: '/api/bundles/:slug/:iid',
    summary: 'Reads a bundle with its offers by the slug of the service of its main offer and its number there.',
    tag,
    audience: 'public',
    params: OfferParams,
    response: Bundle,
  }),
  createBundle: contract({
    id: 'createBundle',
    method: 'POST',
    path: '/api/bundles',
    summary: 'Adds a bundle to the service of its main offer; a draft may lack what a published one needs.',
    tag,
    audience: 'signed-in',
    body: BundleInput,
    response: Bundle,
    status: 201,
    errors,
    requestExample: entry,
  }),
  changeBundle: contract({
    id: 'changeBundle',
    method: 'PUT',
    path: '/api/bundles/:slug/:iid',
    summary: 'Writes a bundle over what was there: its texts, its further offers, its status.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    body: BundleInput,
    response: Bundle,
    errors,
    requestExample: entry,
  }),
};
