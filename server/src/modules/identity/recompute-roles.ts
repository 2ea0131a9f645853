import type { RoleRelation } from '#kernel/access';
import type { Clock } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import type { Publish } from '#kernel/outbox';
import { roleGranted, roleRevoked } from './events.ts';
import { rolesOfEntitlements } from './role-mapping.ts';
import { deleteGrant, heldEntitlements, insertGrant, mappedGrants, mappingRules } from './sql-role-store.ts';

export interface RecomputeParts {
  readonly clock: Clock;
  readonly publish: Publish;
  /** Subjects who administer the portal by configuration, in lower case. */
  readonly adminSubjects: ReadonlySet<string>;
}

const keyOf = ({ role, scope }: RoleRelation) => `${role} ${scope}`;
const administrator: RoleRelation = { role: 'administrator', scope: '*' };

/** Makes the mapped roles of one person, or of all, what rules and entitlements say now; grants stay. */
export async function recomputeRoles(
  tx: Tx,
  { clock, publish, adminSubjects }: RecomputeParts,
  personId?: string,
): Promise<void> {
  const rules = await mappingRules(tx);
  const wanted = new Map<string, Map<string, RoleRelation>>();
  for (const held of await heldEntitlements(tx, personId)) {
    const given = wanted.get(held.personId) ?? new Map<string, RoleRelation>();
    const configured = adminSubjects.has(held.subject.toLowerCase()) ? [administrator] : [];
    for (const relation of [...rolesOfEntitlements(rules, held.entitlements), ...configured])
      given.set(keyOf(relation), relation);
    wanted.set(held.personId, given);
  }
  for (const grant of await mappedGrants(tx, personId)) {
    const given = wanted.get(grant.personId);
    if (given?.delete(keyOf(grant))) continue;
    await deleteGrant(tx, grant.id);
    await publish(tx, roleRevoked(grant.personId, grant));
  }
  for (const [holder, relations] of wanted) {
    for (const relation of relations.values()) {
      await insertGrant(tx, {
        personId: holder,
        ...relation,
        source: 'mapping',
        grantedBy: null,
        grantedAt: clock.now(),
      });
      await publish(tx, roleGranted(holder, relation));
    }
  }
}
