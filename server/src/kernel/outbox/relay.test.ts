import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { wholeFeed } from '#test/feed';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import { createRelay, eventPublisher, readFeed, type Reaction } from '#kernel/outbox';

let database: Database;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const publish = eventPublisher(clock);
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

function relayWith(reactions: Reaction[], jobs: string[] = [], holder = 'one') {
  return createRelay({
    database,
    clock,
    logger: createLogger('silent'),
    reactions: () => reactions,
    sendJob: async (request, id) => void jobs.push(`${request.queue}:${id}`),
    holder,
  });
}
const event = (type: string, aggregate = 'thing:1') => ({ type, aggregate, payload: { n: 1 }, audience: [] });

test('an event of a rolled back transaction is never delivered', async () => {
  const seen: string[] = [];
  const relay = relayWith([
    { name: 'rolled-back', on: ['test.gone'], react: async (_tx, { type }) => void seen.push(type) },
  ]);
  await expect(
    database.transact(async (tx) => {
      await publish(tx, event('test.gone'));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await relay.drain();
  expect(seen).toEqual([]);
});

test('a reaction that fails is tried again and holds back later events of the same aggregate only', async () => {
  const seen: string[] = [];
  let broken = true;
  const reaction: Reaction = {
    name: 'flaky',
    on: ['test.*'],
    async react(_tx, { aggregate, type }) {
      if (broken && aggregate === 'thing:a') throw new Error('down');
      seen.push(`${aggregate} ${type}`);
    },
  };
  const relay = relayWith([reaction]);
  await database.transact(async (tx) => {
    await publish(tx, event('test.first', 'thing:a'));
    await publish(tx, event('test.second', 'thing:a'));
    await publish(tx, event('test.other', 'thing:b'));
  });
  await relay.drain();
  expect(seen).toEqual(['thing:b test.other']);
  broken = false;
  clock.advance(5000);
  await relay.drain();
  expect(seen).toEqual(['thing:b test.other', 'thing:a test.first', 'thing:a test.second']);
});

test('an event delivered twice has one effect and asks for the same job', async () => {
  const seen: string[] = [];
  const jobs: string[] = [];
  const relay = relayWith(
    [
      {
        name: 'once',
        on: ['test.twice'],
        react: async (_tx, { id }) => void seen.push(id),
        job: () => ({ queue: 'q', data: {} }),
      },
    ],
    jobs,
  );
  await database.transact((tx) => publish(tx, event('test.twice')));
  await relay.drain();
  await database
    .read()
    .updateTable('kernel.events')
    .set({ delivered_at: null })
    .where('type', '=', 'test.twice')
    .execute();
  await relay.drain();
  expect(seen).toHaveLength(1);
  expect(new Set(jobs).size).toBe(1);
});

test('only the holder of the lease delivers, until the lease runs out', async () => {
  const relay = relayWith([], [], 'one');
  const other = relayWith([], [], 'two');
  await database.transact((tx) => publish(tx, event('test.leased')));
  expect(await relay.drain()).toBe(1);
  await database.transact((tx) => publish(tx, event('test.leased')));
  expect(await other.drain()).toBe(0);
  clock.advance(60_000);
  expect(await other.drain()).toBe(1);
});

test('the feed goes on from a place in the log without repeating', async () => {
  const all = await wholeFeed(database, 'test.');
  const first = await readFeed(database.read(), { types: 'test.', after: 0, limit: 2 });
  const rest = await readFeed(database.read(), { types: 'test.', after: first.at(-1)?.seq ?? 0, limit: 100 });
  expect([...first, ...rest].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(all.length).toBeGreaterThan(3);
});
