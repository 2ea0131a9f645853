import type { Selectable } from 'kysely';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { groupsOf } from '../orders/order-access.ts';
import type { ViewRecord } from './saved-view.ts';
import { tables, type SavedViewsTable } from '../tables.ts';

const toView = (row: Selectable<SavedViewsTable>): ViewRecord => ({
  id: row.id,
  ownerId: row.owner_id,
  groupId: row.group_id,
  name: row.name,
  query: row.query,
});

/** The views that the actor saved, then those of their groups, by name. */
export async function viewsOf(read: Read, actor: Actor, limit: number): Promise<ViewRecord[]> {
  const groups = groupsOf(actor);
  const rows = await tables(read)
    .selectFrom('ordering.saved_views')
    .selectAll()
    .where((where) =>
      where.or([
        where('owner_id', '=', actor.id ?? ''),
        ...(groups.length > 0 ? [where('group_id', 'in', [...groups, '*'])] : []),
        ...(groups.includes('*') ? [where('group_id', 'is not', null)] : []),
      ]),
    )
    .orderBy((from) => from.case().when('group_id', 'is', null).then(0).else(1).end())
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toView);
}

export async function viewById(tx: Tx, id: string): Promise<ViewRecord | undefined> {
  const row = await tables(tx)
    .selectFrom('ordering.saved_views')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toView(row);
}

export async function upsertView(tx: Tx, view: ViewRecord, now: string): Promise<void> {
  const values = { name: view.name, query: view.query, group_id: view.groupId };
  await tables(tx)
    .insertInto('ordering.saved_views')
    .values({ id: view.id, owner_id: view.ownerId, created_at: now, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

export async function removeView(tx: Tx, id: string): Promise<void> {
  await tables(tx).deleteFrom('ordering.saved_views').where('id', '=', id).execute();
}
