import { expressionBuilder, sql } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { AttachedFile, TimelineEntry } from '#contracts/ordering/message-schemas';
import type { Order } from '#contracts/ordering/order-schemas';
import { orderEdges, orderStateWords } from '#contracts/ordering/lifecycle';
import type { Read } from '#kernel/database';
import type { OrderRow } from './order.ts';
import { readableBy, type MessageReader } from '../messages/message-scope.ts';
import { filesByMessage } from '../messages/sql-message-file-store.ts';
import { messageEntry, type MessageRow } from './timeline-entry.ts';
import { tables, type OrderingTables } from '../tables.ts';

/** Everything that happened to one order, as far as the reader may know it. */
export interface OrderHistory {
  /** Changes of state, oldest first. */
  readonly states: readonly {
    readonly at: string;
    readonly to: OrderState;
    readonly action: string;
    readonly irregular: boolean;
  }[];
  /** Newest first. */
  readonly timeline: TimelineEntry[];
  readonly access: readonly {
    from_name: string;
    access_text: string;
    access_url: string;
    secrets: Record<string, string>;
  }[];
  readonly rating: Order['rating'];
  readonly laterRating: Order['laterRating'];
  readonly changeOf: number | null;
  readonly changes: { number: number; state: OrderState }[];
  readonly earlier: { number: number; service: string; offer: string; state: OrderState }[];
  readonly groupName: string;
  /** Orders of the customer that were spam, newest first; for the desk. */
  readonly spamOrders: readonly number[];
  /** Orders of the customer that are open, where one was spam; for the desk. */
  readonly openOrders: { number: number; service: string; offer: string; state: OrderState }[];
}

const entriesShown = 200;

/**
 * Reads the history as far as the reader may know it. The scopes are chosen in the queries, so that nothing internal
 * leaves them.
 */
export async function orderHistory(read: Read, order: OrderRow, reader: MessageReader): Promise<OrderHistory> {
  const { internal } = reader;
  const db = tables(read);
  const [entries, files, access, rating, laterRating, family, earlier, group] = await Promise.all([
    entriesOf(read, order, reader),
    filesByMessage(read, order.id),
    db
      .selectFrom('ordering.access_grants')
      .select(['from_name', 'access_text', 'access_url', 'secrets'])
      .where('order_id', '=', order.id)
      .orderBy('at')
      .execute(),
    db
      .selectFrom('ordering.ratings')
      .select(['service', 'ordering', 'text', 'publish', 'at'])
      .where('order_id', '=', order.id)
      .executeTakeFirst(),
    db
      .selectFrom('ordering.service_ratings')
      .select(['service', 'text', 'publish', 'at'])
      .where('order_id', '=', order.id)
      .executeTakeFirst(),
    db
      .selectFrom('ordering.orders')
      .select(['id', 'number', 'state', 'change_of'])
      .where((where) =>
        where.or([
          where('change_of', '=', order.id),
          ...(order.change_of === null ? [] : [where('id', '=', order.change_of)]),
        ]),
      )
      .orderBy('number')
      .execute(),
    internal
      ? db
          .selectFrom('ordering.orders')
          .select(['number', 'service_name', 'offer_name', 'state'])
          .where('customer_id', '=', order.customer_id)
          .where('parent_id', 'is', null)
          .where('id', '!=', order.parent_id ?? order.id)
          .orderBy('submitted_at', 'desc')
          .limit(5)
          .execute()
      : Promise.resolve([]),
    db.selectFrom('ordering.groups').select('name').where('id', '=', order.group_id).executeTakeFirst(),
  ]);
  const spamOrders = internal ? await spamOrdersOf(read, order.customer_id) : [];
  // Ids tell the order in which things were done at one moment; sorting by the moment again keeps it.
  const latest = entries.toSorted((a, b) => (a.id < b.id ? 1 : -1)).toSorted(newestFirst);
  const changes = latest.filter((entry) => entry.kind === 'state');
  const shown = latest.filter(
    (entry) => internal || entry.kind !== 'state' || (entry.to_state !== 'registered' && entry.action !== 'reword'),
  );
  const rated = (id: string, at: string, text: string): TimelineEntry => ({
    id,
    kind: 'rating',
    scope: 'system',
    at,
    by: { name: order.customer_name, role: 'customer' },
    text,
    state: null,
    irregular: false,
    sharedWithProviders: false,
    files: [],
  });
  const ratings = [
    ...(rating
      ? [
          rated(
            'rating',
            rating.at,
            `rated the service ${rating.service} of 5 and the ordering ${rating.ordering} of 5`,
          ),
        ]
      : []),
    ...(laterRating
      ? [rated('later-rating', laterRating.at, `rated the service in use ${laterRating.service} of 5`)]
      : []),
  ];
  return {
    states: changes.toReversed().map(({ at, to_state: to, action, irregular }) => ({ at, to, action, irregular })),
    timeline: [...ratings, ...shown.map((entry) => timelineEntry(entry, internal, files.get(entry.id)))].toSorted(
      newestFirst,
    ),
    access,
    rating: rating ?? null,
    laterRating: laterRating ?? null,
    changeOf: family.find((other) => other.id === order.change_of)?.number ?? null,
    changes: family.filter((other) => other.change_of === order.id).map(({ number, state }) => ({ number, state })),
    earlier: earlier.map((other) => ({
      number: other.number,
      service: other.service_name,
      offer: other.offer_name,
      state: other.state,
    })),
    groupName: group?.name ?? order.group_id,
    spamOrders,
    openOrders: spamOrders.length === 0 ? [] : await openOrdersOf(read, order.customer_id),
  };
}

const mostListed = 200;

/** Numbers of the orders of somebody that were marked as spam. */
async function spamOrdersOf(read: Read, customerId: string): Promise<number[]> {
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select('number')
    .where('customer_id', '=', customerId)
    .where('spam', '=', 'yes')
    .orderBy('number', 'desc')
    .limit(mostListed)
    .execute();
  return rows.map(({ number }) => number);
}

async function openOrdersOf(read: Read, customerId: string): Promise<OrderHistory['openOrders']> {
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['number', 'service_name', 'offer_name', 'state'])
    .where('customer_id', '=', customerId)
    .where('state', 'not in', ['closed', 'rejected'])
    .orderBy('submitted_at', 'desc')
    .limit(mostListed)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    service: row.service_name,
    offer: row.offer_name,
    state: row.state,
  }));
}

const newestFirst = (a: { at: string }, b: { at: string }) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1);

interface DeedRow {
  readonly at: string;
  readonly author_name: string;
  readonly author_role: TimelineEntry['by']['role'];
  readonly body: string;
}
/** Its `body` is the reason. */
interface StateRow extends DeedRow {
  readonly kind: 'state';
  readonly action: string;
  readonly to_state: OrderState;
  readonly irregular: boolean;
}
type EntryRow = { readonly id: string } & (
  | ({ readonly kind: 'message' } & MessageRow)
  /** `to_state` is that of the share. */
  | ({ readonly kind: 'desk' | 'share'; readonly to_state: string | null } & DeedRow)
  | StateRow
);

/** Changes of state, messages and what happened on the desk, in one query. */
async function entriesOf(read: Read, order: OrderRow, reader: MessageReader): Promise<readonly EntryRow[]> {
  const readable = readableBy(reader)(expressionBuilder<OrderingTables, 'ordering.messages'>());
  const { rows } = await sql<EntryRow>`
    select 'state' as kind, id, at, by_name as author_name, by_role as author_role, reason as body,
      action, to_state, irregular, null as number, null as scope, null as shared_with_providers
    from ordering.status_entries where order_id = ${order.id}
    union all (
      select 'message', id, at, author_name, author_role, body, null, null, null, number, scope, shared_with_providers
      from ordering.messages where order_id = ${order.id} and ${readable}
      order by at desc limit ${entriesShown})
    union all (
      select case kind when 'share' then 'share' else 'desk' end, id, at, by_name, by_role, text, null, state, null, null, null, null
      from ordering.desk_entries where order_id = ${order.id} and ${reader.internal}
      order by at desc limit ${entriesShown})`.execute(read);
  return rows;
}

function timelineEntry(row: EntryRow, internal: boolean, files: AttachedFile[] | undefined): TimelineEntry {
  if (row.kind === 'message') return messageEntry(row, files);
  const entry = {
    kind: row.kind,
    scope: 'system',
    at: row.at,
    by: { name: row.author_name, role: row.author_role },
    sharedWithProviders: false,
  } as const;
  if (row.kind !== 'state')
    return { ...entry, files: [], id: `desk-${row.id}`, text: row.body, state: row.to_state, irregular: false };
  return {
    ...entry,
    files: [],
    id: `state-${row.id}`,
    text: internal ? deskDeed(row) : customerDeed(row),
    state: row.to_state,
    irregular: internal && row.irregular,
  };
}

const because = (reason: string) => (reason === '' ? '' : `: ${reason}`);

/** What happened, as the customer side reads it; who did it stands before it. */
function customerDeed({ action, to_state: state, author_role: role, body: reason }: StateRow): string {
  if (action === 'place') return 'placed the order';
  switch (state) {
    case 'in_progress':
      return role === 'customer' ? 'answered, and the order goes on' : 'works on the order';
    case 'waiting_for_response':
      return 'needs an answer, and the order waits for it';
    case 'approved':
      return 'approved the order';
    case 'ready':
      return 'reported it ready to use';
    case 'rejected':
      return 'rejected the order';
    case 'closed':
      // Why it ended is the one reason that the customer side is told here; what else it hears stands in a message.
      return `${action === 'cancel' ? 'cancelled the order' : 'closed the order'}${because(reason)}`;
    case 'created':
    case 'registered':
      return 'received the order';
  }
}

/** What somebody did, for the desk: the words of the table of the lifecycle. */
function deskDeed({ action, to_state: state, author_role: role, body: reason }: StateRow): string {
  if (action === 'place') return 'placed the order';
  if (action === 'resume' && role === 'customer') return 'answered the question';
  if (action === 'reword') return `calls it "${reason}" now`;
  const edge = orderEdges.find((known) => known.action === action);
  return `${edge?.told ?? `set the order to ${orderStateWords[state].desk}`}${because(reason)}`;
}
