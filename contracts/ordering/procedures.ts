import { z } from 'zod';
import { procedureStepKinds } from '../catalogue/procedure.ts';
import { contract } from '../contract.ts';
import { Action, Instant } from '../kernel/schemas.ts';
import { NumberParams } from './schemas.ts';

export const procedureStepStates = [
  'waiting',
  'running',
  'waiting_person',
  'waiting_answer',
  'done',
  'failed',
  'skipped',
] as const;
export type ProcedureStepState = (typeof procedureStepStates)[number];

export const procedureStates = ['running', 'stuck', 'done', 'stopped'] as const;
export type ProcedureState = (typeof procedureStates)[number];

/** Words of the states of a step, in the order of the desk's attention. */
export const procedureStepWords: Readonly<Record<ProcedureStepState, string>> = {
  waiting: 'Waits for its turn',
  running: 'Running',
  waiting_person: 'Waits for a person',
  waiting_answer: 'Waits for an answer',
  done: 'Done',
  failed: 'Failed',
  skipped: 'Skipped',
};

export const ProcedureRunStep = z
  .object({
    id: z.string(),
    place: z.number().int().describe('Counted from 1'),
    name: z.string(),
    kind: z.enum(procedureStepKinds),
    state: z.enum(procedureStepStates),
    since: Instant.describe('Since when it is in this state'),
    attempts: z.number().int(),
    nextAt: Instant.nullable().describe('When it is tried again'),
    expiresAt: Instant.nullable().describe('Until when a person or a callback has to answer'),
    doer: z.string().nullable().describe('Who is asked, in words'),
    text: z.string().describe('What the person is asked; empty for steps without one'),
    asks: z
      .array(z.object({ name: z.string(), secret: z.boolean() }))
      .describe('Values to give when it is done by hand'),
    sent: z.string().nullable().describe('What was sent, secrets hidden'),
    answer: z.string().nullable().describe('What was answered, in short'),
    failure: z.string().nullable(),
    results: z.array(z.object({ name: z.string(), value: z.string().nullable().describe('Null for a secret') })),
    note: z.string(),
    by: z.string().nullable().describe('Who did, approved or skipped it'),
    actions: z.array(Action),
  })
  .meta({ id: 'ProcedureRunStep' });
export type ProcedureRunStep = z.infer<typeof ProcedureRunStep>;

/** How access is being given to what an order asks for. Customers get the counts alone. */
export const ProcedureRun = z
  .object({
    order: z.number().int(),
    service: z.string(),
    state: z.enum(procedureStates).nullable().describe('Null for an order without a procedure'),
    startedAt: Instant.nullable(),
    total: z.number().int(),
    done: z.number().int().describe('How many steps are behind it'),
    steps: z.array(ProcedureRunStep),
  })
  .meta({ id: 'ProcedureRun' });
export type ProcedureRun = z.infer<typeof ProcedureRun>;

const Note = z.string().trim().max(2000);
const stepParams = NumberParams.extend({ step: z.string().max(40) });
const errors = ['procedure_step_forbidden', 'procedure_step_refused'];
const tag = 'ordering';

/** Bytes of an answer that is called back. */
export const mostAnswerBytes = 65_536;

export const procedureEndpoints = {
  readProcedureRun: contract({
    id: 'readProcedureRun',
    method: 'GET',
    path: '/api/orders/:number/procedure',
    summary:
      'Reads how access is being given: every step for the desk, the states for providers, the count for customers.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: NumberParams,
    response: ProcedureRun,
  }),
  retryProcedureStep: contract({
    id: 'retryProcedureStep',
    method: 'POST',
    path: '/api/orders/:number/procedure/steps/:step/retry',
    summary: 'Tries a step again now, with the same Idempotency-Key.',
    tag,
    audience: 'signed-in',
    params: stepParams,
    response: ProcedureRun,
    errors,
  }),
  skipProcedureStep: contract({
    id: 'skipProcedureStep',
    method: 'POST',
    path: '/api/orders/:number/procedure/steps/:step/skip',
    summary: 'Goes on without a step; the reason is kept.',
    tag,
    audience: 'signed-in',
    params: stepParams,
    body: z.object({ reason: Note.min(1, 'Say why, in a line') }).strict(),
    response: ProcedureRun,
    errors,
  }),
  completeProcedureStep: contract({
    id: 'completeProcedureStep',
    method: 'POST',
    path: '/api/orders/:number/procedure/steps/:step/complete',
    summary: 'Reports a task as done, or a step that was done by hand, with the values that later steps need.',
    tag,
    audience: 'signed-in',
    params: stepParams,
    body: z
      .object({
        note: Note.default(''),
        results: z.record(z.string().max(40), z.string().max(4000)).default({}),
      })
      .strict(),
    response: ProcedureRun,
    errors,
    requestExample: { note: 'Account made by hand', results: { url: 'https://hub.example.org/waves' } },
  }),
  decideProcedureStep: contract({
    id: 'decideProcedureStep',
    method: 'POST',
    path: '/api/orders/:number/procedure/steps/:step/decide',
    summary: 'Approves or rejects what a step asks; a rejection needs a reason and makes the order stuck.',
    tag,
    audience: 'signed-in',
    params: stepParams,
    body: z
      .object({ approve: z.boolean(), reason: Note.default('') })
      .strict()
      .refine(({ approve, reason }) => approve || reason !== '', { path: ['reason'], message: 'Say why, in a line' }),
    response: ProcedureRun,
    errors,
  }),
  answerProcedureStep: contract({
    id: 'answerProcedureStep',
    method: 'POST',
    path: '/api/procedure-answers/:token',
    summary: 'Answers a call of a procedure with a JSON object; the address is good for one answer.',
    tag,
    audience: 'public',
    params: z.object({ token: z.string().max(200) }),
    body: z.record(z.string().max(200), z.unknown()),
    response: z.object({ accepted: z.boolean() }),
    errors: ['answer_used', 'answer_incomplete'],
    requestExample: { access: { url: 'https://hub.example.org/waves' } },
  }),
};
