import { createHmac } from 'node:crypto';
import type { Tx } from '#kernel/database';
import type { OrderRow } from '../orders/order.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { runById, stepsOf, type RunRow, type StepRow } from './sql-procedure-store.ts';

/** What use cases of procedures work with besides the rest: the key from which the secrets of answer addresses are derived. */
export interface ProceduresContext extends OrderingContext {
  readonly linkSecret: string;
}

/** A step with everything around it, the order locked. */
export interface StepPlace {
  readonly order: OrderRow;
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
  readonly step: StepRow;
}

/** Locks the order of a run and reads it with all its steps: whoever changes a step holds this lock. */
export async function lockStep(tx: Tx, runId: string, stepId: string): Promise<StepPlace | undefined> {
  const found = await runById(tx, runId);
  const order = found && (await orderById(tx, found.order_id, true));
  const run = order && (await runById(tx, runId));
  if (!run) return undefined;
  const steps = await stepsOf(tx, runId);
  const step = steps.find(({ id }) => id === stepId);
  return step && { order, run, steps, step };
}

/**
 * The secret of the address to which an answer is called back: 256 bits that are derived and kept nowhere, so that a call
 * tried again names the same address while the database holds only its hash.
 */
export function answerToken(linkSecret: string, step: Pick<StepRow, 'id' | 'round'>): string {
  return createHmac('sha256', linkSecret)
    .update(JSON.stringify(['procedure-answer', step.id, step.round]))
    .digest('base64url');
}
