import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { HOUR } from '#kernel/clock';

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let app: TestApp;
let base = '';
let heard: Heard[] = [];
let status = 204;
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    heard.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(status).end('thanks');
  });
});

beforeAll(async () => {
  await new Promise<void>((done) => void receiver.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await app.close();
});
beforeEach(async () => {
  heard = [];
  status = 204;
  await app.kernel.database.read().deleteFrom('kernel.webhooks').execute();
});

const admin = () => app.as('sofia');
const register = (path: string, kinds: string[], scope: string | null = null) =>
  admin().post('/api/admin/webhooks', { name: path, url: `${base}${path}`, kinds, scope });
async function deliver(): Promise<void> {
  await app.settle();
  await app.kernel.deliveries.deliverDue();
}
const told = (path: string) =>
  heard.filter((call) => call.path === path).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

test('events in reach come signed and in order, with the public facts of the order', async () => {
  const made = await register('/all', ['ordering.order_*', 'ordering.message_written']);
  expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
  const { secret } = made.body as { secret: string };
  expect((await admin().get('/api/admin/webhooks')).text).not.toContain(secret);
  const number = await negotiation(app).taken();
  await app.as('anna').post(`/api/orders/${number}/messages`, { scope: 'public', body: 'We are on it' });
  await deliver();
  expect(told('/all').map(({ type }) => type)).toEqual([
    'ordering.order_placed',
    'ordering.order_registered',
    'ordering.order_taken',
    'ordering.message_written',
  ]);
  expect(told('/all')[2]).toEqual({
    id: expect.any(String),
    type: 'ordering.order_taken',
    at: expect.any(String),
    order: {
      number,
      state: 'in_progress',
      offer: 'egi-cloud-compute/1',
      url: `http://portolan.example/orders/${number}`,
    },
    project: { number: expect.any(Number), name: 'Aegean Coastal Forecast' },
    provider: expect.any(String),
    service: { slug: 'egi-cloud-compute', name: 'EGI Cloud compute' },
    data: { from: 'registered', to: 'in_progress', action: 'take', files: 0 },
  });
  for (const { headers, body } of heard) {
    const [, seconds, signed] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['portolan-signature'])) ?? [];
    expect(signed).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    expect(headers['content-type']).toBe('application/json');
  }
});

test('a webhook for one group hears nothing of another, and one kind nothing of the others', async () => {
  await register('/compute', ['ordering.order_placed'], 'group:cloud-compute');
  const groups = await admin().get('/api/admin/webhooks/choices');
  const other = (groups.body.scopes as { id: string }[]).find(({ id }) => id !== 'group:cloud-compute');
  await register('/other', ['ordering.*'], other?.id);
  await negotiation(app).taken();
  await deliver();
  expect(told('/compute').map(({ type }) => type)).toEqual(['ordering.order_placed']);
  expect(told('/other')).toEqual([]);
});

test('no internal text, no reason, no comment and no secret ever goes out', async () => {
  await register('/all', ['ordering.*']);
  const shares = negotiation(app);
  const number = await shares.taken();
  const desk = app.as('anna');
  await desk.post(`/api/orders/${number}/messages`, {
    scope: 'internal',
    body: 'HIDDEN-note',
    sharedWithProviders: true,
  });
  await desk.post(`/api/orders/${number}/messages`, { scope: 'public', body: 'HIDDEN-message' });
  await desk.patch(`/api/orders/${number}/desk`, { tags: ['HIDDEN-tag'] });
  await shares.sent(number, 50);
  await shares.act('anna', number, 1, 'withdraw', { comment: 'HIDDEN-because' });
  await desk.post(`/api/orders/${number}/transitions`, { action: 'approve', value: 'HIDDEN-value' });
  await desk.post(`/api/orders/${number}/transitions`, { action: 'withdraw_approval', reason: 'HIDDEN-reason' });
  await desk.post(`/api/orders/${number}/transitions`, { action: 'approve' });
  await desk.post(`/api/orders/${number}/transitions`, {
    action: 'deliver',
    access: { text: 'HIDDEN-access', url: 'https://vm.example/HIDDEN', secrets: { password: 'HIDDEN-secret' } },
  });
  await deliver();
  expect(told('/all').map(({ type }) => type)).toContain('ordering.share_withdrawn');
  expect(heard.map(({ body }) => body).join('\n')).not.toMatch(/HIDDEN|eleni|ires\.example/i);
});

test('a test call shows in the log and can be made again; a paused webhook makes none', async () => {
  const { webhook } = (await register('/test', ['ordering.order_placed'])).body as { webhook: { id: string } };
  const at = `/api/admin/webhooks/${webhook.id}`;
  expect((await admin().post(`${at}/test`)).status).toBe(204);
  await deliver();
  const log = await admin().get(`${at}/calls`);
  expect(log.body.items).toMatchObject([{ state: 'delivered', status: 204, about: 'test', attempts: 1 }]);
  expect((await admin().post(`${at}/calls/${log.body.items[0].id}/again`)).status).toBe(204);
  await deliver();
  expect(told('/test').map(({ type }) => type)).toEqual(['portolan.test', 'portolan.test']);
  const other = (await register('/other', ['ordering.order_placed'])).body as { webhook: { id: string } };
  expect(
    (await admin().post(`/api/admin/webhooks/${other.webhook.id}/calls/${log.body.items[0].id}/again`)).status,
  ).toBe(404);
  await admin().patch(at, { state: 'paused' });
  expect((await admin().post(`${at}/test`)).body.code).toBe('webhook_paused');
  await negotiation(app).taken();
  await deliver();
  expect(told('/test')).toHaveLength(2);
  expect((await admin().patch(at, { state: 'active' })).body).toMatchObject({ state: 'active', pausedBecause: '' });
});

test('a receiver that takes nothing for long is paused, and begins anew when it is resumed', async () => {
  const { webhook } = (await register('/down', ['ordering.order_placed'])).body as { webhook: { id: string } };
  const at = `/api/admin/webhooks/${webhook.id}`;
  status = 500;
  for (let call = 0; call < 9; call += 1) await admin().post(`${at}/test`);
  await app.settle();
  for (let hours = 0; hours < 60; hours += 1) {
    app.clock.advance(HOUR);
    await app.kernel.deliveries.deliverDue();
  }
  expect((await admin().get(at)).body).toMatchObject({
    state: 'paused',
    pausedBecause: '8 calls in a row were not taken',
    last: { state: 'failed' },
  });
  await app.settle();
  const mails = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['recipient', 'subject', 'body_text'])
    .where('about', '=', `webhook:${webhook.id}`)
    .execute();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ recipient: 'sofia@portolan.example', subject: 'The webhook /down is paused' });
  expect(mails[0]?.body_text.replaceAll('\n', ' ')).toContain('8 calls in a row were not taken');
  const waiting = { id: `webhook-paused-${webhook.id}`, path: '/admin/webhooks', unread: true };
  expect((await admin().get('/api/work')).body.items).toContainEqual(expect.objectContaining(waiting));
  expect((await app.as('anna').get('/api/work')).text).not.toContain(waiting.id);
  const [newest] = (await admin().get(`${at}/calls?limit=1`)).body.items;
  expect(newest).toMatchObject({ state: 'failed', failure: 'the receiver is gone or paused' });
  status = 204;
  expect((await admin().patch(at, { state: 'active' })).body).toMatchObject({ failures: 0, pausedAt: null });
  expect((await admin().get('/api/work')).text).not.toContain(waiting.id);
  await admin().post(`${at}/calls/${newest.id}/again`);
  await deliver();
  expect((await admin().get(at)).body).toMatchObject({ failures: 0, last: { state: 'delivered', status: 204 } });
});

test('only administrators keep webhooks; what cannot be is refused with its field', async () => {
  expect((await app.as('anna').get('/api/admin/webhooks')).body.code).toBe('administrator_only');
  expect((await app.as(null).get('/api/admin/webhooks')).status).toBe(401);
  expect((await register('/a', ['ordering.note_written'])).body).toMatchObject({
    code: 'unknown_event_kind',
    errors: [{ path: 'kinds.0' }],
  });
  expect((await register('/a', ['ordering.*'], 'group:nowhere')).body.code).toBe('unknown_scope');
  const inside = { name: 'x', kinds: ['ordering.*'] };
  for (const url of ['http://10.0.0.1/x', 'http://localhost/x'])
    expect((await admin().post('/api/admin/webhooks', { ...inside, url })).body.code).toBe('address_forbidden');
  expect((await admin().post('/api/admin/webhooks', { ...inside, url: 'https://me:pw@x.example/' })).status).toBe(400);
});

test('a new secret signs from the next call on', async () => {
  const made = (await register('/renew', ['ordering.*'])).body as { webhook: { id: string }; secret: string };
  const renewed = await admin().post(`/api/admin/webhooks/${made.webhook.id}/secret`);
  expect(renewed.body.secret).not.toBe(made.secret);
  await admin().post(`/api/admin/webhooks/${made.webhook.id}/test`);
  await deliver();
  const sent = String(heard[0]?.headers['portolan-signature']);
  const seconds = /^t=(\d+)/.exec(sent)?.[1];
  const content = `${seconds}.${heard[0]?.body}`;
  const expected = createHmac('sha256', String(renewed.body.secret)).update(content).digest('hex');
  expect(sent).toBe(`t=${seconds},v1=${expected}`);
});
