import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../../server/test/support/app.ts';
import { amsClient, AmsError, type AmsClient } from './index.ts';

let portolan: TestApp;
let url: string;
let token: string;
let ams: AmsClient;
beforeAll(async () => {
  portolan = await testApp();
  await portolan.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(portolan.app.server.address() as AddressInfo).port}`;
  token = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  ams = amsClient({ url, token });
  await ams.createProject('ARGO', 'Results of probes');
});
afterAll(() => portolan.close());

async function stream(name: string) {
  const topic = ams.topic('ARGO', name);
  await topic.create();
  const subscription = ams.subscription('ARGO', name);
  await subscription.create(name);
  return { topic, subscription };
}

const everyOf = async <T>(items: AsyncIterable<T>): Promise<T[]> => Array.fromAsync(items);

test('what is published is pulled as it was, and acknowledged', async () => {
  const { topic, subscription } = await stream('words');
  const attributes = { type: 'metric "data"', line: 'a\nb' };
  const bytes = new Uint8Array([0, 255, 10]);
  expect(await topic.publish([{ data: 'καλημέρα', attributes }, { data: bytes }, { attributes }])).toEqual([
    '0',
    '1',
    '2',
  ]);
  const messages = await subscription.pull({ most: 10 });
  expect(messages).toMatchObject([
    { id: 0, text: 'καλημέρα', attributes },
    { id: 1, attributes: {} },
    { id: 2, raw: '', attributes },
  ]);
  expect([...(messages[1]?.data ?? [])]).toEqual([0, 255, 10]);
  await subscription.acknowledge(messages[1]?.ackId ?? '');
  expect(await subscription.offsets()).toEqual({ min: 0, max: 3, current: 2 });
  await subscription.moveOffset(0);
  expect(await subscription.offsetAt(portolan.clock.now())).toBe(0);
  expect(await subscription.pull({ most: 10 })).toHaveLength(3);
});

test('projects, topics, subscriptions, users and lists are read whole', async () => {
  for (const name of ['one', 'two', 'three']) await stream(name);
  await ams.createUser('reader', { projects: [{ project: 'ARGO', roles: ['consumer'] }] });
  await ams.subscription('ARGO', 'one').setAcl(['reader']);
  expect(await ams.subscription('ARGO', 'one').acl()).toEqual(['reader']);
  expect((await ams.projects()).map(({ name }) => name)).toContain('ARGO');
  expect((await everyOf(ams.topics('ARGO'))).map(({ name }) => name)).toContain('/projects/ARGO/topics/two');
  expect((await everyOf(ams.subscriptions('ARGO'))).map(({ topic }) => topic)).toContain('/projects/ARGO/topics/one');
  const reader = (await everyOf(ams.users())).find(({ name }) => name === 'reader');
  expect(reader).toMatchObject({ projects: [{ project: 'ARGO', roles: ['consumer'], subscriptions: ['one'] }] });
  expect(await amsClient({ url, token: reader?.token ?? '' }).profile()).toMatchObject({ name: 'reader' });
});

test('a refusal carries the status, the code and the words of the service', async () => {
  const refusal = ams.topic('ARGO', 'nowhere').get();
  await expect(refusal).rejects.toThrow(AmsError);
  await expect(refusal).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND', message: "Topic doesn't exist" });
  await expect(amsClient({ url, token: 'wrong' }).projects()).rejects.toMatchObject({ status: 401 });
});

test('single messages are gathered into calls and keep their order', async () => {
  const { topic, subscription } = await stream('gathered');
  const publisher = topic.publisher({ most: 10, milliseconds: 60_000 });
  const sent = Array.from({ length: 25 }, (_, place) => publisher.send({ data: `m${place}` }));
  await publisher.flush();
  expect(await Promise.all(sent)).toEqual(Array.from({ length: 25 }, (_, place) => String(place)));
  expect((await subscription.pull({ most: 100 })).map(({ text }) => text)).toEqual(
    Array.from({ length: 25 }, (_, place) => `m${place}`),
  );
  const lost = ams.topic('ARGO', 'nowhere').publisher();
  const refused = lost.send({ data: 'x' });
  await Promise.all([expect(refused).rejects.toThrow("Topic doesn't exist"), lost.flush()]);
});

test('consuming acknowledges what was handled, and what was not comes again', async () => {
  const { topic, subscription } = await stream('consumed');
  await topic.publish(Array.from({ length: 7 }, (_, place) => ({ data: String(place) })));
  const seen: string[] = [];
  await expect(
    (async () => {
      for await (const { text } of subscription.consume({ most: 3, untilEmpty: true })) {
        if (text === '4') throw new Error('cannot handle it');
        seen.push(text);
      }
    })(),
  ).rejects.toThrow('cannot handle it');
  expect((await subscription.offsets()).current).toBe(4);
  for await (const { text } of subscription.consume({ most: 3, untilEmpty: true })) seen.push(text);
  expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  expect((await subscription.offsets()).current).toBe(7);
});

test('consuming waits for what comes, until its signal ends it', async () => {
  const { topic, subscription } = await stream('waited');
  const stop = new AbortController();
  const seen: string[] = [];
  const consuming = (async () => {
    for await (const { text } of subscription.consume({ signal: stop.signal })) {
      seen.push(text);
      if (text === 'last') stop.abort();
    }
  })();
  await topic.publish([{ data: 'first' }]);
  await topic.publish([{ data: 'last' }, { data: 'too late' }]);
  await consuming;
  expect(seen).toEqual(['first', 'last']);
  expect((await subscription.pull({ most: 9 })).map(({ text }) => text)).toEqual(['too late']);

  const waiting = new AbortController();
  const nothing = everyOf(ams.subscription('ARGO', 'one').consume({ signal: waiting.signal }));
  waiting.abort();
  expect(await nothing).toEqual([]);
});

test('an acknowledgement after the deadline is final', async () => {
  const { topic, subscription } = await stream('late');
  await topic.publish([{ data: 'x' }]);
  const consuming = (async () => {
    for await (const _ of subscription.consume({ untilEmpty: true })) portolan.clock.set('2026-11-23T10:00:00.000Z');
  })();
  await expect(consuming).rejects.toMatchObject({ status: 408, code: 'TIMEOUT', message: 'ack timeout' });
  expect(await subscription.pull()).toHaveLength(1);
});

test('a busy service and a broken connection are asked again; the token stands in the header alone', async () => {
  const asked: { path: string | undefined; key: unknown }[] = [];
  const answers = [503, 0, 408, 200];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, key: request.headers['x-api-key'] });
    const status = answers.shift() ?? 502;
    if (status === 0) response.destroy();
    else response.writeHead(status).end(status === 200 ? '{"projects":[]}' : 'a page of a proxy');
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const away = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const patient = amsClient({ url: `${away}/`, token: 'S3CR3T', firstWaitMilliseconds: 1 });
    expect(await patient.projects()).toEqual([]);
    expect(asked).toEqual(Array.from({ length: 4 }, () => ({ path: '/v1/projects', key: 'S3CR3T' })));
    await expect(patient.projects()).rejects.toMatchObject({ status: 502, code: '', message: 'a page of a proxy' });
    expect(asked).toHaveLength(8);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const nobody = amsClient({ url: away, token: 'S3CR3T', firstWaitMilliseconds: 1, retries: 1 });
  await expect(nobody.projects()).rejects.toMatchObject({
    status: 0,
    message: expect.stringContaining('does not answer'),
  });
});
