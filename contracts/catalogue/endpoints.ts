import { z } from 'zod';
import { contract } from '../contract.ts';
import { explainAccess } from './access.ts';
import { omsEndpoints } from './omses.ts';
import { bundleEndpoints } from './bundles.ts';
import { comparisonEndpoints } from './comparison.ts';
import { favouriteEndpoints } from './favourites.ts';
import { reviewEndpoints } from './reviews.ts';
import { offerEndpoints } from './offers.ts';
import {
  CataloguePage,
  CatalogueQuery,
  CheckedParameters,
  CheckParameters,
  Offer,
  OfferParams,
  Service,
  Slug,
} from './schemas.ts';

const tag = 'catalogue';
const cores = {
  id: 'id1',
  label: 'Number of CPU Cores',
  description: 'Cores of each virtual machine',
  type: 'select',
  value_type: 'integer',
  config: { mode: 'buttons', values: [1, 2, 4, 8] },
};
const access = explainAccess({
  orderType: 'order_required',
  internal: true,
  orderUrl: '',
  needsAgreement: true,
  light: false,
  voucherable: false,
  bundleExclusive: false,
  availability: null,
});
const offer = {
  ref: 'egi-cloud-compute/1',
  iid: 1,
  name: 'General purpose',
  description: 'Virtual machines with 1 to 8 cores.',
  orderType: 'order_required',
  orderUrl: '',
  parameters: [cores],
  voucherable: false,
  offerCategory: 'compute',
  availability: null,
  bundleExclusive: false,
  restrictions: '',
  tags: [],
  needsAgreement: true,
  light: false,
  status: 'published',
  access,
  version: 1,
};
const summary = {
  slug: 'egi-cloud-compute',
  name: 'EGI Cloud compute',
  initials: 'EC',
  tagline: 'Virtual machines at sites all over Europe',
  provider: { slug: 'egi-foundation', name: 'EGI Foundation', abbreviation: 'EGI' },
  categories: [{ slug: 'compute', name: 'Compute' }],
  kinds: ['order'],
  rating: { average: 4.3, count: 12 },
};

/** Every endpoint of the catalogue module. */
export const catalogueEndpoints = {
  ...omsEndpoints,
  browseCatalogue: contract({
    id: 'browseCatalogue',
    method: 'GET',
    path: '/api/catalogue',
    summary: 'Finds services by words and filters, and counts what each filter would leave.',
    tag,
    audience: 'public',
    query: CatalogueQuery,
    response: CataloguePage,
    responseExample: {
      items: [{ ...summary, offers: [{ iid: 1, name: 'General purpose', kind: 'order' }], offerCount: 4, access }],
      next: null,
      total: 1,
      offerTotal: 4,
      facets: [{ name: 'category', values: [{ value: 'compute', label: 'Compute', count: 1 }] }],
      matched: 'all',
    },
  }),
  readService: contract({
    id: 'readService',
    method: 'GET',
    path: '/api/services/:slug',
    summary: 'Reads a service with its offers, its provider and how access is given.',
    tag,
    audience: 'public',
    params: z.object({ slug: Slug }),
    response: Service,
    responseExample: {
      ...summary,
      provider: { ...summary.provider, description: '', website: 'https://egi.example', country: 'NL' },
      description: 'Start virtual machines with full control over what runs in them.',
      domains: [],
      countries: [{ code: 'EO', name: 'Europe' }],
      accessModes: ['free_conditionally'],
      orderType: 'order_required',
      slaLevel: 'agreed',
      links: { website: 'https://cloud.egi.example', helpdesk: '', manual: '', training: '' },
      restrictions: '',
      status: 'published',
      offers: [offer],
      bundles: [],
      keepsBundles: false,
      publishedAt: '2026-11-23T14:32:05.120Z',
      version: 1,
    },
  }),
  readOffer: contract({
    id: 'readOffer',
    method: 'GET',
    path: '/api/offers/:slug/:iid',
    summary: 'Reads one offer by the slug of its service and its number there.',
    tag,
    audience: 'public',
    params: OfferParams,
    response: Offer,
    responseExample: offer,
  }),
  checkParameters: contract({
    id: 'checkParameters',
    method: 'POST',
    path: '/api/offers/:slug/:iid/check',
    summary: 'Tries parameters out: what would be stored, what is wrong at which field, what it costs. Orders nothing.',
    tag,
    audience: 'public',
    params: OfferParams,
    body: CheckParameters,
    response: CheckedParameters,
    requestExample: { parameters: { 'Number of CPU Cores': 4 } },
    responseExample: { ok: true, parameters: [{ ...cores, value: 4 }], errors: [], price: null, refusal: null },
  }),
  ...bundleEndpoints,
  ...comparisonEndpoints,
  ...favouriteEndpoints,
  ...reviewEndpoints,
  ...offerEndpoints,
};
