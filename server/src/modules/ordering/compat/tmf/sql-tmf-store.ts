import { json, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type OrderingTables } from '../../tables.ts';
import type { TmfCancellationsTable } from './tmf-tables.ts';
import type { InsertObject, Selectable, UpdateObject } from 'kysely';
import type { Said } from './tmf-input.ts';

export type CancellationRow = Selectable<TmfCancellationsTable>;

/** Keeps what a client says of its order; what it leaves out stays as it is. */
export async function saveDetails(tx: Tx, orderId: string, said: Omit<Said, 'note'>): Promise<void> {
  await keep(tx, orderId, {
    ...(said.externalId === undefined ? {} : { external_id: said.externalId }),
    ...(said.description === undefined ? {} : { description: said.description }),
    ...(said.notificationContact === undefined ? {} : { notification_contact: said.notificationContact }),
    ...(said.priority === undefined ? {} : { priority: said.priority }),
    ...(said.requestedStartDate === undefined ? {} : { requested_start_at: said.requestedStartDate }),
    ...(said.requestedCompletionDate === undefined ? {} : { requested_completion_at: said.requestedCompletionDate }),
    ...(said.externalReference === undefined ? {} : { external_references: json(said.externalReference) }),
  });
}

/** Keeps which item of a service order an order is, and under whose number. */
export async function saveItem(
  tx: Tx,
  orderId: string,
  item: { id: string; bundleId: string | null; leaderId: string | null },
): Promise<void> {
  await keep(tx, orderId, { item_id: item.id, bundle_item_id: item.bundleId, leader_id: item.leaderId });
}

type DetailValues = Omit<
  UpdateObject<OrderingTables, 'ordering.tmf_details'> & InsertObject<OrderingTables, 'ordering.tmf_details'>,
  'order_id'
>;

async function keep(tx: Tx, orderId: string, values: DetailValues): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await tables(tx)
    .insertInto('ordering.tmf_details')
    .values({ order_id: orderId, ...values })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet(values))
    .execute();
}

/** Takes an order off this face; the order itself stays as it is. */
export async function markDeleted(tx: Tx, orderId: string, now: string): Promise<void> {
  await tables(tx)
    .insertInto('ordering.tmf_details')
    .values({ order_id: orderId, deleted_at: now })
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet({ deleted_at: now }))
    .execute();
}

export async function insertCancellation(
  tx: Tx,
  cancellation: Pick<CancellationRow, 'order_id' | 'state' | 'reason' | 'by_id' | 'by_role' | 'created_at'> &
    Partial<Pick<CancellationRow, 'requested_at' | 'effective_at' | 'failure'>>,
): Promise<CancellationRow> {
  return tables(tx)
    .insertInto('ordering.tmf_cancellations')
    .values({ id: nextId(), requested_at: null, ...cancellation })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function endCancellation(
  tx: Tx,
  id: string,
  outcome: Pick<CancellationRow, 'state' | 'effective_at' | 'failure'>,
): Promise<CancellationRow> {
  return tables(tx)
    .updateTable('ordering.tmf_cancellations')
    .set(outcome)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Cancellations that somebody asked for, newest first, with the number of the order each is of. */
export function cancellationsOf(read: Read, personId: string) {
  return tables(read)
    .selectFrom('ordering.tmf_cancellations as asked')
    .innerJoin('ordering.orders as cancelled', 'cancelled.id', 'asked.order_id')
    .where('asked.by_id', '=', personId);
}

/** Cancellations whose moment has come; locked, and left alone where another process has them. */
export async function dueCancellations(read: Read, now: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('ordering.tmf_cancellations')
    .select('id')
    .where('state', '=', 'accepted')
    .where('requested_at', '<=', now)
    .orderBy('number')
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

export async function acceptedCancellation(tx: Tx, id: string): Promise<CancellationRow | undefined> {
  return tables(tx)
    .selectFrom('ordering.tmf_cancellations')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'accepted')
    .forUpdate()
    .executeTakeFirst();
}

/** What somebody said and asked for on this face, when their account ends. */
export async function forgetOnTmf(tx: Tx, personId: string): Promise<void> {
  const db = tables(tx);
  await db.deleteFrom('ordering.tmf_hubs').where('person_id', '=', personId).execute();
  await db
    .updateTable('ordering.tmf_details')
    .set({ notification_contact: null, description: null })
    .where('order_id', 'in', (is) => is.selectFrom('ordering.orders').select('id').where('customer_id', '=', personId))
    .execute();
}
