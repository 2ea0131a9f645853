import { sql, type SqlBool } from 'kysely';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { sitesOf } from '../shares/share-access.ts';
import { groupsOf } from '../orders/order-access.ts';
import { isOverdue, onMyDesk } from './saved-view-counts-view.ts';
import { projectsOf } from '../projects/sql-project-store.ts';
import { tables } from '../tables.ts';

/** Most things of one kind that the list shows; the soonest are among them. */
const mostItems = 100;
/** Beyond this nobody counts any more. */
const mostCounted = 1000;

const clockColumns = [
  'o.class',
  'o.state',
  'o.submitted_at',
  'o.first_reply_at',
  'o.first_reply_due_at',
  'o.decided_at',
  'o.decision_due_at',
  'o.paused_at',
  'o.ended_at',
] as const;

const lineColumns = [
  'o.id',
  'o.number',
  'o.iid',
  'o.project_number',
  'o.project_name',
  'o.service_name',
  'o.offer_name',
] as const;

/** Orders in which the customer side, of which the actor is, has to answer. */
export async function ordersToAnswer(read: Read, personId: string) {
  return tables(read)
    .selectFrom('ordering.orders as o')
    .select([...lineColumns, 'o.state_since'])
    .where('o.project_id', 'in', projectsOf(read, personId, { toOrder: true }))
    .where('o.state', '=', 'waiting_for_response')
    .orderBy('o.state_since')
    .limit(mostItems)
    .execute();
}

/** Orders of the actor that have been in use for a while and were not rated. */
export async function ordersToRate(read: Read, personId: string, span: { from: string; to: string }) {
  return tables(read)
    .selectFrom('ordering.orders as o')
    .select([...lineColumns, 'o.state_since'])
    .where('o.customer_id', '=', personId)
    .where('o.kind', '=', 'order')
    .where('o.state', '=', 'ready')
    .where('o.state_since', '>=', span.from)
    .where('o.state_since', '<', span.to)
    .where(sql<SqlBool>`not exists (select 1 from ordering.ratings rated where rated.order_id = o.id)`)
    .orderBy('o.state_since')
    .limit(mostItems)
    .execute();
}

/**
 * Orders of the actor's projects: those on their way first, then those in use, and what ended lately; in the sequence of
 * the index `orders_followed`, which finds the first few of very many.
 */
export async function ordersFollowed(read: Read, personId: string, endedAfter: string, limit: number) {
  const changed = sql<string>`greatest(o.state_since, o.last_public_at)`;
  return tables(read)
    .selectFrom('ordering.orders as o')
    .select([
      ...lineColumns,
      'o.state',
      'o.waiting_for',
      'o.starts_on',
      'o.ends_on',
      'o.first_reply_due_at',
      'o.decision_due_at',
      'o.customer_unread',
      changed.as('changed_at'),
    ])
    .where('o.project_id', 'in', projectsOf(read, personId))
    .where('o.kind', '=', 'order')
    .where('o.is_listed', '=', true)
    .where(sql<SqlBool>`(o.state not in ('closed', 'rejected') or o.state_since > ${endedAfter}::timestamptz)`)
    .orderBy(sql`case when o.state in ('closed', 'rejected') then 2 when o.state = 'ready' then 1 else 0 end`)
    .orderBy(changed, 'desc')
    .orderBy('o.number', 'desc')
    .limit(limit)
    .execute();
}

/** What lies with the actor as a shifter: their orders and those that nobody has, as far as it is the desk's turn or too late. */
function deskTurn(read: Read, actor: Actor, now: string, whose: 'mine' | 'unassigned') {
  const turn = sql<SqlBool>`(o.waiting_for in ('nobody', 'desk') or ${isOverdue(now)})`;
  const open = tables(read)
    .selectFrom('ordering.orders as o')
    .where(sql<SqlBool>`o.state not in ('closed', 'rejected')`)
    .where('o.spam', '=', 'no')
    .where('o.is_listed', '=', true)
    .where(turn);
  return whose === 'mine'
    ? open.where('o.assignee_id', '=', actor.id)
    : open.where('o.assignee_id', 'is', null).where(onMyDesk(actor));
}

/** Orders whose next step is the actor's as a shifter, the soonest decisions first, with shares that were countered. */
export async function deskOrders(read: Read, actor: Actor, now: string) {
  if (groupsOf(actor).length === 0) return [];
  const page = (whose: 'mine' | 'unassigned') =>
    deskTurn(read, actor, now, whose)
      .select([
        'o.id',
        'o.number',
        'o.service_name',
        'o.offer_name',
        'o.assignee_id',
        'o.waiting_for',
        'o.waiting_why',
        'o.group_id',
        'o.state_since',
        'o.last_public_at',
        ...clockColumns,
      ])
      .select(
        sql<string | null>`(select min(share.site_name) from ordering.shares share
          where share.order_id = o.id and share.state = 'countered')`.as('countered_by'),
      )
      .orderBy('o.decision_due_at')
      .limit(mostItems)
      .execute();
  const [mine, unassigned] = await Promise.all([page('mine'), page('unassigned')]);
  return [...mine, ...unassigned];
}

const count = sql<number>`count(*)::int`.as('count');

/** How many orders wait for the actor as a shifter, and how many are held as suspected spam in their groups. */
export async function countDesk(read: Read, actor: Actor, now: string) {
  if (groupsOf(actor).length === 0) return { orders: 0, suspected: 0, countered: 0 };
  const counted = (whose: 'mine' | 'unassigned') =>
    tables(read)
      .selectFrom(deskTurn(read, actor, now, whose).select('o.id').limit(mostCounted).as('found'))
      .select(count)
      .executeTakeFirstOrThrow();
  const [mine, unassigned, suspected, countered] = await Promise.all([
    counted('mine'),
    counted('unassigned'),
    tables(read)
      .selectFrom('ordering.orders as o')
      .select(count)
      .where('o.spam', '=', 'suspected')
      .where('o.is_listed', '=', true)
      .where(onMyDesk(actor))
      .executeTakeFirstOrThrow(),
    tables(read)
      .selectFrom('ordering.shares as share')
      .innerJoin('ordering.orders as o', 'o.id', 'share.order_id')
      .select(count)
      .where('share.state', '=', 'countered')
      .where(onMyDesk(actor))
      .executeTakeFirstOrThrow(),
  ]);
  return { orders: mine.count + unassigned.count, suspected: suspected.count, countered: countered.count };
}

/** Shares that wait for the actor as a provider: sent and not answered, or to be delivered now that the order is approved. */
export async function providerShares(read: Read, actor: Actor) {
  if (actor.id === null) return [];
  const sites = sitesOf(actor);
  const email = actor.email?.toLowerCase() ?? '';
  const rows = await tables(read)
    .selectFrom('ordering.shares as share')
    .innerJoin('ordering.orders as o', 'o.id', 'share.order_id')
    .select([
      'share.id',
      'share.number',
      'share.state',
      'share.site_name',
      'share.resources',
      'share.sent_at',
      'share.starts_on',
      'o.decided_at',
      'o.number as order_number',
      'o.service_name',
      'o.project_name',
    ])
    .where((where) =>
      where.or([
        where('share.state', '=', 'sent'),
        where.and([
          where('share.state', '=', 'validated'),
          where('share.delivered_at', 'is', null),
          where('o.state', '=', 'approved'),
        ]),
      ]),
    )
    .where((where) =>
      where.or([
        where('share.contact_person_id', '=', actor.id),
        ...(email === ''
          ? []
          : [sql<boolean>`${email} = any (string_to_array(replace(lower(share.contact_email), ' ', ''), ','))`]),
        ...(sites.length === 0 ? [] : [where('share.site_name', 'in', sites)]),
      ]),
    )
    .orderBy('share.sent_at')
    .limit(mostItems)
    .execute();
  return rows;
}

/** What came in and was decided on the actor's desk since Monday, and the first replies of what came in. */
export async function weekOf(read: Read, actor: Actor, monday: string) {
  const desk = tables(read).selectFrom('ordering.orders as o').where('o.spam', '!=', 'yes').where(onMyDesk(actor));
  const [came, decided, replies] = await Promise.all([
    desk.where('o.submitted_at', '>=', monday).select(count).executeTakeFirstOrThrow(),
    desk.where('o.decided_at', '>=', monday).select(count).executeTakeFirstOrThrow(),
    desk
      .where('o.submitted_at', '>=', monday)
      .select(['o.submitted_at', sql<string>`o.first_reply_at`.as('first_reply_at')])
      .where('o.first_reply_at', 'is not', null)
      .orderBy('o.submitted_at', 'desc')
      .limit(mostCounted)
      .execute(),
  ]);
  return { in: came.count, decided: decided.count, replies };
}
