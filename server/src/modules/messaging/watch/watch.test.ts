import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, type AmsCaller } from '#test/messaging';

const minute = 60_000;
let portolan: TestApp;
let call: AmsCaller;
beforeAll(async () => {
  portolan = await testApp();
  const root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  call = amsCaller(portolan, root);
  await call('POST', '/v1/projects/WATCH');
});
afterAll(() => portolan.close());

const url = (kind: string, name: string) => `/v1/projects/WATCH/${kind}/${name}`;
async function stream(name: string) {
  await call('PUT', url('topics', name));
  await call('PUT', url('subscriptions', name), { topic: `projects/WATCH/topics/${name}` });
}
const publish = (name: string, messages: number) =>
  call('POST', `${url('topics', name)}:publish`, { messages: Array.from({ length: messages }, () => ({ data: 'x' })) });
async function consume(name: string, messages: number) {
  const pulled = await call('POST', `${url('subscriptions', name)}:pull`, { maxMessages: messages });
  const last = pulled.body.receivedMessages.at(-1).ackId as string;
  expect((await call('POST', `${url('subscriptions', name)}:acknowledge`, { ackIds: [last] })).status).toBe(200);
}

/** Looks, and answers what one administrator was told of it by mail. */
async function look() {
  const before = await subjects();
  await portolan.kernel.jobs.runNow('messaging.watch', {});
  await portolan.settle();
  return (await subjects()).slice(before.length);
}
async function subjects(): Promise<string[]> {
  const mails = await portolan.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['subject', 'recipient'])
    .where('about', 'like', 'messaging-alert:%')
    .orderBy('number')
    .execute();
  const [first] = mails;
  return mails.filter(({ recipient }) => recipient === first?.recipient).map(({ subject }) => subject);
}

/** Text of the latest mail. */
async function lastMail(): Promise<string> {
  const mail = await portolan.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select('body_text')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return mail.body_text;
}

async function refs(name: string) {
  const { watch, project, topic, subscription } = portolan.modules.messaging;
  const found = await project('WATCH');
  const projectId = found?.id ?? '';
  const refOf = { topic: await topic(projectId, name), subscription: await subscription(projectId, name) };
  if (!refOf.topic || !refOf.subscription) throw new Error(`There is no ${name}`);
  return {
    read: portolan.kernel.database.read(),
    watch,
    projectId,
    topic: refOf.topic,
    subscription: refOf.subscription,
  };
}

test('a subscription that falls behind is told once, and once more when it is well below its limit', async () => {
  await stream('behind');
  const { watch, read, projectId, subscription } = await refs('behind');
  await watch.setSubscriptionLimits(subscription, { messagesBehind: 10, oldestMinutes: null });
  await publish('behind', 9);
  expect(await look()).toEqual([]);
  await publish('behind', 3);
  expect(await look()).toEqual(['The subscription behind is 12 messages behind; the limit is 10']);
  expect(await lastMail()).toContain('http://portolan.example/messaging/WATCH/subscriptions/behind');
  expect(await look()).toEqual([]);
  expect(await watch.openAlerts(read, projectId)).toMatchObject([
    { kind: 'messages-behind', project: 'WATCH', topic: 'behind', subscription: 'behind', most: 10, value: 12 },
  ]);
  // Below the limit, and not well below it.
  await consume('behind', 3);
  expect(await look()).toEqual([]);
  await publish('behind', 1);
  expect(await look()).toEqual([]);
  await consume('behind', 2);
  expect(await look()).toEqual(['The subscription behind is well again']);
  expect(await watch.openAlerts(read, null)).toEqual([]);
  await publish('behind', 5);
  expect(await look()).toEqual(['The subscription behind is 13 messages behind; the limit is 10']);
  await watch.setSubscriptionLimits(subscription, { messagesBehind: null, oldestMinutes: null });
  expect(await look()).toEqual(['The subscription behind is well again']);
});

test('a message that waits for three days is told without anybody having set a limit', async () => {
  await stream('waits');
  const { watch, projectId } = await refs('waits');
  await publish('waits', 2);
  const at = portolan.clock.now();
  portolan.clock.advance(3 * 24 * 60 * minute - 1);
  expect(await look()).toEqual([]);
  portolan.clock.advance(1);
  expect(await look()).toEqual(['The subscription waits has had a message wait for 4320 minutes; the limit is 4320']);
  expect((await watch.lags(projectId)).at(-1)).toMatchObject({ messagesBehind: 2, oldestAt: at });
  await consume('waits', 2);
  expect(await look()).toEqual(['The subscription waits is well again']);
  expect((await watch.lags(projectId)).at(-1)).toMatchObject({ messagesBehind: 0, oldestAt: null });
});

test('a topic is silent from its last message on, or from when it was made', async () => {
  await stream('silent');
  const { watch, topic } = await refs('silent');
  portolan.clock.advance(60 * minute);
  expect(await look()).toEqual([]);
  await watch.setTopicLimits(topic, { silentMinutes: 60 });
  expect(await look()).toEqual(['The topic silent has been silent for 60 minutes; the limit is 60']);
  await publish('silent', 1);
  expect(await look()).toEqual(['The topic silent is well again']);
  expect(await lastMail()).toContain('http://portolan.example/messaging/WATCH/topics/silent');
  portolan.clock.advance(59 * minute);
  expect(await look()).toEqual([]);
  portolan.clock.advance(minute);
  expect(await look()).toHaveLength(1);
  await call('DELETE', url('topics', 'silent'));
  expect(await look()).toHaveLength(1);
});

test('two that look at once open one alert', async () => {
  await stream('twice');
  const { watch, read, subscription } = await refs('twice');
  await watch.setSubscriptionLimits(subscription, { messagesBehind: 1, oldestMinutes: null });
  await publish('twice', 1);
  await Promise.all([look(), look(), look()]);
  const open = await watch.openAlerts(read, null);
  expect(open.filter(({ topic }) => topic === 'twice')).toHaveLength(1);
});

describe('limits', () => {
  test('are the defaults until somebody sets them, and say so if they are none', async () => {
    await stream('limits');
    const { watch, read, topic, subscription } = await refs('limits');
    expect(await watch.subscriptionLimits(read, subscription)).toEqual({ messagesBehind: null, oldestMinutes: 4320 });
    expect(await watch.topicLimits(read, topic)).toEqual({ silentMinutes: null });
    await watch.setTopicLimits(topic, { silentMinutes: 5 });
    expect(await watch.topicLimits(read, topic)).toEqual({ silentMinutes: 5 });
    for (const limit of [0, -1, 1.5, 1e12]) {
      await expect(watch.setTopicLimits(topic, { silentMinutes: limit })).rejects.toMatchObject({
        code: 'limit_invalid',
      });
    }
    await watch.setSubscriptionLimits(subscription, { messagesBehind: 7, oldestMinutes: null });
    expect(await watch.subscriptionLimits(read, subscription)).toEqual({ messagesBehind: 7, oldestMinutes: null });
  });
});
