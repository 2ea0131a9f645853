import type { Updateable } from 'kysely';
import type { Tx } from '#kernel/database';
import { deskTags, orderAudience } from '../orders/order-audience.ts';
import { type Deed, type OrderRow, systemDeed } from '../orders/order.ts';
import { appendDesk } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderingTables } from '../tables.ts';
import type { StepPlace } from './procedure-context.ts';
import { runStateOf } from './procedure-machine.ts';
import { markOrder, saveRun, saveStep, stepsOf, type RunRow } from './sql-procedure-store.ts';

type StepChanges = Updateable<OrderingTables['ordering.procedure_steps']>;

/** What happened to a step; `asks` when a person has to act, `stuck` when it failed for good. */
type Happening = 'changed' | 'asks' | 'stuck';

/** How a step begins: due at once, as if it had never been tried. */
export const begun = (now: string): StepChanges => ({
  state: 'running',
  since: now,
  attempts: 0,
  next_at: now,
  claimed_until: null,
  expires_at: null,
  failure: null,
});

/**
 * Writes what became of a step, begins the next one where it is behind the order, and brings run and order up to date. The
 * caller holds the lock of the order. `told` is the line for the timeline of the desk.
 */
export async function changeStep(
  tx: Tx,
  context: OrderingContext,
  { order, run, step }: StepPlace,
  changes: StepChanges,
  { told, deed = systemDeed }: { told: string | null; deed?: Deed },
): Promise<void> {
  const now = context.kernel.clock.now();
  const since = changes.state === undefined || changes.state === step.state ? {} : { since: now };
  await saveStep(tx, step.id, { ...since, ...changes });
  const after = await stepsOf(tx, run.id);
  const state = runStateOf(after.map((one) => one.state));
  const next = after.find((one) => one.state === 'waiting');
  const isTurn = state === 'running' && after.every((one) => one.state === 'waiting' || isBehind(one.state));
  if (next && isTurn) await saveStep(tx, next.id, begun(now));
  if (state !== run.state) await saveRun(tx, run.id, { state, ended_at: state === 'done' ? now : null });
  if (state !== order.procedure) await markOrder(tx, order, state);
  if (told !== null) await appendDesk(tx, context.kernel.clock, { orderId: order.id, text: told, deed });
  const happening: Happening =
    changes.state === 'failed' ? 'stuck' : changes.state === 'waiting_person' ? 'asks' : 'changed';
  await tellProcedure(tx, context, order, `procedure_${happening}`, {
    stepId: step.id,
    step: step.definition.name,
    state: changes.state ?? step.state,
    doers: changes.doers,
  });
  if (state === 'done') await tellProcedure(tx, context, order, 'procedure_done', {});
}

const isBehind = (state: string) => state === 'done' || state === 'skipped';

/** Ends a run that nobody waits for any more: what was not done is skipped with the reason. */
export async function stopRun(
  tx: Tx,
  context: OrderingContext,
  order: OrderRow,
  run: RunRow,
  why: string,
): Promise<void> {
  const now = context.kernel.clock.now();
  for (const step of await stepsOf(tx, run.id)) {
    if (isBehind(step.state)) continue;
    await saveStep(tx, step.id, { state: 'skipped', since: now, next_at: null, expires_at: null, note: why });
  }
  await saveRun(tx, run.id, { state: 'stopped', ended_at: now });
  await markOrder(tx, order, 'stopped');
  await appendDesk(tx, context.kernel.clock, {
    orderId: order.id,
    text: `stopped the procedure: ${why}`,
    deed: systemDeed,
  });
  await tellProcedure(tx, context, order, 'procedure_stopped', {});
}

/** Publishes what happened to the procedure of an order; never what was sent or answered. */
export async function tellProcedure(
  tx: Tx,
  { kernel }: OrderingContext,
  order: OrderRow,
  type: string,
  { doers, ...payload }: { doers?: readonly string[] | undefined; [key: string]: unknown },
): Promise<void> {
  const audience = [...(await orderAudience(tx, order)), ...(doers ?? [])];
  await kernel.publish(tx, {
    type: `ordering.${type}`,
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, ...payload },
    audience: [...new Set([...deskTags, ...audience])].filter((tag) => !tag.startsWith('mail:')),
  });
}
