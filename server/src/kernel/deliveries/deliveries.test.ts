import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { FixedClock, MINUTE } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createOutward } from '#kernel/outward';
import { eventPublisher } from '#kernel/outbox';
import { createDeliveries, type Deliveries } from './index.ts';

const channel = 'test.hook';
const heard: { path: string; body: string; authorization: string | undefined }[] = [];
let answer: (request: IncomingMessage) => number = () => 204;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    heard.push({ path: request.url ?? '', body, authorization: request.headers.authorization });
    response.writeHead(answer(request)).end('thanks');
  });
});
let database: Database;
let deliveries: Deliveries;
let clock: FixedClock;
let base = '';

beforeAll(async () => {
  database = await testDatabase();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});
beforeEach(async () => {
  await database.read().deleteFrom('kernel.deliveries').execute();
  heard.length = 0;
  answer = () => 204;
  clock = new FixedClock('2026-11-23T09:00:00.000Z');
  ({ deliveries } = createDeliveries({
    database,
    clock,
    publish: eventPublisher(clock),
    outward: createOutward({ allow: ['127.0.0.1'] }),
    keptDays: 30,
  }));
  deliveries.addChannel({
    name: channel,
    target: async (_read, subscriber) => ({
      method: 'POST',
      url: `${base}/${subscriber}`,
      headers: { authorization: 'Basic c2VjcmV0' },
    }),
  });
});

const send = (subscriber: string, key: string, body?: string) =>
  database.transact((tx) => deliveries.send(tx, { channel, subscriber, key, about: `event ${key}`, body }));
const list = (subscriber: string) => deliveries.list(database.read(), { channel, subscriber, limit: 50 });

test('a receiver is called once for each thing, in order, with the secrets of its channel and none in the log', async () => {
  await send('a', '1', '{"n":1}');
  await send('a', '2');
  await send('a', '1', '{"n":1}');
  await deliveries.deliverDue();
  expect(heard).toEqual([
    { path: '/a', body: '{"n":1}', authorization: 'Basic c2VjcmV0' },
    { path: '/a', body: '', authorization: 'Basic c2VjcmV0' },
  ]);
  const log = await list('a');
  expect(log).toMatchObject([
    { key: '2', state: 'delivered', status: 204, attempts: 1 },
    { key: '1', state: 'delivered', status: 204, attempts: 1 },
  ]);
  expect(JSON.stringify(log)).not.toContain('c2VjcmV0');
});

test('a receiver that fails is tried five times within an hour, holds up only its own, and can be called again by hand', async () => {
  answer = ({ url }) => (url === '/down' ? 500 : 204);
  await send('down', '1');
  await send('down', '2');
  await send('up', '1');
  await deliveries.deliverDue();
  expect(heard.map(({ path }) => path).toSorted()).toEqual(['/down', '/up']);
  expect((await list('down'))[1]).toMatchObject({ state: 'waiting', attempts: 1, failure: 'answered 500' });
  for (let minute = 0; minute < 60; minute += 1) {
    clock.advance(MINUTE);
    await deliveries.deliverDue();
  }
  expect((await list('down'))[1]).toMatchObject({ key: '1', state: 'failed', attempts: 5, status: 500 });
  answer = () => 200;
  clock.advance(MINUTE);
  await deliveries.deliverDue();
  const [second, first] = await list('down');
  expect(second).toMatchObject({ key: '2', state: 'delivered', answer: 'thanks' });
  await database.transact((tx) => deliveries.sendAgain(tx, first?.id ?? ''));
  await deliveries.deliverDue();
  expect((await list('down'))[1]).toMatchObject({ key: '1', state: 'delivered' });
  expect((await deliveries.lastOf(database.read(), channel, ['down', 'up', 'new'])).get('down')).toMatchObject({
    key: '2',
  });
});

test('an address that may not be called, or a receiver that is gone, is given up at once', async () => {
  deliveries.addChannel({ name: channel, target: async () => ({ method: 'GET', url: 'http://10.0.0.1/' }) });
  await send('private', '1');
  await deliveries.deliverDue();
  expect(await list('private')).toMatchObject([
    { state: 'failed', status: null, failure: expect.stringContaining('may not be called') },
  ]);
  deliveries.addChannel({ name: channel, target: async () => undefined });
  await send('gone', '1');
  await deliveries.deliverDue();
  expect(await list('gone')).toMatchObject([{ state: 'failed', failure: 'the receiver is gone or paused' }]);
});

test('two processes never call one receiver for the same thing', async () => {
  // Several rounds: whoever looks just before another one is done is met by chance.
  for (let round = 1; round <= 8; round += 1) {
    for (let n = 0; n < 12; n += 1) await send(`r${n % 3}`, `${round}.${n}`);
    await Promise.all([deliveries.deliverDue(), deliveries.deliverDue(), deliveries.deliverDue()]);
    await deliveries.deliverDue();
    expect(heard).toHaveLength(12 * round);
  }
});
