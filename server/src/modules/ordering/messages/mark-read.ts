import { personId, type Actor } from '#kernel/access';
import { loadOrder } from '../orders/load-order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tables } from '../tables.ts';

/** Remembers that the actor has read the conversation; the mark of new messages goes for their side. */
export const markRead =
  ({ kernel }: OrderingContext) =>
  (actor: Actor, number: number): Promise<void> =>
    kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number);
      await tables(tx)
        .insertInto('ordering.reads')
        .values({ person_id: personId(actor), order_id: order.id, at: kernel.clock.now() })
        .onConflict((conflict) => conflict.columns(['person_id', 'order_id']).doUpdateSet({ at: kernel.clock.now() }))
        .execute();
      const seen = {
        ...(relation.projectRight === undefined ? {} : { customer_unread: 0 }),
        ...(mayWorkOrder(actor, relation).allowed ? { desk_unread: 0 } : {}),
      };
      if (Object.keys(seen).length > 0)
        await tables(tx).updateTable('ordering.orders').set(seen).where('id', '=', order.id).execute();
    });
