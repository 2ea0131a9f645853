import { mailFailed } from '#kernel/mail';
import type { Reaction } from '#kernel/outbox';
import { systemDeed } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addressesOf } from '../shares/share-access.ts';
import { appendDesk, orderByNumber, sharesOf } from './sql-order-store.ts';
import { saveShare } from '../shares/sql-share-store.ts';

/** A mail about an order that cannot be delivered is told to the desk, and marks the share whose contact does not get it. */
export function noteUndelivered({ kernel }: OrderingContext): Reaction {
  return {
    name: 'ordering.note-undelivered',
    on: [mailFailed],
    async react(tx, { payload }) {
      const number = /^order:(\d+)$/.exec(String(payload['about']))?.[1];
      const order = number === undefined ? undefined : await orderByNumber(tx, Number(number), true);
      if (!order) return;
      const to = String(payload['to']);
      const waiting = (await sharesOf(tx, order.id)).filter(
        ({ state, contact_email: contact }) => state === 'sent' && addressesOf(contact).includes(to),
      );
      for (const share of waiting) await saveShare(tx, share, { undelivered_to: to });
      await appendDesk(tx, kernel.clock, {
        orderId: order.id,
        text: `could not deliver the mail "${String(payload['subject'])}" to ${to}: ${String(payload['failure'])}`,
        deed: systemDeed,
      });
      await kernel.publish(tx, {
        type: 'ordering.mail_undelivered',
        aggregate: `order:${order.number}`,
        payload: { orderId: order.id, orderNumber: order.number, to },
        audience: ['role:shifter', 'role:sla-coordinator'],
      });
    },
  };
}
