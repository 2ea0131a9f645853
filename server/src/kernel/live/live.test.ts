import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createLive, type Live, type LiveUpdate } from '#kernel/live';
import { createLogger } from '#kernel/logging';
import { eventPublisher } from '#kernel/outbox';

const publish = eventPublisher(new FixedClock('2026-11-23T10:00:00.000Z'));
let database: Database;
let live: Live;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  live = createLive(database, createLogger('silent'));
  await live.start();
});
afterEach(() => live.stop());

function reader(...tags: string[]) {
  const heard: string[] = [];
  const stop = live.follow(tags, ({ aggregate }) => heard.push(aggregate));
  return { heard, stop };
}

const happen = (aggregate: string, audience: readonly string[]) =>
  database.transact((tx) => publish(tx, { type: 'test.happened', aggregate, payload: { secret: 1 }, audience }));

/** What comes after everything that was published before. */
async function everythingHeard() {
  const last = reader('role:last');
  await happen('last', ['role:last']);
  await expect.poll(() => last.heard).toEqual(['last']);
  last.stop();
}

describe('a live update', () => {
  test('reaches its audience and nobody else', async () => {
    const eleni = reader('person:eleni', 'role:customer');
    const anna = reader('person:anna', 'role:shifter');
    await happen('order:1', ['person:eleni', 'role:shifter']);
    await happen('order:2', ['role:shifter']);
    await happen('order:3', ['person:somebody']);
    await happen('order:4', []);
    await everythingHeard();
    expect(eleni.heard).toEqual(['order:1']);
    expect(anna.heard).toEqual(['order:1', 'order:2']);
  });

  test('says what changed, and neither the content nor who else hears of it', async () => {
    const updates: LiveUpdate[] = [];
    live.follow(['role:shifter'], (update) => updates.push(update));
    await happen('order:5', ['role:shifter', 'person:eleni']);
    await everythingHeard();
    expect(updates).toEqual([{ id: expect.any(String), type: 'test.happened', aggregate: 'order:5' }]);
  });

  test('of something that was rolled back is never heard', async () => {
    const anna = reader('role:shifter');
    await expect(
      database.transact(async (tx) => {
        await publish(tx, { type: 'test.gone', aggregate: 'order:6', payload: {}, audience: ['role:shifter'] });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await everythingHeard();
    expect(anna.heard).toEqual([]);
  });

  test('reaches an audience of a thousand people', async () => {
    const people = Array.from(
      { length: 1000 },
      (_value, at) => `person:0199a5b0-0000-7000-8000-${String(at).padStart(12, '0')}`,
    );
    const first = reader(people[0] ?? '');
    const last = reader(people[999] ?? '');
    await happen('project:1', people);
    await everythingHeard();
    expect([first.heard, last.heard]).toEqual([['project:1'], ['project:1']]);
  });
});

test('a reader who is gone hears nothing, and one that breaks does not take it from the others', async () => {
  const gone = reader('role:shifter');
  live.follow(['role:shifter'], () => {
    throw new Error('connection reset');
  });
  const anna = reader('role:shifter');
  expect(live.count()).toBe(3);
  gone.stop();
  expect(live.count()).toBe(2);
  await happen('order:7', ['role:shifter']);
  await everythingHeard();
  expect([gone.heard, anna.heard]).toEqual([[], ['order:7']]);
});

test('after a stop nobody is told anything', async () => {
  const anna = reader('role:shifter');
  await live.stop();
  await happen('order:8', ['role:shifter']);
  live = createLive(database, createLogger('silent'));
  await live.start();
  await everythingHeard();
  expect(anna.heard).toEqual([]);
});
