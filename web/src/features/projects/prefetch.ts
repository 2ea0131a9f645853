import type { QueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../api/query.ts';

/** Begins to read a project beside the code of its page. */
export function prefetchProject(client: QueryClient, number: number): Promise<unknown> {
  return client.ensureQueryData(queryOf(orderingEndpoints.readProject, { params: { number } }));
}

/** Begins to read one order of a project beside the code of its page. */
export function prefetchLine(client: QueryClient, number: number, iid: number): Promise<unknown> {
  return client.ensureQueryData(queryOf(orderingEndpoints.readLine, { params: { number, iid } }));
}
