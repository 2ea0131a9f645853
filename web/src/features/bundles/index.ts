import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

export const bundleRoute = defineRoute({
  path: '/marketplace/$slug/bundle/$iid',
  title: 'Order a bundle',
  search: z.object({
    /** `project/line` of the first line of an order whose values are taken over. */
    again: z
      .string()
      .regex(/^\d{1,9}\/\d{1,9}$/)
      .optional(),
  }),
  load: () => import('./bundle-page.tsx').then((module) => module.BundlePage),
});

export const newBundleRoute = defineRoute({
  path: '/marketplace/$slug/bundles/new',
  title: 'New bundle',
  load: () => import('./edit-bundle-page.tsx').then((module) => module.NewBundlePage),
});

export const editBundleRoute = defineRoute({
  path: '/marketplace/$slug/bundles/$iid',
  title: 'Edit bundle',
  load: () => import('./edit-bundle-page.tsx').then((module) => module.EditBundlePage),
});

/** Ordering several offers at once, and putting them together. */
export const bundlesFeature: Feature = { id: 'bundles', routes: [bundleRoute, newBundleRoute, editBundleRoute] };
