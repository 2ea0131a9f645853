import { z } from 'zod';

import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

/** One route for all steps, so that the form stays while somebody goes from step to step. */
export const wizardRoute = defineRoute({
  path: '/marketplace/$slug/order/{-$step}',
  title: 'Order',
  search: z.object({
    /** Offer to begin with, by its number. */
    offer: z.coerce.number().int().positive().optional(),
    /** `project/line` of an order whose values are taken over. */
    again: z
      .string()
      .regex(/^\d{1,9}\/\d{1,9}$/)
      .optional(),
    /** Number of a question of mine that becomes an order. */
    question: z.coerce.number().int().positive().optional(),
  }),
  load: () => import('./wizard-page.tsx').then((module) => module.WizardPage),
  prefetch: ({ params, client }) =>
    import('../marketplace/prefetch.ts').then((module) => module.prefetchService(client, params['slug'] ?? '')),
});

/** From an offer to an order, in at most four steps. */
export const wizardFeature: Feature = { id: 'wizard', routes: [wizardRoute] };
