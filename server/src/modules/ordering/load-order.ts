import { scopesOf, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { maySeeOrder, type OrderRelation } from './order-access.ts';
import type { OrderRow } from './order.ts';
import { contactSites, orderByNumber } from './sql-order-store.ts';
import { projectAccess } from './sql-project-store.ts';

/** Who holds one of these for a site speaks for it as a provider. */
export const providerRoles = ['provider', 'site-admin'] as const;

/** Sites for which the actor speaks as a provider. */
export function sitesOf(actor: Actor): string[] {
  return providerRoles
    .flatMap((role) => scopesOf(actor, role))
    .flatMap((scope) => (scope.startsWith('site:') ? [scope.slice('site:'.length)] : []));
}

/** How the actor stands to an order: in its project, as contact of a share. */
export async function relationTo(db: Read | Tx, order: OrderRow, actor: Actor): Promise<OrderRelation> {
  const access = await projectAccess(db, order.project_id, actor);
  return {
    customerId: order.customer_id,
    groupId: order.group_id,
    projectRight: access?.right,
    sites: await contactSites(db, order.id, { id: actor.id, email: actor.email, sites: sitesOf(actor) }),
  };
}

/** The order and how the actor stands to it; "not there" for everybody who may not see it. */
export async function loadOrder(
  db: Read | Tx,
  actor: Actor,
  number: number,
  { lock = false } = {},
): Promise<{ order: OrderRow; relation: OrderRelation }> {
  const order = await orderByNumber(db, number, lock);
  if (!order) throw notFound(`order ${number}`);
  const relation = await relationTo(db, order, actor);
  if (!maySeeOrder(actor, relation)) throw notFound(`order ${number}`);
  return { order, relation };
}
