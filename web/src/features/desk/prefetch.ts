import type { QueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../api/query.ts';

/** What the desk list asks for before its rows. */
export function prefetchDesk(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.ensureQueryData(queryOf(orderingEndpoints.countViews, {})),
    client.ensureQueryData(queryOf(orderingEndpoints.listGroups, {})),
  ]);
}

/** The order that an order page shows. */
export function prefetchOrder(client: QueryClient, number: number): Promise<unknown> {
  return client.prefetchQuery(queryOf(orderingEndpoints.readOrder, { params: { number } }));
}
