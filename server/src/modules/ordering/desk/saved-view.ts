import type { SavedView } from '#contracts/ordering/work-schemas';
import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';
import { groupsOf } from '../orders/order-access.ts';

// `mine` are the groups of the reader; for somebody who only looks on, all of them.
const open = 'group=mine&state=-closed&state=-rejected';

/** The views that everybody on the desk has; the query is that of the address of the desk list. */
export const shippedViews = [
  { id: 'open', name: 'Open', query: open, attention: false },
  { id: 'mine', name: 'Mine', query: `assignee=me&${open}`, attention: false },
  { id: 'unassigned', name: 'Unassigned', query: `assignee=nobody&${open}`, attention: false },
  { id: 'overdue', name: 'Overdue', query: `${open}&due=overdue`, attention: true },
  { id: 'waiting-for-provider', name: 'Waiting for provider', query: `${open}&waiting=provider`, attention: false },
  { id: 'waiting-for-customer', name: 'Waiting for customer', query: `${open}&waiting=customer`, attention: false },
  { id: 'suspected-spam', name: 'Suspected spam', query: 'group=mine&spam=suspected', attention: true },
] as const satisfies readonly Pick<SavedView, 'id' | 'name' | 'query' | 'attention'>[];

export type ShippedView = (typeof shippedViews)[number]['id'];

export interface ViewRecord {
  readonly id: string;
  readonly ownerId: string;
  /** Group that shares it, `*` for all shifters; null for a view of one person. */
  readonly groupId: string | null;
  readonly name: string;
  readonly query: string;
}

/** The group for which the actor saves a view: the first of theirs, or all shifters. */
export function groupForViews(actor: Actor): string | undefined {
  const groups = groupsOf(actor);
  return groups.find((group) => group !== '*') ?? groups[0];
}

export function maySeeView(view: ViewRecord, actor: Actor): boolean {
  if (view.ownerId === actor.id) return true;
  return view.groupId !== null && holds(actor, 'shifter', view.groupId === '*' ? undefined : `group:${view.groupId}`);
}

export function mayChangeView(view: ViewRecord, actor: Actor): Decision {
  if (view.ownerId === actor.id) return allow;
  return refuse('view_forbidden', 'Only who saved this view can change it. Save it under a name of your own instead');
}

/** The query as it stands in an address, without the page that somebody was on. */
export function cleanQuery(text: string): string {
  const query = new URLSearchParams(text.replace(/^\?/, ''));
  for (const key of ['after', 'page', 'at', 'view']) query.delete(key);
  return query.toString();
}
