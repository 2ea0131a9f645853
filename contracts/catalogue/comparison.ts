import { z } from 'zod';
import { contract } from '../contract.ts';
import { ProviderRef, Slug } from './schemas.ts';

const tag = 'catalogue';

/** Most services that stand side by side. */
export const mostCompared = 4;

/** Which services: `?with=a&with=b`, in this order; one named twice stands once. */
export const CompareQuery = z.object({
  with: z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z
      .array(Slug)
      .max(mostCompared, `At most ${mostCompared} services stand side by side`)
      .default([])
      .transform((slugs) => [...new Set(slugs)]),
  ),
});

export const ComparisonRow = z
  .object({
    part: z.enum(['about', 'offers', 'links']),
    label: z.string(),
    cells: z
      .array(z.array(z.string()))
      .describe('For each service what it says, a text a line; empty where it says nothing'),
    differs: z.boolean().describe('Not all of the services say the same'),
  })
  .meta({ id: 'ComparisonRow' });
export type ComparisonRow = z.infer<typeof ComparisonRow>;

export const ServiceComparison = z
  .object({
    services: z.array(
      z.object({
        slug: z.string(),
        name: z.string(),
        initials: z.string(),
        tagline: z.string(),
        provider: ProviderRef,
      }),
    ),
    missing: z.array(z.string()).describe('Asked for, but there is no such service (any more)'),
    rows: z.array(ComparisonRow),
  })
  .meta({ id: 'ServiceComparison' });
export type ServiceComparison = z.infer<typeof ServiceComparison>;

export const comparisonEndpoints = {
  compareServices: contract({
    id: 'compareServices',
    method: 'GET',
    path: '/api/compare',
    summary: 'Puts up to four services side by side and marks where they differ.',
    tag,
    audience: 'public',
    query: CompareQuery,
    response: ServiceComparison,
    responseExample: {
      services: [
        {
          slug: 'egi-cloud-compute',
          name: 'EGI Cloud compute',
          initials: 'EC',
          tagline: 'Virtual machines at sites all over Europe',
          provider: { slug: 'egi-foundation', name: 'EGI Foundation', abbreviation: 'EGI' },
        },
      ],
      missing: [],
      rows: [{ part: 'about', label: 'Provider', cells: [['EGI Foundation']], differs: false }],
    },
  }),
  exportComparison: contract({
    id: 'exportComparison',
    method: 'GET',
    path: '/api/compare.csv',
    summary: 'The same comparison as CSV, a row for each line of it.',
    tag,
    audience: 'public',
    query: CompareQuery,
    produces: 'text/csv',
  }),
};
