import { resultsOf } from '#contracts/catalogue/procedure';
import { allow, refuse, require, type Actor, type Decision } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { findOrder } from '../orders/load-order.ts';
import { mayWorkOrder, type OrderRelation } from '../orders/order-access.ts';
import type { Deed } from '../orders/order.ts';
import { orderByNumber } from '../orders/sql-order-store.ts';
import { begun, changeStep } from './advance-run.ts';
import { isDoer } from './doers.ts';
import { lockStep, type ProceduresContext, type StepPlace } from './procedure-context.ts';
import { stepRefusal, type StepAction } from './procedure-machine.ts';
import { newestRun, type StepRow } from './sql-procedure-store.ts';

export interface StepInput {
  readonly action: StepAction;
  readonly note: string;
  readonly results: Readonly<Record<string, string>>;
}

/** Whether somebody may do this with a step: the desk keeps procedures going, whoever was asked does and decides. */
export function mayActOnStep(
  actor: Actor,
  relation: OrderRelation | undefined,
  step: Pick<StepRow, 'state' | 'doers' | 'definition'>,
  action: StepAction,
): Decision {
  const works = relation
    ? mayWorkOrder(actor, relation)
    : refuse('procedure_step_forbidden', 'Only the desk can do this');
  const asked = step.state === 'waiting_person' && isDoer(actor, step.doers);
  switch (action) {
    case 'retry':
    case 'skip':
      return works.allowed ? allow : refuse('procedure_step_forbidden', works.reason);
    case 'complete':
      if (works.allowed || (asked && step.definition.kind === 'task')) return allow;
      return refuse('procedure_step_forbidden', 'Only whoever was asked, and the group of the order, can do this');
    case 'approve':
    case 'reject':
      return asked ? allow : refuse('procedure_step_forbidden', 'Only whoever was asked approves or rejects this');
  }
}

/** Does something with a step for a person: tries again, skips, reports done, approves, rejects. */
export const actOnStep =
  (context: ProceduresContext) =>
  (actor: Actor, number: number, stepId: string, input: StepInput): Promise<void> =>
    context.kernel.database.transact(async (tx) => {
      const loaded = await findOrder(tx, actor, number, { lock: true });
      const place = await placeOf(tx, number, stepId);
      // Somebody who was asked need not see the order; to everybody else there is nothing here.
      if (!place || (!loaded && !isDoer(actor, place.step.doers))) throw notFound(`step ${stepId} of order ${number}`);
      const { step } = place;
      require(mayActOnStep(actor, loaded?.relation, step, input.action));
      const { definition } = step;
      const refusal =
        place.run.state === 'stopped'
          ? 'The procedure was stopped'
          : stepRefusal(input.action, { ...step, kind: definition.kind });
      if (refusal !== undefined) throw new AppError('refused', 'procedure_step_refused', refusal);
      const works = loaded !== undefined && mayWorkOrder(actor, loaded.relation).allowed;
      const deed: Deed = { byId: actor.id, byName: actor.name, byRole: works ? 'shifter' : 'provider' };
      await perform(tx, context, place, input, deed);
      await context.kernel.audit(tx, {
        actor,
        action: `ordering.procedure_${input.action}`,
        target: `order:${number}`,
        details: { step: definition.name, note: input.note },
      });
    });

async function placeOf(tx: Tx, number: number, stepId: string): Promise<StepPlace | undefined> {
  const order = await orderByNumber(tx, number);
  const run = order && (await newestRun(tx, order.id));
  return run && lockStep(tx, run.id, stepId);
}

async function perform(
  tx: Tx,
  context: ProceduresContext,
  place: StepPlace,
  { action, note, results }: StepInput,
  deed: Deed,
): Promise<void> {
  const { step } = place;
  const { name } = step.definition;
  const now = context.kernel.clock.now();
  const ended = { next_at: null, claimed_until: null, expires_at: null, note, by_id: deed.byId, by_name: deed.byName };
  const because = note === '' ? '' : `: ${note}`;
  switch (action) {
    case 'retry': {
      if (step.state === 'running' && step.claimed_until !== null && step.claimed_until > now)
        throw new AppError('refused', 'procedure_step_refused', 'It is being tried right now');
      const changes = { ...begun(now), round: step.round + 1, answer: null };
      return changeStep(tx, context, place, changes, { told: `had the step "${name}" tried again`, deed });
    }
    case 'skip':
      return changeStep(
        tx,
        context,
        place,
        { ...ended, state: 'skipped' },
        { told: `skipped the step "${name}"${because}`, deed },
      );
    case 'complete':
      return changeStep(
        tx,
        context,
        place,
        { ...ended, state: 'done', failure: null, results: json(givenResults(step, results)) as never },
        { told: `reported the step "${name}" done${because}`, deed },
      );
    case 'approve':
      return changeStep(
        tx,
        context,
        place,
        { ...ended, state: 'done' },
        { told: `approved "${name}"${because}`, deed },
      );
    case 'reject':
      return changeStep(
        tx,
        context,
        place,
        { ...ended, state: 'failed', failure: `${deed.byName} rejected it${because}` },
        { told: `rejected "${name}"${because}. The procedure is stuck`, deed },
      );
  }
}

/** The values that later steps need, all of them and no other. */
function givenResults(step: StepRow, given: Readonly<Record<string, string>>): Record<string, string> {
  const wanted = resultsOf(step.definition).map(({ name }) => name);
  const faults = [
    ...wanted
      .filter((name) => (given[name] ?? '').trim() === '')
      .map((name) => ({ path: `results.${name}`, message: 'Give the value: later steps need it' })),
    ...Object.keys(given)
      .filter((name) => !wanted.includes(name))
      .map((name) => ({ path: `results.${name}`, message: 'The step gives no such value' })),
  ];
  if (faults.length > 0) throw invalid('invalid_request', faults);
  return Object.fromEntries(wanted.map((name) => [name, given[name] ?? '']));
}
