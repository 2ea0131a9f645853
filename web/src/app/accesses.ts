import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { call } from '../api/call.ts';
import type { Access } from './navigation.ts';
import { useSession } from './session.tsx';

/** What is open to whoever is signed in beside what their roles open. The contract is loaded after the first paint. */
export function useAccesses(): ReadonlySet<Access> {
  const { person } = useSession();
  const { data } = useQuery({
    queryKey: ['messaging', 'readMessagingAccess', {}],
    queryFn: async ({ signal }) => {
      const { messagingEndpoints } = await import('#contracts/messaging/endpoints');
      return call(messagingEndpoints.readMessagingAccess, {}, { signal });
    },
    enabled: person !== null,
    staleTime: 300_000,
  });
  const administers = (data?.projects ?? 0) > 0;
  return useMemo(() => new Set<Access>(administers ? ['messaging'] : []), [administers]);
}
