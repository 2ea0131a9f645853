import type { Tx } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import { refreshLines } from '../bundles/refresh-lines.ts';
import { deskTags } from '../orders/order-audience.ts';
import { listFacts, type OrderRow } from '../orders/order.ts';
import { orderById, sharesOf } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { LevelRow } from './approval-level.ts';
import { tables } from '../tables.ts';
import { levelsOf, updateLevel } from './sql-level-store.ts';

/** Tags of those who are asked in a level. */
export function approverTags({ approvers }: Pick<LevelRow, 'approvers'>): string[] {
  return approvers.flatMap(({ kind, id, deputies }) => [
    kind === 'person' ? `person:${id}` : `shifter@group:${id}`,
    ...deputies.map((deputy) => `person:${deputy}`),
  ]);
}

/** Keeps with an order which level is asked, and so for whom lists say that it waits; its version stays, for nobody's input rests on it. */
export async function noteAskedLevel(tx: Tx, orderId: string): Promise<void> {
  const asked = (await levelsOf(tx, orderId)).find(({ level }) => level.state === 'asked');
  const order = await orderById(tx, orderId);
  if (!order) return;
  const noted = { ...order, asked_level: asked?.level.name ?? null };
  const { waiting_for, waiting_why } = listFacts(noted, await sharesOf(tx, orderId));
  await tables(tx)
    .updateTable('ordering.orders')
    .set({ asked_level: noted.asked_level, waiting_for, waiting_why })
    .where('id', '=', orderId)
    .execute();
  if (order.line_count > 0 || order.parent_id !== null) await refreshLines(tx, order.parent_id ?? order.id);
}

/** Asks the first level of an order that nobody was asked in, unless another one waits for its answer. */
export async function askNextLevel({ kernel }: OrderingContext, tx: Tx, order: OrderRow): Promise<void> {
  const levels = await levelsOf(tx, order.id);
  const open = levels.find(({ level }) => level.state !== 'approved' && level.state !== 'bypassed');
  if (open?.level.state !== 'waiting') return;
  const { level } = open;
  await updateLevel(tx, level.id, { state: 'asked', asked_at: kernel.clock.now() });
  await noteAskedLevel(tx, order.id);
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
        await noteAskedLevel(tx, order.id);
      }
      await askNextLevel(context, tx, order);
    },
  };
}
