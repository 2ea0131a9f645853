import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { writeOmsMessage } from './write-oms-message.ts';

/** Writes the customer, and nobody else, that a voucher was granted, replaced or revoked (ordering.md 2.6); `''` is none. */
export const tellVoucher =
  (context: OrderingContext) =>
  async (
    tx: Tx,
    order: OrderRow,
    { before, after }: { readonly before: string; readonly after: string },
    deed: Deed,
    actor: Actor,
  ): Promise<OrderRow> => {
    if (before === after) return order;
    const { order: told } = await writeOmsMessage(context)(tx, {
      actor,
      order,
      project: { id: order.project_id, number: order.project_number },
      author: { name: deed.byName, email: '', uid: null },
      role: 'provider',
      scope: 'user_direct',
      content: words(before, after),
    });
    return told ?? order;
  };

function words(before: string, after: string): string {
  if (after === '') return 'Your voucher was revoked.';
  return before === ''
    ? `You were granted a voucher. Its id is ${after}`
    : `Your voucher was replaced. Its id is ${after}`;
}
