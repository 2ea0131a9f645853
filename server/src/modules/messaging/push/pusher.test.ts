import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processBeside } from '#test/app';
import { amsClient, fault, pushBench, subscriptionOf, topicOf } from './push.fixture.ts';

const bench = pushBench();
const { portolan, receiver, root, call, create, modify, show, endpointOf, pushed, publish } = bench;
const { pushDue, advance, current, arrived } = bench;

describe('messages', () => {
  test('are pushed one by one, in order, with the authorization, and acknowledged', async () => {
    await pushed('single');
    await call('POST', `${topicOf('single')}:publish`, {
      messages: [{ data: 'bTA=', attributes: { 'a"b': 'c\n' } }, { data: 'm1' }],
    });
    await pushDue();
    const [first] = receiver().received;
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: (await show('single')).pushConfig.authorizationHeader.value,
    });
    expect(first?.body).toEqual({
      message: {
        messageId: '0',
        attributes: { 'a"b': 'c\n' },
        data: 'bTA=',
        publishTime: '2026-11-23T09:00:00Z',
      },
      subscription: '/projects/ARGO/subscriptions/single',
    });
    expect(arrived('single')).toEqual(['bTA=']);
    expect(await current('single')).toBe(1);
    // Linear keeps its pace, backlog or not.
    advance(2999);
    await pushDue();
    expect(arrived('single')).toEqual(['bTA=']);
    advance(1);
    await pushDue();
    expect(arrived('single')).toEqual(['bTA=', 'm1']);
    expect(await current('single')).toBe(2);
    advance(60_000);
    await pushDue();
    expect(arrived('single')).toHaveLength(2);
  });

  test('are pushed as a list where several are taken, even if there is one', async () => {
    await pushed('several', { maxMessages: 3, authorizationHeader: { type: 'disabled' } });
    await publish('several', 'a', 'b', 'c', 'd');
    await pushDue();
    advance(3000);
    await pushDue();
    expect(arrived('several')).toEqual([['a', 'b', 'c'], ['d']]);
    expect(receiver().received[0]?.body.messages[2]).toMatchObject({
      message: { messageId: '2', attributes: {} },
      subscription: '/projects/ARGO/subscriptions/several',
    });
    expect(receiver().received[0]?.headers).not.toHaveProperty('authorization');
  });

  test('are decoded where that is asked for, and left alone where they are no text in base64', async () => {
    await pushed('decoded', { maxMessages: 9, base64Decode: true });
    await publish('decoded', Buffer.from('grüße 🧭').toString('base64'), 'no base64!', '/////w==', '');
    await pushDue();
    expect(arrived('decoded')).toEqual([['grüße 🧭', 'no base64!', '/////w==', '']]);
  });

  test.each([102, 200, 201, 202, 204])('are taken by a receiver that answers %i', async (status) => {
    const name = `taken-${status}`;
    await pushed(name);
    await publish(name, 'm');
    receiver().answers(() => ({ status }));
    await pushDue();
    expect(await current(name)).toBe(1);
    expect(await show(name)).toMatchObject({ pushStatus: expect.stringContaining('is currently active') });
  });

  test.each([203, 301, 400, 500])('are pushed again, in order, after an answer %i', async (status) => {
    const name = `again-${status}`;
    await pushed(name, { maxMessages: 2 });
    await publish(name, 'a', 'b', 'c');
    receiver().answers(() => ({ status, body: 'not now' }));
    await pushDue();
    expect(await current(name)).toBe(0);
    const { pushStatus } = await show(name);
    expect(pushStatus).toBe(
      `${portolan().clock.now().slice(0, 19)} - Could not send message, 127.0.0.1:${receiver().port} answered ${status}: not now`,
    );
    receiver().answers(() => ({ status: 200 }));
    advance(3000);
    await pushDue();
    advance(3000);
    await pushDue();
    expect(arrived(`${name}`)).toEqual([['a', 'b'], ['a', 'b'], ['c']]);
    expect(await show(name)).toMatchObject({ pushStatus: expect.stringContaining('is currently active') });
  });

  test('are acknowledged however long the receiver took', async () => {
    await pushed('slow');
    await publish('slow', 'm');
    receiver().answers(() => {
      advance(25_000);
      return { status: 200 };
    });
    await pushDue();
    expect(await current('slow')).toBe(1);
  });

  test('keep the pace of slowstart', async () => {
    await pushed('start', { retryPolicy: { type: 'slowstart' } });
    await publish('start', ...Array.from({ length: 9 }, (_, place) => `m${place}`));
    await pushDue();
    expect(arrived('start')).toEqual([]);
    // The wait before each turn, and what comes of it.
    const turns = [
      [1000, 200],
      [500, 500],
      [1000, 500],
      [2000, 200],
      [1000, 200],
      [500, 200],
      [300, 200],
      [300, 200],
    ] as const;
    for (const [place, [wait, status]] of turns.entries()) {
      receiver().answers(() => ({ status }));
      advance(wait - 1);
      await pushDue();
      expect(receiver().received).toHaveLength(place);
      advance(1);
      await pushDue();
      expect(receiver().received).toHaveLength(place + 1);
    }
    expect(arrived('start')).toEqual(['m0', 'm1', 'm1', 'm1', 'm2', 'm3', 'm4', 'm5']);
  });

  test('are pushed again from where an administrator moves the subscription', async () => {
    await pushed('moved', { maxMessages: 5 });
    await publish('moved', 'a', 'b');
    await pushDue();
    await call('POST', `${subscriptionOf('moved')}:modifyOffset`, { offset: 1 });
    advance(3000);
    await pushDue();
    expect(arrived('moved')).toEqual([['a', 'b'], ['b']]);
  });

  test('stay where they are in pull mode, without a topic, and at an endpoint that is not verified', async () => {
    for (const name of ['back', 'topicless', 'new-endpoint']) {
      await pushed(name);
      await publish(name, 'm');
    }
    await create('never', { pushEndpoint: endpointOf('never') });
    await publish('never', 'm');
    await modify('back', { pushConfig: {} });
    await call('DELETE', topicOf('topicless'));
    await modify('new-endpoint', {
      pushConfig: { pushEndpoint: endpointOf('other') },
    });
    await pushDue();
    expect(receiver().received).toEqual([]);
    expect((await show('topicless')).pushStatus).toBe(
      'Error: Subscription /projects/ARGO/subscriptions/topicless is not active',
    );
    await call('PUT', topicOf('topicless'));
    await publish('topicless', 'anew');
    await pushDue();
    expect(arrived('topicless')).toEqual(['anew']);
  });
});

describe('Mattermost', () => {
  const channel = (name: string, more: object = {}) =>
    create(name, { type: 'mattermost', mattermostUrl: endpointOf(name), maxMessages: 3, ...more });

  test('is verified at once and gets a post for each message', async () => {
    const made = await channel('chat', { mattermostUsername: 'bot', mattermostChannel: 'ops', base64Decode: true });
    expect(made.body.pushConfig).toMatchObject({
      type: 'mattermost',
      verified: true,
      pushEndpoint: '',
      authorizationHeader: {},
      mattermostUrl: endpointOf('chat'),
      mattermostUsername: 'bot',
      mattermostChannel: 'ops',
    });
    await publish('chat', 'b25l', 'two');
    await pushDue();
    expect(receiver().received.map(({ body }) => body)).toEqual([
      { text: 'one', username: 'bot', channel: 'ops' },
      { text: 'two', username: 'bot', channel: 'ops' },
    ]);
    expect(receiver().received[0]?.headers).not.toHaveProperty('authorization');
    expect(await current('chat')).toBe(2);
    expect(await call('POST', `${subscriptionOf('chat')}:verifyPushEndpoint`)).toMatchObject(
      fault(409, 'Subscription is not in http push mode', 'CONFLICT'),
    );
  });

  test('loses no message of a batch in the middle of which it fails, and gets none twice', async () => {
    await channel('broken');
    await publish('broken', 'a', 'b', 'c');
    receiver().answers(({ body }) =>
      body.text === 'b' ? { status: 403, body: '{"id":"x","message":"no such channel"}' } : { status: 200 },
    );
    await pushDue();
    expect(await current('broken')).toBe(1);
    expect((await show('broken')).pushStatus).toMatch(/Could not send message, .* answered 403: no such channel$/);
    receiver().answers(() => ({ status: 201 }));
    advance(3000);
    await pushDue();
    receiver().answers(() => ({ status: 200 }));
    advance(3000);
    await pushDue();
    expect(arrived('broken')).toEqual(['a', 'b', 'b', 'b', 'c']);
    expect(await current('broken')).toBe(3);
  });
});

describe('messages that cannot be pushed', () => {
  const policy = (name: string, maxDeliveryAttempts = 2) => ({
    deadLetterPolicy: { deadLetterTopic: `projects/ARGO/topics/${name}-dead`, maxDeliveryAttempts },
  });
  const dead = async (name: string) =>
    (await call('POST', `${subscriptionOf(`${name}-dead`)}:pull`, { maxMessages: '10' })).body.receivedMessages;

  test('go to the topic of dead letters after so many attempts, with where from and why, and the queue goes on', async () => {
    await create('letters-dead');
    await pushed('letters', { maxMessages: 2 }, policy('letters'));
    expect(await show('letters')).toMatchObject(policy('letters'));
    await call('POST', `${topicOf('letters')}:publish`, {
      messages: [{ data: 'poison', attributes: { kind: 'x' } }],
    });
    receiver().answers(({ body }) => ({ status: body.messages[0].message.data === 'poison' ? 422 : 200, body: 'no' }));
    await pushDue();
    expect(await dead('letters')).toEqual([]);
    const id = (await show('letters')).name as string;
    // What comes later was not tried as often and stays.
    await publish('letters', 'good');
    advance(3000);
    await pushDue();
    expect(await dead('letters')).toMatchObject([
      {
        message: {
          data: 'poison',
          attributes: {
            kind: 'x',
            deadLetterSubscription: id,
            deadLetterMessageId: '0',
            deadLetterAttempts: '2',
            deadLetterError: `127.0.0.1:${receiver().port} answered 422: no`,
          },
        },
      },
    ]);
    advance(3000);
    await pushDue();
    expect(arrived('letters')).toEqual([['poison'], ['poison', 'good'], ['good']]);
    expect(await current('letters')).toBe(2);
  });

  test('stay where there is no policy, it was taken away, or its topic is gone', async () => {
    await create('kept-dead');
    await pushed('kept', {}, policy('kept', 1));
    await call('DELETE', topicOf('kept-dead'));
    await publish('kept', 'm');
    receiver().answers(() => ({ status: 500 }));
    await pushDue();
    expect(await current('kept')).toBe(0);
    expect((await show('kept')).pushStatus).toMatch(
      /Could not set message aside, the topic kept-dead for dead letters/,
    );
    await call('PUT', topicOf('kept-dead'));
    await modify('kept', { deadLetterPolicy: {} });
    expect(await show('kept')).toMatchObject({ pushConfig: { verified: true } });
    expect(await show('kept')).not.toHaveProperty('deadLetterPolicy');
    advance(3000);
    await pushDue();
    expect(await current('kept')).toBe(0);
    await modify('kept', policy('kept', 1));
    advance(3000);
    await pushDue();
    expect(await current('kept')).toBe(1);
  });

  test('are told of in the state of the push', async () => {
    await pushed('state');
    const { messaging } = portolan().modules;
    const stateOf = async () => {
      const project = await portolan()
        .kernel.database.read()
        .withTables<{ 'messaging.subscriptions': { id: string; name: string; project_id: string } }>()
        .selectFrom('messaging.subscriptions')
        .select(['id', 'project_id'])
        .where('name', '=', 'state')
        .executeTakeFirstOrThrow();
      const state = await messaging.pushStateOf(project.id);
      expect(await messaging.pushStates(project.project_id)).toContainEqual(state);
      return state;
    };
    expect(await stateOf()).toMatchObject({ isActive: true, lastAttemptAt: null, consecutiveFailures: 0, stuck: null });
    await publish('state', 'm');
    receiver().answers(() => ({ status: 500, body: 'out of order' }));
    await pushDue();
    advance(3000);
    await pushDue();
    const at = portolan().clock.now();
    advance(3000);
    expect(await stateOf()).toMatchObject({
      isActive: true,
      lastAttemptAt: at,
      lastDeliveryAt: null,
      lastStatus: 500,
      lastAnswer: 'out of order',
      consecutiveFailures: 2,
      nextAttemptAt: portolan().clock.now(),
      stuck: { messageId: 0, attempts: 2 },
    });
    receiver().answers(() => ({ status: 200 }));
    await pushDue();
    expect(await stateOf()).toMatchObject({ lastStatus: 200, lastError: null, consecutiveFailures: 0, stuck: null });
  });
});

test('what is delivered, refused and set aside is counted for operators', async () => {
  const counted = async () => {
    const text = await portolan().kernel.metrics.registry.metrics();
    return Object.fromEntries(
      [...text.matchAll(/^portolan_messaging_pushes_total\{outcome="(\w+)"\} (\d+)$/gm)].map(([, outcome, n]) => [
        outcome,
        Number(n),
      ]),
    );
  };
  await create('lost-letters');
  await pushed(
    'counted',
    { maxMessages: 2 },
    { deadLetterPolicy: { deadLetterTopic: 'projects/ARGO/topics/lost-letters', maxDeliveryAttempts: 2 } },
  );
  const before = await counted();
  await publish('counted', 'a', 'b', 'c');
  await pushDue();
  receiver().answers(() => ({ status: 500 }));
  for (let turn = 0; turn < 2; turn += 1) {
    advance(3000);
    await pushDue();
  }
  const after = await counted();
  const since = (outcome: string) => (after[outcome] ?? 0) - (before[outcome] ?? 0);
  expect(['delivered', 'refused', 'dead_lettered'].map(since)).toEqual([2, 2, 1]);
});

describe('several processes', () => {
  let other: Awaited<ReturnType<typeof processBeside>>;
  beforeAll(async () => {
    other = await processBeside(portolan());
  });
  afterAll(() => other.close());

  test('push each message once between them', async () => {
    for (const name of ['x1', 'x2', 'x3', 'x4']) {
      await pushed(name, { retryPolicy: { period: 1000 } });
      await publish(name, 'a', 'b', 'c');
    }
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([pushDue(), other.modules.messaging.pushDue(), pushDue()]);
      advance(1000);
    }
    for (const name of ['x1', 'x2', 'x3', 'x4']) expect(arrived(`${name}`)).toEqual(['a', 'b', 'c']);
  });

  test('take over from one that no longer answers, and its late word counts for nothing', async () => {
    await pushed('orphan');
    await publish('orphan', 'm');
    const asked = Promise.withResolvers<void>();
    const late = Promise.withResolvers<void>();
    receiver().answers(async () => {
      asked.resolve();
      await late.promise;
      return { status: 500 };
    });
    const first = pushDue();
    await asked.promise;
    receiver().answers(() => ({ status: 200 }));
    await other.modules.messaging.pushDue();
    expect(arrived('orphan')).toHaveLength(1);
    advance(15_000);
    await other.modules.messaging.pushDue();
    expect(arrived('orphan')).toHaveLength(2);
    expect(await current('orphan')).toBe(1);
    late.resolve();
    await first;
    expect(await current('orphan')).toBe(1);
    expect((await show('orphan')).pushStatus).toContain('is currently active');
  });

  test('wake when something is published, verified or moved, and end with their subscription', async () => {
    await other.modules.messaging.start({ push: true });
    const there = amsClient(() => other, root);
    const publishThere = (name: string, data: string) =>
      there('POST', `${topicOf(name)}:publish`, { messages: [{ data }] });
    await pushed('awake', { maxMessages: 10 });
    await publishThere('awake', 'a');
    await expect.poll(() => arrived('awake')).toEqual([['a']]);
    await expect.poll(async () => (await show('awake')).pushStatus).toContain('is currently active');
    await expect.poll(() => current('awake')).toBe(1);
    advance(3000);
    await publishThere('awake', 'b');
    await expect.poll(() => arrived('awake')).toEqual([['a'], ['b']]);
    await expect.poll(() => current('awake')).toBe(2);
    advance(3000);
    await call('POST', `${subscriptionOf('awake')}:modifyOffset`, { offset: 0 });
    await expect.poll(() => arrived('awake')).toEqual([['a'], ['b'], ['a', 'b']]);
    await call('DELETE', subscriptionOf('awake'));
    advance(3000);
    await publishThere('awake', 'c');
    await pushed('after');
    await publishThere('after', 'd');
    await expect.poll(() => arrived('after')).toEqual(['d']);
    expect(arrived('awake')).toHaveLength(3);
  });
});
