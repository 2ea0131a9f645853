import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { tellVoucher } from '../order-systems/tell-voucher.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { deskTags } from './order-audience.ts';
import type { Deed, OrderRow } from './order.ts';
import { appendDesk, saveOrder } from './sql-order-store.ts';

/** Grants, changes or revokes (null) the voucher of an order that is locked in this transaction. */
export const setVoucher =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, id: string | null, deed: Deed, actor: Actor): Promise<OrderRow> => {
    const { kernel } = context;
    const before = order.voucher?.id ?? null;
    if (before === id) return order;
    const voucher = { requested: order.voucher?.requested ?? id !== null, id };
    const saved = await saveOrder(tx, order, { voucher: json(voucher) });
    const text = id === null ? 'revoked the voucher' : before === null ? 'granted a voucher' : 'changed the voucher';
    await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed });
    await kernel.publish(tx, {
      type: 'ordering.voucher_changed',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number, from: before, to: id, byId: deed.byId },
      audience: deskTags,
    });
    await kernel.audit(tx, { actor, action: 'ordering.voucher', target: `order:${order.number}` });
    return tellVoucher(context)(tx, saved, { before: before ?? '', after: id ?? '' }, deed, actor);
  };
