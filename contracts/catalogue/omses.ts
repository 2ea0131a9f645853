import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, RecordNumber, Version } from '../kernel/schemas.ts';

/** Which services an order system can be named by (ordering.md 2.9). */
export const omsTypes = ['global', 'provider_group', 'resource_dedicated'] as const;
export type OmsType = (typeof omsTypes)[number];
export const triggerMethods = ['get', 'post', 'put'] as const;
export type TriggerMethod = (typeof triggerMethods)[number];

const CustomParam = z.union([
  z.object({ mandatory: z.literal(false) }).strict(),
  z.object({ mandatory: z.literal(true), default: z.string().max(1000) }).strict(),
]);
export const CustomParams = z.record(z.string().trim().min(1).max(100), CustomParam);
export type CustomParams = z.infer<typeof CustomParams>;

const Slug = z.string().max(100);
const frame = {
  name: z.string().trim().min(1).max(255),
  type: z.enum(omsTypes),
  isDefault: z.boolean().describe('Takes every order whose offer names no order system; there is one such'),
  providers: z
    .array(Slug)
    .max(200)
    .describe('Of a `provider_group`: slugs of the providers whose services may name it'),
  service: Slug.nullable().describe('Of a `resource_dedicated` one: slug of its service'),
  customParams: CustomParams.describe('What an offer tells it with each order; one that is mandatory has a default'),
};
const trigger = {
  // Order systems often stand in the own network, under names without dots.
  url: z.url({ protocol: /^https?$/ }).max(1000),
  method: z.enum(triggerMethods),
  user: z
    .string()
    .trim()
    .max(255)
    .refine((user) => !user.includes(':'), 'A user of Basic has no colon'),
};

export const OmsInput = z
  .object({
    ...frame,
    isDefault: frame.isDefault.default(false),
    providers: frame.providers.default([]),
    service: frame.service.default(null),
    customParams: frame.customParams.default({}),
    trigger: z
      .object({
        ...trigger,
        method: trigger.method.default('post'),
        user: trigger.user.default('').describe('Of Basic authorization; empty where none is asked for'),
        password: z.string().max(255).optional().describe('Left out, the kept one stays'),
      })
      .strict()
      .nullable()
      .default(null)
      .describe('What is called when something happened'),
    administrators: z.array(z.string().max(64)).max(100).default([]).describe('People whose tokens act for it'),
  })
  .strict()
  .superRefine((oms, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (oms.type === 'provider_group' && oms.providers.length === 0) wrong('providers', 'Name its providers');
    if (oms.type !== 'provider_group' && oms.providers.length > 0)
      wrong('providers', 'Only a provider group has providers');
    if (oms.type === 'resource_dedicated' && oms.service === null) wrong('service', 'Name its service');
    if (oms.type !== 'resource_dedicated' && oms.service !== null)
      wrong('service', 'Only a dedicated order system has a service');
    if (oms.isDefault && oms.type !== 'global')
      wrong('isDefault', 'The default one serves all services: make it global');
  })
  .meta({ id: 'OrderSystemEntry' });
export type OmsInput = z.infer<typeof OmsInput>;

export const OmsCall = z
  .object({
    id: z.string(),
    about: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.number().int(),
    status: z.number().int().nullable().describe('Of the answer'),
    failure: z.string().nullable(),
    milliseconds: z.number().int().nullable(),
    createdAt: Instant,
    triedAt: Instant.nullable(),
  })
  .meta({ id: 'OrderSystemCall' });
export type OmsCall = z.infer<typeof OmsCall>;

export const Oms = z
  .object({
    id: z.number().int(),
    ...frame,
    trigger: z
      .object({ ...trigger, hasPassword: z.boolean().describe('The password itself is never shown') })
      .nullable(),
    administrators: z.array(z.object({ id: z.string(), name: z.string() })),
    offers: z.number().int().describe('How many offers name it'),
    lastCall: OmsCall.nullable(),
    version: Version,
  })
  .meta({ id: 'OrderSystem' });
export type Oms = z.infer<typeof Oms>;

const tag = 'catalogue';
const common = { tag, audience: 'signed-in', scope: 'catalogue' } as const;
const id = z.object({ id: RecordNumber });
const errors = ['administrator_only'] as const;
const input = {
  name: 'Compute desk',
  type: 'provider_group',
  isDefault: false,
  providers: ['egi-foundation'],
  service: null,
  customParams: { order_target: { mandatory: false } },
  administrators: ['0199a5b0-7c1e-7d3a-9b1f-2f6f0f6c2a11'],
};
const trigger1 = { url: 'https://oms.example.org/mp/trigger', method: 'post', user: 'portolan' };
const oms = {
  ...input,
  id: 2,
  trigger: { ...trigger1, hasPassword: true },
  administrators: [{ id: '0199a5b0-7c1e-7d3a-9b1f-2f6f0f6c2a11', name: 'Anna de Wit' }],
  offers: 3,
  lastCall: null,
  version: 1,
};

/** Order systems, for portal administrators. */
export const omsEndpoints = {
  listOmses: contract({
    ...common,
    id: 'listOmses',
    method: 'GET',
    path: '/api/omses',
    summary: 'The order systems that offers can name, with their last call; for portal administrators.',
    response: z.object({ omses: z.array(Oms) }),
    responseExample: { omses: [oms] },
    errors,
  }),
  createOms: contract({
    ...common,
    id: 'createOms',
    method: 'POST',
    path: '/api/omses',
    summary: 'Adds an order system.',
    body: OmsInput,
    response: Oms,
    status: 201,
    requestExample: { ...input, trigger: { ...trigger1, password: 'secret' } },
    responseExample: oms,
    errors: [...errors, 'oms_unusable', 'address_forbidden'],
  }),
  changeOms: contract({
    ...common,
    id: 'changeOms',
    method: 'PUT',
    path: '/api/omses/:id',
    summary: 'Changes an order system; `If-Match` refuses what another has changed meanwhile.',
    params: id,
    body: OmsInput,
    response: Oms,
    requestExample: { ...input, trigger: trigger1 },
    responseExample: oms,
    errors: [...errors, 'oms_unusable', 'address_forbidden', 'stale_version', 'oms_in_use'],
  }),
  removeOms: contract({
    ...common,
    id: 'removeOms',
    method: 'DELETE',
    path: '/api/omses/:id',
    summary: 'Removes an order system that no offer names and that no order was given to; `If-Match` as with a change.',
    params: id,
    errors: [...errors, 'stale_version', 'oms_in_use'],
  }),
  testOms: contract({
    ...common,
    id: 'testOms',
    method: 'POST',
    path: '/api/omses/:id/test',
    summary: 'Calls the trigger of an order system once, as an event would; the outcome stands in its log.',
    params: id,
    errors: [...errors, 'oms_without_trigger'],
  }),
  listOmsCalls: contract({
    ...common,
    id: 'listOmsCalls',
    method: 'GET',
    path: '/api/omses/:id/calls',
    summary: 'The calls to the trigger of an order system in the last 30 days, newest first.',
    params: id,
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(OmsCall), next: z.string().nullable() }),
    errors,
  }),
  repeatOmsCall: contract({
    ...common,
    id: 'repeatOmsCall',
    method: 'POST',
    path: '/api/omses/:id/calls/:call/again',
    summary: 'Makes a call of the log once more.',
    params: id.extend({ call: z.string().max(64) }),
    errors,
  }),
};
