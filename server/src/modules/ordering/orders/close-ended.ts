import { sql } from 'kysely';
import { z } from 'zod';
import type { JobDefinition } from '#kernel/jobs';
import { system } from '#kernel/access';
import { cameSo } from './came-so.ts';
import { systemDeed } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { openChange, orderById } from './sql-order-store.ts';
import { tables } from '../tables.ts';
import { moveOrder } from './transition-order.ts';

/** Closes running orders whose end has passed (ordering.md 4.1, the system's edge from ready to closed). */
export function closeEndedOrders(context: OrderingContext): JobDefinition<Record<string, never>> {
  const { kernel } = context;
  return {
    name: 'ordering.close-ended',
    summary: 'Closes running orders whose last day has passed',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 600,
    cron: '10 3 * * *',
    async run() {
      const today = kernel.clock.today();
      const ended = await tables(kernel.database.read())
        .selectFrom('ordering.orders')
        .select('id')
        .where('state', '=', 'ready')
        .where('ends_on', '<', today)
        // What was over before it came here is not news that its customer has to hear of.
        .where(cameSo(sql.ref('ordering.orders.id'), sql`ordering.orders.ends_on`), '=', false)
        .orderBy('number')
        .limit(1000)
        .execute();
      for (const { id } of ended) {
        await kernel.database.transact(async (tx) => {
          const order = await orderById(tx, id, true);
          // An order for which a later end is asked goes on until that is decided.
          if (!order || (await openChange(tx, id))) return;
          if (order.state === 'ready' && order.ends_on !== null && order.ends_on < today) {
            await moveOrder(context)(
              tx,
              order,
              systemDeed,
              { action: 'close', reason: 'The agreed period is over' },
              system,
            );
          }
        });
      }
    },
  };
}
