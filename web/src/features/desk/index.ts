import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../api/query.ts';
import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const list = defineRoute({
  path: '/orders',
  title: 'Order desk',
  load: () => import('./desk-page.tsx').then((module) => module.DeskPage),
  prefetch: ({ client }) => client.ensureQueryData(queryOf(orderingEndpoints.countViews, {})),
});

const order = defineRoute({
  path: '/orders/$number',
  title: 'Order',
  layout: 'record',
  load: () => import('./order/order-page.tsx').then((module) => module.OrderPage),
  prefetch: ({ params, client }) =>
    client.ensureQueryData(queryOf(orderingEndpoints.readOrder, { params: { number: Number(params['number']) } })),
});

const shares = defineRoute({
  path: '/shares',
  title: 'Shares',
  load: () => import('./shares/shares-page.tsx').then((module) => module.SharesPage),
});

/** The order desk: its list, the order page, the answers of providers. */
export const desk: Feature = { id: 'desk', routes: [list, order, shares] };
