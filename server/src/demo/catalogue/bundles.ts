import type { z } from 'zod';
import type { BundleInput } from '#contracts/catalogue/bundles';

/** Bundles of the demo; their main offers stand in the catalogue before them. */
export const demoBundles: readonly z.input<typeof BundleInput>[] = [
  {
    name: 'Forecast starter kit',
    description:
      'What a small group needs to run a forecast of its own: virtual machines, a shared folder for results and a course about running a service. One order, one answer for each part.',
    orderType: 'order_required',
    mainOffer: 'egi-cloud-compute/1',
    offers: ['b2drop/2', 'fitsm/1'],
    provider: 'egi-foundation',
    goals: ['Run a forecast service'],
    capabilities: ['Computing', 'Sharing of data', 'Training'],
    targetUsers: ['Research groups', 'Research communities'],
    domains: ['Earth sciences'],
    countries: ['EO'],
    helpdeskUrl: 'https://helpdesk.egi.example',
    relatedTraining: true,
    trainingUrl: 'https://training.itemo.example/foundation',
    contactEmail: 'bundles@egi.example',
    status: 'published',
  },
];
