import { sql, type RawBuilder } from 'kysely';
import type { SavedView } from '#contracts/ordering/work-schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { groupsOf, seesDesk } from '../orders/order-access.ts';
import { shippedViews, type ShippedView, type ViewRecord } from './saved-view.ts';
import { viewsOf } from './sql-saved-view-store.ts';

/** Most views of one's own and of one's groups that are shown. */
const mostViews = 100;

/** Which orders are on the desk of the actor: those of their groups, or all for those who only look on. */
export function onMyDesk(actor: Actor): RawBuilder<boolean> {
  const groups = groupsOf(actor);
  if (groups.includes('*') || (groups.length === 0 && seesDesk(actor))) return sql<boolean>`true`;
  return groups.length === 0 ? sql<boolean>`false` : sql<boolean>`o.group_id in (${sql.join(groups)})`;
}

/** Past its first reply or its decision while the desk could have acted: what the list calls overdue. */
export const isOverdue = (now: string): RawBuilder<boolean> => sql<boolean>`(
  o.state in ('registered', 'in_progress') and o.decided_at is null
  and (o.decision_due_at < ${now} or (o.first_reply_at is null and o.first_reply_due_at < ${now})))`;

async function countShipped(read: Read, actor: Actor, now: string): Promise<Record<ShippedView, number>> {
  const { rows } = await sql<Record<ShippedView, number>>`
    select
      count(*)::int as "open",
      (count(*) filter (where o.assignee_id = ${actor.id}))::int as "mine",
      (count(*) filter (where o.assignee_id is null))::int as "unassigned",
      (count(*) filter (where ${isOverdue(now)}))::int as "overdue",
      (count(*) filter (where o.waiting_for = 'provider'))::int as "waiting-for-provider",
      (count(*) filter (where o.waiting_for = 'customer'))::int as "waiting-for-customer",
      (select count(*)::int from ordering.orders o where o.spam = 'suspected' and o.is_listed and ${onMyDesk(actor)}) as "suspected-spam"
    from ordering.orders o
    where o.state not in ('closed', 'rejected') and o.spam = 'no' and o.is_listed and ${onMyDesk(actor)}`.execute(read);
  const [counts] = rows;
  if (!counts) throw new Error('a count has always one row');
  return counts;
}

/** A saved view as its reader sees it; only those of the house are counted. */
export function shownView(view: ViewRecord, reader: Actor): SavedView {
  return {
    id: view.id,
    name: view.name,
    screen: 'orders',
    query: view.query,
    owner: view.groupId === null ? 'me' : 'group',
    mine: view.ownerId === reader.id,
    count: null,
    attention: false,
  };
}

/** The views of the desk: mine, my groups', the shipped ones with how many orders each holds; none for customers. */
export async function deskViews(read: Read, actor: Actor, now: string): Promise<SavedView[]> {
  if (!seesDesk(actor)) return [];
  const own = await viewsOf(read, actor, mostViews);
  const counts = await countShipped(read, actor, now);
  const shipped = shippedViews.map(({ id, name, query, attention }) => ({
    id,
    name,
    screen: 'orders',
    query,
    owner: 'shipped' as const,
    mine: false,
    count: counts[id],
    attention: attention && counts[id] > 0,
  }));
  return [...own.map((view) => shownView(view, actor)), ...shipped];
}
