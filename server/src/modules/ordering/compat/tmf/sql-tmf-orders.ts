import { sql, type Expression, type SqlBool } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { seesDesk } from '../../orders/order-access.ts';
import { projectsOf } from '../../projects/sql-project-store.ts';
import { tables } from '../../tables.ts';
import type { TmfState } from './tmf-states.ts';

/** What a list of service orders is narrowed by; values of one filter are alternatives. */
export interface TmfFilters {
  readonly id?: readonly number[];
  readonly state?: readonly TmfState[];
  readonly externalId?: readonly string[];
  readonly category?: readonly string[];
  /** Offers, `slug/iid`. */
  readonly specification?: readonly string[];
  readonly orderedFrom?: string;
  readonly orderedTo?: string;
}

const wasReady = sql<boolean>`exists (select 1 from ordering.status_entries was
  where was.order_id = ordering.orders.id and was.to_state = 'ready')`;
const undelivered = sql<boolean>`exists (select 1 from ordering.status_entries was
  where was.order_id = ordering.orders.id and was.from_state = 'approved' and was.to_state = 'rejected')`;
const held = sql<boolean>`exists (select 1 from ordering.shares late
  where late.order_id = ordering.orders.id and late.state = 'sent' and late.escalated_at is not null)`;
const cancelling = sql<boolean>`exists (select 1 from ordering.tmf_cancellations asked
  where asked.order_id = ordering.orders.id and asked.state = 'accepted')`;

// Few orders at a time, so that lists look them up once and not for each of their rows.
const isHeld = sql<boolean>`ordering.orders.id in (select late.order_id from ordering.shares late
  where late.state = 'sent' and late.escalated_at is not null)`;
const isCancelling = sql<boolean>`ordering.orders.id in (select asked.order_id from ordering.tmf_cancellations asked
  where asked.state = 'accepted')`;

/**
 * The states of `itemState` as conditions, so that a list is narrowed and counted by the database. Whatever is ready has
 * an entry of it in its history.
 */
const conditionOf: Record<TmfState, Expression<SqlBool>> = {
  acknowledged: sql`(ordering.orders.state in ('created', 'registered') and not ${isCancelling})`,
  inProgress: sql`(ordering.orders.state in ('in_progress', 'approved') and not ${isHeld} and not ${isCancelling})`,
  held: sql`(ordering.orders.state in ('in_progress', 'approved') and ${isHeld} and not ${isCancelling})`,
  pending: sql`(ordering.orders.state = 'waiting_for_response' and not ${isCancelling})`,
  completed: sql`(ordering.orders.state in ('ready', 'closed') and ${wasReady}
    and not (ordering.orders.state = 'ready' and ${isCancelling}))`,
  cancelled: sql`(ordering.orders.state = 'closed' and not ${wasReady})`,
  rejected: sql`(ordering.orders.state = 'rejected' and not ${undelivered})`,
  failed: sql`(ordering.orders.state = 'rejected' and ${undelivered})`,
  pendingCancellation: sql`(ordering.orders.state not in ('closed', 'rejected') and ${isCancelling})`,
  partial: sql`false`,
  assessingCancellation: sql`false`,
};

const notDeleted = sql<SqlBool>`not exists (select 1 from ordering.tmf_details gone
  where gone.order_id = ordering.orders.id and gone.deleted_at is not null)`;

function matching(read: Read, actor: Actor, filters: TmfFilters) {
  let query = tables(read).selectFrom('ordering.orders').where(notDeleted);
  query = seesDesk(actor)
    ? query.where('spam', '=', 'no')
    : query.where('project_id', 'in', projectsOf(read, actor.id ?? ''));
  const { id, state, externalId, category, specification, orderedFrom, orderedTo } = filters;
  if (id) query = query.where('number', 'in', id);
  if (state) query = query.where((is) => is.or(state.map((one) => conditionOf[one])));
  if (category) query = query.where('category', 'in', category);
  if (specification) query = query.where('offer_ref', 'in', specification);
  if (orderedFrom !== undefined) query = query.where('submitted_at', '>=', orderedFrom);
  if (orderedTo !== undefined) query = query.where('submitted_at', '<=', orderedTo);
  if (externalId)
    query = query.where('id', 'in', (is) =>
      is.selectFrom('ordering.tmf_details').select('order_id').where('external_id', 'in', externalId),
    );
  return query;
}

/**
 * Numbers of one page of the orders that the actor may see, newest first, and how many there are in all. The page is
 * found on the index of numbers before anything of an order is read, and counting reads one row an order at most.
 */
export async function tmfOrderNumbers(
  read: Read,
  actor: Actor,
  filters: TmfFilters,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ numbers: number[]; total: number }> {
  const [page, { count }] = await Promise.all([
    matching(read, actor, filters).select('number').orderBy('number', 'desc').offset(offset).limit(limit).execute(),
    matching(read, actor, filters)
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow(),
  ]);
  return { numbers: page.map(({ number }) => number), total: count };
}

/** Whether the order was taken off this face. */
export async function isDeleted(read: Read, orderId: string): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('ordering.tmf_details')
    .select('order_id')
    .where('order_id', '=', orderId)
    .where('deleted_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Everything that service orders show, in a handful of queries for the whole page. */
export async function tmfOrderRows(read: Read, numbers: readonly number[]) {
  if (numbers.length === 0) return [];
  const db = tables(read);
  const rows = await db
    .selectFrom('ordering.orders')
    .selectAll('ordering.orders')
    .select([
      wasReady.as('was_ready'),
      undelivered.as('undelivered'),
      held.as('held'),
      cancelling.as('cancelling'),
      sql<
        number | null
      >`(select first.number from ordering.orders first where first.id = ordering.orders.change_of)`.as('changes'),
    ])
    .where('number', 'in', [...numbers])
    .execute();
  const ids = rows.map(({ id }) => id);
  const [details, entries, notes, late] = await Promise.all([
    db.selectFrom('ordering.tmf_details').selectAll().where('order_id', 'in', ids).execute(),
    db
      .selectFrom('ordering.status_entries')
      .select(['id', 'order_id', 'at', 'action', 'to_state', 'reason'])
      .where('order_id', 'in', ids)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('ordering.messages')
      .select(['order_id', 'number', 'at', 'author_name', 'body'])
      .where('order_id', 'in', ids)
      .where('scope', '=', 'public')
      .orderBy('number')
      .execute(),
    db
      .selectFrom('ordering.shares')
      .select(['id', 'order_id', 'escalated_at'])
      .where('order_id', 'in', ids)
      .where('state', '=', 'sent')
      .where('escalated_at', 'is not', null)
      .execute(),
  ]);
  const of = <Row extends { readonly order_id: string | null }>(all: readonly Row[], id: string) =>
    all.filter((row) => row.order_id === id);
  const byNumber = new Map(
    rows.map((order) => [
      order.number,
      {
        order,
        details: of(details, order.id)[0],
        entries: of(entries, order.id),
        notes: of(notes, order.id),
        late: of(late, order.id),
      },
    ]),
  );
  return numbers.flatMap((number) => byNumber.get(number) ?? []);
}

export type TmfOrderRow = Awaited<ReturnType<typeof tmfOrderRows>>[number];

/** When the order first came to a state. */
export function firstAt({ entries }: TmfOrderRow, state: OrderState): string | undefined {
  return entries.find((entry) => entry.to_state === state)?.at;
}
