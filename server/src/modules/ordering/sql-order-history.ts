import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Order, TimelineEntry } from '#contracts/ordering/schemas';
import { orderEdges, orderStateWords } from '#contracts/ordering/lifecycle';
import type { Read } from '#kernel/database';
import type { OrderRow } from './order.ts';
import { readableBy, type MessageReader } from './message-scope.ts';
import { filesByMessage } from './sql-message-file-store.ts';
import { messageEntry } from './timeline-entry.ts';
import { tables } from './tables.ts';

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
  readonly changeOf: number | null;
  readonly changes: { number: number; state: OrderState }[];
  readonly earlier: { number: number; service: string; offer: string; state: OrderState }[];
  readonly groupName: string;
}

const entriesShown = 200;

/**
 * Reads the history as far as the reader may know it. The scopes are chosen in the queries, so that nothing internal
 * leaves them.
 */
export async function orderHistory(read: Read, order: OrderRow, reader: MessageReader): Promise<OrderHistory> {
  const { internal } = reader;
  const db = tables(read);
  const messagesQuery = db
    .selectFrom('ordering.messages')
    .selectAll()
    .where('order_id', '=', order.id)
    .where(readableBy(reader))
    .orderBy('at', 'desc')
    .limit(entriesShown);
  const [statuses, messages, files, desk, access, rating, family, earlier, group] = await Promise.all([
    db
      .selectFrom('ordering.status_entries')
      .selectAll()
      .where('order_id', '=', order.id)
      .orderBy('at')
      .orderBy('id')
      .execute(),
    messagesQuery.execute(),
    filesByMessage(read, order.id),
    internal
      ? db
          .selectFrom('ordering.desk_entries')
          .selectAll()
          .where('order_id', '=', order.id)
          .orderBy('at', 'desc')
          .limit(entriesShown)
          .execute()
      : Promise.resolve([]),
    db
      .selectFrom('ordering.access_grants')
      .select(['from_name', 'access_text', 'access_url', 'secrets'])
      .where('order_id', '=', order.id)
      .orderBy('at')
      .execute(),
    db.selectFrom('ordering.ratings').selectAll().where('order_id', '=', order.id).executeTakeFirst(),
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
          .where('id', '!=', order.id)
          .orderBy('submitted_at', 'desc')
          .limit(5)
          .execute()
      : Promise.resolve([]),
    db.selectFrom('ordering.groups').select('name').where('id', '=', order.group_id).executeTakeFirst(),
  ]);
  const timeline: TimelineEntry[] = [
    ...statuses
      .filter((entry) => internal || entry.to_state !== 'registered')
      .map((entry) => stateEntry(entry, internal)),
    ...messages.map((message) => messageEntry(message, files.get(message.id))),
    ...desk.map((entry): TimelineEntry => ({
      id: `desk-${entry.id}`,
      kind: entry.kind === 'share' ? 'share' : 'desk',
      scope: 'system',
      at: entry.at,
      by: { name: entry.by_name, role: entry.by_role as TimelineEntry['by']['role'] },
      text: entry.text,
      state: entry.state,
      irregular: false,
      sharedWithProviders: false,
      files: [],
    })),
    ...(rating
      ? [
          {
            id: 'rating',
            kind: 'rating' as const,
            scope: 'system' as const,
            at: rating.at,
            by: { name: order.customer_name, role: 'customer' as const },
            text: `rated the service ${rating.service} of 5 and the ordering ${rating.ordering} of 5`,
            state: null,
            irregular: false,
            sharedWithProviders: false,
            files: [],
          },
        ]
      : []),
  ].toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
  return {
    states: statuses.map((entry) => ({
      at: entry.at,
      to: entry.to_state,
      action: entry.action,
      irregular: entry.irregular,
    })),
    timeline,
    access,
    rating: rating ? { service: rating.service, ordering: rating.ordering, text: rating.text, at: rating.at } : null,
    changeOf: family.find((other) => other.id === order.change_of)?.number ?? null,
    changes: family.filter((other) => other.change_of === order.id).map(({ number, state }) => ({ number, state })),
    earlier: earlier.map((other) => ({
      number: other.number,
      service: other.service_name,
      offer: other.offer_name,
      state: other.state,
    })),
    groupName: group?.name ?? order.group_id,
  };
}

interface StatusRow {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly to_state: OrderState;
  readonly value: string;
  readonly by_name: string;
  readonly by_role: string;
  readonly reason: string;
  readonly irregular: boolean;
}

/** What somebody did, for the timeline: the words of the table of the lifecycle. */
function toldOf({ action, to_state, by_role }: StatusRow, reader: 'desk' | 'customer'): string {
  if (action === 'place') return 'placed the order';
  if (action === 'resume' && by_role === 'customer') return 'answered the question';
  const edge = orderEdges.find((known) => known.action === action);
  return edge?.told ?? `set the order to ${orderStateWords[to_state][reader]}`;
}

function stateEntry(entry: StatusRow, internal: boolean): TimelineEntry {
  // A reason is said among the desk; what the customer hears stands in a message of its own.
  const reason = internal && entry.reason !== '' ? `: ${entry.reason}` : '';
  return {
    id: `state-${entry.id}`,
    kind: 'state',
    scope: 'system',
    at: entry.at,
    by: { name: entry.by_name, role: entry.by_role as TimelineEntry['by']['role'] },
    text: `${toldOf(entry, internal ? 'desk' : 'customer')}${reason}`,
    state: entry.to_state,
    irregular: internal && entry.irregular,
    sharedWithProviders: false,
    files: [],
  };
}
