import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { later, MINUTE } from '#kernel/clock';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
let root: string;
beforeAll(async () => {
  app = await testApp();
  root = await app.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  expect((await sofia().post(projects, { name: 'ARGO', description: 'Results of probes' })).status).toBe(201);
});
afterAll(() => app.close());

const projects = '/api/messaging/projects';
const argo = `${projects}/ARGO`;
const sofia = () => app.as('sofia');

const ams = async (method: 'GET' | 'POST' | 'PUT', url: string, body: object = {}, token = root) => {
  const answer = await app.app.inject({
    method,
    url: `/v1/projects/ARGO/${url}`,
    headers: { 'x-api-key': token },
    payload: JSON.stringify(body),
  });
  return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? {} : answer.json() };
};

/** A topic with a subscription of the same name and so many messages of the service's administrator. */
async function stream(name: string, messages: number): Promise<void> {
  expect((await sofia().post(`${argo}/topics`, { name })).status).toBe(201);
  expect((await sofia().post(`${argo}/subscriptions`, { name, topic: name })).status).toBe(201);
  const sent = Array.from({ length: messages }, (_, place) => ({
    data: btoa(`m${place}`),
    attributes: { n: `${place}` },
  }));
  if (messages > 0) expect((await ams('POST', `topics/${name}:publish`, { messages: sent })).status).toBe(200);
}
const activity = async () => (await sofia().get(`${argo}/activity?limit=100`)).body.items;
const subscription = async (name: string) => (await sofia().get(`${argo}/subscriptions/${name}`)).body;

describe('who may', () => {
  test('administrators see every project, others those to which they were appointed, and nothing else is there', async () => {
    expect((await app.as('anna').get(projects)).body).toEqual({ items: [], mayCreate: false });
    const hidden = await app.as('anna').get(argo);
    const missing = await app.as('anna').get(`${projects}/NOWHERE`);
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    expect(hidden.text.replace('ARGO', 'NOWHERE').replace(hidden.body.requestId, '')).toBe(
      missing.text.replace(missing.body.requestId, ''),
    );
    expect((await app.as(null).get(projects)).status).toBe(401);

    const appointed = await sofia().put(`${argo}/people`, { people: [app.idOf('anna')] });
    expect(appointed.body.people).toEqual([{ id: app.idOf('anna'), name: 'Anna de Wit', email: 'anna@desk.example' }]);
    expect((await app.as('anna').get('/api/messaging/access')).body).toEqual({ projects: 1 });
    expect((await app.as('anna').get(projects)).body.items).toHaveLength(1);
    expect((await app.as('anna').post(`${argo}/topics`, { name: 'by-anna' })).status).toBe(201);
    expect((await app.as('jonas').get(`${argo}/topics/by-anna`)).status).toBe(404);
  });

  test('whoever administers one project governs none', async () => {
    for (const [status, answer] of [
      [403, await app.as('anna').post(projects, { name: 'MINE' })],
      [403, await app.as('anna').delete(argo)],
      [403, await app.as('anna').patch(argo, { name: 'MINE' })],
      [403, await app.as('anna').put(`${argo}/people`, { people: [] })],
      [200, await app.as('anna').patch(argo, { description: 'Probes and their results' })],
    ] as const)
      expect(answer.status, answer.text).toBe(status);
  });

  test('an appointment is in what is handed over about a person', async () => {
    const exported = await app.modules.messaging.personalData.export(app.kernel.database.read(), app.idOf('anna'));
    expect(exported).toMatchObject({ administers: [{ project: 'ARGO' }] });
  });
});

describe('members', () => {
  test('get a token that works, shown once, and a new one that ends the old', async () => {
    const made = await sofia().post(`${argo}/members`, { name: 'site-1', roles: ['publisher'] });
    expect(made.status, made.text).toBe(201);
    expect((await ams('GET', 'topics', {}, made.body.token)).status).toBe(200);
    const renewed = await app.as('anna').post(`${argo}/members/site-1/token`, {});
    expect((await ams('GET', 'topics', {}, made.body.token)).status).toBe(401);
    expect((await ams('GET', 'topics', {}, renewed.body.token)).status).toBe(200);
    expect((await sofia().get(`${argo}/members`)).text).not.toContain(renewed.body.token);
  });

  test('of other projects get no token from who administers this one', async () => {
    await sofia().post(projects, { name: 'OTHER' });
    await sofia().post(`${projects}/OTHER/members`, { name: 'shared', roles: ['consumer'] });
    expect((await app.as('anna').put(`${argo}/members/shared`, { roles: ['consumer'] })).body.roles).toEqual([
      'consumer',
    ]);
    expect(await app.as('anna').post(`${argo}/members/shared/token`, {})).toMatchObject({
      status: 403,
      body: { code: 'token_of_others' },
    });
    expect((await sofia().post(`${argo}/members/shared/token`, {})).status).toBe(200);
    expect((await app.as('anna').delete(`${argo}/members/shared`)).status).toBe(204);
    expect((await app.as('anna').delete(`${argo}/members/shared`)).status).toBe(404);
  });
});

describe('messages', () => {
  test('name who published them, and a pull holds nothing of it', async () => {
    await stream('named', 1);
    const token = (await sofia().post(`${argo}/members`, { name: 'site-2', roles: ['publisher'] })).body.token;
    await sofia().put(`${argo}/topics/named/publishers`, { users: ['site-2'] });
    await ams('POST', 'topics/named:publish', { messages: [{ data: 'Zm9v', attributes: { 'a "b"': ' "c' } }] }, token);
    await sofia().post(`${argo}/topics/named/messages`, { data: 'YmFy' });
    const { items, min, next } = (await sofia().get(`${argo}/topics/named/messages`)).body;
    expect([min, next]).toEqual([0, 3]);
    expect(items.map(({ publisher }: { publisher: unknown }) => publisher)).toEqual([
      { name: 'root' },
      { name: 'site-2' },
      { name: null },
    ]);
    expect(items[1]).toMatchObject({ id: 1, data: 'Zm9v', attributes: { 'a "b"': ' "c' }, cut: false });
    const pulled = await ams('POST', 'subscriptions/named:pull', { maxMessages: '3' });
    expect(pulled.body.receivedMessages.map(({ message }: { message: object }) => Object.keys(message))).toEqual([
      ['messageId', 'attributes', 'data', 'publishTime'],
      ['messageId', 'attributes', 'data', 'publishTime'],
      ['messageId', 'data', 'publishTime'],
    ]);
  });

  test('are paged by id and by time; of large ones the list holds the beginning', async () => {
    await stream('paged', 120);
    const ids = async (query: string) =>
      (await sofia().get(`${argo}/topics/paged/messages?${query}`)).body.items.map(({ id }: { id: number }) => id);
    expect(await ids('limit=2')).toEqual([118, 119]);
    expect(await ids('limit=3&before=118')).toEqual([115, 116, 117]);
    expect(await ids('limit=2&from=40')).toEqual([40, 41]);
    expect(await ids('limit=5&before=2')).toEqual([0, 1]);
    expect(await ids('before=0')).toEqual([]);
    const published = app.clock.now();
    app.clock.advance(MINUTE);
    const large = 'A'.repeat(40_000);
    await sofia().post(`${argo}/topics/paged/messages`, { data: large });
    expect(await ids(`at=${later(published, 1)}`)).toEqual([120]);
    expect(await ids(`at=${later(app.clock.now(), 1)}`)).toEqual([]);
    const [listed] = (await sofia().get(`${argo}/topics/paged/messages?limit=1`)).body.items;
    expect(listed).toMatchObject({ cut: true, length: 40_000, data: large.slice(0, 16_384) });
    expect((await sofia().get(`${argo}/topics/paged/messages/120`)).body).toMatchObject({ cut: false, data: large });
    expect((await sofia().get(`${argo}/topics/paged/messages/121`)).status).toBe(404);
  });
});

describe('a subscription', () => {
  test('is peeked into without being consumed, moved by number and by time, and acknowledged', async () => {
    await stream('places', 10);
    await ams('POST', 'subscriptions/places:pull', { maxMessages: '6' });
    expect(await subscription('places')).toMatchObject({
      current: 0,
      next: 10,
      lag: 10,
      pending: { from: 0, to: 6, until: later(app.clock.now(), 10_000) },
    });
    const peeked = (await sofia().get(`${argo}/subscriptions/places/messages?limit=2`)).body.items;
    expect(peeked.map(({ id }: { id: number }) => id)).toEqual([0, 1]);
    expect(await subscription('places')).toMatchObject({ current: 0, pending: { from: 0, to: 6 } });

    const upTo = await sofia().post(`${argo}/subscriptions/places/acknowledge`, { message: 3 });
    expect(upTo.body).toEqual({ before: 0, after: 4 });
    expect(await subscription('places')).toMatchObject({ current: 4, lag: 6, pending: { from: 4, to: 6 } });
    // The consumer, who knows nothing of it, acknowledges what it was handed out.
    const late = ['2', '5'].map((id) => `projects/ARGO/subscriptions/places:${id}`);
    expect((await ams('POST', 'subscriptions/places:acknowledge', { ackIds: late })).status).toBe(200);

    const moved = await sofia().post(`${argo}/subscriptions/places/offset`, { offset: 1 });
    expect(moved.body).toEqual({ before: 6, after: 1 });
    expect((await sofia().post(`${argo}/subscriptions/places/offset`, { offset: 11 })).body.code).toBe(
      'offset_out_of_bounds',
    );
    const later1 = await sofia().post(`${argo}/subscriptions/places/offset`, { at: later(app.clock.now(), MINUTE) });
    expect(later1.body).toEqual({ before: 1, after: 10 });
  });

  test('remembers how far it was behind', async () => {
    await stream('behind', 4);
    await app.modules.messaging.sampleLags();
    expect((await subscription('behind')).lags.slice(-2)).toEqual([
      { at: later(app.clock.now().slice(0, 13) + ':00:00.000Z', -60 * MINUTE), most: null },
      { at: `${app.clock.now().slice(0, 13)}:00:00.000Z`, most: 4 },
    ]);
    const { traffic } = (await sofia().get(`${argo}/topics/behind`)).body;
    expect(traffic).toHaveLength(48);
    expect(traffic.at(-1)).toMatchObject({ messages: 4 });
  });
});

test('the activity says who changed what, from what to what, through the portal and through /v1', async () => {
  await stream('watched', 5);
  await sofia().post(`${argo}/members`, { name: 'reader', roles: ['consumer'] });
  await ams('POST', 'subscriptions/watched:modifyAcl', { authorized_users: ['reader'] });
  await app.as('anna').put(`${argo}/subscriptions/watched/consumers`, { users: [] });
  await ams('POST', 'subscriptions/watched:modifyOffset', { offset: 3 });
  await ams('POST', 'subscriptions/watched:modifyAckDeadline', { ackDeadlineSeconds: 60 });
  await app.as('anna').put(`${argo}/members/reader`, { roles: ['publisher', 'consumer'] });
  const [roles, deadline, moved, emptied, given] = await activity();
  expect(roles).toMatchObject({
    by: 'Anna de Wit',
    action: 'messaging.set_member',
    details: { user: 'reader', before: ['consumer'], after: ['publisher', 'consumer'] },
  });
  expect(deadline).toMatchObject({
    by: 'root',
    action: 'messaging.set_ack_deadline',
    details: { before: 10, after: 60 },
  });
  expect(moved).toMatchObject({ by: 'root', action: 'messaging.move_offset', details: { before: 0, after: 3 } });
  expect(emptied).toMatchObject({ by: 'Anna de Wit', details: { before: ['reader'], after: [] } });
  expect(given).toMatchObject({ by: 'root', details: { subscription: 'watched', before: [], after: ['reader'] } });
  expect((await activity()).at(-1)).toMatchObject({ by: 'Sofia Almeida', action: 'messaging.create_project' });
  const first = (await sofia().get(`${argo}/activity?limit=2`)).body;
  const second = (await sofia().get(`${argo}/activity?limit=1&after=${first.next}`)).body;
  expect(second.items[0]).toMatchObject({ action: 'messaging.move_offset' });
});

test('what fails is said in words of the screens, not in those of the API of programs', async () => {
  await stream('worded', 1);
  const failing = async (url: string, body: object) => {
    const answer = await sofia().post(url, body);
    expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
    return answer.body.detail;
  };
  expect(await failing(`${argo}/topics`, { name: 'worded' })).toBe('This name is taken. Choose another one');
  expect(await failing(`${argo}/subscriptions/worded/offset`, { offset: 9 })).toBe(
    'There is no such message: it is kept no longer, or was not published yet',
  );
  expect((await sofia().put(`${argo}/topics/worded/publishers`, { users: ['nobody'] })).body.detail).toBe(
    'No member is called nobody',
  );
  expect((await ams('PUT', 'topics/worded', {})).body.error.message).toBe('Topic already exists');
});

test('a project goes with everything in it, and only by its governors', async () => {
  await sofia().post(projects, { name: 'GONE' });
  await sofia().post(`${projects}/GONE/topics`, { name: 'x' });
  expect((await sofia().delete(`${projects}/GONE`)).status).toBe(204);
  expect((await sofia().get(`${projects}/GONE`)).status).toBe(404);
});
