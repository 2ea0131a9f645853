import { bundleStateOf, bundleStateWords, type OrderBundle } from '#contracts/ordering/bundles';
import { orderActions, orderStateWords, roleReaches } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { waitingOf } from '../desk/sql-order-list-view.ts';
import { rolesOn, seesDesk, type OrderRelation } from '../orders/order-access.ts';
import { orderMachine } from '../orders/order-machine.ts';
import type { OrderRow } from '../orders/order.ts';
import { isLive } from '../shares/share-rollup.ts';
import { tables } from '../tables.ts';
import { isLeftAlone } from './move-other-lines.ts';
import { furtherLines, sharesByOrder } from './refresh-lines.ts';

/**
 * The bundle of which an order is a line, with all of its lines; null for an order of its own, and for a contact of a
 * resource centre, who reads the one order that is asked of it.
 */
export async function orderBundle(
  read: Read,
  actor: Actor,
  order: OrderRow,
  relation: OrderRelation,
): Promise<OrderBundle | null> {
  const desk = seesDesk(actor);
  if (order.bundle_ref === null || order.bundle_name === null) return null;
  if (!desk && relation.projectRight === undefined) return null;
  const lines = await linesOfBundle(read, order);
  const [root] = lines;
  if (!root) return null;
  const shares = desk
    ? await sharesByOrder(
        read,
        lines.map(({ id }) => id),
      )
    : undefined;
  const state = bundleStateOf(lines.map((line) => line.state));
  const words = desk ? 'desk' : 'customer';
  return {
    ref: order.bundle_ref,
    name: order.bundle_name,
    state,
    word: bundleStateWords[state][words],
    root: root.number,
    lines: lines.map((line) => {
      const live = (shares?.get(line.id) ?? []).filter(isLive);
      return {
        number: line.number,
        iid: line.iid,
        service: line.service_name,
        offer: line.offer_name,
        offerRef: line.offer_ref,
        provider: line.snapshot.provider,
        state: line.state,
        word: orderStateWords[line.state][words],
        value: desk ? line.value : '',
        waiting: desk ? waitingOf(line, actor, undefined).who : '',
        shares: shares
          ? {
              live: live.length,
              validated: live.filter((share) => share.state === 'validated').length,
              waiting: live.filter((share) => share.state === 'sent').length,
            }
          : null,
        price: line.price,
        newMessages: desk ? line.desk_unread : line.customer_unread,
      };
    }),
    together: root.id === order.id ? togetherOn(actor, relation, root, lines.slice(1)) : [],
  };
}

/** All lines of the bundle to which an order belongs, the first one first; the order alone where there is no bundle. */
export async function linesOfBundle(read: Read, order: OrderRow): Promise<OrderRow[]> {
  const rootId = order.parent_id ?? order.id;
  const root =
    order.parent_id === null
      ? order
      : await tables(read).selectFrom('ordering.orders').selectAll().where('id', '=', rootId).executeTakeFirst();
  return [...(root ? [root] : []), ...(await furtherLines(read, rootId))];
}

/** For how many of the other lines an action reaches, by state and role; whether one is refused shows when it is done. */
function togetherOn(actor: Actor, relation: OrderRelation, root: OrderRow, further: readonly OrderRow[]) {
  const roles = rolesOn(actor, relation);
  const reaches = (action: string, { state }: OrderRow) =>
    roles.some((role) => orderMachine.edges.some((edge) => edge.action === action && roleReaches(edge, state, role)));
  return orderActions
    .map((action) => ({
      action,
      lines: further.filter((line) => !isLeftAlone(root, line) && reaches(action, line)).length,
    }))
    .filter(({ lines }) => lines > 0);
}
