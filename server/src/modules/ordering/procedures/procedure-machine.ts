import type { ProcedureState, ProcedureStepState } from '#contracts/ordering/procedures';
import { MINUTE } from '#kernel/clock';

/** Waits before the second to the fifth try of a call: five tries within an hour (ordering.md 3.4). */
export const retryWaits = [MINUTE, 4 * MINUTE, 15 * MINUTE, 40 * MINUTE] as const;

/** States in which it is the turn of a step. */
export const activeStates: readonly ProcedureStepState[] = ['running', 'waiting_person', 'waiting_answer', 'failed'];
export const settledStates: readonly ProcedureStepState[] = ['done', 'skipped'];

/** What became of one try of a step. */
export type Outcome =
  | { readonly is: 'done'; readonly results: Readonly<Record<string, unknown>>; readonly answer: string | null }
  | { readonly is: 'awaiting_answer'; readonly answer: string | null }
  | { readonly is: 'failed'; readonly reason: string; readonly temporary: boolean };

/** The state of a step after one try, and how long it waits for the next; a call that cannot be made is tried five times. */
export function afterTry(outcome: Outcome, attempts: number): { state: ProcedureStepState; wait: number | null } {
  switch (outcome.is) {
    case 'done':
      return { state: 'done', wait: null };
    case 'awaiting_answer':
      return { state: 'waiting_answer', wait: null };
    case 'failed': {
      const wait = outcome.temporary ? retryWaits[attempts - 1] : undefined;
      return wait === undefined ? { state: 'failed', wait: null } : { state: 'running', wait };
    }
  }
}

/** Where a run stands that was not stopped: stuck as long as a step has failed, done once all are behind it. */
export function runStateOf(steps: readonly ProcedureStepState[]): Exclude<ProcedureState, 'stopped'> {
  if (steps.includes('failed')) return 'stuck';
  return steps.every((state) => settledStates.includes(state)) ? 'done' : 'running';
}

export type StepAction = 'retry' | 'skip' | 'complete' | 'approve' | 'reject';

/** Whether an action fits the state and kind of a step; the reason where it does not. */
export function stepRefusal(
  action: StepAction,
  step: { readonly state: ProcedureStepState; readonly kind: string },
): string | undefined {
  if (step.state === 'waiting') return 'The steps before it come first';
  if (settledStates.includes(step.state)) return 'The step is behind the order already';
  switch (action) {
    case 'retry':
      return step.state === 'waiting_person' ? 'A person is being asked: nothing can be tried again' : undefined;
    case 'skip':
    case 'complete':
      return undefined;
    case 'approve':
    case 'reject':
      return step.kind === 'approval' && step.state === 'waiting_person'
        ? undefined
        : 'Nothing waits for an approval here';
  }
}
