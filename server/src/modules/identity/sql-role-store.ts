import { sql } from 'kysely';
import type { RoleRelation } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { MappingRule } from './role-mapping.ts';
import { tables } from './tables.ts';

export interface Grant extends RoleRelation {
  readonly id: string;
  readonly personId: string;
  readonly source: 'grant' | 'mapping';
  readonly grantedBy: string | null;
  readonly grantedAt: Instant;
}

export async function grantsOf(read: Read, personId: string): Promise<Grant[]> {
  const rows = await tables(read)
    .selectFrom('identity.role_relations')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('role')
    .orderBy('scope')
    .orderBy('source')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    role: row.role,
    scope: row.scope,
    source: row.source,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
  }));
}

/** Adds a relation; undefined when the person holds it from the same source already. */
export async function insertGrant(tx: Tx, grant: Omit<Grant, 'id'>): Promise<Grant | undefined> {
  const id = nextId();
  const added = await tables(tx)
    .insertInto('identity.role_relations')
    .values({
      id,
      person_id: grant.personId,
      role: grant.role,
      scope: grant.scope,
      source: grant.source,
      granted_by: grant.grantedBy,
      granted_at: grant.grantedAt,
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'role', 'scope', 'source']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added && { ...grant, id };
}

export async function deleteGrant(tx: Tx, id: string): Promise<void> {
  await tables(tx).deleteFrom('identity.role_relations').where('id', '=', id).execute();
}

/** How many people hold a role everywhere, counting each once. Taken under a lock, so that two do not both go last. */
export async function countHolders(tx: Tx, role: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`identity.role.${role}`}))`.execute(tx);
  const row = await tables(tx)
    .selectFrom('identity.role_relations')
    .select((relation) => relation.fn.count<number>('person_id').distinct().as('people'))
    .where('role', '=', role)
    .where('scope', '=', '*')
    .executeTakeFirst();
  return Number(row?.people ?? 0);
}

export async function mappingRules(read: Read): Promise<MappingRule[]> {
  const rows = await tables(read)
    .selectFrom('identity.mapping_rules')
    .selectAll()
    .orderBy('entitlement')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    entitlement: row.entitlement,
    role: row.role,
    scope: row.scope,
    createdAt: row.created_at,
  }));
}

export async function insertRule(tx: Tx, rule: MappingRule): Promise<void> {
  await tables(tx)
    .insertInto('identity.mapping_rules')
    .values({
      id: rule.id,
      entitlement: rule.entitlement,
      role: rule.role,
      scope: rule.scope,
      created_at: rule.createdAt,
      version: 1,
    })
    .execute();
}

/** Replaces a rule; answers it, or undefined when it is not there. */
export async function updateRule(tx: Tx, rule: Omit<MappingRule, 'createdAt'>): Promise<MappingRule | undefined> {
  const row = await tables(tx)
    .updateTable('identity.mapping_rules')
    .set((old) => ({
      entitlement: rule.entitlement,
      role: rule.role,
      scope: rule.scope,
      version: old('version', '+', 1),
    }))
    .where('id', '=', rule.id)
    .returning('created_at')
    .executeTakeFirst();
  return row && { ...rule, createdAt: row.created_at };
}

export async function deleteRule(tx: Tx, id: string): Promise<boolean> {
  const done = await tables(tx).deleteFrom('identity.mapping_rules').where('id', '=', id).executeTakeFirst();
  return done.numDeletedRows > 0n;
}

/** What everybody holds at all their identities, for the people for whom mapping matters. */
export async function heldEntitlements(read: Read, personId?: string) {
  let query = tables(read)
    .selectFrom('identity.identities as linked')
    .select(['linked.person_id as personId', 'linked.issuer', 'linked.subject', 'linked.entitlements']);
  if (personId !== undefined) query = query.where('linked.person_id', '=', personId);
  return query.orderBy('linked.person_id').execute();
}

/** The relations that came from mapping, of one person or of all. */
export async function mappedGrants(read: Read, personId?: string) {
  let query = tables(read)
    .selectFrom('identity.role_relations')
    .select(['id', 'person_id as personId', 'role', 'scope'])
    .where('source', '=', 'mapping');
  if (personId !== undefined) query = query.where('person_id', '=', personId);
  return query.execute();
}
