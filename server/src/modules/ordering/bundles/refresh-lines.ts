import { sql } from 'kysely';
import { settledLineStates } from '#contracts/ordering/bundles';
import type { Read, Tx } from '#kernel/database';
import { listFacts, type OrderRow, type ShareRecord } from '../orders/order.ts';
import { tables } from '../tables.ts';

/** The further lines of a bundle, in the order of its offers. */
export async function furtherLines(read: Read, rootId: string): Promise<OrderRow[]> {
  return tables(read)
    .selectFrom('ordering.orders')
    .selectAll()
    .where('parent_id', '=', rootId)
    .orderBy('iid')
    .execute();
}

/** New messages on the further lines of bundles that do not stand in the list themselves, by first line. */
export async function unreadOfFurther(
  read: Read,
  rootIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly desk: number; readonly customer: number }>> {
  if (rootIds.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select([
      'parent_id',
      sql<number>`sum(desk_unread)::int`.as('desk'),
      sql<number>`sum(customer_unread)::int`.as('customer'),
    ])
    .where('parent_id', 'in', [...rootIds])
    .where('is_listed', '=', false)
    .groupBy('parent_id')
    .execute();
  return new Map(rows.flatMap(({ parent_id: id, ...counts }) => (id === null ? [] : [[id, counts] as const])));
}

/** Shares of several orders, by order. */
export async function sharesByOrder(
  read: Read,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ShareRecord[]>> {
  const rows = await tables(read)
    .selectFrom('ordering.shares')
    .selectAll()
    .where('order_id', 'in', [...orderIds])
    .orderBy('number')
    .execute();
  return Map.groupBy(rows, (share) => share.order_id);
}

/** Whose turn presses most comes first. */
const pressing: readonly OrderRow['waiting_for'][] = ['nobody', 'desk', 'customer', 'provider', 'approver', 'none'];

/** Whose turn it is in a bundle: that of the line which presses most, with its name where it is not the first one. */
export function mostPressingTurn(
  root: Pick<OrderRow, 'waiting_for' | 'waiting_why'>,
  further: readonly Pick<OrderRow, 'waiting_for' | 'waiting_why' | 'service_name'>[],
): Pick<OrderRow, 'waiting_for' | 'waiting_why'> {
  const rank = (line: Pick<OrderRow, 'waiting_for'>) => pressing.indexOf(line.waiting_for);
  const [first] = further.toSorted((a, b) => rank(a) - rank(b));
  return first && rank(first) < rank(root)
    ? { waiting_for: first.waiting_for, waiting_why: `${first.waiting_why}: ${first.service_name}` }
    : { waiting_for: root.waiting_for, waiting_why: root.waiting_why };
}

/**
 * Brings what lists show of a bundle up to date with its lines: the turn of the first line while it is open, and the
 * further lines that are open when it is not. Leaves the versions as they are: nobody's input rests on these columns.
 */
export async function refreshLines(tx: Tx, rootId: string): Promise<void> {
  const db = tables(tx);
  const root = await db.selectFrom('ordering.orders').selectAll().where('id', '=', rootId).executeTakeFirstOrThrow();
  const further = await furtherLines(tx, rootId);
  const isOver = settledLineStates.includes(root.state);
  const own = listFacts(root, (await sharesByOrder(tx, [rootId])).get(rootId) ?? []);
  const turn = isOver ? own : mostPressingTurn(own, further);
  await db
    .updateTable('ordering.orders')
    .set({ waiting_for: turn.waiting_for, waiting_why: turn.waiting_why })
    .where('id', '=', rootId)
    .execute();
  for (const line of further) {
    const isListed = isOver && !settledLineStates.includes(line.state);
    if (isListed !== line.is_listed)
      await db.updateTable('ordering.orders').set({ is_listed: isListed }).where('id', '=', line.id).execute();
  }
}

/** Group and assignee of the further lines follow those of the first whenever these change. */
export async function followRoot(tx: Tx, before: OrderRow, root: OrderRow): Promise<void> {
  if (before.assignee_id === root.assignee_id && before.group_id === root.group_id) return;
  const further = await furtherLines(tx, root.id);
  const shares = await sharesByOrder(
    tx,
    further.map(({ id }) => id),
  );
  for (const line of further) {
    const assigned = { group_id: root.group_id, assignee_id: root.assignee_id };
    const { waiting_for, waiting_why } = listFacts({ ...line, ...assigned }, shares.get(line.id) ?? []);
    await tables(tx)
      .updateTable('ordering.orders')
      .set({ ...assigned, waiting_for, waiting_why })
      .where('id', '=', line.id)
      .execute();
  }
}
