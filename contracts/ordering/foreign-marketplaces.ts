import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, Version } from '../kernel/schemas.ts';

const frame = {
  name: z.string().trim().min(1, 'Give it a name').max(100),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'Type an address, such as https://marketplace.example.org' })
    .max(500)
    .transform((url) => url.replace(/\/+$/, '').replace(/\/api\/v1$/, ''))
    .describe('Without `/api/v1`'),
  omsId: z.number().int().min(1).max(2_147_483_647).describe('Id of the order system that we are there'),
  state: z.enum(['active', 'paused']),
};

export const ForeignMarketplaceInput = z
  .object({
    ...frame,
    state: frame.state.default('active'),
    token: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .describe('API token of an administrator of that order system. Left out, the kept one stays'),
    readFrom: Instant.optional().describe('Events from then on are read; from now on where it is left out at first'),
  })
  .strict()
  .meta({ id: 'ForeignMarketplaceEntry' });
export type ForeignMarketplaceInput = z.infer<typeof ForeignMarketplaceInput>;

export const ForeignMarketplace = z
  .object({
    id: z.string(),
    name: z.string(),
    baseUrl: z.string(),
    omsId: z.number().int(),
    state: frame.state,
    omsName: z.string().describe('As the marketplace calls our order system; empty until it was asked'),
    role: z
      .enum(['mediator', 'provider'])
      .nullable()
      .describe(
        'In which role our messages are written: as its default order system, or else; null until it was asked',
      ),
    triggerUrl: z.string().describe('What the marketplace is to call when something happened there'),
    readTo: z.string().describe('Time of the last event that was read, as the marketplace prints it'),
    polledAt: Instant.nullable(),
    lastError: z.object({ at: Instant, text: z.string() }).nullable(),
    failures: z.number().int().describe('Failures in a row; 0 where the last exchange went well'),
    nextAt: Instant.nullable().describe('When it is tried again after a failure'),
    eventsRead: z.number().int(),
    orders: z.number().int().describe('Orders here that stand for items there'),
    waiting: z.number().int().describe('What the marketplace is still to be told'),
    version: Version,
  })
  .meta({ id: 'ForeignMarketplace' });
export type ForeignMarketplace = z.infer<typeof ForeignMarketplace>;

export const ForeignLogEntry = z
  .object({
    number: z.number().int(),
    at: Instant,
    kind: z.enum(['in', 'out', 'failure']),
    text: z.string(),
    order: z.number().int().nullable(),
  })
  .meta({ id: 'ForeignLogEntry' });
export type ForeignLogEntry = z.infer<typeof ForeignLogEntry>;

const ConnectionTest = z
  .object({
    ok: z.boolean(),
    text: z.string(),
    omses: z.array(z.object({ id: z.number().int(), name: z.string(), isDefault: z.boolean() })),
  })
  .meta({ id: 'ForeignConnectionTest' });
export type ConnectionTest = z.infer<typeof ConnectionTest>;

const common = { tag: 'ordering', audience: 'signed-in' } as const;
const id = z.object({ id: z.string().max(64) });
const errors = ['administrator_only'] as const;
const input = { name: 'EOSC Marketplace', baseUrl: 'https://marketplace.example.org', omsId: 2, state: 'active' };
const marketplace = {
  ...input,
  id: '0199a5b0-7c1e-7d3a-9b1f-2f6f0f6c2a11',
  omsName: 'Compute desk',
  role: 'provider',
  triggerUrl: 'https://orders.example.org/mp/trigger',
  readTo: '2026-11-23T09:00:00.123456Z',
  polledAt: '2026-11-23T09:05:00.000Z',
  lastError: null,
  failures: 0,
  nextAt: null,
  eventsRead: 12,
  orders: 3,
  waiting: 0,
  version: 1,
};

/** Marketplaces elsewhere whose orders this desk works as their order system; for portal administrators. */
export const foreignMarketplaceEndpoints = {
  listForeignMarketplaces: contract({
    ...common,
    id: 'listForeignMarketplaces',
    method: 'GET',
    path: '/api/foreign-marketplaces',
    summary: 'The foreign marketplaces whose order system this desk is, with how the last exchange went.',
    response: z.object({ items: z.array(ForeignMarketplace) }),
    responseExample: { items: [marketplace] },
    errors,
  }),
  addForeignMarketplace: contract({
    ...common,
    id: 'addForeignMarketplace',
    method: 'POST',
    path: '/api/foreign-marketplaces',
    summary: 'Adds a foreign marketplace; its orders come to the desk from then on.',
    body: ForeignMarketplaceInput,
    response: ForeignMarketplace,
    status: 201,
    requestExample: { ...input, token: 'secret' },
    responseExample: marketplace,
    errors: [...errors, 'token_needed', 'address_forbidden'],
  }),
  changeForeignMarketplace: contract({
    ...common,
    id: 'changeForeignMarketplace',
    method: 'PUT',
    path: '/api/foreign-marketplaces/:id',
    summary: 'Changes or pauses a foreign marketplace; `If-Match` refuses what another has changed meanwhile.',
    params: id,
    body: ForeignMarketplaceInput,
    response: ForeignMarketplace,
    requestExample: input,
    responseExample: marketplace,
    errors: [...errors, 'token_needed', 'address_forbidden', 'stale_version'],
  }),
  testForeignMarketplace: contract({
    ...common,
    id: 'testForeignMarketplace',
    method: 'POST',
    path: '/api/foreign-marketplaces/:id/test',
    summary: 'Asks a foreign marketplace for the order systems of our token, and says what came of it.',
    params: id,
    response: ConnectionTest,
    responseExample: {
      ok: true,
      text: 'It answers, and the token acts for Compute desk',
      omses: [{ id: 2, name: 'Compute desk', isDefault: false }],
    },
    errors,
  }),
  pollForeignMarketplace: contract({
    ...common,
    id: 'pollForeignMarketplace',
    method: 'POST',
    path: '/api/foreign-marketplaces/:id/poll',
    summary: 'Has a foreign marketplace read now, whatever it waits for.',
    params: id,
    errors,
  }),
  listForeignMarketplaceLog: contract({
    ...common,
    id: 'listForeignMarketplaceLog',
    method: 'GET',
    path: '/api/foreign-marketplaces/:id/log',
    summary: 'What came from a foreign marketplace, what it was told and what failed, newest first.',
    params: id,
    query: z.object({
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(ForeignLogEntry), next: z.string().nullable() }),
    responseExample: {
      items: [
        {
          number: 7,
          at: '2026-11-23T09:05:00.000Z',
          kind: 'out',
          text: 'Item 1 of project 12: approved (approved)',
          order: 1284,
        },
      ],
      next: null,
    },
    errors,
  }),
};
