import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { createDirectory } from '../directory.ts';
import { gatherAppends } from '../log/gather-appends.ts';
import type { MessageLog } from '../log/message-log.ts';
import { sqlLog } from '../log/sql-log.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { schemaValidators } from '../schemas/schema-validators.ts';
import { system } from '#kernel/access';
import { messageOf } from '../topics/message-content.ts';
import { createCounters } from '../metrics/counters.ts';
import { windowStore } from '../subscriptions/sql-window-store.ts';
import { userTokens } from '../users/user-tokens.ts';
import { keepAnnouncements } from './event-topic.ts';
import { publishAnnouncements } from './publish-announcements.ts';

let portolan: TestApp;
let log: MessageLog;
beforeAll(async () => {
  portolan = await testApp();
  log = sqlLog(portolan.kernel.database, portolan.clock);
});
afterAll(() => portolan.close());

interface Told {
  readonly attributes: Record<string, string>;
  readonly data: Record<string, unknown>;
}

/** Everything that a topic of the house holds. */
async function told(topic: string, project = 'PORTOLAN'): Promise<Told[]> {
  const row = await tables(portolan.kernel.database.read())
    .selectFrom('messaging.topics as t')
    .innerJoin('messaging.projects as p', 'p.id', 't.project_id')
    .select('t.id')
    .where('t.name', '=', topic)
    .where('p.name', '=', project)
    .executeTakeFirst();
  if (!row) return [];
  const { entries } = await log.read(row.id, 0, 1000);
  return entries.map(({ content }) => {
    const { attributes, data } = messageOf(content);
    return { attributes, data: JSON.parse(Buffer.from(data, 'base64').toString()) as Record<string, unknown> };
  });
}

const publish = () => portolan.kernel.jobs.runNow('messaging.announce', {});
const waiting = () =>
  tables(portolan.kernel.database.read()).selectFrom('messaging.announcements').selectAll().execute();

test('orders that are placed and decided are told on topics of the house, made at the first need', async () => {
  expect(await told('orders-new')).toEqual([]);
  const number = await negotiation(portolan).taken();
  await portolan.as('anna').post(`/api/orders/${number}/messages`, { scope: 'internal', body: 'A quiet word' });
  await portolan.as('anna').post(`/api/orders/${number}/messages`, { scope: 'public', body: 'We are on it' });
  const refused = await portolan.as('anna').post(`/api/orders/${number}/transitions`, {
    action: 'reject',
    category: 'no_capacity',
    reason: 'There is no room',
    message: 'Sorry, there is no room',
  });
  expect(refused.status, refused.text).toBe(200);
  await portolan.settle();
  await publish();
  expect(await waiting()).toEqual([]);

  const attributes = { order: String(number), provider: 'EGI Foundation', service: 'egi-cloud-compute' };
  const [placed, ...more] = await told('orders-new');
  expect(more).toEqual([]);
  expect(placed).toMatchObject({
    attributes: { ...attributes, event: expect.any(String) },
    data: {
      id: placed?.attributes['event'],
      type: 'ordering.order_placed',
      order: { number, url: `http://portolan.example/orders/${number}` },
      service: { slug: 'egi-cloud-compute' },
    },
  });
  expect(await told('orders-decided')).toMatchObject([
    { attributes, data: { type: 'ordering.order_rejected', data: { to: 'rejected', action: 'reject' } } },
  ]);

  const events = await told('orders-events');
  expect(events.map(({ data }) => [data['type'], data['resource']])).toEqual([
    ['create', 'project'],
    ['create', 'project_item'],
    ['create', 'message'],
    ['update', 'project_item'],
    ['update', 'project_item'],
    ['create', 'message'],
    ['update', 'project_item'],
    ['create', 'message'],
  ]);
  expect(events.at(-2)).toMatchObject({
    attributes,
    data: {
      timestamp: '2026-11-23T09:00:00.000000Z',
      project_item_id: 1,
      order_number: number,
      changes: expect.arrayContaining([{ field: 'status.type', before: 'in_progress', after: 'rejected' }]),
    },
  });
  expect(new Set(events.map(({ attributes: { event } }) => event)).size).toBe(events.length);
  expect(JSON.stringify(events)).not.toContain('Sorry');
  expect(events[0]?.attributes).not.toHaveProperty('order');
});

function contextWith(altered: MessageLog): MessagingContext {
  const { database, outward, audit } = portolan.kernel;
  return {
    database,
    clock: portolan.clock,
    directory: createDirectory(database, undefined),
    log: altered,
    append: gatherAppends(altered),
    windows: windowStore(database),
    tokens: userTokens('secret'),
    outward,
    push: { mode: 'off', endpoint: '' },
    validators: schemaValidators(database),
    counters: createCounters(portolan.kernel),
    countPushed: () => undefined,
    audit,
    publish: portolan.kernel.publish,
    actor: system,
  };
}

async function happen(project: string, ...numbers: number[]): Promise<void> {
  const { react } = keepAnnouncements('test', [
    {
      name: `${project}-told`,
      on: ['test.*'],
      tell: async (_tx, { id }) => [{ attributes: { of: id }, data: { id } }],
    },
  ]);
  await portolan.kernel.database.transact(async (tx) => {
    for (const number of numbers)
      await react?.(tx, {
        id: `${project}-${number}`,
        type: 'test.happened',
        aggregate: 'test:1',
        payload: {},
        occurredAt: portolan.clock.now(),
      });
  });
}
const numbersTold = async (project: string) => (await told(`${project}-told`, project)).map(({ data }) => data['id']);

test('who dies after writing to the log, before it is noted, has told once', async () => {
  let dies = true;
  const dying: MessageLog = {
    ...log,
    async append(batches) {
      const first = await log.append(batches);
      if (dies) throw new Error('died');
      return first;
    },
  };
  const run = publishAnnouncements(contextWith(dying), 'DIES');
  await happen('DIES', 1, 2);
  await expect(run()).rejects.toThrow('died');
  await happen('DIES', 3);
  dies = false;
  await run();
  await run();
  expect(await numbersTold('DIES')).toEqual(['DIES-1', 'DIES-2', 'DIES-3']);
});

test('who dies before writing to the log loses nothing', async () => {
  let dies = true;
  const dying: MessageLog = {
    ...log,
    async append(batches) {
      if (dies) throw new Error('died');
      return log.append(batches);
    },
  };
  const run = publishAnnouncements(contextWith(dying), 'DIED');
  await happen('DIED', 1);
  await expect(run()).rejects.toThrow('died');
  await happen('DIED', 2);
  dies = false;
  await run();
  expect(await numbersTold('DIED')).toEqual(['DIED-1', 'DIED-2']);
});

test('of several that publish at once, each event is told once and in order', async () => {
  const runs = [1, 2, 3].map(() => publishAnnouncements(contextWith(log), 'MANY'));
  for (const round of [0, 1, 2]) {
    await happen('MANY', ...Array.from({ length: 150 }, (_, place) => round * 150 + place));
    await Promise.all(runs.map((run) => run()));
  }
  expect(await waiting()).toEqual([]);
  expect(await numbersTold('MANY')).toEqual(Array.from({ length: 450 }, (_, place) => `MANY-${place}`));
});

test('an event that is handled twice is kept once', async () => {
  await happen('TWICE', 1);
  await happen('TWICE', 1);
  await publishAnnouncements(contextWith(log), 'TWICE')();
  expect(await numbersTold('TWICE')).toEqual(['TWICE-1']);
});
