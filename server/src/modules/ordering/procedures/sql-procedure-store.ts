import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { ProcedureStep } from '#contracts/catalogue/procedure';
import { later, MINUTE, type Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { listFacts, defaultValue, type OrderRow } from '../orders/order.ts';
import { sharesOf } from '../orders/sql-order-store.ts';
import { tables, type OrderingTables } from '../tables.ts';

type StepsTable = OrderingTables['ordering.procedure_steps'];
export type StepRow = Selectable<StepsTable>;
export type RunRow = Selectable<OrderingTables['ordering.procedure_runs']>;

/** A call takes at most a minute; whoever holds a step longer than this was killed, and another takes it up. */
const claimMilliseconds = 3 * MINUTE;
const sideBySide = 8;

/** The newest run of an order. */
export async function newestRun(read: Read, orderId: string): Promise<RunRow | undefined> {
  return tables(read)
    .selectFrom('ordering.procedure_runs')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function runById(read: Read, id: string): Promise<RunRow | undefined> {
  return tables(read).selectFrom('ordering.procedure_runs').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function stepsOf(read: Read, runId: string): Promise<StepRow[]> {
  return tables(read)
    .selectFrom('ordering.procedure_steps')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('place')
    .execute();
}

/** Keeps a run with all its steps, the first of them due now. */
export async function insertRun(
  tx: Tx,
  orderId: string,
  steps: readonly ProcedureStep[],
  now: Instant,
): Promise<RunRow> {
  const run = await tables(tx)
    .insertInto('ordering.procedure_runs')
    .values({ id: nextId(), order_id: orderId, state: 'running', started_at: now, ended_at: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  const rows = steps.map((definition, index): Insertable<StepsTable> => ({
    id: nextId(),
    run_id: run.id,
    place: index + 1,
    definition: json(definition) as never,
    state: index === 0 ? 'running' : 'waiting',
    since: now,
    next_at: index === 0 ? now : null,
    claimed_until: null,
    expires_at: null,
    sent: null,
    answer: null,
    failure: null,
    by_id: null,
    by_name: null,
  }));
  await tables(tx).insertInto('ordering.procedure_steps').values(rows).execute();
  return run;
}

export async function saveStep(tx: Tx, id: string, changes: Updateable<StepsTable>): Promise<void> {
  await tables(tx).updateTable('ordering.procedure_steps').set(changes).where('id', '=', id).execute();
}

export async function saveRun(
  tx: Tx,
  id: string,
  changes: Updateable<OrderingTables['ordering.procedure_runs']>,
): Promise<void> {
  await tables(tx).updateTable('ordering.procedure_runs').set(changes).where('id', '=', id).execute();
}

/**
 * Shows on the order where its procedure stands. The version stays: what somebody is about to save of the order is not
 * made stale by it.
 */
export async function markOrder(tx: Tx, order: OrderRow, procedure: OrderRow['procedure']): Promise<void> {
  const shares = await sharesOf(tx, order.id);
  const marked = { ...order, procedure };
  const value = procedure === 'stuck' ? 'procedure stuck' : defaultValue(order.state, shares);
  await tables(tx)
    .updateTable('ordering.orders')
    .set({ procedure, ...(order.state === 'approved' ? { ...listFacts(marked, shares), value } : {}) })
    .where('id', '=', order.id)
    .execute();
}

/** Takes steps that are due, and those whose holder was killed, for one try each. */
export async function claimDue(read: Read, now: Instant): Promise<StepRow[]> {
  return tables(read)
    .updateTable('ordering.procedure_steps')
    .set((step) => ({ claimed_until: later(now, claimMilliseconds), attempts: step('attempts', '+', 1) }))
    .where('id', 'in', (due) =>
      due
        .selectFrom('ordering.procedure_steps as due')
        .select('due.id')
        .where('due.state', '=', 'running')
        .where('due.next_at', '<=', now)
        .where((is) => is.or([is('due.claimed_until', 'is', null), is('due.claimed_until', '<', now)]))
        .orderBy('due.next_at')
        .limit(sideBySide)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Steps for which nobody answered in time. */
export async function expiredSteps(read: Read, now: Instant): Promise<StepRow[]> {
  return tables(read)
    .selectFrom('ordering.procedure_steps')
    .selectAll()
    .where('state', 'in', ['waiting_person', 'waiting_answer'])
    .where('expires_at', '<', now)
    .limit(100)
    .execute();
}

/** Keeps the hash of the address that an answer is called back to; the same token is kept once. */
export async function keepAnswerLink(
  tx: Tx,
  link: { tokenHash: string; stepId: string; round: number },
  now: Instant,
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.procedure_answer_links')
    .values({ token_hash: link.tokenHash, step_id: link.stepId, round: link.round, created_at: now, used_at: null })
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .execute();
}

/** The order, run and step that an answer belongs to; undefined for a token that is none. */
export async function answerPlace(read: Read, tokenHash: string) {
  return tables(read)
    .selectFrom('ordering.procedure_answer_links as link')
    .innerJoin('ordering.procedure_steps as step', 'step.id', 'link.step_id')
    .innerJoin('ordering.procedure_runs as run', 'run.id', 'step.run_id')
    .select(['link.step_id', 'link.round', 'link.used_at', 'run.id as run_id', 'run.order_id'])
    .where('link.token_hash', '=', tokenHash)
    .executeTakeFirst();
}

export async function useAnswerLink(tx: Tx, tokenHash: string, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('ordering.procedure_answer_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** Steps that wait for somebody with one of these tags, the oldest first. */
export async function stepsFor(read: Read, tags: readonly string[], limit: number) {
  if (tags.length === 0) return [];
  return tables(read)
    .selectFrom('ordering.procedure_steps as step')
    .innerJoin('ordering.procedure_runs as run', 'run.id', 'step.run_id')
    .innerJoin('ordering.orders as order', 'order.id', 'run.order_id')
    .select([
      'step.id',
      'step.definition',
      'step.since',
      'step.expires_at',
      'order.number',
      'order.service_name',
      'order.group_id',
    ])
    .where('step.state', '=', 'waiting_person')
    .where(sql<boolean>`step.doers && array[${sql.join(tags)}]::text[]`)
    .orderBy('step.since')
    .limit(limit)
    .execute();
}
