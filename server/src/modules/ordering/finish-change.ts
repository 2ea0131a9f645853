import type { Tx } from '#kernel/database';
import { json } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import { appendDesk, orderById, saveOrder } from './sql-order-store.ts';
import type { OrderingContext } from './ordering-context.ts';
import { requestedResources } from '#contracts/ordering/requested-resources';
import { systemDeed } from './order.ts';

/** When a change is delivered, the order it changes runs with the new values and the new end. */
export function finishChange({ kernel }: OrderingContext): Reaction {
  return {
    name: 'ordering.finish-change',
    on: ['ordering.order_delivered'],
    async react(tx: Tx, event) {
      const change = await orderById(tx, String(event.payload['orderId']));
      if (change?.change_of === null || change === undefined) return;
      const order = await orderById(tx, change.change_of, true);
      if (!order || order.state !== 'ready') return;
      const wanted = requestedResources(change.parameters, change.snapshot.labels);
      await saveOrder(tx, order, {
        parameters: json([...change.parameters]),
        requested: json(wanted.amounts),
        ends_on: wanted.endsOn,
        price: change.price === null ? null : json(change.price),
      });
      await appendDesk(tx, kernel.clock, {
        orderId: order.id,
        kind: 'desk',
        text: `runs with the values of change ${change.number}`,
        deed: systemDeed,
      });
    },
  };
}
