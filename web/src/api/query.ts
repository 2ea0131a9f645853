import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { QueryKey, UseMutationOptions } from '@tanstack/react-query';

import type { AnyContract, Answer, Call } from '#contracts/contract';

import { call } from './call.ts';
import type { CallOptions } from './call.ts';
import { ApiError } from './problem.ts';

/** One cache for the whole UI. Live updates tell it what is stale, so nothing is asked again just because a window got the focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      },
      mutations: { retry: false },
    },
  });
}

/** Key of a call: module first, so that an event of a module can invalidate all its queries by prefix. */
export function keyOf<C extends AnyContract>(contract: C, input?: Call<C>): QueryKey {
  return input === undefined ? [contract.tag, contract.id] : [contract.tag, contract.id, input];
}

/** `useQuery(queryOf(getOrder, { params: { number } }))`; also for loaders: `client.ensureQueryData(queryOf(...))`. */
export function queryOf<C extends AnyContract>(contract: C, input: Call<C>) {
  return queryOptions<Answer<C>, ApiError>({
    queryKey: keyOf(contract, input),
    queryFn: async ({ signal }) => (await call(contract, input, { signal })) ?? (null as Answer<C>),
  });
}

export interface Sent<C extends AnyContract> {
  readonly input: Call<C>;
  readonly options?: CallOptions;
}

/** `useMutation(mutationOf(takeOrder))`, then `mutate({ input: { params, body }, options: { ifMatch: version } })`. */
export function mutationOf<C extends AnyContract>(contract: C): UseMutationOptions<Answer<C>, ApiError, Sent<C>> {
  return {
    mutationKey: [contract.tag, contract.id],
    mutationFn: ({ input, options }) => call(contract, input, options),
  };
}
