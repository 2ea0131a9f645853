import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestAnswer, type TestApp } from '#test/app';

const data = resolve(import.meta.dirname, '../../../../../shared/reference/data/ams');
const shared = existsSync(data);
const fileOf = <T>(name: string): T => JSON.parse(readFileSync(resolve(data, name), 'utf8')) as T;

let portolan: TestApp;
let root: string;
beforeAll(async () => {
  portolan = await testApp();
  root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  await call('POST', '/v1/projects/ARGO', { description: 'Results of probes' });
});
afterAll(() => portolan.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function call(
  method: Method,
  url: string,
  body?: unknown,
  token: string | null = root,
  headers: Record<string, string> = {},
): Promise<TestAnswer> {
  const answer = await portolan.app.inject({
    method,
    url,
    headers: { ...(token === null ? {} : { 'x-api-key': token }), ...headers },
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: answer.body === '' ? {} : JSON.parse(answer.body),
  };
}

const fault = (code: number, message: string, status: string) => ({
  status: code,
  body: { error: { code, message, status } },
});

async function member(name: string, roles: string[], project = 'ARGO'): Promise<string> {
  const made = await call('POST', `/v1/projects/${project}/members/${name}`, { projects: [{ project, roles }] });
  expect(made.status).toBe(200);
  return made.body.token as string;
}

const topicOf = (name: string) => `/v1/projects/ARGO/topics/${name}`;
const subscriptionOf = (name: string) => `/v1/projects/ARGO/subscriptions/${name}`;

/** A topic with a subscription of the same name, and so many messages published after it was made. */
async function stream(name: string, messages = 0): Promise<void> {
  expect((await call('PUT', topicOf(name))).status).toBe(200);
  const made = await call('PUT', subscriptionOf(name), { topic: `projects/ARGO/topics/${name}` });
  expect(made.status).toBe(200);
  if (messages > 0) {
    const sent = Array.from({ length: messages }, (_, place) => ({ data: `m${place}` }));
    expect((await call('POST', `${topicOf(name)}:publish`, { messages: sent })).status).toBe(200);
  }
}

const pull = async (name: string, most = '1') =>
  (await call('POST', `${subscriptionOf(name)}:pull`, { maxMessages: most, returnImmediately: 'true' })).body
    .receivedMessages as { ackId: string; message: { messageId: string; data: string; publishTime: string } }[];
const acknowledge = (name: string, ...ids: number[]) =>
  call('POST', `${subscriptionOf(name)}:acknowledge`, {
    ackIds: ids.map((id) => `projects/ARGO/subscriptions/${name}:${id}`),
  });

describe('who may call', () => {
  test('says so by header, or by `key` where there is no header', async () => {
    expect((await call('GET', '/v1/projects/ARGO')).status).toBe(200);
    expect((await call('GET', `/v1/projects/ARGO?key=${root}`, undefined, null)).status).toBe(200);
    expect(await call('GET', `/v1/projects/ARGO?key=${root}`, undefined, 'wrong')).toMatchObject(
      fault(401, 'Unauthorized', 'UNAUTHORIZED'),
    );
  });

  test('is checked in the order of upstream: names, token, project, user, role, resource, body', async () => {
    const publisher = await member('order-publisher', ['publisher']);
    await call('POST', '/v1/projects/OTHER');
    expect(await call('POST', '/v1/projects/a.b/topics/c.d:publish', '{', null)).toMatchObject(
      fault(400, 'Invalid project name', 'INVALID_ARGUMENT'),
    );
    expect(await call('POST', '/v1/projects/ARGO/topics/c.d:publish', '{', null)).toMatchObject(
      fault(400, 'Invalid topic name', 'INVALID_ARGUMENT'),
    );
    expect(await call('GET', '/v1/projects/NOWHERE', undefined, null)).toMatchObject({ status: 401 });
    expect(await call('GET', '/v1/projects/NOWHERE', undefined, 'wrong')).toMatchObject(
      fault(404, "project doesn't exist", 'NOT_FOUND'),
    );
    expect(await call('GET', '/v1/projects/OTHER/topics', undefined, publisher)).toMatchObject({ status: 401 });
    expect(await call('PUT', topicOf('mine'), '{', publisher)).toMatchObject(
      fault(403, 'Access to this resource is forbidden', 'FORBIDDEN'),
    );
    expect(await call('POST', `${topicOf('nowhere')}:publish`, '{', publisher)).toMatchObject(
      fault(404, "Topic doesn't exist", 'NOT_FOUND'),
    );
    await call('PUT', topicOf('there'));
    expect(await call('POST', `${topicOf('there')}:publish`, '{', publisher)).toMatchObject({ status: 403 });
    await call('POST', `${topicOf('there')}:modifyAcl`, { authorized_users: ['order-publisher'] });
    expect(await call('POST', `${topicOf('there')}:publish`, '{', publisher)).toMatchObject(
      fault(400, 'Invalid Message Arguments', 'INVALID_ARGUMENT'),
    );
  });

  test.skipIf(!shared)('may use what the table of upstream grants to a role, and nothing else', async () => {
    interface Row {
      name: string;
      method: Method;
      path: string;
      auth: string;
      roles: string[];
    }
    // Upstream's table leaves the deletion to the service token.
    const granted: Record<string, string[]> = { 'registrations:delete': ['service_admin'] };
    const rows = fileOf<{ routes: Row[] }>('routes-and-roles.json').routes.filter(({ auth }) => auth === 'role');
    expect(rows).toHaveLength(60);
    await call('POST', '/v1/projects/MATRIX');
    const inProject = ['project_admin', 'publisher', 'consumer'];
    const inService = [
      'service_admin',
      'admin_viewer',
      'push_worker',
      'metrics_viewer',
      'register_admin',
      'argo_api_authn',
    ];
    for (const role of [...inProject, ...inService]) {
      const made = await call('POST', `/v1/users/matrix-${role}`, {
        service_roles: inService.includes(role) ? [role] : [],
        projects: inProject.includes(role) ? [{ project: 'MATRIX', roles: [role] }] : [],
      });
      for (const { name, method, path, roles: theirs } of rows) {
        const roles = granted[name] ?? theirs;
        // What is granted here would take the ground away from the rest.
        if (roles.includes(role) && ['projects:delete', 'projects:update'].includes(name)) continue;
        const url = path.replace('{project}', 'MATRIX').replaceAll(/\{\w+\}/g, 'none');
        const { status } = await call(method, url, method === 'GET' ? undefined : '[', made.body.token);
        if (roles.includes(role)) expect(status, `${role} ${name}`).not.toBe(403);
        else expect([401, 403], `${role} ${name}`).toContain(status);
      }
    }
  });
});

describe('publishing', () => {
  test('gives consecutive ids from 0 in the order of the request, and everything comes back as it was sent', async () => {
    await stream('shapes');
    const sent = [
      { data: 'msg 1' },
      { attributes: { 'a"b': 'quote " backslash \\ newline \n emoji 🧭' } },
      { data: '', attributes: {} },
      { data: 'eyJhIjoxfQ==', attributes: { type: 'metric_data' }, messageId: '99', publishTime: 'never' },
    ];
    expect(await call('POST', `${topicOf('shapes')}:publish`, { messages: sent })).toMatchObject({
      status: 200,
      body: { messageIds: ['0', '1', '2', '3'] },
    });
    const received = await pull('shapes', '10');
    const publishTime = '2026-11-23T09:00:00Z';
    expect(received.map(({ message }) => message)).toEqual([
      { messageId: '0', data: 'msg 1', publishTime },
      { messageId: '1', data: '', attributes: sent[1]?.attributes, publishTime },
      { messageId: '2', data: '', publishTime },
      { messageId: '3', data: 'eyJhIjoxfQ==', attributes: { type: 'metric_data' }, publishTime },
    ]);
    expect(received[3]?.ackId).toBe('projects/ARGO/subscriptions/shapes:3');
  });

  test('is exact for 50 publishers at once', async () => {
    await stream('crowd');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, who) =>
        call('POST', `${topicOf('crowd')}:publish`, { messages: [{ data: `${who} a` }, { data: `${who} b` }] }),
      ),
    );
    const told = new Map(
      answers.flatMap(({ body }, who) => [
        [body.messageIds[0], `${who} a`] as const,
        [body.messageIds[1], `${who} b`] as const,
      ]),
    );
    expect(told.size).toBe(100);
    const received = await pull('crowd', '100');
    expect(received.map(({ message }) => message.messageId)).toEqual(Array.from({ length: 100 }, (_, id) => `${id}`));
    for (const { message } of received) expect(message.data).toBe(told.get(message.messageId));
  });

  test.each<[string, unknown]>([
    ['no JSON', '{"messages":'],
    ['no object', '[]'],
    ['no list', { messages: 'x' }],
    ['no messages', { messages: ['x'] }],
    ['data that is no text', { messages: [{ data: 1 }] }],
    ['an attribute that is no text', { messages: [{ data: '', attributes: { n: 1 } }] }],
  ])('refuses %s, and writes nothing', async (_, body) => {
    await call('PUT', topicOf('refused'));
    expect(await call('POST', `${topicOf('refused')}:publish`, body)).toMatchObject(
      fault(400, 'Invalid Message Arguments', 'INVALID_ARGUMENT'),
    );
    const next = await call('POST', `${topicOf('refused')}:publish`, { messages: [] });
    expect(next).toMatchObject({ status: 200, body: { messageIds: [] } });
  });

  test('refuses a message over the limit whole, with what came beside it', async () => {
    await stream('large');
    const messages = [{ data: 'small' }, { data: 'x'.repeat(10 * 1024 * 1024) }];
    expect(await call('POST', `${topicOf('large')}:publish`, { messages })).toMatchObject(
      fault(413, 'Message size is too large', 'INVALID_ARGUMENT'),
    );
    expect(await pull('large', '10')).toEqual([]);
  });

  test('many large messages come back whole, over several pulls', async () => {
    await stream('bulky');
    const messages = Array.from({ length: 5 }, (_, place) => ({ data: `${place}:${'x'.repeat(1_000_000)}` }));
    expect((await call('POST', `${topicOf('bulky')}:publish`, { messages })).status).toBe(200);
    const seen: string[] = [];
    while (seen.length < messages.length) {
      const received = await pull('bulky', '100');
      expect(received.length).toBeGreaterThan(0);
      seen.push(...received.map(({ message }) => message.data));
      expect((await acknowledge('bulky', seen.length - 1)).status).toBe(200);
    }
    expect(seen).toEqual(messages.map(({ data: content }) => content));
  });
});

describe('a subscription', () => {
  test('begins at the end of its topic and shows every key', async () => {
    await call('PUT', topicOf('late'));
    await call('POST', `${topicOf('late')}:publish`, { messages: [{ data: 'before' }] });
    const made = await call('PUT', subscriptionOf('late'), { topic: 'projects/ARGO/topics/late', pushConfig: {} });
    expect(made.body).toEqual({
      name: '/projects/ARGO/subscriptions/late',
      topic: '/projects/ARGO/topics/late',
      pushConfig: {
        type: '',
        pushEndpoint: '',
        maxMessages: 0,
        authorizationHeader: {},
        retryPolicy: {},
        verificationHash: '',
        verified: false,
        mattermostUrl: '',
        mattermostUsername: '',
        mattermostChannel: '',
        base64Decode: false,
      },
      ackDeadlineSeconds: 10,
      createdOn: '2026-11-23T09:00:00Z',
    });
    expect(await pull('late')).toEqual([]);
    await call('POST', `${topicOf('late')}:publish`, { messages: [{ data: 'after' }] });
    expect(await pull('late')).toMatchObject([{ message: { messageId: '1', data: 'after' } }]);
  });

  test.skipIf(!shared)('takes topics by their reference alone', async () => {
    await call('PUT', topicOf('t1'));
    const { topic_reference_in_subscription_create: references } = fileOf<{
      topic_reference_in_subscription_create: [string, unknown][];
    }>('names-and-ackids.json');
    for (const [place, [reference, expected]] of references.entries()) {
      const topic = reference.replace('projects/P/', 'projects/ARGO/');
      const answer = await call('PUT', subscriptionOf(`reference-${place}`), { topic });
      if (typeof expected === 'object') expect(answer.status).toBe(200);
      else expect(answer).toMatchObject(fault(400, 'Invalid Topic name', 'INVALID_ARGUMENT'));
    }
  });

  interface Step {
    t?: number;
    pull?: { maxMessages: string };
    ids?: number[];
    ack?: number[];
    modifyOffset?: number;
    offsets?: object;
    expect?: [number, string | null];
  }
  const scenarios = shared
    ? fileOf<{ scenarios: { name: string; upstream_only?: boolean; steps: Step[] }[] }>('ack-scenarios.json').scenarios
    : [];
  test.each(scenarios.filter(({ upstream_only: upstream }) => !upstream))('$name', async ({ name, steps }) => {
    const stem = name.replaceAll(/\W+/g, '-');
    await stream(stem, 10);
    let now = 0;
    for (const step of steps) {
      portolan.clock.advance(((step.t ?? now) - now) * 1000);
      now = step.t ?? now;
      if (step.pull) {
        const ids = (await pull(stem, step.pull.maxMessages)).map(({ message }) => Number(message.messageId));
        expect(ids).toEqual(step.ids);
      }
      if (step.offsets) {
        expect((await call('GET', `${subscriptionOf(stem)}:offsets`)).body).toEqual(step.offsets);
      }
      const answer = step.ack
        ? await acknowledge(stem, ...step.ack)
        : step.modifyOffset === undefined
          ? undefined
          : await call('POST', `${subscriptionOf(stem)}:modifyOffset`, { offset: step.modifyOffset });
      if (answer && step.expect) {
        expect([answer.status, answer.body.error?.message ?? null]).toEqual(step.expect);
      }
    }
  });

  test('bears an acknowledgement in parts, and one that is repeated because its answer was lost', async () => {
    await stream('parts', 10);
    await pull('parts', '4');
    for (const id of [1, 1, 3, 3]) expect((await acknowledge('parts', id)).status, `${id}`).toBe(200);
    expect((await pull('parts')).map(({ message }) => message.messageId)).toEqual(['4']);
  });

  test.skipIf(!shared)('knows its own acknowledgement ids', async () => {
    const { valid_ack_id: cases } = fileOf<{
      valid_ack_id: { project: string; subscription: string; ackId: string; valid: boolean }[];
    }>('names-and-ackids.json');
    for (const { project, subscription, ackId, valid } of cases) {
      await call('POST', `/v1/projects/${project}`);
      await call('PUT', `/v1/projects/${project}/topics/t`);
      const address = `/v1/projects/${project}/subscriptions/${subscription}`;
      await call('PUT', address, { topic: `projects/${project}/topics/t` });
      const answer = await call('POST', `${address}:acknowledge`, { ackIds: [ackId] });
      expect(answer.body.error.message, ackId).toBe(valid ? 'no ack pending' : 'Invalid ack id');
    }
    expect(await call('POST', `${subscriptionOf('late')}:acknowledge`, { ackIds: [] })).toMatchObject(
      fault(400, 'Invalid ack id', 'INVALID_ARGUMENT'),
    );
  });

  test('waits for a first message where it may, and is woken by it', async () => {
    await stream('waiting');
    const waiting = call('POST', `${subscriptionOf('waiting')}:pull`, { returnImmediately: 'false' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await call('POST', `${topicOf('waiting')}:publish`, { messages: [{ data: 'now' }, { data: 'and then' }] });
    expect((await waiting).body.receivedMessages).toMatchObject([{ message: { data: 'now' } }]);
  });

  test('finds the first message since an instant, in the form of the library too', async () => {
    await stream('times', 1);
    portolan.clock.advance(60_000);
    const since = portolan.clock.now();
    await call('POST', `${topicOf('times')}:publish`, { messages: [{ data: 'later' }] });
    const at = async (time: string) =>
      (await call('GET', `${subscriptionOf('times')}:timeToOffset?time=${encodeURIComponent(time)}`)).body;
    expect(await at(since)).toEqual({ offset: 1 });
    expect(await at(since.replace('T', ' '))).toEqual({ offset: 1 });
    expect(await at(since.replace(/\.\d+Z/, '+00:00'))).toEqual({ offset: 1 });
    expect(await at('2020-01-01T00:00:00Z')).toEqual({ offset: 0 });
    expect(await at('yesterday')).toMatchObject({ error: { message: 'Time is not in valid Zulu format.' } });
    expect(await at('2099-01-01T00:00:00Z')).toMatchObject({
      error: { code: 409, message: "Timestamp is out of bounds for the subscription's topic/partition" },
    });
  });

  test('outlives its topic, and goes on when the topic is made again', async () => {
    await stream('again', 3);
    expect(await call('DELETE', topicOf('again'))).toMatchObject({ status: 200, text: '' });
    expect(await call('POST', `${subscriptionOf('again')}:pull`)).toMatchObject(
      fault(409, "Subscription's topic doesn't exist", 'CONFLICT'),
    );
    await call('PUT', topicOf('again'));
    expect(await pull('again', '10')).toEqual([]);
    const sent = await call('POST', `${topicOf('again')}:publish`, { messages: [{ data: 'new' }] });
    expect(sent.body).toEqual({ messageIds: ['3'] });
    expect(await pull('again')).toMatchObject([{ message: { messageId: '3', data: 'new' } }]);
  });
});

test('what is older than a week goes, and who lags is moved up', async () => {
  await stream('week', 5);
  portolan.clock.advance(3 * 86_400_000);
  await call('POST', `${topicOf('week')}:publish`, { messages: [{ data: 'young' }] });
  portolan.clock.advance(5 * 86_400_000);
  await portolan.kernel.jobs.runNow('messaging.expire', {});
  expect((await call('GET', `${subscriptionOf('week')}:offsets`)).body).toEqual({ min: 5, max: 6, current: 5 });
  expect(await pull('week', '10')).toMatchObject([{ message: { messageId: '5', data: 'young' } }]);
  expect((await acknowledge('week', 5)).status).toBe(200);
});

describe('lists', () => {
  test('are newest first, in pages, with the size of the whole', async () => {
    await call('POST', '/v1/projects/PAGES');
    for (const name of ['a', 'b', 'c']) await call('PUT', `/v1/projects/PAGES/topics/${name}`);
    const first = await call('GET', '/v1/projects/PAGES/topics?pageSize=2');
    expect(first.body).toMatchObject({
      topics: [{ name: '/projects/PAGES/topics/c' }, { name: '/projects/PAGES/topics/b' }],
      totalSize: 3,
    });
    const token = encodeURIComponent(first.body.nextPageToken as string);
    expect((await call('GET', `/v1/projects/PAGES/topics?pageSize=2&pageToken=${token}`)).body).toMatchObject({
      topics: [{ name: '/projects/PAGES/topics/a' }],
      nextPageToken: '',
      totalSize: 3,
    });
    expect((await call('GET', '/v1/projects/PAGES/topics?pageSize=x')).body.error.message).toBe('Invalid page size');
    expect((await call('GET', '/v1/projects/PAGES/topics?pageToken=!')).body.error.message).toBe('Invalid page token');
  });

  test('hold what names a publisher or a consumer, and nothing else', async () => {
    const both = await member('restricted', ['publisher', 'consumer']);
    await stream('seen');
    await stream('unseen');
    await call('POST', `${topicOf('seen')}:modifyAcl`, { authorized_users: ['restricted'] });
    await call('POST', `${subscriptionOf('seen')}:modifyAcl`, { authorized_users: ['restricted'] });
    expect((await call('GET', '/v1/projects/ARGO/topics', undefined, both)).body).toMatchObject({
      topics: [{ name: '/projects/ARGO/topics/seen' }],
      totalSize: 1,
    });
    expect((await call('GET', '/v1/projects/ARGO/subscriptions', undefined, both)).body).toMatchObject({
      subscriptions: [{ name: '/projects/ARGO/subscriptions/seen' }],
      totalSize: 1,
    });
    for (const verb of ['pull', 'acknowledge', 'modifyOffset', 'modifyAckDeadline']) {
      const body = { ackIds: ['projects/ARGO/subscriptions/unseen:0'], offset: 0, ackDeadlineSeconds: 20 };
      expect(await call('POST', `${subscriptionOf('unseen')}:${verb}`, body, both), verb).toMatchObject({
        status: 403,
      });
    }
    expect(await call('GET', `${subscriptionOf('unseen')}:offsets`, undefined, both)).toMatchObject({ status: 403 });
    expect(
      await call('POST', `${topicOf('seen')}:modifyAcl`, { authorized_users: ['restricted', 'A', 'B'] }),
    ).toMatchObject(fault(404, 'User(s): A, B do not exist', 'NOT_FOUND'));
  });
});

describe('users', () => {
  test('have one token, and the old one is refused as soon as there is a new one', async () => {
    const made = await call('POST', '/v1/users/ana', { email: 'ana@example.org', projects: [] });
    expect(made.body).toMatchObject({ name: 'ana', email: 'ana@example.org', service_roles: [], created_by: 'root' });
    const { token } = made.body as { token: string };
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect((await call('GET', '/v1/users/profile', undefined, token)).body).toMatchObject({ name: 'ana', token });
    const { token: next } = (await call('POST', '/v1/users/ana:refreshToken')).body as { token: string };
    expect((await call('GET', '/v1/users/profile', undefined, token)).status).toBe(401);
    expect((await call('GET', '/v1/users/profile', undefined, next)).body).toMatchObject({ name: 'ana' });
    expect((await call('GET', `/v1/users:byToken/${next}`)).body).toMatchObject({ name: 'ana' });
    expect((await call('GET', `/v1/users:byUUID/${made.body.uuid}`)).body).toMatchObject({ name: 'ana' });
  });

  test('who are not there are not changed, refreshed or deleted', async () => {
    for (const [method, url] of [
      ['PUT', '/v1/users/nobody'],
      ['POST', '/v1/users/nobody:refreshToken'],
      ['DELETE', '/v1/users/nobody'],
      ['GET', '/v1/users/nobody'],
    ] as const) {
      expect(await call(method, url, method === 'GET' ? undefined : {}), url).toMatchObject(
        fault(404, "User doesn't exist", 'NOT_FOUND'),
      );
    }
  });

  test('are shown to an administrator of a project without what is not of it', async () => {
    const admin = await member('project-admin', ['project_admin']);
    await call('POST', '/v1/projects/ELSEWHERE');
    await call('POST', '/v1/users/both', {
      service_roles: ['metrics_viewer'],
      projects: [
        { project: 'ARGO', roles: ['publisher'] },
        { project: 'ELSEWHERE', roles: ['consumer'] },
      ],
    });
    const shown = (await call('GET', '/v1/projects/ARGO/members/both', undefined, admin)).body;
    expect(shown).toMatchObject({ name: 'both', service_roles: [], projects: [{ project: 'ARGO' }] });
    expect(shown).not.toHaveProperty('token');
    expect(shown).not.toHaveProperty('created_by');
    const listed = await call('GET', '/v1/users?details=True', undefined, admin);
    expect(JSON.stringify(listed.body)).not.toMatch(/ELSEWHERE|"token"|"root"/);
  });

  test('join and leave a project, and lose its lists with it', async () => {
    await call('POST', '/v1/users/guest', {});
    expect((await call('POST', '/v1/projects/ARGO/members/guest:add', { roles: ['publisher'] })).body).toMatchObject({
      projects: [{ project: 'ARGO', roles: ['publisher'], topics: [], subscriptions: [] }],
    });
    expect(await call('POST', '/v1/projects/ARGO/members/guest:add', { roles: [] })).toMatchObject(
      fault(409, 'User is already a member of the project', 'CONFLICT'),
    );
    await stream('guests');
    await call('POST', `${topicOf('guests')}:modifyAcl`, { authorized_users: ['guest'] });
    expect(await call('POST', '/v1/projects/ARGO/members/guest:remove')).toMatchObject({ status: 200, body: {} });
    expect((await call('GET', `${topicOf('guests')}:acl`)).body).toEqual({ authorized_users: [] });
    expect(await call('POST', '/v1/projects/ARGO/members/guest:remove')).toMatchObject({ status: 403 });
  });

  test.each([
    [{ service_roles: ['king'] }, 'invalid role: king'],
    [{ projects: [{ project: 'NOWHERE', roles: [] }] }, 'invalid project: NOWHERE'],
    [
      {
        projects: [
          { project: 'ARGO', roles: [] },
          { project: 'ARGO', roles: [] },
        ],
      },
      'duplicate reference of project ARGO',
    ],
    [{ email: 7 }, 'Invalid User Arguments'],
  ])('are refused with %j', async (body, message) => {
    expect(await call('POST', '/v1/users/refused', body)).toMatchObject({ status: 400, body: { error: { message } } });
    expect((await call('GET', '/v1/users/refused')).status).toBe(404);
  });
});

test('a project goes with everything in it, and a renamed one carries its new name everywhere', async () => {
  await call('POST', '/v1/projects/OLD', { description: 'd' });
  await call('PUT', '/v1/projects/OLD/topics/t', {});
  expect((await call('PUT', '/v1/projects/OLD', { name: 'NEW' })).body).toMatchObject({
    name: 'NEW',
    description: 'd',
  });
  expect((await call('GET', '/v1/projects/NEW/topics/t')).body).toMatchObject({ name: '/projects/NEW/topics/t' });
  expect((await call('GET', '/v1/projects/OLD')).status).toBe(404);
  expect(await call('POST', '/v1/projects/NEW')).toMatchObject(fault(409, 'Project already exists', 'ALREADY_EXISTS'));
  expect((await call('DELETE', '/v1/projects/NEW')).text).toBe('');
  expect((await call('GET', '/v1/projects/NEW/topics')).status).toBe(404);
});

test('browsers of any origin may call', async () => {
  const asked = await call('OPTIONS' as Method, topicOf('x'), undefined, null, { origin: 'https://admin.example.org' });
  expect(asked).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' } });
  expect(asked.headers['access-control-allow-headers']).toContain('x-api-key');
  expect((await call('GET', '/v1/status', undefined, null)).headers['access-control-allow-origin']).toBe('*');
});
