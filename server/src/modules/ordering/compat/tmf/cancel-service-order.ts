import { z } from 'zod';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import { personId, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { JobDefinition } from '#kernel/jobs';
import { loadOrder } from '../../orders/load-order.ts';
import { rolesOn } from '../../orders/order-access.ts';
import { orderAudience } from '../../orders/order-audience.ts';
import type { OrderRow } from '../../orders/order.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import { moveOrder, registerOrder } from '../../orders/transition-order.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import {
  acceptedCancellation,
  dueCancellations,
  endCancellation,
  insertCancellation,
  type CancellationRow,
} from './sql-tmf-store.ts';

export interface CancellationInput {
  readonly number: number;
  readonly reason: string;
  /** The cancellation takes effect then; at once without it, or when it has passed. */
  readonly at?: string | undefined;
}

type Role = CancellationRow['by_role'];

const defaultReason = 'Cancelled by the program that placed the order';

function roleOf(actor: Actor, relation: Parameters<typeof rolesOn>[1]): Role {
  const role = rolesOn(actor, relation).find((held) => held === 'customer' || held === 'shifter');
  if (role !== 'customer' && role !== 'shifter')
    throw new AppError('forbidden', 'order_transition_forbidden', 'You may read this order, but not cancel it');
  return role;
}

/** Ends an order as its customer, or as the desk; what can only be cancelled once it is on the desk is put there first. */
async function end(
  tx: Tx,
  context: OrderingContext,
  order: OrderRow,
  { actor, role, reason }: { actor: Actor; role: Role; reason: string },
): Promise<void> {
  const input = { action: role === 'customer' ? 'cancel' : 'close', reason: reason || defaultReason } as const;
  const deed = { byId: actor.id, byName: actor.name, byRole: role };
  await moveOrder(context)(tx, await registerOrder(context)(tx, order), deed, input, actor);
}

/** Cancels at once, for a PATCH that sets the state; refuses as the order page would. */
export const cancelNow = (context: OrderingContext) => (actor: Actor, number: number) =>
  context.kernel.database.transact(async (tx) => {
    const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
    await end(tx, context, order, { actor, role: roleOf(actor, relation), reason: '' });
  });

async function tell(tx: Tx, { kernel }: OrderingContext, order: OrderRow, task: CancellationRow, what: string) {
  await kernel.publish(tx, {
    type: `ordering.cancellation_${what}`,
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, cancellationId: task.id, state: task.state },
    audience: await orderAudience(tx, order),
  });
}

/**
 * Takes a cancellation as a task: done at once, kept for a later moment, or ended with the reason why the order cannot
 * be cancelled any more.
 */
export const requestCancellation =
  (context: OrderingContext) =>
  (actor: Actor, { number, reason, at }: CancellationInput): Promise<CancellationRow> =>
    context.kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      const role = roleOf(actor, relation);
      const now = context.kernel.clock.now();
      const base = { order_id: order.id, reason, by_id: personId(actor), by_role: role, created_at: now };
      const requested = { requested_at: at ?? null };
      if (finalOrderStates.includes(order.state)) {
        const failure = `Order ${number} is over already`;
        const task = await insertCancellation(tx, { ...base, ...requested, state: 'terminatedWithError', failure });
        await tell(tx, context, order, task, 'requested');
        return task;
      }
      if (at !== undefined && Date.parse(at) > Date.parse(now)) {
        const task = await insertCancellation(tx, { ...base, ...requested, state: 'accepted' });
        await tell(tx, context, order, task, 'requested');
        return task;
      }
      const task = await insertCancellation(tx, { ...base, ...requested, state: 'done', effective_at: now });
      await tell(tx, context, order, task, 'requested');
      await end(tx, context, order, { actor, role, reason });
      await tell(tx, context, order, task, 'ended');
      return task;
    });

/** Cancels the orders whose asked-for moment has come. */
export function cancelDueOrders(context: OrderingContext): JobDefinition<Record<string, never>> {
  const { database, clock } = context.kernel;
  return {
    name: 'ordering.cancel-due',
    summary: 'Cancels orders at the moment that their customers asked for',
    schema: z.object({}).strict(),
    retryLimit: 3,
    deadlineSeconds: 300,
    cron: '*/5 * * * *',
    async run() {
      for (const id of await dueCancellations(database.read(), clock.now()))
        await database.transact((tx) => cancelDue(tx, context, id));
    },
  };
}

async function cancelDue(tx: Tx, context: OrderingContext, id: string): Promise<void> {
  const task = await acceptedCancellation(tx, id);
  const order = task && (await orderById(tx, task.order_id, true));
  if (!order) return;
  const actor = await context.ports.actors.of(tx, task.by_id);
  const over = finalOrderStates.includes(order.state);
  const failure = over
    ? `Order ${order.number} was over before`
    : actor
      ? null
      : 'Whoever asked for it has no account any more';
  if (actor && !over) await end(tx, context, order, { actor, role: task.by_role, reason: task.reason });
  const ended = await endCancellation(tx, id, {
    state: failure === null ? 'done' : 'terminatedWithError',
    effective_at: failure === null ? context.kernel.clock.now() : null,
    failure,
  });
  await tell(tx, context, order, ended, 'ended');
}
