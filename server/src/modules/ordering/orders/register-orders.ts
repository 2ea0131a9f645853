import type { Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../ordering-context.ts';
import { orderById } from './sql-order-store.ts';
import { registerOrder } from './transition-order.ts';

/** A placed order appears on the desk by itself, within seconds. */
export function registerOrders(context: OrderingContext): Reaction {
  return {
    name: 'ordering.register',
    on: ['ordering.order_placed'],
    async react(tx, event) {
      const order = await orderById(tx, String(event.payload['orderId']), true);
      if (order) await registerOrder(context)(tx, order);
    },
  };
}
