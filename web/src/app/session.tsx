import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import type { Session } from '#contracts/identity/schemas';

import type { ApiError } from '../api/problem.ts';
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

/** Why it is not known who this is, and how to ask again. */
export interface UnknownSession {
  readonly error: ApiError;
  readonly retry: () => void;
}
const UnknownContext = createContext<UnknownSession | null>(null);

/** Holds the session for everything below; shows nothing until the server has said who this is, or has not answered. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { data, error, isPending, refetch } = useQuery({ ...queryOf(getSession, {}), staleTime: 60_000 });
  if (isPending) return null;
  // Before anything below shows a time.
  chooseZone(data?.person?.preferences.timeZone ?? null);
  return (
    <UnknownContext value={data === undefined && error ? { error, retry: () => void refetch() } : null}>
      <SessionContext value={data ?? nobody}>{children}</SessionContext>
    </UnknownContext>
  );
}

/** Where the server did not say who this is: nobody is signed out by that. */
export function useUnknownSession(): UnknownSession | null {
  return useContext(UnknownContext);
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
