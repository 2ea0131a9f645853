import { useQuery } from '@tanstack/react-query';

import { call } from '../api/call.ts';
import { useSession } from './session.tsx';

export type Counts = Readonly<Record<string, number>>;
const none: Counts = {};

/** Numbers beside the entries of the navigation. The contracts behind them are loaded after the first paint. */
export function useNavigationCounts(): Counts {
  const { person } = useSession();
  const work = useQuery({
    queryKey: ['ordering', 'readWork', {}],
    queryFn: async ({ signal }) => {
      const { orderingEndpoints } = await import('#contracts/ordering/endpoints');
      return call(orderingEndpoints.readWork, {}, { signal });
    },
    enabled: person !== null,
    staleTime: 30_000,
  });
  return work.data?.navigation ?? none;
}
