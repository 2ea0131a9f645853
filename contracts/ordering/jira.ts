import { z } from 'zod';
import { contract } from '../contract.ts';
import { aDelivery, DeliveryPage } from '../kernel/deliveries.ts';
import { Instant, PageQuery, RecordNumber } from '../kernel/schemas.ts';

const tag = 'integrations';
const admin = { tag, audience: 'signed-in' } as const;
const Address = z.url({ protocol: /^https?$/, message: 'Give the whole address, with https://' }).max(1000);

export const JiraWebhook = z
  .object({
    id: z.number().int(),
    name: z.string(),
    url: z.string().describe('With every value of its query hidden'),
    events: z.array(z.string()),
    filter: z.string().describe('JQL'),
    enabled: z.boolean(),
    changedAt: Instant,
  })
  .meta({ id: 'JiraWebhook' });
export type JiraWebhook = z.infer<typeof JiraWebhook>;

export const JiraConnection = z
  .object({
    url: z.string().describe('Where the ticket surface is'),
    user: z.string(),
    hasPassword: z.boolean().describe('Whether the settings of this installation name a password'),
    settings: z.array(z.object({ name: z.string(), value: z.string() })).describe('Settings of the marketplace'),
    webhooks: z.array(JiraWebhook),
  })
  .meta({ id: 'JiraConnection' });
export type JiraConnection = z.infer<typeof JiraConnection>;

export const JiraCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() }).meta({ id: 'JiraCheck' });
export type JiraCheck = z.infer<typeof JiraCheck>;

export const MarketplaceInput = z.object({ marketplace: Address }).strict().meta({ id: 'MarketplaceInput' });

const JiraWebhookSecret = z
  .object({ webhook: JiraWebhook, secret: z.string().describe('Shown only this once') })
  .meta({ id: 'JiraWebhookSecret' });

const id = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const webhook: JiraWebhook = {
  id: 2,
  name: 'Marketplace',
  url: 'https://marketplace.example.org/api/webhooks/jira?issue_id=${issue.id}&secret=***',
  events: ['jira:issue_updated', 'comment_created'],
  filter: 'project = EOSCSO',
  enabled: true,
  changedAt: '2026-11-23T14:32:05.120Z',
};

/** The ticket surface in the administration: what a marketplace is told to connect, whether it would work, who is told of tickets. */
export const jiraEndpoints = {
  readJiraConnection: contract({
    ...admin,
    id: 'readJiraConnection',
    method: 'GET',
    path: '/api/admin/jira',
    summary: 'Reads the settings by which a marketplace connects, and the webhooks that are told of tickets.',
    response: JiraConnection,
    errors: ['administrator_only'],
    responseExample: {
      url: 'https://portolan.example.org/jira',
      user: 'jira',
      hasPassword: false,
      settings: [{ name: 'MP_JIRA_PROJECT', value: 'EOSCSO' }],
      webhooks: [webhook],
    },
  }),
  makeJiraToken: contract({
    ...admin,
    id: 'makeJiraToken',
    method: 'POST',
    path: '/api/admin/jira/tokens',
    summary: 'Makes a token by which a marketplace signs in as the technical account; it is answered once.',
    response: z.object({ token: z.string() }),
    status: 201,
    errors: ['administrator_only'],
    responseExample: { token: 'ptl_5pXl…' },
  }),
  checkJira: contract({
    ...admin,
    id: 'checkJira',
    method: 'POST',
    path: '/api/admin/jira/check',
    summary: 'Goes through what a marketplace checks; leaves one closed order with the tag `test`.',
    response: z.object({ items: z.array(JiraCheck) }),
    errors: ['administrator_only'],
    responseExample: { items: [{ name: 'Status ready (7)', ok: true, detail: '' }] },
  }),
  connectMarketplace: contract({
    ...admin,
    id: 'connectMarketplace',
    method: 'POST',
    path: '/api/admin/jira/webhooks',
    summary: 'Registers the webhook of a marketplace; the secret in its address is answered once.',
    body: MarketplaceInput,
    response: JiraWebhookSecret,
    status: 201,
    errors: ['administrator_only', 'address_forbidden'],
    requestExample: { marketplace: 'https://marketplace.example.org' },
    responseExample: { webhook, secret: 'q3Xv…' },
  }),
  switchJiraWebhook: contract({
    ...admin,
    id: 'switchJiraWebhook',
    method: 'PATCH',
    path: '/api/admin/jira/webhooks/:id',
    summary: 'Switches a webhook of tickets on or off.',
    params: id,
    body: z.object({ enabled: z.boolean() }).strict(),
    response: JiraWebhook,
    errors: ['administrator_only'],
    requestExample: { enabled: false },
    responseExample: { ...webhook, enabled: false },
  }),
  removeJiraWebhook: contract({
    ...admin,
    id: 'removeJiraWebhook',
    method: 'DELETE',
    path: '/api/admin/jira/webhooks/:id',
    summary: 'Removes a webhook of tickets; what still waits for it is not sent.',
    params: id,
    errors: ['administrator_only'],
  }),
  listJiraCalls: contract({
    ...admin,
    id: 'listJiraCalls',
    method: 'GET',
    path: '/api/admin/jira/webhooks/:id/calls',
    summary: 'Lists the calls of a webhook of tickets of the last 30 days, newest first.',
    params: id,
    query: PageQuery,
    response: DeliveryPage,
    errors: ['administrator_only'],
    responseExample: { items: [aDelivery], next: null, total: null },
  }),
  repeatJiraCall: contract({
    ...admin,
    id: 'repeatJiraCall',
    method: 'POST',
    path: '/api/admin/jira/webhooks/:id/calls/:call/again',
    summary: 'Makes one call of a webhook of tickets again.',
    params: id.extend({ call: z.string().max(100) }),
    errors: ['administrator_only'],
  }),
  linkJiraTicket: contract({
    ...admin,
    id: 'linkJiraTicket',
    method: 'PUT',
    path: '/api/admin/jira/foreign-tickets',
    summary: 'Says which ticket of another Jira an order follows from now on.',
    body: z
      .object({
        source: Address.describe('Address of the other Jira, with its context path'),
        issueId: z.string().regex(/^\d{1,18}$/, 'The number of the ticket, as `id` of the issue tells it'),
        issueKey: z.string().trim().min(1).max(100),
        order: RecordNumber,
      })
      .strict(),
    errors: ['administrator_only', 'ticket_linked'],
    requestExample: {
      source: 'https://jira.example.org/jira',
      issueId: '10102',
      issueKey: 'EOSCSO-167',
      order: 1284,
    },
  }),
};
