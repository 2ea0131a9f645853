import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, amsData, amsFault, hasAmsData, type AmsCaller } from '#test/messaging';

// What clients of the service send in their different ways (messaging-ams.md 3 and 5).

let portolan: TestApp;
let call: AmsCaller;
let root: string;
beforeAll(async () => {
  portolan = await testApp();
  root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  call = amsCaller(portolan, root);
  await call('POST', '/v1/projects/ARGO', {});
});
afterAll(() => portolan.close());

const topicOf = (name: string) => `/v1/projects/ARGO/topics/${name}`;
const subscriptionOf = (name: string) => `/v1/projects/ARGO/subscriptions/${name}`;
const subscribe = (name: string, topic = name) =>
  call('PUT', subscriptionOf(name), { topic: `projects/ARGO/topics/${topic}` });
const publish = (name: string, data: string, token = root) =>
  call('POST', `${topicOf(name)}:publish`, { messages: [{ data }] }, token);

describe('a body', () => {
  test.each([
    ['without a type', {}],
    ['with the right one', { 'content-type': 'application/json' }],
    ['with a wrong one', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['with one that nobody knows', { 'content-type': 'x/y' }],
    ['with one that is none', { 'content-type': 'text' }],
  ])('is read %s', async (_, type) => {
    await call('PUT', topicOf('typed'));
    const answer = await portolan.app.inject({
      method: 'POST',
      url: `${topicOf('typed')}:publish`,
      headers: { 'x-api-key': root, ...type },
      payload: JSON.stringify({ messages: [{ data: 'x' }] }),
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  });

  test.each([
    ['of-nothing', undefined],
    ['of-an-object', '{}'],
    ['of-a-text', '""'],
  ])('that makes a topic may be %s', async (name, body) => {
    const created_on = '2026-11-23T09:00:00Z';
    expect((await call('PUT', topicOf(name), body)).body).toEqual({
      name: `/projects/ARGO/topics/${name}`,
      created_on,
    });
    expect(await call('PUT', topicOf(name), body)).toMatchObject(
      amsFault(409, 'Topic already exists', 'ALREADY_EXISTS'),
    );
  });

  test('of a pull may be empty, of texts, or of a number and a boolean; the names of members in any letters', async () => {
    await call('PUT', topicOf('pulled'));
    await subscribe('pulled');
    const pull = async (body?: unknown) => (await call('POST', `${subscriptionOf('pulled')}:pull`, body)).body;
    expect(await pull()).toEqual({ receivedMessages: [] });
    for (const data of ['a', 'b', 'c']) await publish('pulled', data);
    const sizes: number[] = [];
    for (const body of [
      undefined,
      {},
      { maxMessages: '2', returnImmediately: 'true' },
      { maxMessages: 2, returnImmediately: true },
      { MAXMESSAGES: '100', returnimmediately: 'false' },
      { maxMessages: 'many' },
    ])
      sizes.push((await pull(body)).receivedMessages.length as number);
    expect(sizes).toEqual([1, 1, 2, 2, 3, 1]);
  });
});

test('a subscription is refused twice under one name, and to a topic that is not there; its topic lists it by full name', async () => {
  await call('PUT', topicOf('listed'));
  expect((await subscribe('listed')).status).toBe(200);
  expect(await subscribe('listed')).toMatchObject(amsFault(409, 'Subscription already exists', 'ALREADY_EXISTS'));
  expect(await subscribe('lost', 'nowhere')).toMatchObject(amsFault(404, "Topic doesn't exist", 'NOT_FOUND'));
  expect((await call('GET', `${topicOf('listed')}/subscriptions`)).body).toEqual({
    subscriptions: ['/projects/ARGO/subscriptions/listed'],
  });
});

test('publishTime has no zeros at its end, and never goes back within a topic', async () => {
  await call('PUT', topicOf('timed'));
  await subscribe('timed');
  for (const now of ['2026-11-23T10:00:00.120Z', '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:01.000Z']) {
    portolan.clock.set(now);
    await publish('timed', 'x');
  }
  const { body } = await call('POST', `${subscriptionOf('timed')}:pull`, { maxMessages: '9' });
  expect(body.receivedMessages.map(({ message }: { message: { publishTime: string } }) => message.publishTime)).toEqual(
    ['2026-11-23T10:00:00.12Z', '2026-11-23T10:00:00.12Z', '2026-11-23T10:00:01Z'],
  );
});

test('a list binds whoever publishes or consumes, administrators of the project too, and no pure administrator', async () => {
  const member = async (name: string, ...roles: string[]) =>
    (await call('POST', `/v1/projects/ARGO/members/${name}`, { projects: [{ project: 'ARGO', roles }] })).body
      .token as string;
  const pure = await member('pure', 'project_admin');
  const mixed = await member('mixed', 'project_admin', 'publisher', 'consumer');
  await call('PUT', topicOf('bound'));
  await subscribe('bound');
  const statuses = async (token: string) => [
    (await publish('bound', 'x', token)).status,
    (await call('POST', `${subscriptionOf('bound')}:pull`, {}, token)).status,
  ];
  expect(await statuses(pure)).toEqual([200, 200]);
  expect(await statuses(mixed)).toEqual([403, 403]);
  for (const path of [topicOf('bound'), subscriptionOf('bound')])
    await call('POST', `${path}:modifyAcl`, { authorized_users: ['mixed'] });
  expect(await statuses(mixed)).toEqual([200, 200]);
});

test('pages go on by `nextPageToken` too, as the library asks for them', async () => {
  for (const name of ['u1', 'u2', 'u3']) await call('POST', `/v1/users/${name}`, {});
  const seen: string[] = [];
  let token = '';
  do {
    const { body } = await call('GET', `/v1/users?pageSize=2&nextPageToken=${encodeURIComponent(token)}`);
    seen.push(...body.users.map(({ name }: { name: string }) => name));
    token = body.nextPageToken as string;
  } while (token !== '');
  expect(seen.slice(0, 3)).toEqual(['u3', 'u2', 'u1']);
  expect(new Set(seen).size).toBe(seen.length);
});

interface Names {
  readonly valid_name: [string, boolean][];
  readonly valid_ack_id: { project: string; subscription: string; ackId: string; valid: boolean }[];
}
describe.runIf(hasAmsData)('the rule of', () => {
  const { valid_name: names, valid_ack_id: ackIds } = hasAmsData
    ? amsData<Names>('names-and-ackids.json')
    : { valid_name: [], valid_ack_id: [] };

  test.each(names.filter(([name]) => name !== ''))('names: %s is one: %s', async (name, isOne) => {
    const answer = await call('PUT', topicOf(encodeURIComponent(name)));
    if (isOne) expect(answer.status).toBe(200);
    else expect(answer).toMatchObject(amsFault(400, 'Invalid topic name', 'INVALID_ARGUMENT'));
  });

  test.each(ackIds)('acknowledgements: $ackId is one of $subscription in $project: $valid', async (given) => {
    const { project, subscription, ackId, valid } = given;
    await call('POST', `/v1/projects/${project}`, {});
    await call('PUT', `/v1/projects/${project}/topics/t`);
    await call('PUT', `/v1/projects/${project}/subscriptions/${subscription}`, {
      topic: `projects/${project}/topics/t`,
    });
    const path = `/v1/projects/${project}/subscriptions/${subscription}:acknowledge`;
    const answer = await call('POST', path, { ackIds: [ackId] });
    // Nothing was pulled, which is looked at only once the id is well.
    expect(answer).toMatchObject(
      valid
        ? amsFault(500, 'no ack pending', 'INTERNAL_SERVER_ERROR')
        : amsFault(400, 'Invalid ack id', 'INVALID_ARGUMENT'),
    );
  });
});

test('a full disk refuses a publish whole, and the next one goes on counting', async () => {
  await call('PUT', topicOf('full'));
  await publish('full', 'before');
  const { database } = portolan.kernel;
  await database.script(`
    create function messaging.full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert on messaging.log_groups for each row execute function messaging.full_disk()`);
  expect(await publish('full', 'lost')).toMatchObject(amsFault(500, 'Backend Error', 'INTERNAL_SERVER_ERROR'));
  await sql`drop function messaging.full_disk cascade`.execute(database.read());
  expect((await publish('full', 'after')).body).toEqual({ messageIds: ['1'] });
});
