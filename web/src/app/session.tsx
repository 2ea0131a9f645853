import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import type { Session } from '#contracts/identity/schemas';

import { keyOf, queryOf } from '../api/query.ts';
import { chooseZone } from '../ui/time/format.ts';

export type { Session } from '#contracts/identity/schemas';

const { getSession } = identityEndpoints;
const nobody: Session = {
  person: null,
  roles: [],
  csrf: null,
  terms: { version: '', accepted: true },
  tokenScopes: null,
  demo: null,
  federation: '',
};
const SessionContext = createContext<Session>(nobody);

/** Holds the session for everything below; shows nothing until the server has said who this is. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const session = useQuery({ ...queryOf(getSession, {}), staleTime: 60_000 });
  if (session.isPending) return null;
  // Before anything below shows a time.
  chooseZone(session.data?.person?.preferences.timeZone ?? null);
  return <SessionContext value={session.data ?? nobody}>{children}</SessionContext>;
}

/** Who is signed in, and in which roles. */
export function useSession(): Session {
  return useContext(SessionContext);
}

/** True where the person holds the role, anywhere or in the given scope (`group:cloud-compute`). */
export function useHasRole(role: string, scope?: string): boolean {
  return useSession().roles.some(
    (held) => held.role === role && (scope === undefined || held.scope === '*' || held.scope === scope),
  );
}

/** Asks again who this is, after sign-in, sign-out or a change of roles. */
export function useRefreshSession(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keyOf(getSession) });
}
