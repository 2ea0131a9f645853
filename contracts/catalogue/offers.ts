import { z } from 'zod';
import { contract } from '../contract.ts';
import { page, PageQuery, Version } from '../kernel/schemas.ts';
import { OfferKind, OrderType } from './access.ts';
import { OfferFields, OfferInput, OfferParams, Publication, Slug } from './schemas.ts';

/** What an offer lacks before customers can make something of it; empty when nothing. */
export function missingInOffer(
  offer: Pick<OfferInput, 'name' | 'description' | 'orderType' | 'internal' | 'orderUrl'>,
): { path: string; message: string }[] {
  const blank = [
    ['name', 'Give the offer a name'],
    ['description', 'Say what customers get'],
  ] as const;
  const isExternal = offer.orderType === 'order_required' && !offer.internal;
  return [
    ...blank.flatMap(([path, message]) => (offer[path].trim() === '' ? [{ path, message }] : [])),
    ...(isExternal && offer.orderUrl.trim() === ''
      ? [{ path: 'orderUrl', message: 'Give the address where it is ordered' }]
      : []),
  ];
}

/** An offer as it is entered by hand: a draft may lack what a published one needs. */
export const OfferEntry = OfferInput.superRefine((offer, context) => {
  if (offer.status !== 'published') return;
  for (const { path, message } of missingInOffer(offer)) context.addIssue({ code: 'custom', path: [path], message });
}).meta({ id: 'OfferEntry' });
export type OfferEntry = z.infer<typeof OfferEntry>;

const KeptService = z.object({
  slug: z.string(),
  name: z.string(),
  orderType: OrderType,
  provider: z.object({ slug: z.string(), name: z.string() }),
});

const AvailableOms = z
  .object({
    id: z.number().int(),
    name: z.string(),
    isDefault: z.boolean(),
    params: z
      .array(z.object({ name: z.string(), mandatory: z.boolean(), default: z.string() }))
      .describe('What it is told with each order'),
  })
  .meta({ id: 'AvailableOms' });
export type AvailableOms = z.infer<typeof AvailableOms>;

/** What the editor of an offer needs to know of its service. */
export const OfferFrame = z
  .object({ service: KeptService, omses: z.array(AvailableOms).describe('Order systems that its offers may name') })
  .meta({ id: 'OfferFrame' });
export type OfferFrame = z.infer<typeof OfferFrame>;

export const KeptOffer = OfferFrame.extend({
  ref: z.string(),
  iid: z.number().int(),
  entry: OfferFields,
  version: Version,
  bundles: z
    .array(z.object({ ref: z.string(), name: z.string(), leads: z.boolean() }))
    .describe('Bundles in which it takes part; the main offer of one cannot be withdrawn'),
}).meta({ id: 'KeptOffer' });
export type KeptOffer = z.infer<typeof KeptOffer>;

export const OwnOffer = z
  .object({
    ref: z.string(),
    name: z.string(),
    service: z.object({ slug: z.string(), name: z.string() }),
    provider: z.string(),
    kind: OfferKind,
    status: Publication,
    availability: z.object({ count: z.number().int(), unit: z.string() }).nullable(),
    openOrders: z.number().int().describe('Orders of it that are not finished'),
    waiting: z.number().int().describe('People who want to hear when there is some again'),
  })
  .meta({ id: 'OwnOffer' });
export type OwnOffer = z.infer<typeof OwnOffer>;

export const Watch = z
  .object({ watching: z.boolean().describe('The reader hears by mail, once, when there is some again') })
  .meta({ id: 'OfferWatch' });

const tag = 'catalogue';
const entry = {
  name: 'General purpose',
  description: 'Virtual machines with 1 to 8 cores.',
  orderType: 'order_required',
  internal: true,
  parameters: [
    {
      id: '0',
      label: 'Number of CPU Cores',
      type: 'select',
      value_type: 'integer',
      config: { mode: 'buttons', values: [1, 2, 4, 8] },
    },
  ],
  offerCategory: 'compute',
  omsParams: { order_target: 'cloud-orders@egi.example' },
  status: 'published',
};
const errors = ['catalogue_change_forbidden', 'offer_unusable', 'offer_leads_bundle', 'stale_version'];

/** Endpoints for who keeps offers, and for who waits for one. */
export const offerEndpoints = {
  listOwnOffers: contract({
    id: 'listOwnOffers',
    method: 'GET',
    path: '/api/offers',
    summary: 'Lists the offers of the providers whose entries the reader keeps, with open orders and what is left.',
    tag,
    audience: 'signed-in',
    query: PageQuery,
    response: page(OwnOffer),
  }),
  readOfferFrame: contract({
    id: 'readOfferFrame',
    method: 'GET',
    path: '/api/services/:slug/offer-frame',
    summary: 'Reads what a new offer of the service needs to know: its order type and the order systems it may name.',
    tag,
    audience: 'signed-in',
    params: z.object({ slug: Slug }),
    response: OfferFrame,
    errors: ['catalogue_change_forbidden'],
  }),
  readKeptOffer: contract({
    id: 'readKeptOffer',
    method: 'GET',
    path: '/api/offers/:slug/:iid/entry',
    summary: 'Reads an offer as it is entered, with what only those who keep it see.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    response: KeptOffer,
    errors: ['catalogue_change_forbidden'],
  }),
  createOffer: contract({
    id: 'createOffer',
    method: 'POST',
    path: '/api/offers/:slug',
    summary: 'Adds an offer to a service; a draft may lack what a published one needs.',
    tag,
    audience: 'signed-in',
    params: z.object({ slug: Slug }),
    body: OfferEntry,
    response: KeptOffer,
    status: 201,
    errors: ['catalogue_change_forbidden', 'offer_unusable'],
    requestExample: entry,
  }),
  changeOffer: contract({
    id: 'changeOffer',
    method: 'PUT',
    path: '/api/offers/:slug/:iid',
    summary: 'Writes an offer over what was there. A deleted one is gone from the catalogue and stays for its orders.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    body: OfferEntry,
    response: KeptOffer,
    errors,
    requestExample: entry,
  }),
  readWatch: contract({
    id: 'readOfferWatch',
    method: 'GET',
    path: '/api/offers/:slug/:iid/watch',
    summary: 'Says whether the reader is told when a sold-out offer is back.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    response: Watch,
  }),
  setWatch: contract({
    id: 'setOfferWatch',
    method: 'PUT',
    path: '/api/offers/:slug/:iid/watch',
    summary: 'Asks to be told once by mail when a sold-out offer is back, or not any more.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    body: Watch,
    response: Watch,
    errors: ['offer_not_sold_out'],
    requestExample: { watching: true },
  }),
};
