import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const list = defineRoute({
  path: '/orders',
  title: 'Order desk',
  load: () => import('./desk-page.tsx').then((module) => module.DeskPage),
  prefetch: ({ client }) => import('./prefetch.ts').then((module) => module.prefetchDesk(client)),
});

const order = defineRoute({
  path: '/orders/$number',
  title: 'Order',
  layout: 'record',
  load: () => import('./order/order-page.tsx').then((module) => module.OrderPage),
  prefetch: ({ params, client }) =>
    import('./prefetch.ts').then((module) => module.prefetchOrder(client, Number(params['number']))),
});

const shares = defineRoute({
  path: '/shares',
  title: 'Shares',
  load: () => import('./shares/shares-page.tsx').then((module) => module.SharesPage),
});

const replies = defineRoute({
  path: '/templates/replies',
  title: 'Replies',
  load: () => import('./replies/replies-page.tsx').then((module) => module.RepliesPage),
});

/** The order desk: its list, the order page, the answers of providers. */
export const desk: Feature = { id: 'desk', routes: [list, order, shares, replies] };
