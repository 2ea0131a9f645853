import type { TransitionInput } from '#contracts/ordering/schemas';
import { finalOrderStates, roleReaches, type OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { orderAudience } from './order-audience.ts';
import { isIrregular, orderMachine } from './order-machine.ts';
import type { Deed, OrderRow } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { appendDesk, saveOrder } from './sql-order-store.ts';
import { enterState, eventNames } from './transition-order.ts';

/** Where a foreign surface wants an order to be. */
export interface Jump extends Pick<TransitionInput, 'message' | 'reason' | 'category'> {
  readonly to: Exclude<OrderState, 'created'>;
  /** The caller's own word beside the state, up to 255 characters; ours where none is given. */
  readonly value?: string;
}

/**
 * Moves an order that is locked in this transaction to any state, as foreign surfaces may (ordering.md 4.1): the guards
 * of the desk are not asked. Where the table has an edge it is that action, with all that follows from it; any other pair
 * is kept as a `jump`, marked irregular, and follows the action that usually leads there. The same state with another
 * value is no change of state but is kept and told (`ordering.order_value_changed`); with the same value nothing happens.
 */
export const jumpOrder =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, jump: Jump, deed: Deed, actor: Actor): Promise<OrderRow> => {
    if (order.state === jump.to) return changeValue(context)(tx, order, jump, deed, actor);
    const leading = orderMachine.edges.filter(({ from, to }) => to === jump.to && from.includes(order.state));
    const edge = leading.find((candidate) => roleReaches(candidate, order.state, deed.byRole)) ?? leading[0];
    const irregular = isIrregular(order.state, jump.to);
    return enterState(context)(
      tx,
      order,
      deed,
      {
        ...jump,
        action: edge?.action ?? 'jump',
        event: edge ? eventNames[edge.action] : eventOf(order.state, jump.to),
        irregular,
      },
      actor,
    );
  };

const changeValue =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, { value, reason }: Jump, deed: Deed, actor: Actor): Promise<OrderRow> => {
    const { kernel } = context;
    if (value === undefined || value === order.value) return order;
    const saved = await saveOrder(tx, order, { value });
    const { state } = order;
    const text = `calls the state "${value}"${reason === undefined ? '' : `: ${reason}`}`;
    await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed });
    await kernel.publish(tx, {
      type: 'ordering.order_value_changed',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number, state, from: order.value, to: value, byId: deed.byId },
      audience: await orderAudience(tx, order),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.value',
      target: `order:${order.number}`,
      details: { state, from: order.value, to: value, as: deed.byRole },
    });
    return saved;
  };

/** The event of a jump that no edge covers: that of the action which usually leads to the state. */
function eventOf(from: OrderState, to: Jump['to']): string {
  switch (to) {
    case 'registered':
      return eventNames.register;
    case 'in_progress':
      return finalOrderStates.includes(from) ? eventNames.reopen : eventNames.resume;
    case 'waiting_for_response':
      return eventNames.ask;
    case 'approved':
      return eventNames.approve;
    case 'ready':
      return eventNames.deliver;
    case 'rejected':
      return eventNames.reject;
    case 'closed':
      return eventNames.close;
  }
}
