import type { ProjectRef } from '../../../directory.ts';
import { membersByName } from '../../../users/sql-user-store.ts';
import type { AmsImport } from './import-context.ts';

/**
 * A list of users with those of the other service added, as far as they are members here; null where nobody is to be added. Nobody is
 * taken off.
 */
export async function widerList(
  { database, dryRun }: AmsImport,
  project: ProjectRef,
  { here, there }: { readonly here: readonly string[]; readonly there: readonly string[] },
): Promise<{ readonly all: readonly string[] | null; readonly notes: readonly string[] }> {
  const fresh = there.filter((name) => !here.includes(name));
  if (fresh.length === 0) return { all: null, notes: [] };
  // A preview brings no members, so that it cannot tell.
  if (dryRun) return { all: [...here, ...fresh], notes: [] };
  const members = await membersByName(database.read(), project.id, fresh);
  const strange = fresh.filter((name) => !members.has(name));
  const added = fresh.filter((name) => members.has(name));
  return {
    all: added.length === 0 ? null : [...here, ...added],
    notes: strange.length === 0 ? [] : [`on its list there, but no members here: ${strange.join(', ')}`],
  };
}
