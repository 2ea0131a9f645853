import { sql, type RawBuilder, type Selectable, type SqlBool } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { seesDesk } from '../../orders/order-access.ts';
import { projectsOf } from '../../projects/sql-project-store.ts';
import type { OrderRow } from '../../orders/order.ts';
import { tables, type OrderingTables } from '../../tables.ts';
import type { TmfState } from './tmf-states.ts';
import type { TmfDetailsTable } from './tmf-tables.ts';

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

const undelivered = sql<boolean>`exists (select 1 from ordering.status_entries was
  where was.order_id = ordering.orders.id and was.from_state = 'approved' and was.to_state = 'rejected')`;

// Few orders at a time, so that they are looked up once and not for each row of a list.
const held = sql<boolean>`ordering.orders.id in (select late.order_id from ordering.shares late
  where late.state = 'sent' and late.escalated_at is not null)`;
const cancellingIds = sql`(
  with asked as (select order_id from ordering.tmf_cancellations where state = 'accepted')
  select asked.order_id from asked
  union all select line.id from ordering.orders line join asked on asked.order_id = line.parent_id
  union all select line.order_id from ordering.tmf_details line join asked on asked.order_id = line.leader_id)`;
/** For a statement that asks it many times: it begins by `withCancelling`, which is planned once. */
const cancelling = sql<boolean>`ordering.orders.id in (select order_id from cancelling)`;
const withCancelling = sql`with cancelling (order_id) as ${cancellingIds}`;

/** The order whose number the service order of an order bears: one gathers the lines of a bundle, or several items. */
const leaderId = sql<string>`coalesce(
  (select line.leader_id from ordering.tmf_details line where line.order_id = ordering.orders.id),
  ordering.orders.parent_id, ordering.orders.id)`;
const gatheringIds = sql`(select line.leader_id from ordering.tmf_details line where line.leader_id is not null)`;
const gatheredIds = sql`(select line.order_id from ordering.tmf_details line where line.leader_id is not null)`;
const hasOneItem = sql<SqlBool>`(ordering.orders.line_count = 0 and ordering.orders.id not in ${gatheringIds})`;
// Few among all orders, so that they are looked up and not sought.
const isOneOfSeveral = sql<SqlBool>`ordering.orders.id in (
  select line.id from ordering.orders line where line.parent_id is not null
  union select line.parent_id from ordering.orders line where line.parent_id is not null
  union ${gatheringIds} union ${gatheredIds})`;

/** States that an item can have; the other ones are of orders alone. */
type ItemState = Exclude<TmfState, 'partial' | 'assessingCancellation'>;

/** The states of `itemState` as conditions, so that a list is narrowed and counted by the database. */
const itemIs: Record<ItemState, RawBuilder<SqlBool>> = {
  acknowledged: sql`(ordering.orders.state in ('created', 'registered') and not ${cancelling})`,
  inProgress: sql`(ordering.orders.state in ('in_progress', 'approved') and not ${held} and not ${cancelling})`,
  held: sql`(ordering.orders.state in ('in_progress', 'approved') and ${held} and not ${cancelling})`,
  pending: sql`(ordering.orders.state = 'waiting_for_response' and not ${cancelling})`,
  completed: sql`(ordering.orders.state in ('ready', 'closed') and ordering.orders.was_ready
    and not (ordering.orders.state = 'ready' and ${cancelling}))`,
  cancelled: sql`(ordering.orders.state = 'closed' and not ordering.orders.was_ready)`,
  rejected: sql`(ordering.orders.state = 'rejected' and not ${undelivered})`,
  failed: sql`(ordering.orders.state = 'rejected' and ${undelivered})`,
  pendingCancellation: sql`(ordering.orders.state not in ('closed', 'rejected') and ${cancelling})`,
};

const all = (state: ItemState) => sql<SqlBool>`bool_and(${itemIs[state]})`;
const some = (state: ItemState) => sql<SqlBool>`bool_or(${itemIs[state]})`;
const allFinal = sql<SqlBool>`bool_and(${itemIs.completed} or ${itemIs.cancelled} or ${itemIs.rejected} or ${itemIs.failed})`;

/** The rule of `orderState` as conditions over the items of a service order. */
const orderIs: Record<TmfState, RawBuilder<SqlBool>> = {
  acknowledged: all('acknowledged'),
  completed: all('completed'),
  rejected: all('rejected'),
  failed: all('failed'),
  partial: sql`(${allFinal} and ${some('completed')} and not ${all('completed')})`,
  cancelled: sql`(${allFinal} and not ${some('completed')} and not ${all('rejected')} and not ${all('failed')})`,
  pending: some('pending'),
  held: sql`(${some('held')} and not ${some('pending')})`,
  pendingCancellation: sql`(${some('pendingCancellation')} and not ${some('pending')} and not ${some('held')})`,
  inProgress: sql`not (${allFinal} or ${all('acknowledged')} or ${some('pending')} or ${some('held')}
    or ${some('pendingCancellation')})`,
  assessingCancellation: sql`false`,
};

const isItemState = (state: TmfState): state is ItemState => state in itemIs;
const any = (conditions: readonly RawBuilder<SqlBool>[]) =>
  sql<SqlBool>`(${sql.join([sql`false`, ...conditions], sql` or `)})`;

/** Service orders with one item whose state is one of these. */
const oneIs = (states: readonly TmfState[]) =>
  sql<SqlBool>`(${any(states.filter(isItemState).map((state) => itemIs[state]))} and ${hasOneItem})`;

/** Service orders with several items that add up to one of these states. */
const severalAre = (states: readonly TmfState[]) =>
  sql<SqlBool>`(not ${hasOneItem} and ordering.orders.id in (select ${leaderId} from ordering.orders
    where ${isOneOfSeveral} group by 1 having ${any(states.map((state) => orderIs[state]))}))`;

/** Orders without a service order of their own on this face: under the number of another one, or taken off it. */
const isHidden = sql<SqlBool>`exists (select 1 from ordering.tmf_details hidden
  where hidden.order_id = ordering.orders.id and (hidden.leader_id is not null or hidden.deleted_at is not null))`;

/** What the actor may see and asks for, whatever its state, those that are hidden among them. */
function matching(read: Read, actor: Actor, filters: TmfFilters) {
  let query = tables(read).selectFrom('ordering.orders').where('parent_id', 'is', null);
  query = seesDesk(actor)
    ? query.where('spam', '=', 'no')
    : query.where('project_id', 'in', projectsOf(read, actor.id ?? ''));
  const { id, externalId, category, specification, orderedFrom, orderedTo } = filters;
  if (id) query = query.where('number', 'in', id);
  if (category) query = query.where('category', 'in', category);
  if (specification)
    query = query.where('id', 'in', (is) =>
      is.selectFrom('ordering.orders').select(leaderId.as('leader')).where('offer_ref', 'in', specification),
    );
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
 * found on the index of numbers before anything of an order is read. Those that are hidden are few: they are counted
 * for themselves, so that counting all goes through an index and looks nothing up. Those with several items, where
 * states are asked for, are a part of their own: to ask every order whether it is one of them would cost more.
 */
export async function tmfOrderNumbers(
  read: Read,
  actor: Actor,
  filters: TmfFilters,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ numbers: number[]; total: number }> {
  const every = matching(read, actor, filters);
  const { state } = filters;
  const most = state ? every.where(oneIs(state)) : every;
  const shownOf = (part: typeof every) => part.where(sql<SqlBool>`not ${isHidden}`);
  const several = state ? [shownOf(every.where(severalAre(state)))] : [];
  const first = [shownOf(most), ...several].map((part) =>
    part
      .select('number')
      .orderBy('number', 'desc')
      .limit(offset + limit),
  );
  const counted = (part: typeof every) => part.select(sql<number>`count(*)`.as('count'));
  const [page, [counts]] = await Promise.all([
    sql<{ number: number }>`${withCancelling} select number from (${sql.join(first, sql` union all `)}) as found
      order by number desc limit ${limit} offset ${offset}`.execute(read),
    sql<{ total: number }>`${withCancelling} select (${sql.join(
      [sql`${counted(most)} - ${counted(most.where(isHidden))}`, ...several.map(counted)],
      sql` + `,
    )})::int as total`
      .execute(read)
      .then(({ rows }) => rows),
  ]);
  return { numbers: page.rows.map(({ number }) => number), total: counts?.total ?? 0 };
}

/** How an order stands on this face: taken off it, or under the number of another order. */
export async function standingOf(read: Read, orderId: string): Promise<{ isDeleted: boolean; leader: number }> {
  const row = await tables(read)
    .selectFrom('ordering.orders')
    .innerJoin('ordering.orders as leader', (join) => join.on('leader.id', '=', leaderId))
    .leftJoin('ordering.tmf_details as details', 'details.order_id', 'leader.id')
    .select(['leader.number', 'details.deleted_at'])
    .where('ordering.orders.id', '=', orderId)
    .executeTakeFirstOrThrow();
  return { isDeleted: row.deleted_at !== null, leader: row.number };
}

/** The orders of one service order, by number: what is done to it is done to each of them. */
export async function linesOf(read: Read, leadingId: string, lock = false): Promise<OrderRow[]> {
  const lines = ofLeaders(read, [leadingId]).selectAll('ordering.orders').orderBy('number');
  return (lock ? lines.forUpdate() : lines).execute();
}

/** The orders of these service orders; each way to belong to one is looked up by its own index. */
const ofLeaders = (read: Read, ids: readonly string[]) =>
  tables(read)
    .selectFrom('ordering.orders')
    .where('ordering.orders.id', 'in', (is) =>
      is
        .selectFrom('ordering.orders as leader')
        .select('leader.id')
        .where('leader.id', 'in', [...ids])
        .unionAll(
          is
            .selectFrom('ordering.orders as line')
            .select('line.id')
            .where('line.parent_id', 'in', [...ids]),
        )
        .unionAll(
          is
            .selectFrom('ordering.tmf_details as item')
            .select('item.order_id as id')
            .where('item.leader_id', 'in', [...ids]),
        ),
    );

/** What a service order shows of an order, whose row holds much more. */
const shown = [
  'id',
  'number',
  'parent_id',
  'state',
  'was_ready',
  'customer_id',
  'customer_name',
  'project_number',
  'project_name',
  'category',
  'service_name',
  'offer_name',
  'offer_ref',
  'bundle_ref',
  'bundle_name',
  'change_of',
  'snapshot',
  'parameters',
  'starts_on',
  'ends_on',
  'submitted_at',
  'decision_due_at',
  'ended_at',
] as const satisfies readonly (keyof OrderRow)[];

/** Everything that the service orders of these numbers show, in a handful of queries for the whole page. */
export async function tmfOrderRows(read: Read, numbers: readonly number[]): Promise<TmfOrderRow[]> {
  if (numbers.length === 0) return [];
  const db = tables(read);
  const leaders = await db
    .selectFrom('ordering.orders')
    .select('id')
    .where('number', 'in', [...numbers])
    .execute();
  if (leaders.length === 0) return [];
  const rows = await ofLeaders(
    read,
    leaders.map(({ id }) => id),
  )
    .select(shown.map((column) => `ordering.orders.${column}` as const))
    .select([
      leaderId.as('leader'),
      undelivered.as('undelivered'),
      held.as('held'),
      sql<boolean>`ordering.orders.id in ${cancellingIds}`.as('cancelling'),
      sql<
        number | null
      >`(select first.number from ordering.orders first where first.id = ordering.orders.change_of)`.as('changes'),
    ])
    .orderBy('number')
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
  const of = <Row extends { readonly order_id: string | null }>(every: readonly Row[], id: string) =>
    every.filter((row) => row.order_id === id);
  const lines = rows.map((order) => ({
    order,
    details: of(details, order.id)[0],
    entries: of(entries, order.id),
    notes: of(notes, order.id),
    late: of(late, order.id),
  }));
  const gathered = Map.groupBy(lines, ({ order }) => order.leader);
  return numbers.flatMap((number) => {
    const leader = lines.find(({ order }) => order.number === number);
    return leader ? [{ leader, lines: gathered.get(leader.order.id) ?? [leader] }] : [];
  });
}

/** A service order: the order whose number it bears, and all of its orders, that one among them. */
export interface TmfOrderRow {
  readonly leader: TmfLine;
  readonly lines: readonly TmfLine[];
}

/** One order of it, with what its customer may know. */
export interface TmfLine {
  readonly order: Pick<OrderRow, (typeof shown)[number]> & {
    readonly leader: string;
    readonly undelivered: boolean;
    readonly held: boolean;
    readonly cancelling: boolean;
    /** Number of the order that it changes. */
    readonly changes: number | null;
  };
  readonly details: Selectable<TmfDetailsTable> | undefined;
  readonly entries: readonly Pick<
    Selectable<OrderingTables['ordering.status_entries']>,
    'id' | 'at' | 'action' | 'to_state' | 'reason'
  >[];
  readonly notes: readonly Pick<
    Selectable<OrderingTables['ordering.messages']>,
    'number' | 'at' | 'author_name' | 'body'
  >[];
  readonly late: readonly Pick<Selectable<OrderingTables['ordering.shares']>, 'id' | 'escalated_at'>[];
}

/** When the order first came to a state. */
export function firstAt({ entries }: Pick<TmfLine, 'entries'>, state: OrderState): string | undefined {
  return entries.find((entry) => entry.to_state === state)?.at;
}
