import { z } from 'zod';

/** One offer of a bundle, as far as a list of bundles names it. */
export const BundlePart = z
  .object({
    ref: z.string().describe('`service-slug/number` of the offer'),
    offer: z.string(),
    service: z.object({ slug: z.string(), name: z.string() }),
    provider: z.string(),
  })
  .meta({ id: 'BundlePart' });
export type BundlePart = z.infer<typeof BundlePart>;

/** A bundle on the page of a service. */
export const BundleSummary = z
  .object({
    ref: z.string().describe('`service-slug/number`: the public reference of a bundle'),
    name: z.string(),
    description: z.string(),
    provider: z.string().describe('Organisation that puts the bundle together'),
    parts: z.array(BundlePart).describe('The main offer first'),
    status: z.enum(['draft', 'published', 'unpublished', 'deleted']).describe('A draft is shown to who keeps it'),
    mayKeep: z.boolean().describe('The reader may change it'),
    refusal: z.string().nullable().describe('Why it cannot be had now; null when it can'),
  })
  .meta({ id: 'BundleSummary' });
export type BundleSummary = z.infer<typeof BundleSummary>;
