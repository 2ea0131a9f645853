import { sql, type Selectable } from 'kysely';
import { later, MINUTE, type Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables } from '../tables.ts';
import type {
  ForeignEventsTable,
  ForeignItemsTable,
  ForeignLogTable,
  ForeignMarketplacesTable,
  ForeignMessagesTable,
  ForeignTasksTable,
} from './foreign-tables.ts';

export type MarketplaceRow = Selectable<ForeignMarketplacesTable>;
export type ItemLink = Selectable<ForeignItemsTable>;
export type TaskRow = Selectable<ForeignTasksTable>;

const claimMilliseconds = 10 * MINUTE;

export async function marketplaces(read: Read): Promise<MarketplaceRow[]> {
  return tables(read).selectFrom('ordering.foreign_marketplaces').selectAll().orderBy('name').orderBy('id').execute();
}

export async function marketplaceById(read: Read, id: string): Promise<MarketplaceRow | undefined> {
  return tables(read).selectFrom('ordering.foreign_marketplaces').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function tokenOf(read: Read, id: string): Promise<string> {
  const row = await tables(read)
    .selectFrom('ordering.foreign_tokens')
    .select('value')
    .where('marketplace_id', '=', id)
    .executeTakeFirst();
  return row?.value ?? '';
}

export async function keepToken(tx: Tx, id: string, value: string, now: Instant): Promise<void> {
  await tables(tx)
    .insertInto('ordering.foreign_tokens')
    .values({ marketplace_id: id, value, changed_at: now })
    .onConflict((conflict) => conflict.column('marketplace_id').doUpdateSet({ value, changed_at: now }))
    .execute();
}

/** Registrations that are to be read now: those that somebody asked for, or all but those that wait after a failure. */
export async function dueMarketplaces(read: Read, now: Instant, onlyWanted: boolean): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('ordering.foreign_marketplaces')
    .select('id')
    .where('state', '=', 'active')
    .where((where) => where.or([where('next_at', 'is', null), where('next_at', '<=', now)]))
    .$if(onlyWanted, (query) => query.where('wanted_at', 'is not', null))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes a registration for this process alone; undefined where another one has it. */
export async function claimMarketplace(read: Read, id: string, now: Instant): Promise<MarketplaceRow | undefined> {
  return tables(read)
    .updateTable('ordering.foreign_marketplaces')
    .set({ claimed_until: later(now, claimMilliseconds), wanted_at: null })
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
    .returningAll()
    .executeTakeFirst();
}

/** Marks registrations as to be read; answers which were not marked yet. With `force`, those that wait after a failure, too. */
export async function wantMarketplaces(
  tx: Tx,
  now: Instant,
  { id, force = false }: { id?: string; force?: boolean } = {},
): Promise<string[]> {
  const rows = await tables(tx)
    .updateTable('ordering.foreign_marketplaces')
    .set({ wanted_at: now, ...(force ? { next_at: null } : {}) })
    .where('state', '=', 'active')
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .$if(!force, (query) => query.where('wanted_at', 'is', null))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function saveMarketplace(
  read: Read,
  id: string,
  changes: Partial<Omit<MarketplaceRow, 'id' | 'version'>>,
): Promise<void> {
  await tables(read).updateTable('ordering.foreign_marketplaces').set(changes).where('id', '=', id).execute();
}

type Seen = Pick<ForeignEventsTable, 'at' | 'project' | 'item' | 'message' | 'field' | 'change'>;

/** Notes the parts of an event as worked; answers how many of them were new. */
export async function noteEvent(tx: Tx, marketplaceId: string, parts: readonly Seen[]): Promise<number> {
  const rows = await tables(tx)
    .insertInto('ordering.foreign_events')
    .values(parts.map((part) => ({ marketplace_id: marketplaceId, ...part })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('field')
    .execute();
  return rows.length;
}

export async function countEvent(tx: Tx, id: string, readTo: string, isNew: boolean): Promise<void> {
  await tables(tx)
    .updateTable('ordering.foreign_marketplaces')
    .set((row) => ({ read_to: readTo, events_read: row('events_read', '+', isNew ? 1 : 0) }))
    .where('id', '=', id)
    .execute();
}

export async function isSeen(read: Read, marketplaceId: string, part: Seen): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('ordering.foreign_events')
    .select('field')
    .where('marketplace_id', '=', marketplaceId)
    .where('at', '=', part.at)
    .where('project', '=', part.project)
    .where('item', '=', part.item)
    .where('message', '=', part.message)
    .where('field', '=', part.field)
    .where('change', '=', part.change)
    .executeTakeFirst();
  return row !== undefined;
}

export async function projectLink(read: Read, marketplaceId: string, project: number): Promise<string | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.foreign_projects')
    .select('project_id')
    .where('marketplace_id', '=', marketplaceId)
    .where('project', '=', project)
    .executeTakeFirst();
  return row?.project_id;
}

export async function itemLink(
  read: Read,
  marketplaceId: string,
  project: number,
  item: number,
): Promise<ItemLink | undefined> {
  return tables(read)
    .selectFrom('ordering.foreign_items')
    .selectAll()
    .where('marketplace_id', '=', marketplaceId)
    .where('project', '=', project)
    .where('item', '=', item)
    .executeTakeFirst();
}

export async function linkOfOrder(read: Read, orderId: string): Promise<ItemLink | undefined> {
  return tables(read)
    .selectFrom('ordering.foreign_items')
    .selectAll()
    .where('order_id', '=', orderId)
    .executeTakeFirst();
}

/** Where an order came from, for its page. */
export async function originOf(read: Read, orderId: string) {
  return tables(read)
    .selectFrom('ordering.foreign_items as item')
    .innerJoin('ordering.foreign_marketplaces as marketplace', 'marketplace.id', 'item.marketplace_id')
    .select(['item.project', 'item.item', 'marketplace.name', 'marketplace.base_url'])
    .where('item.order_id', '=', orderId)
    .executeTakeFirst();
}

export async function keepTold(
  read: Read,
  orderId: string,
  told: Partial<Pick<ItemLink, 'told_type' | 'told_value' | 'told_secrets'>>,
): Promise<void> {
  await tables(read).updateTable('ordering.foreign_items').set(told).where('order_id', '=', orderId).execute();
}

export async function messageLink(
  read: Read,
  marketplaceId: string,
  of: { readonly message: number } | { readonly messageId: string },
): Promise<Selectable<ForeignMessagesTable> | undefined> {
  return tables(read)
    .selectFrom('ordering.foreign_messages')
    .selectAll()
    .where('marketplace_id', '=', marketplaceId)
    .$if('message' in of, (query) => query.where('message', '=', 'message' in of ? of.message : 0))
    .$if('messageId' in of, (query) => query.where('message_id', '=', 'messageId' in of ? of.messageId : ''))
    .executeTakeFirst();
}

export async function linkMessage(read: Read, link: Selectable<ForeignMessagesTable>): Promise<void> {
  await tables(read)
    .insertInto('ordering.foreign_messages')
    .values(link)
    .onConflict((conflict) =>
      conflict
        .columns(['marketplace_id', 'message'])
        .doUpdateSet({ digest: link.digest, message_id: link.message_id, is_ours: link.is_ours }),
    )
    .execute();
}

/** Keeps that something is to be told; once while it was not tried. */
export async function addTask(
  tx: Tx,
  task: Pick<TaskRow, 'marketplace_id' | 'order_id' | 'kind' | 'message_id' | 'created_at'>,
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.foreign_tasks')
    .values({ id: nextId(), ...task })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function waitingTasks(read: Read, marketplaceId: string): Promise<TaskRow[]> {
  return tables(read)
    .selectFrom('ordering.foreign_tasks')
    .selectAll()
    .where('marketplace_id', '=', marketplaceId)
    .where('state', '=', 'waiting')
    .orderBy('number')
    .limit(200)
    .execute();
}

export async function noteTry(read: Read, id: string): Promise<void> {
  await tables(read)
    .updateTable('ordering.foreign_tasks')
    .set((row) => ({ attempts: row('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function settleTask(
  read: Read,
  id: string,
  became: Partial<Pick<TaskRow, 'state' | 'failure'>>,
): Promise<void> {
  await tables(read).updateTable('ordering.foreign_tasks').set(became).where('id', '=', id).execute();
}

/** Messages of ours on an order whose sending was tried and whose answer was lost. */
export async function lostMessages(read: Read, orderId: string) {
  return tables(read)
    .selectFrom('ordering.foreign_tasks as task')
    .innerJoin('ordering.messages as message', 'message.id', 'task.message_id')
    .leftJoin('ordering.foreign_messages as link', 'link.message_id', 'message.id')
    .select(['message.id', 'message.body', 'message.author_name'])
    .where('task.order_id', '=', orderId)
    .where('task.kind', '=', 'message')
    .where('task.attempts', '>', 0)
    .where('link.message', 'is', null)
    .orderBy('task.number')
    .execute();
}

export async function appendLog(read: Read, entry: Omit<Selectable<ForeignLogTable>, 'number'>): Promise<void> {
  await tables(read)
    .insertInto('ordering.foreign_log')
    .values({ ...entry, text: entry.text.slice(0, 1000) })
    .execute();
}

export async function logOf(read: Read, marketplaceId: string, before: number | undefined, limit: number) {
  return tables(read)
    .selectFrom('ordering.foreign_log')
    .selectAll()
    .where('marketplace_id', '=', marketplaceId)
    .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/**
 * Removes what is older than this moment: entries of logs, what was told, and notes of events before the one that was
 * read last. Where a note is gone an event that came again would change nothing, as what it is about is read anew.
 */
export async function forgetExchanges(read: Read, before: Instant): Promise<void> {
  const db = tables(read);
  await db.deleteFrom('ordering.foreign_log').where('at', '<', before).execute();
  await db.deleteFrom('ordering.foreign_tasks').where('state', '=', 'done').where('created_at', '<', before).execute();
  // Times of events stay as each marketplace prints them, from the year to the fraction of a second.
  await db
    .deleteFrom('ordering.foreign_events as event')
    .using('ordering.foreign_marketplaces as marketplace')
    .whereRef('marketplace.id', '=', 'event.marketplace_id')
    .whereRef('event.at', '<', 'marketplace.read_to')
    .where('event.at', '<', before)
    .execute();
}

export async function countsOf(read: Read, marketplaceId: string): Promise<{ orders: number; waiting: number }> {
  const orders = await tables(read)
    .selectFrom('ordering.foreign_items')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('marketplace_id', '=', marketplaceId)
    .executeTakeFirstOrThrow();
  const waiting = await tables(read)
    .selectFrom('ordering.foreign_tasks')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('marketplace_id', '=', marketplaceId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return { orders: orders.count, waiting: waiting.count };
}
