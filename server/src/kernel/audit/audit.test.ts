import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { anonymous, system, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';

const audit = auditTrail(new FixedClock('2026-11-23T10:00:00.000Z'));
const anna: Actor = { ...anonymous, kind: 'person', id: 'anna-id', name: 'Anna de Wit', email: 'anna@desk.example' };
let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const entries = (target: string) =>
  database.read().selectFrom('kernel.audit').selectAll().where('target', '=', target).orderBy('id').execute();

test('an entry tells who, what and when, and names nobody', async () => {
  await database.transact(async (tx) => {
    await audit(tx, { actor: anna, action: 'ordering.approve', target: 'order:1', details: { from: 'checking' } });
    await audit(tx, { actor: system, action: 'ordering.close', target: 'order:1' });
  });
  const found = await entries('order:1');
  expect(found.map(({ id: _id, at, ...entry }) => ({ ...entry, at: new Date(at).toISOString() }))).toEqual([
    {
      actor_id: 'anna-id',
      actor_name: 'person',
      action: 'ordering.approve',
      target: 'order:1',
      details: { from: 'checking' },
      at: '2026-11-23T10:00:00.000Z',
    },
    {
      actor_id: null,
      actor_name: 'Portolan',
      action: 'ordering.close',
      target: 'order:1',
      details: {},
      at: '2026-11-23T10:00:00.000Z',
    },
  ]);
  expect(JSON.stringify(found)).not.toMatch(/Anna|desk\.example/);
});

test('what did not happen leaves no entry', async () => {
  await expect(
    database.transact(async (tx) => {
      await audit(tx, { actor: anna, action: 'ordering.approve', target: 'order:2' });
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  expect(await entries('order:2')).toEqual([]);
});

test.each([
  ['changed', `update kernel.audit set action = 'nothing'`],
  ['removed', `delete from kernel.audit where target = 'order:3'`],
  ['emptied', 'truncate kernel.audit'],
])('the database refuses that the record is %s', async (_what, statement) => {
  await database.transact((tx) => audit(tx, { actor: anna, action: 'ordering.approve', target: 'order:3' }));
  const before = await entries('order:3');
  await expect(sql.raw(statement).execute(database.read())).rejects.toThrow('kernel.audit is append-only');
  expect(await entries('order:3')).toEqual(before);
});
