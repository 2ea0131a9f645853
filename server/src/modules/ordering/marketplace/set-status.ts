import { orderEdges, type OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { orderAudience } from '../orders/order-audience.ts';
import { isIrregular } from '../orders/order-machine.ts';
import { marketplaceWord, wordChange, type Deed, type OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { appendStatus, saveOrder } from '../orders/sql-order-store.ts';
import { enterState, eventNames } from '../orders/transition-order.ts';
import { writeOmsMessage } from './write-oms-message.ts';

export interface ItemChange {
  readonly status?: { readonly type: OrderState; readonly value: string } | undefined;
  /** Merged into what is there. */
  readonly userSecrets?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes what an order system says of an order that is locked in this transaction. Any state may follow any other: where
 * no edge leads, the step is marked for the desk (ordering.md 4.1). What follows from a state follows as when the desk
 * acts. Another voucher is told to the customer.
 */
export const changeItem =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, deed: Deed, actor: Actor, change: ItemChange): Promise<OrderRow> => {
    const secrets = { ...order.user_secrets, ...change.userSecrets };
    const userSecrets = Object.entries(secrets).some(([key, value]) => order.user_secrets[key] !== value)
      ? secrets
      : undefined;
    const { type: to, value } = change.status ?? { type: order.state, value: marketplaceWord(order) };
    const saved =
      to === order.state
        ? await reword(tx, context, { order, deed, actor, value, userSecrets })
        : await enterState(context)(tx, order, deed, actor, {
            ...stepTo(order.state, to),
            to,
            value,
            ...(userSecrets ? { userSecrets } : {}),
          });
    const told = voucherWords(order.user_secrets['voucher_id'] ?? '', secrets['voucher_id'] ?? '');
    if (told === undefined) return saved;
    const { order: told_ } = await writeOmsMessage(context)(tx, {
      actor,
      order: saved,
      project: { id: saved.project_id, number: saved.project_number },
      author: { name: deed.byName, email: '', uid: null },
      role: 'provider',
      scope: 'user_direct',
      content: told,
    });
    return told_ ?? saved;
  };

/** How a step that an order system takes is told: as the edge that leads there, else as set by hand. */
function stepTo(from: OrderState, to: OrderState): { action: string; event: string; irregular: boolean } {
  const edge = orderEdges.find(
    (known) => known.to === to && known.from.includes(from) && known.action !== 'cancel' && known.action !== 'open',
  );
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
async function reword(
  tx: Tx,
  { kernel }: OrderingContext,
  {
    order,
    deed,
    actor,
    value,
    userSecrets,
  }: {
    order: OrderRow;
    deed: Deed;
    actor: Actor;
    value: string;
    userSecrets: Readonly<Record<string, string>> | undefined;
  },
): Promise<OrderRow> {
  const isReworded = value !== marketplaceWord(order);
  if (!isReworded && !userSecrets) return order;
  const saved = await saveOrder(tx, order, {
    ...(isReworded ? { value, given_value: value } : {}),
    ...(userSecrets ? { user_secrets: json({ ...userSecrets }) } : {}),
  });
  if (isReworded)
    await appendStatus(tx, kernel.clock, {
      order_id: order.id,
      action: 'reword',
      from_state: order.state,
      to_state: order.state,
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
      from: order.state,
      to: order.state,
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
}

function voucherWords(before: string, after: string): string | undefined {
  if (before === after) return undefined;
  if (after === '') return 'Your voucher was revoked.';
  return before === ''
    ? `You were granted a voucher. Its id is ${after}`
    : `Your voucher was replaced. Its id is ${after}`;
}
