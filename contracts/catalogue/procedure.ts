import { z } from 'zod';
import { Instant, Version } from '../kernel/schemas.ts';

/** What a step of a procedure does. */
export const procedureStepKinds = ['mail', 'webhook', 'task', 'approval', 'access'] as const;
export type ProcedureStepKind = (typeof procedureStepKinds)[number];

const Template = z.string().max(10_000);
const Line = z.string().trim().min(1).max(500);

/** Names in templates: `answers.<key>.<name>`. */
const Word = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/, 'must be lower case letters, digits and underscores, a letter first');

/** Who is asked to do or to approve something. */
export const Doer = z
  .discriminatedUnion('who', [
    z.object({ who: z.literal('desk') }).strict(),
    z.object({ who: z.literal('group'), group: z.string().min(1).max(60) }).strict(),
    z.object({ who: z.literal('role'), role: z.enum(['sla-coordinator', 'administrator']) }).strict(),
    z.object({ who: z.literal('provider') }).strict(),
    z.object({ who: z.literal('person'), email: z.email().max(255) }).strict(),
  ])
  .meta({ id: 'ProcedureDoer' });
export type Doer = z.infer<typeof Doer>;

/** A field of an answer that later steps may use; a secret one is never shown. */
export const PickedResult = z
  .object({
    name: Word,
    pointer: z
      .string()
      .max(200)
      .regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON pointer such as /access/url')
      .describe('JSON pointer into the answer'),
    secret: z.boolean().default(false),
  })
  .strict();
export type PickedResult = z.infer<typeof PickedResult>;

const Picks = z.array(PickedResult).max(20).default([]);
const Named = z
  .array(z.object({ name: Line, value: Template }).strict())
  .max(20)
  .default([]);
const common = {
  key: Word.describe('By which templates name its results'),
  name: Line,
  limitHours: z
    .number()
    .int()
    .min(1)
    .max(2160)
    .default(72)
    .describe('Hours within which a person or a callback answers; after that the step has failed'),
};

const MailStep = z
  .object({
    ...common,
    kind: z.literal('mail'),
    to: z.enum(['customer', 'desk', 'address']),
    address: z.union([z.literal(''), z.email().max(255)]).default(''),
    subject: Template.min(1),
    text: Template.min(1),
  })
  .strict();
const WebhookStep = z
  .object({
    ...common,
    kind: z.literal('webhook'),
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']).default('POST'),
    url: Template.min(1),
    headers: z
      .array(
        z
          .object({
            name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header'),
            value: Template.max(1000),
          })
          .strict(),
      )
      .max(20)
      .default([]),
    secretHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{0,60}$/, 'must be the name of a header')
      .default('')
      .describe('Header that carries the secret, which is kept apart; empty for none'),
    body: Template.default(''),
    answer: z.enum(['response', 'callback']).default('response'),
    results: Picks,
    seconds: z.number().int().min(1).max(60).default(10).describe('Time for one call'),
  })
  .strict();
const TaskStep = z
  .object({
    ...common,
    kind: z.literal('task'),
    doer: Doer,
    text: Template.min(1),
    asks: z
      .array(z.object({ name: Word, secret: z.boolean().default(false) }).strict())
      .max(20)
      .default([])
      .describe('Values that whoever does it gives, for later steps'),
  })
  .strict();
const ApprovalStep = z.object({ ...common, kind: z.literal('approval'), doer: Doer, text: Template.min(1) }).strict();
const AccessStep = z
  .object({
    ...common,
    kind: z.literal('access'),
    text: Template.default(''),
    url: Template.default(''),
    secrets: Named,
    ready: z.boolean().default(false).describe('Reports the order ready; only the last step can'),
  })
  .strict();

export const ProcedureStep = z
  .discriminatedUnion('kind', [MailStep, WebhookStep, TaskStep, ApprovalStep, AccessStep])
  .meta({ id: 'ProcedureStep' });
export type ProcedureStep = z.infer<typeof ProcedureStep>;

/** The ordered steps that give access to what an offer sells, run once an order of it is approved. */
export const ProcedureSteps = z
  .array(ProcedureStep)
  .max(30)
  .superRefine((steps, context) => {
    const fault = (index: number, path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [index, path], message });
    for (const [index, step] of steps.entries()) {
      if (steps.findIndex(({ key }) => key === step.key) !== index) fault(index, 'key', `${step.key} is used twice`);
      if (step.kind === 'mail' && step.to === 'address' && step.address === '')
        fault(index, 'address', 'Say to which address the mail goes');
      if (step.kind !== 'access') continue;
      if (step.ready && index < steps.length - 1) fault(index, 'ready', 'Only the last step reports the order ready');
      if (step.text === '' && step.url === '' && step.secrets.length === 0)
        fault(index, 'text', 'Give a text, an address or a secret by which the customer gets in');
    }
  });

export const Procedure = z
  .object({
    offer: z.object({ ref: z.string(), name: z.string(), service: z.string() }),
    steps: ProcedureSteps,
    /** Keys of the steps that have a secret. */
    secretsSet: z.array(z.string()),
    placeholders: z.array(z.string()).describe('What templates may name'),
    changedAt: Instant.nullable(),
    version: Version,
  })
  .meta({ id: 'OfferProcedure' });
export type Procedure = z.infer<typeof Procedure>;

export const ProcedureInput = z
  .object({
    steps: ProcedureSteps,
    secrets: z
      .record(z.string().max(40), z.string().max(4000))
      .default({})
      .describe('Secret by key of its step; what is not named stays, an empty one is removed'),
  })
  .strict()
  .meta({ id: 'OfferProcedureEntry' });
export type ProcedureInput = z.infer<typeof ProcedureInput>;

/** What is missing or wrong in a procedure, and what its texts become for a sample order. */
export const CheckedProcedure = z
  .object({
    problems: z.array(z.object({ step: z.number().int(), field: z.string(), reason: z.string() })),
    previews: z.array(z.object({ step: z.number().int(), field: z.string(), text: z.string() })),
  })
  .meta({ id: 'CheckedProcedure' });
export type CheckedProcedure = z.infer<typeof CheckedProcedure>;

/** Every template of a step with the name of its field, and the step with its templates filled. */
export function fillStep(step: ProcedureStep, fill: (template: string, field: string) => string): ProcedureStep {
  switch (step.kind) {
    case 'mail':
      return { ...step, subject: fill(step.subject, 'subject'), text: fill(step.text, 'text') };
    case 'webhook':
      return {
        ...step,
        url: fill(step.url, 'url'),
        headers: step.headers.map(({ name, value }, at) => ({ name, value: fill(value, `headers.${at}.value`) })),
        body: fill(step.body, 'body'),
      };
    case 'task':
    case 'approval':
      return { ...step, text: fill(step.text, 'text') };
    case 'access':
      return {
        ...step,
        text: fill(step.text, 'text'),
        url: fill(step.url, 'url'),
        secrets: step.secrets.map(({ name, value }, at) => ({ name, value: fill(value, `secrets.${at}.value`) })),
      };
  }
}

/** Names of the results that a step gives, and which of them are secrets. */
export function resultsOf(step: ProcedureStep): readonly { readonly name: string; readonly secret: boolean }[] {
  if (step.kind === 'webhook') return step.results;
  return step.kind === 'task' ? step.asks : [];
}
