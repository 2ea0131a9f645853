import { z } from 'zod';
import { HOUR, later } from '#kernel/clock';
import { json, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { AnyJob } from '#kernel/jobs';
import type { Reaction } from '#kernel/outbox';
import { changeStep, stopRun } from './advance-run.ts';
import { callWebhook } from './call-webhook.ts';
import { prepareStep, StepFailure } from './prepare-step.ts';
import { lockStep, type ProceduresContext, type StepPlace } from './procedure-context.ts';
import { afterTry, type Outcome } from './procedure-machine.ts';
import { claimDue, expiredSteps, type StepRow } from './sql-procedure-store.ts';

const queue = 'ordering.run-procedures';

/** Runs the steps that are due; asked for by what happens to procedures, and every minute for what waits or was left behind. */
export function runProceduresJob(context: ProceduresContext): AnyJob {
  return {
    name: queue,
    summary: 'Runs the steps of procedures that give access, tries failed calls again and ends waiting in vain',
    schema: z.object({}),
    retryLimit: 0,
    deadlineSeconds: 900,
    cron: '* * * * *',
    run: () => runProcedures(context),
  };
}

export const runProceduresReaction: Reaction = {
  name: 'ordering.run-procedures',
  on: ['ordering.procedure_started', 'ordering.procedure_changed'],
  job: () => ({ queue, data: {} }),
};

/** Runs every step that is due now, of any run, until none is. Any number of processes may do so at the same time. */
export async function runProcedures(context: ProceduresContext): Promise<void> {
  const { database, clock } = context.kernel;
  for (const step of await expiredSteps(database.read(), clock.now())) await expire(context, step);
  for (;;) {
    const due = await claimDue(database.read(), clock.now());
    if (due.length === 0) return;
    await Promise.all(due.map((step) => tryOnce(context, step)));
  }
}

/** The step as it was taken, with the order locked; undefined where another has it, or it is over, since. */
async function stillOurs(tx: Tx, claimed: StepRow): Promise<StepPlace | undefined> {
  const place = await lockStep(tx, claimed.run_id, claimed.id);
  const { step, run } = place ?? {};
  const isOurs = step?.state === 'running' && step.attempts === claimed.attempts && step.round === claimed.round;
  return isOurs && run?.state === 'running' ? place : undefined;
}

async function tryOnce(context: ProceduresContext, claimed: StepRow): Promise<void> {
  const { database, outward, logger } = context.kernel;
  let outcome: Outcome;
  try {
    const call = await database.transact(async (tx) => {
      const place = await stillOurs(tx, claimed);
      if (!place) return undefined;
      if (place.order.state === 'approved') return prepareStep(tx, context, place);
      await stopRun(tx, context, place.order, place.run, 'the order is approved no more');
      return undefined;
    });
    if (!call) return;
    outcome = await callWebhook(outward, call);
  } catch (error) {
    outcome = failureOf(error);
    if (!(error instanceof AppError) && !(error instanceof StepFailure))
      logger.warn({ err: error, step: claimed.id }, 'step of a procedure broke');
  }
  const became = outcome;
  await database.transact((tx) => record(tx, context, claimed, became));
}

function failureOf(error: unknown): Outcome {
  if (error instanceof StepFailure) return { is: 'failed', reason: error.message, temporary: error.temporary };
  if (error instanceof AppError)
    return {
      is: 'failed',
      reason: error.message,
      temporary: error.kind === 'unavailable' || error.kind === 'conflict',
    };
  return { is: 'failed', reason: 'Something broke on our side; the log of the server says what', temporary: true };
}

async function record(tx: Tx, context: ProceduresContext, claimed: StepRow, outcome: Outcome): Promise<void> {
  const place = await stillOurs(tx, claimed);
  if (!place) return;
  const { definition, attempts } = place.step;
  const now = context.kernel.clock.now();
  const { state, wait } = afterTry(outcome, attempts);
  const reason = outcome.is === 'failed' ? outcome.reason : null;
  await changeStep(
    tx,
    context,
    place,
    {
      state,
      claimed_until: null,
      next_at: wait === null ? null : later(now, wait),
      expires_at: state === 'waiting_answer' ? later(now, definition.limitHours * HOUR) : null,
      failure: reason,
      answer: outcome.is === 'failed' ? null : outcome.answer,
      ...(outcome.is === 'done' ? { results: json(outcome.results) as never } : {}),
    },
    { told: toldOf(definition.name, state, reason) },
  );
}

function toldOf(name: string, state: string, reason: string | null): string | null {
  if (state === 'done') return `${name}: done`;
  if (state === 'waiting_answer') return `${name}: called, and waits for the answer`;
  return state === 'failed' ? `${name}: failed, and the procedure is stuck. ${reason ?? ''}`.trim() : null;
}

async function expire(context: ProceduresContext, expired: StepRow): Promise<void> {
  await context.kernel.database.transact(async (tx) => {
    const place = await lockStep(tx, expired.run_id, expired.id);
    if (!place || place.step.state !== expired.state || place.step.expires_at !== expired.expires_at) return;
    const { definition } = place.step;
    const failure = `Nobody answered within ${definition.limitHours} hours`;
    await changeStep(
      tx,
      context,
      place,
      { state: 'failed', expires_at: null, failure },
      { told: toldOf(definition.name, 'failed', failure) },
    );
  });
}
