import { z } from 'zod';
import { contract } from '../contract.ts';
import { aDelivery, DeliveryPage } from './deliveries.ts';
import { Instant, PageQuery } from './schemas.ts';

const tag = 'integrations';
const admin = { tag, audience: 'signed-in' } as const;

const Kind = z
  .string()
  .trim()
  .regex(/^[a-z_]+\.[a-z_]*\*?$/, 'A kind of event, such as `ordering.order_approved`, or its beginning with `*`')
  .max(100);

export const WebhookInput = z
  .object({
    name: z.string().trim().min(1, 'Give it a name').max(100),
    url: z
      .url({ protocol: /^https?$/, message: 'Give the whole address, with https://' })
      .max(2000)
      .refine((url) => !/^\w+:\/\/[^/?#]*@/.test(url), 'Leave user and password out: the signature says who calls'),
    kinds: z.array(Kind).min(1, 'Choose at least one kind of event').max(50),
    scope: z.string().max(200).nullable().default(null).describe('Only events in this scope; null for all'),
  })
  .strict()
  .meta({ id: 'NewWebhook' });
export type WebhookInput = z.infer<typeof WebhookInput>;

export const WebhookChange = WebhookInput.partial()
  .extend({ state: z.enum(['active', 'paused']).optional() })
  .strict()
  .meta({ id: 'WebhookChange' });
export type WebhookChange = z.infer<typeof WebhookChange>;

export const Webhook = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    kinds: z.array(z.string()),
    scope: z.string().nullable(),
    state: z.enum(['active', 'paused']),
    pausedBecause: z.string(),
    pausedAt: Instant.nullable().describe('Null while it is active, and where it was not kept'),
    failures: z.number().int().describe('Calls given up one after another'),
    createdAt: Instant,
    last: z
      .object({
        at: Instant,
        state: z.enum(['waiting', 'delivered', 'failed']),
        status: z.number().int().nullable(),
        failure: z.string().nullable(),
      })
      .nullable()
      .describe('The last call that was tried'),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof Webhook>;

export const WebhookChoices = z
  .object({
    kinds: z.array(z.object({ type: z.string(), label: z.string(), part: z.string() })),
    scopes: z.array(z.object({ id: z.string(), label: z.string() })),
  })
  .meta({ id: 'WebhookChoices' });
export type WebhookChoices = z.infer<typeof WebhookChoices>;

const WebhookSecret = z
  .object({ webhook: Webhook, secret: z.string().describe('Shown only this once') })
  .meta({ id: 'WebhookSecret' });

const id = z.object({ id: z.string().max(100) });
const input = {
  name: 'Billing',
  url: 'https://billing.example.org/portolan',
  kinds: ['ordering.order_approved'],
  scope: null,
};
const webhook: Webhook = {
  ...input,
  id: '0192f0c1-7c2e-7d51-9a55-5d2f3f8b1a30',
  state: 'active',
  pausedBecause: '',
  pausedAt: null,
  failures: 0,
  createdAt: '2026-11-23T14:32:05.120Z',
  last: null,
};
const secret = { webhook, secret: 'whsec_5pXl…' };

/** Webhooks: who outside is told of events. */
export const webhookEndpoints = {
  listWebhooks: contract({
    ...admin,
    id: 'listWebhooks',
    method: 'GET',
    path: '/api/admin/webhooks',
    summary: 'Lists the webhooks with how their last call went.',
    response: z.object({ items: z.array(Webhook) }),
    errors: ['administrator_only'],
    responseExample: { items: [webhook] },
  }),
  webhookChoices: contract({
    ...admin,
    id: 'webhookChoices',
    method: 'GET',
    path: '/api/admin/webhooks/choices',
    summary: 'Lists the kinds of events that a webhook can be told of, and the scopes that narrow them.',
    response: WebhookChoices,
    errors: ['administrator_only'],
    responseExample: {
      kinds: [{ type: 'ordering.order_approved', label: 'An order was approved', part: 'Orders' }],
      scopes: [{ id: 'group:cloud-compute', label: 'Cloud compute' }],
    },
  }),
  createWebhook: contract({
    ...admin,
    id: 'createWebhook',
    method: 'POST',
    path: '/api/admin/webhooks',
    summary: 'Registers an address for events; its secret is answered once.',
    body: WebhookInput,
    response: WebhookSecret,
    status: 201,
    errors: ['administrator_only', 'unknown_event_kind', 'unknown_scope', 'address_forbidden'],
    requestExample: input,
    responseExample: secret,
  }),
  readWebhook: contract({
    ...admin,
    id: 'readWebhook',
    method: 'GET',
    path: '/api/admin/webhooks/:id',
    summary: 'Reads a webhook, without its secret.',
    params: id,
    response: Webhook,
    errors: ['administrator_only'],
    responseExample: webhook,
  }),
  changeWebhook: contract({
    ...admin,
    id: 'changeWebhook',
    method: 'PATCH',
    path: '/api/admin/webhooks/:id',
    summary: 'Changes what a webhook is told of and where, pauses or resumes it.',
    params: id,
    body: WebhookChange,
    response: Webhook,
    errors: ['administrator_only', 'unknown_event_kind', 'unknown_scope', 'address_forbidden'],
    requestExample: { state: 'paused' },
    responseExample: {
      ...webhook,
      state: 'paused',
      pausedBecause: 'an administrator paused it',
      pausedAt: '2026-11-24T08:00:00.000Z',
    },
  }),
  removeWebhook: contract({
    ...admin,
    id: 'removeWebhook',
    method: 'DELETE',
    path: '/api/admin/webhooks/:id',
    summary: 'Removes a webhook; what still waits for it is not sent.',
    params: id,
    errors: ['administrator_only'],
  }),
  renewWebhookSecret: contract({
    ...admin,
    id: 'renewWebhookSecret',
    method: 'POST',
    path: '/api/admin/webhooks/:id/secret',
    summary: 'Gives a webhook a new secret at once; the old one signs nothing more.',
    params: id,
    response: WebhookSecret,
    errors: ['administrator_only'],
    responseExample: secret,
  }),
  testWebhook: contract({
    ...admin,
    id: 'testWebhook',
    method: 'POST',
    path: '/api/admin/webhooks/:id/test',
    summary: 'Sends a test call, which the log then shows.',
    params: id,
    errors: ['administrator_only', 'webhook_paused'],
  }),
  listWebhookCalls: contract({
    ...admin,
    id: 'listWebhookCalls',
    method: 'GET',
    path: '/api/admin/webhooks/:id/calls',
    summary: 'Lists the calls of a webhook of the last 30 days, newest first.',
    params: id,
    query: PageQuery,
    response: DeliveryPage,
    errors: ['administrator_only'],
    responseExample: { items: [aDelivery], next: null, total: null },
  }),
  repeatWebhookCall: contract({
    ...admin,
    id: 'repeatWebhookCall',
    method: 'POST',
    path: '/api/admin/webhooks/:id/calls/:call/again',
    summary: 'Makes one call of a webhook again.',
    params: id.extend({ call: z.string().max(100) }),
    errors: ['administrator_only', 'webhook_paused'],
  }),
};
