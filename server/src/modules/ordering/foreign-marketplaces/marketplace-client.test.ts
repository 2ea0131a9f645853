import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { DAY } from '#kernel/clock';
import { testApp, type TestApp } from '#test/app';
import { market, service, type Market } from '../compat/marketplace/market.fixture.ts';
import { editMessage } from '../messages/change-message.ts';
import { tables } from '../tables.ts';

// Two installations: A is the marketplace, B works its orders as its default order system. A proxy between them loses answers.

let a: Market;
let b: TestApp;
let marketplace = '';
let port = 0;
const calls: { method: string; path: string }[] = [];
const lost = Symbol('the answer is lost');
/** What becomes of a call on its way; undefined lets it pass. */
let mishap: ((call: { method: string; path: string }) => typeof lost | number | string | undefined) | undefined;
let aPort = 0;

const proxy = createServer(forward);
function forward(incoming: IncomingMessage, answer: ServerResponse): void {
  const call = { method: incoming.method ?? '', path: (incoming.url ?? '').replace('/api/v1', '') };
  calls.push(call);
  const fate = mishap?.(call);
  if (typeof fate === 'number') return void answer.writeHead(fate).end('{"error":"on purpose"}');
  if (typeof fate === 'string') return void answer.writeHead(200).end(fate);
  const { headers } = incoming;
  const onward = httpRequest(
    { host: '127.0.0.1', port: aPort, method: call.method, path: incoming.url, headers },
    (there) => {
      if (fate === lost) {
        there.resume();
        return void there.on('end', () => answer.destroy());
      }
      answer.writeHead(there.statusCode ?? 502, there.headers);
      there.pipe(answer);
    },
  );
  incoming.pipe(onward);
}

beforeAll(async () => {
  a = await market();
  await a.app.app.listen({ port: 0, host: '127.0.0.1' });
  aPort = (a.app.app.server.address() as AddressInfo).port;
  await new Promise<void>((done) => void proxy.listen(0, '127.0.0.1', done));
  port = (proxy.address() as AddressInfo).port;
  b = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
  await b.modules.catalogue.keepOffer(
    system,
    service,
    OfferInput.parse({ name: 'Offer of SOMBO', orderType: 'order_required', voucherable: true }),
  );
  const secret = await tokenThere('anna');
  const added = await b.as('sofia').post('/api/foreign-marketplaces', {
    name: 'Marketplace A',
    baseUrl: `http://127.0.0.1:${port}`,
    omsId: 1,
    token: secret,
    readFrom: '2026-01-01T00:00:00.000Z',
  });
  expect(added.status, added.text).toBe(201);
  expect(added.text).not.toContain(secret);
  marketplace = added.body.id;
}, 120_000);
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await a.app.close();
  await b.close();
});
beforeEach(() => {
  mishap = undefined;
  calls.length = 0;
});

async function tokenThere(persona: string): Promise<string> {
  const { secret } = await a.app.kernel.database.transact((tx) =>
    a.app.modules.identity.issueToken(tx, {
      personId: a.app.idOf(persona),
      name: 'Desk elsewhere',
      scopes: ['marketplace'],
      expiresInDays: 30,
    }),
  );
  return secret;
}

/** Both sides come to rest: events are delivered, and B reads and tells. */
async function exchange(times = 2): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await a.app.settle();
    await b.settle();
    await b.kernel.jobs.runNow('ordering.exchange-marketplaces', {});
    await b.settle();
    if (mishap === undefined) expect((await registration()).failures, 'failures in a row').toBe(0);
  }
}
const registration = async () =>
  (await b.as('sofia').get('/api/foreign-marketplaces')).body.items.find(
    ({ id }: { id: string }) => id === marketplace,
  );
const rows = (app: TestApp, table: 'ordering.messages' | 'ordering.orders' | 'ordering.status_entries') =>
  tables(app.kernel.database.read()).selectFrom(table).select('id').execute();
const counts = async () => ({
  a: [await rows(a.app, 'ordering.messages'), await rows(a.app, 'ordering.status_entries')].map(({ length }) => length),
  b: [
    await rows(b, 'ordering.messages'),
    await rows(b, 'ordering.status_entries'),
    await rows(b, 'ordering.orders'),
  ].map(({ length }) => length),
  feed: (await tables(a.app.kernel.database.read()).selectFrom('ordering.oms_events').select('at').execute()).length,
});

/** The order here that stands for an order there. */
async function here(numberThere: number, at = marketplace): Promise<number> {
  const there = await tables(a.app.kernel.database.read())
    .selectFrom('ordering.orders')
    .select(['project_number', 'iid'])
    .where('number', '=', numberThere)
    .executeTakeFirstOrThrow();
  const read = tables(b.kernel.database.read());
  const { number } = await read
    .selectFrom('ordering.foreign_items as item')
    .innerJoin('ordering.orders as order', 'order.id', 'item.order_id')
    .select('order.number')
    .where('item.project', '=', there.project_number)
    .where('item.item', '=', there.iid)
    .where('item.marketplace_id', '=', at)
    .executeTakeFirstOrThrow();
  return number;
}
/** Who works it here, whichever group it came to. */
async function work(number: number, body: object): Promise<void> {
  const { group_id: group } = await tables(b.kernel.database.read())
    .selectFrom('ordering.orders')
    .select('group_id')
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  const members = await b.modules.ordering.context.ports.groupRoles.membersOf(b.kernel.database.read(), [group]);
  const persona = ['anna', 'marta'].find((name) => members.get(group)?.some(({ id }) => id === b.idOf(name)));
  const answer = await b.as(persona ?? 'anna').post(`/api/orders/${number}/transitions`, body);
  expect(answer.status, answer.text).toBe(200);
}
const stateThere = async (number: number) => (await a.app.as('eleni').get(`/api/orders/${number}`)).body;

describe('an order of a marketplace elsewhere', () => {
  let project = 0;
  let there = 0;
  let ours = 0;

  test('comes to the desk as an order of the catalogue, with its first message, and says where it is from', async () => {
    project = await a.project('Sea ice');
    there = await a.order(project, 'SOMBO', { comment: 'We need it in spring.' });
    await exchange();
    ours = await here(there);
    const order = (await b.as('anna').get(`/api/orders/${ours}`)).body;
    expect(order).toMatchObject({
      state: 'registered',
      service: { slug: service },
      offer: { name: 'Offer of SOMBO' },
      project: { name: 'Sea ice' },
      desk: {
        source: 'foreign-marketplace',
        origin: {
          name: 'Marketplace A',
          place: `project ${project}, item 1`,
          url: `http://127.0.0.1:${port}/projects/${project}`,
        },
      },
    });
    expect(JSON.stringify(order.timeline)).toContain('We need it in spring.');
    expect(await registration()).toMatchObject({ role: 'mediator', failures: 0, orders: 1, omsName: 'SOMBO' });
  });

  test('is taken, asked about, answered, approved and delivered; the marketplace shows each step', async () => {
    await work(ours, { action: 'take' });
    await exchange();
    expect((await stateThere(there)).state).toBe('in_progress');

    await work(ours, { action: 'ask', message: 'How many cores?' });
    await exchange();
    const asked = await stateThere(there);
    expect(asked.state).toBe('waiting_for_response');
    expect(JSON.stringify(asked.timeline)).toContain('How many cores?');

    const answer = await a.app
      .as('eleni')
      .post(`/api/orders/${there}/messages`, { scope: 'public', body: 'Sixteen, please.' });
    expect(answer.status, answer.text).toBeLessThan(300);
    await exchange();
    const answered = (await b.as('anna').get(`/api/orders/${ours}`)).body;
    expect(answered.state).toBe('in_progress');
    expect(JSON.stringify(answered.timeline)).toContain('Sixteen, please.');

    await work(ours, { action: 'approve' });
    await exchange();
    expect((await stateThere(there)).state).toBe('approved');
    await work(ours, {
      action: 'deliver',
      access: { text: 'Log in', url: 'https://cloud.example.org', secrets: { password: 'hunter2' } },
    });
    await exchange();
    const delivered = await stateThere(there);
    expect(delivered.state).toBe('ready');
    const secrets = delivered.access.flatMap((grant: { secrets: object[] }) => grant.secrets);
    expect(secrets).toEqual(
      expect.arrayContaining([
        { name: 'password', value: 'hunter2' },
        { name: 'access_url', value: 'https://cloud.example.org' },
        { name: 'access_text', value: 'Log in' },
      ]),
    );
  });

  test('nothing comes twice and nothing echoes: neither by reading again, nor with the position and the events lost', async () => {
    await exchange(3);
    const before = await counts();
    await exchange(3);
    expect(await counts()).toEqual(before);
    const lose = tables(b.kernel.database.read());
    await lose
      .updateTable('ordering.foreign_marketplaces')
      .set({ read_to: '2026-01-01T00:00:00Z' })
      .where('id', '=', marketplace)
      .execute();
    await exchange();
    expect(await counts()).toEqual(before);
    await lose.deleteFrom('ordering.foreign_events').execute();
    await lose.updateTable('ordering.foreign_marketplaces').set({ read_to: '2026-01-01T00:00:00Z' }).execute();
    calls.length = 0;
    await exchange(3);
    expect(await counts()).toEqual(before);
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('the customer hears of it from the marketplace alone', async () => {
    const mails = await b.kernel.database.read().selectFrom('kernel.mails').selectAll().execute();
    const { email } = (
      await b.modules.ordering.context.ports.people.byIds(b.kernel.database.read(), [b.idOf('eleni')])
    ).get(b.idOf('eleni')) ?? { email: 'eleni' };
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.filter((mail) => JSON.stringify(mail).includes(email))).toEqual([]);
  });

  test('messages of others there arrive, changed words follow both ways, and nothing is told back', async () => {
    const written = await a.call('anna', 'POST', '/oms/1/messages', {
      project_id: project,
      project_item_id: 1,
      author: { email: 'desk@a.example', name: 'Helpdesk of A', role: 'mediator' },
      content: 'Maintenance on Monday.',
      scope: 'public',
    });
    await exchange();
    const bodiesHere = async () => {
      const { timeline } = (await b.as('anna').get(`/api/orders/${ours}`)).body;
      return JSON.stringify(timeline);
    };
    expect(await bodiesHere()).toContain('Maintenance on Monday.');
    await a.call('anna', 'PATCH', `/oms/1/messages/${written.body.id}`, { content: 'Maintenance on Tuesday.' });
    calls.length = 0;
    await exchange();
    expect(await bodiesHere()).toContain('Maintenance on Tuesday.');
    expect(await bodiesHere()).not.toContain('Maintenance on Monday.');
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);

    const read = tables(b.kernel.database.read());
    const order = await read
      .selectFrom('ordering.orders')
      .selectAll()
      .where('number', '=', ours)
      .executeTakeFirstOrThrow();
    const message = await read
      .selectFrom('ordering.messages')
      .selectAll()
      .where('body', '=', 'How many cores?')
      .executeTakeFirstOrThrow();
    await b.kernel.database.transact((tx) =>
      editMessage(b.modules.ordering.context)(tx, {
        actor: system,
        order,
        project: { id: order.project_id, number: order.project_number },
        message,
        content: 'How many cores exactly?',
      }),
    );
    await exchange();
    expect(calls.filter(({ method }) => method !== 'GET').map(({ method }) => method)).toEqual(['PATCH']);
    expect(JSON.stringify((await stateThere(there)).timeline)).toContain('How many cores exactly?');
    calls.length = 0;
    await exchange();
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('a state that somebody sets there counts here, and is not told back', async () => {
    const closed = await a.call('anna', 'PATCH', `/oms/1/projects/${project}/project_items/1`, {
      status: { type: 'closed', value: 'season is over' },
    });
    expect(closed.status, closed.text).toBe(200);
    expect((await stateThere(there)).state).toBe('closed');
    await exchange();
    expect((await b.as('anna').get(`/api/orders/${ours}`)).body).toMatchObject({
      state: 'closed',
      value: 'season is over',
    });
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('what goes wrong', () => {
  let there = 0;
  let ours = 0;
  beforeAll(async () => {
    mishap = undefined;
    there = await a.order(await a.project('Mishaps'), 'SOMBO', { comment: '' });
    await exchange();
    ours = await here(there);
    await work(ours, { action: 'take' });
    await exchange();
  });
  const contentsThere = async () =>
    (await tables(a.app.kernel.database.read()).selectFrom('ordering.messages').select('body').execute()).map(
      ({ body }) => body,
    );

  test('a message whose answer is lost is found there and not written again', async () => {
    mishap = ({ method, path }) => (method === 'POST' && path.endsWith('/messages') ? lost : undefined);
    await work(ours, { action: 'ask', message: 'Which image?' });
    await exchange(1);
    const failed = await registration();
    expect(failed).toMatchObject({ failures: 1, waiting: expect.any(Number) });
    expect(failed.lastError.text).toContain('does not answer');
    expect(failed.nextAt).not.toBeNull();
    mishap = undefined;
    await b.as('sofia').post(`/api/foreign-marketplaces/${marketplace}/poll`);
    await exchange();
    expect((await contentsThere()).filter((body) => body === 'Which image?')).toHaveLength(1);
    expect(await registration()).toMatchObject({ failures: 0, waiting: 0, nextAt: null });
    const timeline = JSON.stringify((await b.as('anna').get(`/api/orders/${ours}`)).body.timeline);
    expect(timeline.split('Which image?')).toHaveLength(2);
  });

  test.each([
    ['401', 401, '401: the token is not accepted'],
    ['404', 404, '404'],
    ['500', 500, '500'],
    ['no JSON', '<html>', 'no JSON'],
  ] as const)('%s is shown on the registration, and holds up no other', async (_name, fate, text) => {
    const other = await b.as('sofia').post('/api/foreign-marketplaces', {
      name: 'Another',
      baseUrl: `http://127.0.0.1:${aPort}`,
      omsId: 1,
      token: 'unknown',
    });
    expect(other.status).toBe(201);
    mishap = () => fate;
    await b.kernel.jobs.runNow('ordering.exchange-marketplaces', {});
    const items = (await b.as('sofia').get('/api/foreign-marketplaces')).body.items;
    const failed = items.find(({ id }: { id: string }) => id === marketplace);
    expect(failed.lastError.text).toContain(text);
    expect(failed.nextAt).not.toBeNull();
    const one = items.find(({ id }: { id: string }) => id === other.body.id);
    expect(one.lastError.text).toContain('401');
    mishap = undefined;
    const test = (await b.as('sofia').post(`/api/foreign-marketplaces/${marketplace}/test`)).body;
    expect(test).toMatchObject({ ok: true, omses: [{ id: 1, name: 'SOMBO', isDefault: true }] });
    await b.as('sofia').put(`/api/foreign-marketplaces/${other.body.id}`, {
      name: 'Another',
      baseUrl: `http://127.0.0.1:${aPort}`,
      omsId: 1,
      state: 'paused',
    });
    await b.as('sofia').post(`/api/foreign-marketplaces/${marketplace}/poll`);
    await exchange();
    expect((await b.as('sofia').get('/api/foreign-marketplaces')).body.items).toContainEqual(
      expect.objectContaining({ id: marketplace, failures: 0 }),
    );
  });

  test('what the marketplace refuses is given up, logged, and holds up nothing', async () => {
    const theirs = await a.order(await a.project('Of another'), 'OMS2', {});
    await exchange();
    const order = await here(theirs);
    expect((await b.as('anna').get(`/api/orders/${order}`)).body.desk.tags).toContain('to-be-completed');
    await work(order, { action: 'take' });
    await exchange();
    expect(await registration()).toMatchObject({ failures: 0, waiting: 0 });
    const log = (await b.as('sofia').get(`/api/foreign-marketplaces/${marketplace}/log`)).body.items;
    expect(log).toContainEqual(
      expect.objectContaining({ kind: 'failure', order, text: expect.stringContaining('403') }),
    );
  });
});

test('an order system that is not the default one writes as provider, and may set its states', async () => {
  const token = await tokenThere('claire');
  const input = { name: 'A, as OMS2', baseUrl: `http://127.0.0.1:${port}`, omsId: a.ids['OMS2'], token };
  const added = await b
    .as('sofia')
    .post('/api/foreign-marketplaces', { ...input, readFrom: '2026-01-01T00:00:00.000Z' });
  const there = await a.order(await a.project('Of OMS2'), 'OMS2', {});
  await exchange();
  const ours = await here(there, added.body.id);
  await work(ours, { action: 'take' });
  await work(ours, { action: 'ask', message: 'Asked by a provider?' });
  await exchange();
  expect((await stateThere(there)).state).toBe('waiting_for_response');
  const written = await tables(a.app.kernel.database.read())
    .selectFrom('ordering.messages')
    .select('author_role')
    .where('body', '=', 'Asked by a provider?')
    .execute();
  expect(written).toEqual([{ author_role: 'provider' }]);
  const { items } = (await b.as('sofia').get('/api/foreign-marketplaces')).body;
  expect(items.find(({ id }: { id: string }) => id === added.body.id)).toMatchObject({
    role: 'provider',
    failures: 0,
    waiting: 0,
  });
  await b.as('sofia').put(`/api/foreign-marketplaces/${added.body.id}`, { ...input, state: 'paused' });
});

describe('the trigger', () => {
  test.each(['GET', 'POST', 'PUT'] as const)('%s is answered 204 with nothing, whatever it carries', async (method) => {
    const answer = await b.app.inject({
      method,
      url: '/mp/trigger',
      ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, payload: '{broken' }),
    });
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
  });

  test('a burst has the marketplace read once', async () => {
    await exchange();
    const waiting = async () =>
      (
        await b.kernel.database
          .read()
          .selectFrom('kernel.events')
          .select('id')
          .where('type', '=', 'ordering.foreign_marketplace_wanted')
          .execute()
      ).length;
    const before = await waiting();
    for (let time = 0; time < 5; time += 1) await b.app.inject({ method: 'POST', url: '/mp/trigger' });
    expect((await waiting()) - before).toBe(1);
    await b.kernel.jobs.runNow('ordering.exchange-marketplaces', { wanted: true });
    const read = calls.filter(({ path }) => path.includes('/events')).length;
    await b.kernel.jobs.runNow('ordering.exchange-marketplaces', { wanted: true });
    expect(calls.filter(({ path }) => path.includes('/events'))).toHaveLength(read);
  });
});

describe('the administration', () => {
  test('is for portal administrators alone, and wants the token anew for another address', async () => {
    expect((await b.as('anna').get('/api/foreign-marketplaces')).body.code).toBe('administrator_only');
    const { name, omsId } = await registration();
    const moved = { name, omsId, baseUrl: `http://127.0.0.1:${aPort}` };
    const answer = await b.as('sofia').put(`/api/foreign-marketplaces/${marketplace}`, moved);
    expect(answer.body.code).toBe('token_needed');
    const inside = { name: 'X', omsId: 1, baseUrl: 'http://10.0.0.1', token: 'x' };
    expect((await b.as('sofia').post('/api/foreign-marketplaces', inside)).body.code).toBe('address_forbidden');
  });
});

test('logs are kept for 30 days, and what was forgotten is not worked again', async () => {
  const kept = async (table: 'ordering.foreign_log' | 'ordering.foreign_events') =>
    (await tables(b.kernel.database.read()).selectFrom(table).select('at').execute()).length;
  const forget = () => b.kernel.jobs.runNow('ordering.forget-exchanges', {});
  const [logged, noted] = [await kept('ordering.foreign_log'), await kept('ordering.foreign_events')];
  await forget();
  expect(await kept('ordering.foreign_log')).toBe(logged);
  expect(await kept('ordering.foreign_events')).toBe(noted);
  b.clock.advance(31 * DAY);
  await forget();
  expect(await kept('ordering.foreign_log')).toBe(0);
  expect(await kept('ordering.foreign_events')).toBeLessThan(noted);
  const before = await counts();
  await b.kernel.jobs.runNow('ordering.exchange-marketplaces', {});
  await b.settle();
  expect(await counts()).toEqual(before);
});
