import { z } from 'zod';

import { many } from '#contracts/kernel/schemas';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const words = many(z.string().max(100));

export const marketplaceRoute = defineRoute({
  path: '/marketplace',
  title: 'Marketplace',
  open: true,
  search: z.object({
    q: z.string().max(200).default(''),
    category: words,
    access: many(z.enum(['order', 'open', 'external'])),
    provider: words,
    country: words,
    domain: words,
    sort: z.enum(['best', 'name', 'newest', 'rating']).default('best'),
    only: z.enum(['favourites']).optional(),
    compare: words,
    project: z.coerce.number().int().positive().optional(),
  }),
  load: () => import('./marketplace-page.tsx').then((module) => module.MarketplacePage),
});

export const serviceRoute = defineRoute({
  path: '/marketplace/$slug',
  title: 'Service',
  open: true,
  load: () => import('./service-page.tsx').then((module) => module.ServicePage),
  prefetch: ({ params, client }) =>
    import('./prefetch.ts').then((module) => module.prefetchService(client, params['slug'] ?? '')),
});

export const compareRoute = defineRoute({
  path: '/marketplace/compare',
  title: 'Compare services',
  open: true,
  search: z.object({ with: words, only: z.enum(['differences']).optional() }),
  load: () => import('./compare/compare-page.tsx').then((module) => module.ComparePage),
});

/** The catalogue of services, the page of each, and services side by side. */
export const marketplaceFeature: Feature = {
  id: 'marketplace',
  routes: [marketplaceRoute, compareRoute, serviceRoute],
  moved: { '/services/compare': '/marketplace/compare' },
};
