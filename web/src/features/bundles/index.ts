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

/** Ordering several offers at once. */
export const bundlesFeature: Feature = { id: 'bundles', routes: [bundleRoute] };
