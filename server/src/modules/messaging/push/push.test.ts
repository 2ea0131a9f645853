import { describe, expect, test } from 'vitest';
import { processBeside, testApp, type TestApp } from '#test/app';
import { amsClient, fault, pushBench, subscriptionOf, topicOf } from './push.fixture.ts';

const { portolan, receiver, root, call, create, modify, verify, show, endpointOf, pushed, publish } = pushBench();
let worker: string;

describe('a push configuration', () => {
  test('is shown with every key, unverified, and is changed in parts', async () => {
    const made = await create('shown', { pushEndpoint: endpointOf('shown'), maxMessages: 3, base64Decode: true });
    const secret = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(made.body.pushConfig).toEqual({
      type: 'http_endpoint',
      pushEndpoint: endpointOf('shown'),
      maxMessages: 3,
      authorizationHeader: { type: 'autogen', value: secret },
      retryPolicy: { type: 'linear', period: 3000 },
      verificationHash: secret,
      verified: false,
      mattermostUrl: '',
      mattermostUsername: '',
      mattermostChannel: '',
      base64Decode: true,
    });
    expect(await show('shown')).not.toHaveProperty('pushStatus');
    await verify('shown');
    const change = { pushEndpoint: endpointOf('shown'), retryPolicy: { type: 'slowstart', period: 9 } };
    expect(await modify('shown', { pushConfig: change })).toMatchObject({
      status: 200,
      text: '',
    });
    expect(await show('shown')).toMatchObject({
      pushConfig: {
        ...made.body.pushConfig,
        verified: true,
        retryPolicy: { type: 'slowstart', period: 0 },
      },
      pushStatus: 'Subscription /projects/ARGO/subscriptions/shown is currently active',
    });
    await modify('shown', {
      pushConfig: { pushEndpoint: endpointOf('else') },
    });
    expect((await show('shown')).pushConfig).toMatchObject({ verified: false, maxMessages: 3, base64Decode: true });
    await modify('shown', { pushConfig: {} });
    expect((await show('shown')).pushConfig).toMatchObject({ type: '', pushEndpoint: '', retryPolicy: {} });
    expect(await call('GET', '/projects/ARGO/subscriptions')).toMatchObject({ status: 200 });
  });

  test.each<[object | string, string]>([
    [{ pushConfig: { type: 'x' } }, "Push configuration type can only be of 'http_endpoint' or 'mattermost'"],
    [{ pushConfig: { pushEndpoint: 'http://a.b' } }, 'Push endpoint should be addressed by a valid https url'],
    [{ pushConfig: { type: 'mattermost' } }, 'Field mattermostUrl cannot be empty'],
    [{ pushConfig: [] }, 'Invalid Subscription Arguments'],
    [{ pushConfig: { maxMessages: '3' } }, 'Invalid Subscription Arguments'],
    [{ pushConfig: { maxMessages: -1 } }, 'Invalid Subscription Arguments'],
    [{ pushConfig: { base64Decode: 'yes' } }, 'Invalid Subscription Arguments'],
    ['{', 'Invalid Subscription Arguments'],
    [{ deadLetterPolicy: { deadLetterTopic: 'refusing' } }, 'Invalid Topic name'],
    [{ deadLetterPolicy: { maxDeliveryAttempts: 3 } }, 'Invalid Topic name'],
    [
      { deadLetterPolicy: { deadLetterTopic: 'projects/ARGO/topics/refusing' } },
      "Field deadLetterTopic should be another topic than the subscription's",
    ],
    [
      { deadLetterPolicy: { deadLetterTopic: 'projects/ARGO/topics/refusing-dead', maxDeliveryAttempts: 101 } },
      'Field maxDeliveryAttempts should be a number from 1 to 100',
    ],
  ])('%j is refused and changes nothing', async (body, message) => {
    await create('refusing', { pushEndpoint: endpointOf('refusing') });
    await call('PUT', topicOf('refusing-dead'));
    const before = await show('refusing');
    expect(await modify('refusing', body)).toMatchObject(fault(400, message, 'INVALID_ARGUMENT'));
    expect(await show('refusing')).toEqual(before);
    if (typeof body === 'string') return;
    const topic = 'projects/ARGO/topics/refusing';
    expect(await call('PUT', subscriptionOf('refused'), { topic, ...body })).toMatchObject({
      status: 400,
      body: { error: { message } },
    });
  });

  test('goes with its subscription, which says so where it was active', async () => {
    await pushed('deleted');
    expect((await call('DELETE', subscriptionOf('deleted'))).body).toEqual({
      message: 'Subscription /projects/ARGO/subscriptions/deleted deactivated',
    });
    await create('unverified', { pushEndpoint: endpointOf('unverified') });
    expect((await call('DELETE', subscriptionOf('unverified'))).text).toBe('');
  });
});

describe('the owner of an endpoint', () => {
  const failed = (why: string) => fault(401, `Endpoint verification failed.${why}`, 'UNAUTHORIZED');
  const ask = (name: string) => call('POST', `${subscriptionOf(name)}:verifyPushEndpoint`);

  test('proves it by the hash, with white space around it', async () => {
    await create('proof', { pushEndpoint: `${receiver().url}/deep/path?x=1` });
    receiver().proves({ status: 200, body: 'another' });
    expect(await ask('proof')).toMatchObject(failed('Wrong verification hash'));
    const { verificationHash } = (await show('proof')).pushConfig;
    receiver().proves({ status: 201, body: verificationHash });
    expect(await ask('proof')).toMatchObject(failed('Wrong response status code'));
    receiver().proves({ status: 302, body: verificationHash });
    expect(await ask('proof')).toMatchObject(failed('Wrong response status code'));
    expect((await show('proof')).pushConfig.verified).toBe(false);
    receiver().proves({ status: 200, body: ` ${verificationHash}\n` });
    expect(await ask('proof')).toMatchObject({ status: 200, text: '' });
    expect((await show('proof')).pushConfig.verified).toBe(true);
    expect(await ask('proof')).toMatchObject(fault(409, 'Push endpoint is already verified', 'CONFLICT'));
  });

  test('cannot be asked inside the network, unless that is allowed, nor where nobody is', async () => {
    const { port } = receiver();
    await create('inside', { pushEndpoint: `https://localhost:${port}/x` });
    const closed = await ask('inside');
    expect(closed.body.error).toMatchObject({ code: 401, status: 'UNAUTHORIZED' });
    expect(closed.body.error.message).toMatch(/^Endpoint verification failed\.https:.*private network/);
    await create('nobody', { pushEndpoint: 'https://127.0.0.1:9/x' });
    expect((await ask('nobody')).body.error.message).toMatch(/^Endpoint verification failed\.127\.0\.0\.1:9 does not/);
    expect((await create('pulled')).status).toBe(200);
    expect(await ask('pulled')).toMatchObject(fault(409, 'Subscription is not in http push mode', 'CONFLICT'));
    expect(await ask('nowhere')).toMatchObject(fault(404, "Subscription doesn't exist", 'NOT_FOUND'));
  });
});

describe('a push worker outside', () => {
  test('is missed by the status, and then told of nothing but one server that serves', async () => {
    const status = async () => (await portolan().app.inject({ method: 'GET', url: '/v1/status' })).json();
    const servers = [{ endpoint: 'portolan.example', status: 'SERVING' }];
    expect(await status()).toEqual({ status: 'warning', push_servers: servers });
    worker = await portolan().modules.messaging.createUser('worker', { serviceRoles: ['push_worker'] });
    expect(await status()).toEqual({ status: 'ok', push_servers: servers });
  });

  test('finds its subscriptions by its token, pulls and acknowledges them; others may not', async () => {
    await create('outside', { pushEndpoint: endpointOf('outside') });
    const consumer = (
      await call('POST', '/projects/ARGO/members/consumer', {
        projects: [{ project: 'ARGO', roles: ['consumer', 'project_admin'] }],
      })
    ).body.token as string;
    await call('POST', `${subscriptionOf('outside')}:modifyAcl`, { authorized_users: ['consumer'] });
    const found = async () => (await call('GET', `/users:byToken/${worker}`, undefined, worker)).body.projects;
    expect(await found()).toBeUndefined();
    await verify('outside');
    expect(await found()).toEqual([{ project: 'ARGO', roles: [], topics: [], subscriptions: ['outside'] }]);
    expect((await call('GET', `${subscriptionOf('outside')}:acl`)).body.authorized_users.toSorted()).toEqual([
      'consumer',
      'worker',
    ]);
    await publish('outside', 'm');
    const body = { ackIds: ['projects/ARGO/subscriptions/outside:0'] };
    for (const verb of ['pull', 'acknowledge']) {
      expect(await call('POST', `${subscriptionOf('outside')}:${verb}`, body, consumer), verb).toMatchObject(
        fault(403, 'Access to this resource is forbidden', 'FORBIDDEN'),
      );
    }
    const shown = await call('GET', subscriptionOf('outside'), undefined, worker);
    expect(shown.body).toMatchObject({ pushConfig: { type: 'http_endpoint' } });
    const pulled = await call('POST', `${subscriptionOf('outside')}:pull`, {}, worker);
    expect(pulled.body.receivedMessages).toMatchObject([{ message: { data: 'm' } }]);
    expect(await call('POST', `${subscriptionOf('outside')}:acknowledge`, body, worker)).toMatchObject({ status: 200 });
    await modify('outside', { pushConfig: {} });
    expect((await call('GET', `${subscriptionOf('outside')}:acl`)).body).toEqual({ authorized_users: ['consumer'] });
    expect((await call('POST', `${subscriptionOf('outside')}:pull`, {}, consumer)).status).toBe(200);
  });
});

describe('where nobody pushes', () => {
  let off: TestApp;
  let admin: string;
  const callOff = amsClient(
    () => off,
    () => admin,
  );
  const open = async (mode: string) => {
    off = await testApp({ settings: { MESSAGING_PUSH: mode } });
    admin = await off.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
    await callOff('POST', '/projects/ARGO');
    await callOff('PUT', topicOf('t'));
  };
  const push = {
    topic: 'projects/ARGO/topics/t',
    pushConfig: { type: 'mattermost', mattermostUrl: 'https://chat.example.org/h' },
  };

  test('push is refused, and everything else goes on', async () => {
    await open('off');
    try {
      const disabled = fault(409, 'Push functionality is currently disabled', 'CONFLICT');
      expect(await callOff('PUT', subscriptionOf('s'), push)).toMatchObject(disabled);
      expect((await callOff('PUT', subscriptionOf('s'), { ...push, pushConfig: {} })).status).toBe(200);
      expect(await callOff('POST', `${subscriptionOf('s')}:modifyPushConfig`, push)).toMatchObject(disabled);
      expect(await callOff('POST', `${subscriptionOf('s')}:verifyPushEndpoint`)).toMatchObject(disabled);
      expect((await callOff('POST', `${subscriptionOf('s')}:modifyPushConfig`, { pushConfig: {} })).status).toBe(200);
      expect((await callOff('GET', '/status')).body).toEqual({ status: 'ok', push_functionality: 'disabled' });
      const { body: project } = await off.as('sofia').get('/api/messaging/projects/ARGO');
      expect(project.pushRefusal).toBe(
        'Nothing is pushed here: push is switched off on this server. Programs can pull',
      );
    } finally {
      await off.close();
    }
  });

  test('a worker outside is waited for, and its subscriptions are left to it', async () => {
    await open('outside');
    try {
      expect(await callOff('PUT', subscriptionOf('s'), push)).toMatchObject(
        fault(500, 'Push functionality is currently unavailable', 'INTERNAL_SERVER_ERROR'),
      );
      const token = await off.modules.messaging.createUser('worker', { serviceRoles: ['push_worker'] });
      expect((await callOff('PUT', subscriptionOf('s'), push)).status).toBe(200);
      expect((await callOff('GET', '/status')).body).toEqual({
        status: 'ok',
        push_servers: [{ endpoint: 'worker', status: 'UNKNOWN' }],
      });
      await callOff('POST', `${topicOf('t')}:publish`, { messages: [{ data: 'm' }] });
      const pulled = await callOff('POST', `${subscriptionOf('s')}:pull`, {}, token);
      expect(pulled.body.receivedMessages).toHaveLength(1);
    } finally {
      await off.close();
    }
  });

  test('a push worker hears that push is disabled', async () => {
    const without = await processBeside(portolan(), { MESSAGING_PUSH: 'off' });
    try {
      await pushed('left');
      const answer = await without.app.inject({
        method: 'POST',
        url: `/v1${subscriptionOf('left')}:pull`,
        headers: { 'x-api-key': worker },
      });
      expect(answer.json()).toMatchObject({
        error: { code: 409, message: 'Push functionality is currently disabled' },
      });
      const shown = await without.app.inject({ url: `/v1${subscriptionOf('left')}`, headers: { 'x-api-key': root() } });
      expect(shown.json()).toMatchObject({ pushStatus: 'Push server is currently unavailable' });
    } finally {
      await without.close();
    }
  });
});
