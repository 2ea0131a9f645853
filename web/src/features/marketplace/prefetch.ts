import type { QueryClient } from '@tanstack/react-query';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';

import { queryOf } from '../../api/query.ts';

/** Begins to read a service beside the code of its page. */
export function prefetchService(client: QueryClient, slug: string): Promise<unknown> {
  return client.ensureQueryData(queryOf(catalogueEndpoints.readService, { params: { slug } }));
}
