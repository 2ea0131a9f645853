import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderStates } from '#contracts/ordering/lifecycle';
import { system, type Actor } from '#kernel/access';
import type { Database } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { insertProject } from '../../projects/sql-project-store.ts';
import { tables } from '../../tables.ts';
import { aProject, keepGroup, keepOrder, keepShare } from '../../testing-orders.ts';
import { serviceOrder } from './service-order.ts';
import { tmfOrderNumbers, tmfOrderRows } from './sql-tmf-orders.ts';
import { tmfStates, type TmfState } from './tmf-states.ts';

const at = '2026-11-20T09:00:00.000Z';
let database: Database;
const projects: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  await keepGroup(database);
  for (const ownerId of ['eleni', 'piotr']) {
    const [id, name] = [nextId(), `Waves of ${ownerId}`];
    const details = aProject(name);
    await database.transact((tx) =>
      insertProject(tx, { id, ownerId, name, typology: 'single_user', details, createdAt: at }),
    );
    projects.push(id);
  }
});
afterAll(() => database.close());

const eleni: Actor = { ...system, kind: 'person', id: 'eleni', name: 'Eleni', roles: [] };

const madeUpOrder = fc.record({
  state: fc.constantFrom(...orderStates),
  wasReady: fc.boolean(),
  undelivered: fc.boolean(),
  late: fc.boolean(),
  asked: fc.boolean(),
  isSpam: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  project: fc.nat(1),
  /** A line of a bundle, or an item of the order before it, or one for itself. */
  place: fc.constantFrom('alone', 'alone', 'line', 'item'),
  deleted: fc.integer({ min: 0, max: 7 }).map((dice) => dice === 0),
});
type MadeUp = typeof madeUpOrder extends fc.Arbitrary<infer T> ? T : never;

/** Keeps the order; answers the one to which the next belongs. */
async function keep(given: MadeUp, before: { id: string; project: number } | undefined) {
  const db = tables(database.read());
  const root = given.place === 'alone' ? undefined : before;
  const project = root?.project ?? given.project;
  const { id } = await keepOrder(database, {
    projectId: projects[project] ?? '',
    state: given.state,
    spam: given.isSpam && !root ? 'yes' : 'no',
    parent_id: root && given.place === 'line' ? root.id : null,
  });
  if (root && given.place === 'line')
    await db
      .updateTable('ordering.orders')
      .set((is) => ({ line_count: is('line_count', '+', 1) }))
      .where('id', '=', root.id)
      .execute();
  const leaderId = root && given.place === 'item' ? root.id : null;
  const deletedAt = given.deleted && !root ? at : null;
  if (leaderId !== null || deletedAt !== null)
    await db
      .insertInto('ordering.tmf_details')
      .values({
        order_id: id,
        leader_id: leaderId,
        deleted_at: deletedAt,
        bundle_item_id: null,
        external_id: null,
        description: null,
        notification_contact: null,
        priority: null,
        requested_start_at: null,
        requested_completion_at: null,
      })
      .execute();
  const entries = [
    ...(given.wasReady || given.state === 'ready' ? [{ from_state: 'approved', to_state: 'ready' } as const] : []),
    ...(given.undelivered ? [{ from_state: 'approved', to_state: 'rejected' } as const] : []),
  ];
  for (const entry of entries)
    await db
      .insertInto('ordering.status_entries')
      .values({
        id: nextId(),
        order_id: id,
        at,
        action: 'deliver',
        value: '',
        by_name: '',
        by_role: 'system',
        ...entry,
      })
      .execute();
  if (given.late) await keepShare(database, id, { escalated_at: at });
  if (given.asked)
    await db
      .insertInto('ordering.tmf_cancellations')
      .values({
        id: nextId(),
        order_id: id,
        state: 'accepted',
        reason: '',
        requested_at: at,
        by_id: 'eleni',
        by_role: 'customer',
        created_at: at,
      })
      .execute();
  return root ?? { id, project };
}

/** Every state with the numbers that a list of it names, page by page; its total is how many they are. */
async function listed(actor: Actor, state?: readonly TmfState[]): Promise<number[]> {
  const numbers: number[] = [];
  for (;;) {
    const filters = state ? { state } : {};
    const page = await tmfOrderNumbers(database.read(), actor, filters, { offset: numbers.length, limit: 7 });
    numbers.push(...page.numbers);
    if (page.numbers.length < 7) {
      expect([state, page.total]).toEqual([state, numbers.length]);
      return numbers;
    }
  }
}

test('a list by state names the orders that are in it, newest first, each once, and counts them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(madeUpOrder, { minLength: 10, maxLength: 25 }), async (orders) => {
      let before: { id: string; project: number } | undefined;
      for (const order of orders) before = await keep(order, before);
      for (const actor of [system, eleni]) {
        const every = await listed(actor);
        expect(every).toEqual(every.toSorted((a, b) => b - a));
        const rows = await tmfOrderRows(database.read(), every);
        const stateOf = new Map(rows.map((row) => [row.leader.order.number, serviceOrder(row, '').state]));
        const inStates = (states: readonly TmfState[]) =>
          every.filter((number) => states.includes(stateOf.get(number) ?? 'assessingCancellation'));
        for (const state of tmfStates)
          expect([state, await listed(actor, [state])]).toEqual([state, inStates([state])]);
        const several: TmfState[] = ['partial', 'inProgress', 'cancelled'];
        expect(await listed(actor, several)).toEqual(inStates(several));
      }
    }),
    { numRuns: 4 },
  );
});
