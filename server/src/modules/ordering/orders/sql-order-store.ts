import { sql, type Insertable, type InsertObject, type RawBuilder, type UpdateObject } from 'kysely';
import type { Clock } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { defaultValue, listFacts, type Deed, type OrderRow, type ShareRecord, settledChangeStates } from './order.ts';
import { followRoot, refreshLines } from '../bundles/refresh-lines.ts';
import { tables, type MessagesTable, type OrderingTables, type StatusEntriesTable } from '../tables.ts';

/** An order by its number; with `lock` it stands still until the transaction ends. */
export async function orderByNumber(db: Read | Tx, number: number, lock = false): Promise<OrderRow | undefined> {
  if (lock) await lockRoot(db, sql`line.number = ${number}`);
  const query = tables(db).selectFrom('ordering.orders').selectAll().where('number', '=', number);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export async function orderById(db: Read | Tx, id: string, lock = false): Promise<OrderRow | undefined> {
  if (lock) await lockRoot(db, sql`line.id = ${id}`);
  const query = tables(db).selectFrom('ordering.orders').selectAll().where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** The orders of these ids, by id. */
export async function ordersById(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, OrderRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The first line of a bundle is locked before the others, so that two who work on its lines never wait for each other. */
async function lockRoot(db: Read | Tx, isLine: RawBuilder<unknown>): Promise<void> {
  await sql`
    select root.id from ordering.orders root
    where root.id = (select line.parent_id from ordering.orders line where ${isLine}) for update`.execute(db);
}

export async function sharesOf(db: Read | Tx, orderId: string): Promise<ShareRecord[]> {
  return tables(db)
    .selectFrom('ordering.shares')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('number')
    .execute();
}

export async function insertOrder(tx: Tx, order: InsertObject<OrderingTables, 'ordering.orders'>): Promise<OrderRow> {
  return tables(tx).insertInto('ordering.orders').values(order).returningAll().executeTakeFirstOrThrow();
}

/** Writes changes to an order that was read in this version; `conflict` when it has moved on since. */
export async function saveOrder(
  tx: Tx,
  order: OrderRow,
  changes: UpdateObject<OrderingTables, 'ordering.orders'>,
): Promise<OrderRow> {
  const saved = await tables(tx)
    .updateTable('ordering.orders')
    .set({ ...changes, version: order.version + 1 })
    .where('id', '=', order.id)
    .where('version', '=', order.version)
    .returningAll()
    .executeTakeFirst();
  if (!saved)
    throw new AppError(
      'conflict',
      'stale_version',
      `Order ${order.number} was changed by somebody else at the same time. Try again`,
    );
  if (saved.line_count > 0) await followRoot(tx, order, saved);
  if (saved.line_count > 0 || saved.parent_id !== null) await refreshLines(tx, saved.parent_id ?? saved.id);
  return saved;
}

/**
 * Brings what lists show of an order up to date with its shares; the last step of every use case that touches them.
 * `value` is the word that stays, where the desk keeps one; `changes` are written along.
 */
export async function refreshOrder(
  tx: Tx,
  order: OrderRow,
  value?: string,
  changes: UpdateObject<OrderingTables, 'ordering.orders'> = {},
): Promise<OrderRow> {
  const shares = await sharesOf(tx, order.id);
  const shown = { ...listFacts(order, shares), value: value ?? order.given_value ?? defaultValue(order.state, shares) };
  return saveOrder(tx, order, { ...shown, ...changes });
}

/** The change of an order that is not decided yet. */
export async function openChange(read: Read, orderId: string): Promise<{ number: number } | undefined> {
  return tables(read)
    .selectFrom('ordering.orders')
    .select('number')
    .where('change_of', '=', orderId)
    .where('state', 'not in', settledChangeStates)
    .executeTakeFirst();
}

/** What full-text search finds an order by: the words of this text. */
export const searchable = (text: string) => sql<string>`to_tsvector('simple', unaccent(${text.slice(0, 20_000)}))`;

/** As a change of an order: the words of this text are added to what full-text search finds it by. */
export const alsoSearchable = (text: string) => ({ search: sql<string>`search || ${searchable(text)}` });

/** As `alsoSearchable`, where nothing else of the order changes: what others were about to save stays valid. */
export async function addToSearch(tx: Tx, orderId: string, text: string): Promise<void> {
  await tables(tx).updateTable('ordering.orders').set(alsoSearchable(text)).where('id', '=', orderId).execute();
}

export async function appendStatus(
  tx: Tx,
  clock: Clock,
  entry: Omit<Insertable<StatusEntriesTable>, 'id' | 'at' | 'by_id' | 'by_name' | 'by_role'> & { deed: Deed },
): Promise<void> {
  const { deed, ...rest } = entry;
  await tables(tx)
    .insertInto('ordering.status_entries')
    .values({ id: nextId(), at: clock.now(), by_id: deed.byId, by_name: deed.byName, by_role: deed.byRole, ...rest })
    .execute();
}

/** Keeps a message. Whoever writes it makes its words searchable with the order. */
export async function appendMessage(
  tx: Tx,
  clock: Clock,
  message: {
    /** Of a message on a project as a whole, its project alone. */
    order: Pick<OrderRow, 'id' | 'project_id'> | { readonly id: null; readonly project_id: string };
    deed: Deed;
    scope: MessagesTable['scope'];
    body: string;
    sharedWithProviders?: boolean;
    /** What is known of an author without an account here. */
    author?: { readonly uid: string | null; readonly email: string };
  },
) {
  const { order, deed, scope, body } = message;
  const row: Insertable<MessagesTable> = {
    id: nextId(),
    order_id: order.id,
    project_id: order.project_id,
    at: clock.now(),
    scope,
    shared_with_providers: message.sharedWithProviders ?? false,
    author_role: deed.byRole,
    author_id: deed.byId,
    author_name: deed.byName,
    author_uid: message.author?.uid ?? null,
    author_email: message.author?.email ?? null,
    body,
  };
  return tables(tx).insertInto('ordering.messages').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Notes what happened on the desk, or to a share, which is then as given; never shown to customers. */
export async function appendDesk(
  tx: Tx,
  clock: Clock,
  entry: { orderId: string; share?: ShareRecord; text: string; deed: Deed },
): Promise<void> {
  const { orderId, share, text, deed } = entry;
  await tables(tx)
    .insertInto('ordering.desk_entries')
    .values({
      id: nextId(),
      order_id: orderId,
      at: clock.now(),
      kind: share ? 'share' : 'desk',
      state: share?.state ?? null,
      text,
      by_id: deed.byId,
      by_name: deed.byName,
      by_role: deed.byRole,
    })
    .execute();
}

/** Number of the order at this place of a project. */
export async function orderAt(read: Read, projectId: string, iid: number): Promise<number | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.orders')
    .select('number')
    .where('project_id', '=', projectId)
    .where('iid', '=', iid)
    .executeTakeFirst();
  return row?.number;
}

/** Says whether an order of this account was marked as spam, and not taken back (ordering.md 4.14). */
export async function accountFlagged(read: Read, customerId: string): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('ordering.orders')
    .select('number')
    .where('customer_id', '=', customerId)
    .where('spam', '=', 'yes')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
