import { orderEdges, roleReaches, type OrderState } from '#contracts/ordering/lifecycle';
import type { TransitionInput } from '#contracts/ordering/order-input-schemas';
import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import type { OrderingContext } from '../ordering-context.ts';
import { orderAudience } from './order-audience.ts';
import { isIrregular } from './order-machine.ts';
import { marketplaceWord, wordChange, type Deed, type OrderRow } from './order.ts';
import { appendStatus, saveOrder } from './sql-order-store.ts';
import { enterState, eventNames } from './transition-order.ts';

/** Where a foreign surface wants an order to be. */
export interface Jump extends Pick<TransitionInput, 'message' | 'reason' | 'category'> {
  readonly to: OrderState;
  /** The caller's own word beside the state, up to 255 characters; ours where none is given. */
  readonly value?: string | undefined;
  /** All secrets of the customer, where they change with it. */
  readonly userSecrets?: Readonly<Record<string, string>> | undefined;
}

/**
 * Moves an order that is locked in this transaction to any state, as foreign surfaces may (ordering.md 4.1): the guards
 * of the desk are not asked. Where the table has an edge it is that action, with all that follows from it; any other pair
 * is kept as `set`, marked irregular, and is told as the action that usually leads there. The same state with another
 * value is no change of state but is kept and told (`ordering.order_reworded`); with the same value nothing happens.
 */
export const jumpOrder =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, jump: Jump, deed: Deed, actor: Actor): Promise<OrderRow> =>
    jump.to === order.state
      ? reword(context)(tx, order, jump, deed, actor)
      : enterState(context)(tx, order, deed, actor, { ...jump, ...stepTo(order.state, jump.to, deed) });

/** How a step from outside is told: as the edge that leads there, else as set by hand. */
export function stepTo(from: OrderState, to: OrderState, { byRole }: Pick<Deed, 'byRole'>) {
  const leading = orderEdges.filter(
    (known) =>
      known.to === to &&
      known.from.includes(from) &&
      known.action !== 'open' &&
      (known.action !== 'cancel' || byRole === 'customer'),
  );
  const edge = leading.find((candidate) => roleReaches(candidate, from, byRole)) ?? leading[0];
  const action = edge?.action ?? actionInto[to];
  return {
    action: edge?.action ?? 'set',
    event: action === undefined ? 'ordering.order_set' : `ordering.order_${eventNames[action]}`,
    irregular: isIrregular(from, to),
  };
}

/** Whose mails go out where no edge leads into a state. */
const actionInto: Readonly<Record<OrderState, keyof typeof eventNames | undefined>> = {
  created: undefined,
  registered: undefined,
  in_progress: undefined,
  waiting_for_response: 'ask',
  approved: 'approve',
  ready: 'deliver',
  rejected: 'reject',
  closed: 'close',
};

/** Another word for the same state, or secrets alone: nobody gets a mail. */
const reword =
  ({ kernel }: OrderingContext) =>
  async (
    tx: Tx,
    order: OrderRow,
    { value = marketplaceWord(order), userSecrets }: Jump,
    deed: Deed,
    actor: Actor,
  ): Promise<OrderRow> => {
    const isReworded = value !== marketplaceWord(order);
    if (!isReworded && !userSecrets) return order;
    const saved = await saveOrder(tx, order, {
      ...(isReworded ? { value, given_value: value } : {}),
      ...(userSecrets ? { user_secrets: json({ ...userSecrets }) } : {}),
    });
    const { state } = order;
    if (isReworded)
      await appendStatus(tx, kernel.clock, {
        order_id: order.id,
        action: 'reword',
        from_state: state,
        to_state: state,
        value,
        reason: value,
        category: null,
        deed,
      });
    const target = `order:${order.number}`;
    await kernel.publish(tx, {
      type: 'ordering.order_reworded',
      aggregate: target,
      payload: {
        orderId: order.id,
        orderNumber: order.number,
        from: state,
        to: state,
        ...wordChange(order, saved),
        secretsChanged: userSecrets !== undefined,
      },
      audience: await orderAudience(tx, order),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.reword',
      target,
      details: { secrets: Object.keys(userSecrets ?? {}) },
    });
    return saved;
  };
