import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const line = defineRoute({
  path: '/projects/$number/lines/$iid',
  title: 'Order',
  layout: 'record',
  load: () => import('./line-page.tsx').then((module) => module.LinePage),
  prefetch: ({ params, client }) =>
    import('../projects/prefetch.ts').then((module) =>
      module.prefetchLine(client, Number(params['number']), Number(params['iid'])),
    ),
});

/** One order as its customer sees it. */
export const lineFeature: Feature = { id: 'line', routes: [line] };
