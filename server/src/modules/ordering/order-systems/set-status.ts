import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { jumpOrder } from '../orders/jump-order.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tellVoucher } from './tell-voucher.ts';

export interface ItemChange {
  readonly status?: { readonly type: OrderState; readonly value: string } | undefined;
  /** Merged into what is there. */
  readonly userSecrets?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes what an order system says of an order that is locked in this transaction: any state, another word for it, secrets
 * of the customer. Another voucher is told to the customer.
 */
export const changeItem =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, deed: Deed, actor: Actor, change: ItemChange): Promise<OrderRow> => {
    const secrets = { ...order.user_secrets, ...change.userSecrets };
    const isOther = Object.entries(secrets).some(([key, value]) => order.user_secrets[key] !== value);
    const jump = {
      to: change.status?.type ?? order.state,
      value: change.status?.value,
      ...(isOther ? { userSecrets: secrets } : {}),
    };
    const saved = await jumpOrder(context)(tx, order, jump, deed, actor);
    const voucher = { before: order.user_secrets['voucher_id'] ?? '', after: secrets['voucher_id'] ?? '' };
    return tellVoucher(context)(tx, saved, voucher, deed, actor);
  };
