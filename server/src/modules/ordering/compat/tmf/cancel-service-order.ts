import { z } from 'zod';
import { settledLineStates } from '#contracts/ordering/bundles';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import { personId, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { JobDefinition } from '#kernel/jobs';
import { rolesOn } from '../../orders/order-access.ts';
import { orderAudience } from '../../orders/order-audience.ts';
import type { OrderRow } from '../../orders/order.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import { moveOrder, registerOrder } from '../../orders/transition-order.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { loadServiceOrder, lockLines } from './load-service-order.ts';
import { linesOf } from './sql-tmf-orders.ts';
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

/**
 * Which orders a cancellation ends: all that are not settled yet; where all are, those in use. What is over, or in use
 * while others are open, stays as it is (ordering.md 4.2).
 */
function toEnd<Line extends Pick<OrderRow, 'state'>>(lines: readonly Line[]): Line[] {
  const open = lines.filter(({ state }) => !settledLineStates.includes(state));
  return open.length > 0 ? open : lines.filter(({ state }) => !finalOrderStates.includes(state));
}

/**
 * Ends the orders of a service order as their customer, or as the desk, all or none; what can only be cancelled once it
 * is on the desk is put there first. The lines of a bundle end in one deed, of which one mail tells.
 */
async function end(
  tx: Tx,
  context: OrderingContext,
  lines: readonly OrderRow[],
  { actor, role, reason }: { actor: Actor; role: Role; reason: string },
): Promise<void> {
  const input = { action: role === 'customer' ? 'cancel' : 'close', reason: reason || defaultReason } as const;
  const deed = { byId: actor.id, byName: actor.name, byRole: role };
  const ended = toEnd(lines);
  for (const order of ended) {
    const root = ended.find(({ id }) => id === order.parent_id);
    const further = ended.filter(({ parent_id: parent }) => parent === order.id).map(({ number }) => number);
    const together = { ...(root ? { with: root.number } : {}), ...(further.length > 0 ? { also: further } : {}) };
    await moveOrder(context)(tx, await registerOrder(context)(tx, order), deed, input, actor, together);
  }
}

/** The orders of a service order, locked, and the role in which the actor may end each of them. */
async function endedBy(tx: Tx, actor: Actor, number: number) {
  const { order } = await loadServiceOrder(tx, actor, number, { lock: true });
  const lines = await lockLines(tx, actor, order.id);
  const [role = 'customer'] = toEnd(lines.map((line) => ({ ...line, state: line.order.state }))).map(({ relation }) =>
    roleOf(actor, relation),
  );
  return { order, lines: lines.map((line) => line.order), role };
}

/** Cancels at once, for a PATCH that sets the state; refuses as the order page would. */
export async function cancelNow(tx: Tx, context: OrderingContext, actor: Actor, number: number): Promise<void> {
  const { lines, role } = await endedBy(tx, actor, number);
  if (toEnd(lines).length === 0)
    throw new AppError('refused', 'order_transition_refused', `Order ${number} is over already`);
  await end(tx, context, lines, { actor, role, reason: '' });
}

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
      const { order, lines, role } = await endedBy(tx, actor, number);
      const now = context.kernel.clock.now();
      const base = { order_id: order.id, reason, by_id: personId(actor), by_role: role, created_at: now };
      const requested = { requested_at: at ?? null };
      if (toEnd(lines).length === 0) {
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
      await end(tx, context, lines, { actor, role, reason });
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
  const lines = await linesOf(tx, order.id, true);
  const over = toEnd(lines).length === 0;
  const failure = over
    ? `Order ${order.number} was over before`
    : actor
      ? null
      : 'Whoever asked for it has no account any more';
  if (actor && !over) await end(tx, context, lines, { actor, role: task.by_role, reason: task.reason });
  const ended = await endCancellation(tx, id, {
    state: failure === null ? 'done' : 'terminatedWithError',
    effective_at: failure === null ? context.kernel.clock.now() : null,
    failure,
  });
  await tell(tx, context, order, ended, 'ended');
}
