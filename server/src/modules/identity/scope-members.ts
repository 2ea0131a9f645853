import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { invalid } from '#kernel/errors';
import type { RoleParts } from './change-roles.ts';
import { roleGranted, roleRevoked } from './events.ts';
import { deleteGrant, grantsOf, insertGrant } from './sql-role-store.ts';
import { lockPerson } from './sql-people-store.ts';
import { tables } from './tables.ts';

export interface ScopeMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Who holds the role in exactly these scopes, by scope and name. */
export async function membersOfScopes(
  read: Read,
  role: string,
  scopes: readonly string[],
): Promise<ReadonlyMap<string, readonly ScopeMember[]>> {
  if (scopes.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('identity.role_relations as relation')
    .innerJoin('identity.people as person', 'person.id', 'relation.person_id')
    .select(['relation.scope', 'person.id', 'person.name', 'person.email'])
    .where('relation.role', '=', role)
    .where('relation.scope', 'in', [...scopes])
    .where('person.erased_at', 'is', null)
    .orderBy('person.sort_name')
    .execute();
  const found = new Map<string, ScopeMember[]>();
  for (const { scope, email, ...person } of rows) {
    const members = found.get(scope) ?? [];
    if (!members.some((member) => member.id === person.id)) members.push({ ...person, email: email ?? '' });
    found.set(scope, members);
  }
  return found;
}

/** Makes exactly these people holders of a role in one scope by grant; roles that come from mapping stay. */
export const setScopeMembers =
  (parts: Pick<RoleParts, 'clock' | 'publish' | 'audit'>) =>
  async (
    tx: Tx,
    actor: Actor,
    { role, scope, personIds }: { role: string; scope: string; personIds: readonly string[] },
  ): Promise<void> => {
    const now = (await membersOfScopes(tx, role, [scope])).get(scope) ?? [];
    const wanted = new Set(personIds);
    for (const person of now.filter(({ id }) => !wanted.has(id))) {
      const grant = (await grantsOf(tx, person.id)).find(
        (held) => held.role === role && held.scope === scope && held.source === 'grant',
      );
      if (!grant) continue;
      await deleteGrant(tx, grant.id);
      await parts.publish(tx, roleRevoked(person.id, grant));
    }
    for (const personId of wanted) {
      if (now.some(({ id }) => id === personId)) continue;
      const person = await lockPerson(tx, personId);
      if (!person || person.erasedAt !== null)
        throw invalid('unknown_person', [{ path: 'members', message: `there is no person ${personId}` }]);
      await insertGrant(tx, {
        personId,
        role,
        scope,
        source: 'grant',
        grantedBy: actor.id,
        grantedAt: parts.clock.now(),
      });
      await parts.publish(tx, roleGranted(personId, { role, scope }));
    }
    await parts.audit(tx, {
      actor,
      action: 'identity.set_scope_members',
      target: `scope:${scope}`,
      details: { role, people: [...wanted] },
    });
  };
