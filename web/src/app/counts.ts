import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { call } from '../api/call.ts';
import { useAddress } from './address.ts';
import { useSession } from './session.tsx';

export type Counts = Readonly<Record<string, number>>;
const none: Counts = {};

const ordering = async () => (await import('#contracts/ordering/endpoints')).orderingEndpoints;

/** What waits for whoever is signed in. The contracts behind it are loaded after the first paint. */
function useWork() {
  const { person } = useSession();
  return useQuery({
    queryKey: ['ordering', 'readWork', {}],
    queryFn: async ({ signal }) => call((await ordering()).readWork, {}, { signal }),
    enabled: person !== null,
    staleTime: 30_000,
  });
}

/** Numbers beside the entries of the navigation. */
export function useNavigationCounts(): Counts {
  return useWork().data?.navigation ?? none;
}

/** What is opened counts as read, however somebody came to it. */
export function useSeenWork(): void {
  const { href } = useAddress();
  const client = useQueryClient();
  const { data } = useWork();
  const pageOf = (address: string) => address.split('#', 1)[0];
  const opened = (data?.items ?? []).filter(({ unread, path }) => unread && pageOf(path) === pageOf(href));
  const items = opened.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (items === '') return;
    // Where it fails, the next visit tries again.
    void ordering()
      .then(({ markWorkSeen }) => call(markWorkSeen, { body: { items: items.split(' ') } }))
      .then(() => client.invalidateQueries({ queryKey: ['ordering', 'readWork'] }))
      .catch(() => undefined);
  }, [client, items]);
}
