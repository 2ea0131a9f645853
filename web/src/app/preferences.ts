import { useSyncExternalStore } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';

import { call } from '../api/call.ts';
import { useSession } from './session.tsx';

export type Density = 'comfortable' | 'compact';

const densityKey = 'portolan.density';
const watchers = new Set<() => void>();

function keptDensity(): Density | null {
  const kept = localStorage.getItem(densityKey);
  return kept === 'compact' || kept === 'comfortable' ? kept : null;
}

/** How dense lists are for this person: kept with the account, and in this browser at once. */
export function useDensity(): readonly [Density, (density: Density) => void] {
  const { person } = useSession();
  const here = useSyncExternalStore((tell) => {
    watchers.add(tell);
    return () => watchers.delete(tell);
  }, keptDensity);
  const choose = (density: Density) => {
    localStorage.setItem(densityKey, density);
    for (const tell of watchers) tell();
    // The choice holds in this browser whatever the server says, so a failure is not worth a word.
    if (person) void call(identityEndpoints.changePreferences, { body: { density } }).catch(() => undefined);
  };
  return [here ?? person?.preferences.density ?? 'comfortable', choose];
}
