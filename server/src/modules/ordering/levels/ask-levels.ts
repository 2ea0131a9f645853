import type { Tx } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { LevelRow } from './approval-level.ts';
import { levelsOf, updateLevel } from './sql-level-store.ts';

/** Tags of those who are asked in a level. */
export function approverTags({ approvers }: Pick<LevelRow, 'approvers'>): string[] {
  return approvers.flatMap(({ kind, id, deputies }) => [
    kind === 'person' ? `person:${id}` : `shifter@group:${id}`,
    ...deputies.map((deputy) => `person:${deputy}`),
  ]);
}

/** Asks the first level of an order that nobody was asked in, unless another one waits for its answer. */
export async function askNextLevel({ kernel }: OrderingContext, tx: Tx, order: OrderRow): Promise<void> {
  const levels = await levelsOf(tx, order.id);
  const open = levels.find(({ level }) => level.state !== 'approved' && level.state !== 'bypassed');
  if (open?.level.state !== 'waiting') return;
  const { level } = open;
  await updateLevel(tx, level.id, { state: 'asked', asked_at: kernel.clock.now() });
  await kernel.publish(tx, {
    type: 'ordering.approval_asked',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, position: level.position },
    audience: [...deskTags, ...approverTags(level)],
  });
}

/** The approvers are asked when a shifter has taken the order; an order that is re-opened asks all of them anew. */
export function askLevels(context: OrderingContext): Reaction {
  return {
    name: 'ordering.ask_levels',
    on: ['ordering.order_taken', 'ordering.order_reopened'],
    async react(tx, event) {
      const order = await orderById(tx, String(event.payload['orderId']), true);
      if (order?.state !== 'in_progress') return;
      if (event.type === 'ordering.order_reopened') {
        for (const { level } of await levelsOf(tx, order.id)) {
          const again = {
            state: 'waiting',
            asked_at: null,
            decided_at: null,
            reason: '',
            round: level.round + 1,
          } as const;
          await updateLevel(tx, level.id, again);
        }
      }
      await askNextLevel(context, tx, order);
    },
  };
}
