import type { Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../ordering-context.ts';
import { tables } from '../tables.ts';

const events = [
  'ordering.desk_changed',
  'ordering.note_written',
  'ordering.message_edited',
  'ordering.message_hidden',
  'ordering.order_reworded',
  'ordering.voucher_changed',
  'ordering.share_prepared',
];

/** Notes when something was done to an order that neither its state nor a message tells: foreign clients ask for what changed lately. */
export function touchOrders({ kernel: { clock } }: OrderingContext): Reaction {
  return {
    name: 'ordering.touch',
    on: events,
    async react(tx, event) {
      const orderId = event.payload['orderId'];
      if (typeof orderId !== 'string') return;
      await tables(tx)
        .updateTable('ordering.orders')
        .set({ changed_at: clock.now() })
        .where('id', '=', orderId)
        .execute();
    },
  };
}
