import { sql, type Selectable } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import type { GroupRecord } from './group.ts';
import { tables, type GroupsTable } from '../tables.ts';

const toGroup = (row: Selectable<GroupsTable>): GroupRecord => ({
  id: row.id,
  name: row.name,
  mail: row.mail,
  isDefault: row.is_default,
  leaderId: row.leader_id,
});

/** All groups of shifters, by name. */
export async function allGroups(read: Read): Promise<GroupRecord[]> {
  const rows = await tables(read).selectFrom('ordering.groups').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(toGroup);
}

export async function groupById(read: Read, id: string): Promise<GroupRecord | undefined> {
  const row = await tables(read).selectFrom('ordering.groups').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toGroup(row);
}

/** All groups, while nobody else changes one until the transaction ends. */
export async function lockGroups(tx: Tx): Promise<GroupRecord[]> {
  await sql`lock table ordering.groups in share row exclusive mode`.execute(tx);
  return allGroups(tx);
}

/** Writes the group; when it is the default, no other one stays it. */
export async function upsertGroup(tx: Tx, group: GroupRecord, now: string): Promise<void> {
  if (group.isDefault) {
    await tables(tx)
      .updateTable('ordering.groups')
      .set({ is_default: false, changed_at: now })
      .where('is_default', '=', true)
      .where('id', '!=', group.id)
      .execute();
  }
  const values = {
    name: group.name,
    mail: group.mail,
    is_default: group.isDefault,
    leader_id: group.leaderId,
    changed_at: now,
  };
  await tables(tx)
    .insertInto('ordering.groups')
    .values({ id: group.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** How many orders each group has on its desk, neither closed nor rejected. */
export async function openOrdersByGroup(read: Read): Promise<ReadonlyMap<string, number>> {
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['group_id', sql<number>`count(*)::int`.as('open')])
    .where(sql<boolean>`state not in ('closed', 'rejected')`)
    .groupBy('group_id')
    .execute();
  return new Map(rows.map((row) => [row.group_id, row.open]));
}
