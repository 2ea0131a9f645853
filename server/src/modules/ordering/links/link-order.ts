import type { JoinedMessage, OrderInTree, OrderLinkInput, OrderRelationName } from '#contracts/ordering/link-schemas';
import { require, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { loadOrder } from '../orders/load-order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { appendDesk, orderByNumber } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { requireDesk } from '../routing/try-routing.ts';
import { leadsTo, sameOrders, treeOf } from './order-tree.ts';
import { joinedMessages, keepLink, linksAround, orderCards, removeLink } from './sql-link-store.ts';

const words: Record<OrderRelationName, string> = {
  part_of: 'is part of',
  depends_on: 'depends on',
  duplicate_of: 'is a duplicate of',
  continues: 'continues',
};

/** The tree of linked orders in which an order stands; empty where it stands alone. */
export async function orderTree(read: Read | Tx, orderId: string): Promise<OrderInTree[]> {
  const links = await linksAround(read, orderId);
  const ids = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
  return treeOf(links, orderId, await orderCards(read, ids));
}

/** Says how an order belongs to another; between two orders there is one link. */
export const linkOrder =
  (context: OrderingContext) =>
  (actor: Actor, number: number, input: OrderLinkInput): Promise<OrderInTree[]> =>
    changeLink(context, actor, { number, other: input.order }, async (tx, order, other) => {
      if (order.id === other.id || leadsTo(await linksAround(tx, other.id), other.id, order.id))
        throw new AppError(
          'refused',
          'link_refused',
          `Order ${other.number} stands below order ${order.number} already: a link would lead in a circle`,
        );
      await keepLink(tx, { from: order.id, to: other.id, relation: input.relation }, context.kernel.clock.now());
      return `said that order ${order.number} ${words[input.relation]} order ${other.number}`;
    });

/** Takes a link back. Harmless when there is none. */
export const unlinkOrder =
  (context: OrderingContext) =>
  (actor: Actor, number: number, otherNumber: number): Promise<OrderInTree[]> =>
    changeLink(context, actor, { number, other: otherNumber }, async (tx, order, other) => {
      const gone = (await removeLink(tx, order.id, other.id)) || (await removeLink(tx, other.id, order.id));
      return gone ? `took back how orders ${order.number} and ${other.number} belong together` : undefined;
    });

async function changeLink(
  { kernel }: OrderingContext,
  actor: Actor,
  numbers: { readonly number: number; readonly other: number },
  change: (tx: Tx, order: OrderRow, other: OrderRow) => Promise<string | undefined>,
): Promise<OrderInTree[]> {
  return kernel.database.transact(async (tx) => {
    // Locked by number, so that two links at once do not close a circle, and do not wait for each other.
    for (const one of [numbers.number, numbers.other].toSorted((a, b) => a - b)) await orderByNumber(tx, one, true);
    const { order, relation } = await loadOrder(tx, actor, numbers.number);
    require(mayWorkOrder(actor, relation));
    const other = await orderByNumber(tx, numbers.other);
    if (!other) throw invalid('unknown_order', [{ path: 'order', message: `there is no order ${numbers.other}` }]);
    const text = await change(tx, order, other);
    if (text !== undefined) {
      const deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' as const };
      for (const { id, number } of [order, other]) {
        await appendDesk(tx, kernel.clock, { orderId: id, text, deed });
        await kernel.publish(tx, {
          type: 'ordering.desk_changed',
          aggregate: `order:${number}`,
          payload: { orderId: id, orderNumber: number, changed: ['links'] },
          audience: deskTags,
        });
      }
      await kernel.audit(tx, {
        actor,
        action: 'ordering.link',
        target: `order:${order.number}`,
        details: { other: other.number },
      });
    }
    return orderTree(tx, order.id);
  });
}

/** The conversations of an order and of its duplicates as one, to read; each stays with its order. */
export async function joinedConversation(
  { kernel }: OrderingContext,
  actor: Actor,
  number: number,
): Promise<{ orders: number[]; messages: JoinedMessage[] }> {
  const read = kernel.database.read();
  const { order } = await loadOrder(read, actor, number);
  requireDesk(actor);
  const ids = sameOrders(await linksAround(read, order.id), order.id);
  const cards = await orderCards(read, ids);
  return {
    orders: [...cards.values()].map((card) => card.number).toSorted((a, b) => a - b),
    messages: await joinedMessages(read, ids),
  };
}
