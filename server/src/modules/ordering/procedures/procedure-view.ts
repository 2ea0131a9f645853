import { resultsOf } from '#contracts/catalogue/procedure';
import type { Action } from '#contracts/kernel/schemas';
import type { ProcedureRun, ProcedureRunStep } from '#contracts/ordering/procedures';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { findOrder } from '../orders/load-order.ts';
import { seesDesk, type OrderRelation } from '../orders/order-access.ts';
import type { OrderRow } from '../orders/order.ts';
import { orderByNumber } from '../orders/sql-order-store.ts';
import { mayActOnStep } from './act-on-step.ts';
import { doerWords, isDoer } from './doers.ts';
import { activeStates, settledStates, stepRefusal, type StepAction } from './procedure-machine.ts';
import { newestRun, stepsOf, type StepRow } from './sql-procedure-store.ts';

/**
 * The procedure of an order as far as its reader may know it: all of it for the desk, states for the contacts of its
 * providers, the count for the customer side, and for whoever was asked something the step that asks.
 */
export async function procedureRunView(read: Read, actor: Actor, number: number): Promise<ProcedureRun> {
  const loaded = await findOrder(read, actor, number);
  const order = loaded?.order ?? (await orderByNumber(read, number));
  if (!order) throw notFound(`order ${number}`);
  const run = await newestRun(read, order.id);
  const steps = run ? await stepsOf(read, run.id) : [];
  const isAsked = steps.some((step) => step.state === 'waiting_person' && isDoer(actor, step.doers));
  if (!loaded && !isAsked) throw notFound(`order ${number}`);
  const desk = loaded !== undefined && seesDesk(actor);
  const seesSteps = desk || isAsked || (loaded?.relation.sites.length ?? 0) > 0;
  return {
    order: order.number,
    service: order.service_name,
    state: run?.state ?? null,
    startedAt: run?.started_at ?? null,
    total: steps.length,
    done: steps.filter(({ state }) => settledStates.includes(state)).length,
    steps: seesSteps ? steps.map((step) => stepView(step, { order, actor, relation: loaded?.relation, desk })) : [],
  };
}

interface Reader {
  readonly order: OrderRow;
  readonly actor: Actor;
  readonly relation: OrderRelation | undefined;
  readonly desk: boolean;
}

function stepView(step: StepRow, { order, actor, relation, desk }: Reader): ProcedureRunStep {
  const { definition } = step;
  const isAsked = step.state === 'waiting_person' && isDoer(actor, step.doers);
  const inside = <T>(value: T, otherwise: T): T => (desk ? value : otherwise);
  return {
    id: step.id,
    place: step.place,
    name: definition.name,
    kind: definition.kind,
    state: step.state,
    since: step.since,
    attempts: step.attempts,
    nextAt: step.state === 'running' ? step.next_at : null,
    expiresAt: step.expires_at,
    doer: 'doer' in definition ? inside(doerWords(definition.doer, order), isAsked ? 'you' : null) : null,
    text: desk || isAsked ? step.told : '',
    asks: desk || isAsked ? resultsOf(definition).map(({ name, secret }) => ({ name, secret })) : [],
    sent: inside(step.sent, null),
    answer: inside(step.answer, null),
    failure: inside(step.failure, null),
    results: desk
      ? resultsOf(definition)
          .filter(({ name }) => name in step.results)
          .map(({ name, secret }) => ({ name, value: secret ? null : textOf(step.results[name]) }))
      : [],
    note: inside(step.note, ''),
    by: inside(step.by_name, null),
    actions: actionsOf(step, actor, relation),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const words: Readonly<Record<StepAction, { label: string; effect: string; needs: string[] }>> = {
  retry: { label: 'Try again', effect: 'The step runs now, with the same Idempotency-Key', needs: [] },
  complete: { label: 'Mark done', effect: 'The procedure goes on with the next step', needs: ['note'] },
  skip: { label: 'Skip', effect: 'The procedure goes on without this step', needs: ['reason'] },
  approve: { label: 'Approve', effect: 'The procedure goes on with the next step', needs: [] },
  reject: { label: 'Reject', effect: 'The procedure is stuck until the desk decides', needs: ['reason'] },
};

/** What the reader can do with a step whose turn it is; what is not theirs to do is not offered. */
function actionsOf(step: StepRow, actor: Actor, relation: OrderRelation | undefined): Action[] {
  if (!activeStates.includes(step.state)) return [];
  const { kind } = step.definition;
  const isQuestion = kind === 'approval' && step.state === 'waiting_person';
  const fitting: StepAction[] = isQuestion ? ['approve', 'reject', 'skip'] : ['retry', 'complete', 'skip'];
  return fitting
    .filter((action) => mayActOnStep(actor, relation, step, action).allowed)
    .filter((action) => action !== 'retry' || step.state !== 'waiting_person')
    .map((action) => ({
      action,
      ...words[action],
      refusal: stepRefusal(action, { state: step.state, kind }) ?? null,
      primary: action === 'approve' || (action === 'complete' && step.state === 'waiting_person'),
    }));
}
