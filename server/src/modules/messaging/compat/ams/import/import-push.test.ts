import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsClient, pushBench, subscriptionOf, topicOf } from '../../../push/push.fixture.ts';

// A receiver, a service that pushes to it, and one that takes its place.

const bench = pushBench();
const { call, create, pushed, verify, modify, show, endpointOf, receiver, publish } = bench;
const schemaOf = (name: string) => `projects/ARGO/schemas/${name}`;
const withEmail = { type: 'object', required: ['email'] };

let target: TestApp;
let key: string;
let port: number;
const here = amsClient(
  () => target,
  () => key,
);
const showHere = async (name: string) => (await here('GET', subscriptionOf(name))).body;

beforeAll(async () => {
  await bench.portolan().app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = bench.portolan().app.server.address() as AddressInfo);
  await call('POST', `/${schemaOf('form')}`, { type: 'json', schema: withEmail });
  await call('POST', `/${schemaOf('record')}`, { type: 'avro', schema: { type: 'string' } });
  await call('PUT', topicOf('forms'), { schema: schemaOf('form') });
  await call('PUT', topicOf('later'), {});
  await call('PUT', topicOf('dead'), {});
  await pushed(
    'kept',
    { maxMessages: 3, retryPolicy: { type: 'linear', period: 500 }, base64Decode: true },
    { deadLetterPolicy: { deadLetterTopic: 'projects/ARGO/topics/dead', maxDeliveryAttempts: 2 } },
  );
  await pushed('silent', { authorizationHeader: { type: 'disabled' }, retryPolicy: { type: 'slowstart' } });
  await create('unproven', { pushEndpoint: endpointOf('unproven') });
  await create('chat', {
    type: 'mattermost',
    mattermostUrl: `${receiver().url}/hooks/secret`,
    mattermostChannel: 'ops',
  });
  await create('pulled');
  target = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1', OUTWARD_CA: receiver().certificateFile } });
  key = await target.modules.messaging.createUser('local-root', { serviceRoles: ['service_admin'] });
});
afterAll(() => target.close());

const run = (into: TestApp, more: { dryRun?: boolean } = {}) =>
  into.modules.messaging.importAms({
    url: `http://127.0.0.1:${port}`,
    token: bench.root(),
    projects: [],
    dryRun: false,
    firstWaitMilliseconds: 1,
    ...more,
  });
const notesOf = ({ items }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(items.filter(({ notes }) => notes.length > 0).map(({ name, notes }) => [name, notes]));
const unproven = 'its endpoint is not verified there: nothing is pushed before it is verified here';

test('schemas come before the topics that have them, and push settings as they are', async () => {
  const preview = await run(target, { dryRun: true });
  const report = await run(target);
  expect(report.counts).toEqual({ imported: 17, updated: 0, unchanged: 0, left_out: 0 });
  expect(preview.counts).toEqual(report.counts);
  expect(notesOf(report)).toEqual({ 'ARGO/unproven': [unproven] });
  expect(notesOf(preview)).toEqual(notesOf(report));
  expect(report.items.filter(({ kind }) => kind === 'schema').map(({ name }) => name)).toEqual([
    'ARGO/form',
    'ARGO/record',
  ]);
  for (const name of ['kept', 'silent', 'unproven', 'chat', 'pulled']) {
    const { pushConfig, deadLetterPolicy } = await show(name);
    expect(await showHere(name)).toMatchObject({ pushConfig, ...(deadLetterPolicy ? { deadLetterPolicy } : {}) });
  }
  expect((await here('GET', `/${schemaOf('record')}`)).body).toMatchObject({
    type: 'avro',
    schema: { type: 'string' },
  });
  const unfit = { messages: [{ data: Buffer.from('{}').toString('base64') }] };
  expect((await here('POST', `${topicOf('forms')}:publish`, unfit)).body.error.message).toBe(
    'Message 0 data is not valid,(root): email is required',
  );
});

test('the receiver gets what is published here with the authorization that it knows, and asks for no new proof', async () => {
  receiver().received.length = 0;
  const { authorizationHeader } = (await show('kept')).pushConfig;
  await here('POST', `${topicOf('kept')}:publish`, { messages: [{ data: 'bmV3' }] });
  await target.modules.messaging.pushDue();
  expect(receiver().received).toMatchObject([
    {
      url: '/kept',
      headers: { authorization: authorizationHeader.value },
      body: { messages: [{ message: { data: 'new' } }] },
    },
  ]);
});

test('a second run brings nothing; what is here stays, and only what came there since is added', async () => {
  const again = await run(target);
  expect(again.counts).toEqual({ imported: 0, updated: 0, unchanged: 17, left_out: 0 });

  await verify('unproven');
  await modify('pulled', { pushConfig: { pushEndpoint: endpointOf('pulled') } });
  await modify('silent', { pushConfig: { pushEndpoint: endpointOf('elsewhere') } });
  await call('POST', `${topicOf('later')}:attachSchema`, { schema: schemaOf('form') });
  await call('POST', `${topicOf('forms')}:attachSchema`, { schema: schemaOf('record') });
  await call('PUT', `/${schemaOf('record')}`, { schema: { type: 'bytes' } });
  const silent = (await showHere('silent')).pushConfig;
  const third = await run(target);
  expect(third.items.filter(({ outcome }) => outcome === 'updated').map(({ name }) => name)).toEqual([
    'ARGO/later',
    'ARGO/unproven',
    'ARGO/pulled',
  ]);
  expect(notesOf(third)).toEqual({
    'ARGO/record': ['is another one here'],
    'ARGO/forms': ['has another schema here than record'],
    'ARGO/silent': [unproven, 'is pushed to another address here'],
    'ARGO/pulled': [unproven],
  });
  expect(await showHere('unproven')).toMatchObject({ pushConfig: { verified: true } });
  expect(await showHere('silent')).toMatchObject({ pushConfig: silent });
  expect((await run(target)).counts).toMatchObject({ imported: 0, updated: 0 });
});

test('a push to an address that is closed here, or that nobody here makes, is pulled, and the report says so', async () => {
  await publish('kept', 'one');
  const closed = await testApp({ settings: { OUTWARD_ALLOW: `127.0.0.1:${port}` } });
  const off = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1', MESSAGING_PUSH: 'off' } });
  try {
    const notes = notesOf(await run(closed));
    expect(notes['ARGO/kept']).toEqual([
      expect.stringMatching(/^1 messages wait there/),
      expect.stringMatching(/^is pushed to \S+\/kept there; here it is pulled: .* private network\. .*OUTWARD_ALLOW$/),
    ]);
    expect(notes['ARGO/chat']?.join()).toContain('is pushed to 127.0.0.1:');
    expect(notes['ARGO/chat']?.join()).not.toContain('secret');
    expect(notesOf(await run(off))['ARGO/unproven']).toEqual([
      expect.stringContaining('here it is pulled: Push functionality is currently disabled'),
    ]);
    for (const app of [closed, off]) expect(await app.modules.messaging.pushStates(await projectId(app))).toEqual([]);
  } finally {
    await closed.close();
    await off.close();
  }
});

const projectId = async (app: TestApp) => (await app.modules.messaging.project('ARGO'))?.id ?? '';
