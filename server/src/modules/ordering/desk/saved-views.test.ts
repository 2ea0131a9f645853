import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { eventPublisher } from '#kernel/outbox';
import { createMailer } from '#kernel/mail';
import { testDatabase } from '#test/database';
import { createProject } from '../projects/create-project.ts';
import { deleteView, saveView } from './save-view.ts';
import { deskViews } from './saved-view-counts-view.ts';
import { aProject, keepGroup, keepOrder, shippedWords } from '../testing-orders.ts';

let database: Database;
let save: ReturnType<typeof saveView>;
let remove: ReturnType<typeof deleteView>;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const as = (id: string, ...roles: Actor['roles'][number][]): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: null,
  roles,
});
const anna = as('anna', { role: 'shifter', scope: 'group:cloud-compute' });
const jonas = as('jonas', { role: 'shifter', scope: 'group:cloud-compute' });
const marta = as('marta', { role: 'shifter', scope: 'group:storage' });
const everywhere = as('leader', { role: 'shifter', scope: '*' });
const coordinator = as('coordinator', { role: 'sla-coordinator', scope: '*' });
const customer = as('eleni');
const query = 'service=EGI+Cloud+compute&state=-closed';

beforeAll(async () => {
  database = await testDatabase();
  save = saveView({ database, clock });
  remove = deleteView({ database });
  await keepGroup(database);
  await keepGroup(database, 'storage');
  const publish = eventPublisher(clock);
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  const parts = {
    database,
    clock,
    publish,
    audit: auditTrail(clock),
    mailer,
    mailTexts: shippedWords(),
    publicUrl: '',
  };
  const { id: projectId } = await createProject(parts)(customer, aProject('Waves'));
  const past = '2026-11-23T09:00:00.000Z';
  const order = (given: Omit<Parameters<typeof keepOrder>[1], 'projectId'>) =>
    keepOrder(database, { projectId, ...given });
  await order({ decision_due_at: past });
  await order({ assignee_id: 'anna', state: 'in_progress', waiting_for: 'provider', decision_due_at: past });
  await order({
    assignee_id: 'jonas',
    state: 'waiting_for_response',
    waiting_for: 'customer',
    decision_due_at: past,
    paused_at: past,
  });
  await order({ spam: 'suspected', group_id: 'storage' });
  await order({ state: 'closed', decision_due_at: past });
  await order({
    state: 'approved',
    assignee_id: 'anna',
    decision_due_at: past,
    decided_at: past,
    waiting_for: 'provider',
  });
});
afterAll(() => database.close());

const counts = async (actor: Actor) =>
  Object.fromEntries(
    (await deskViews(database.read(), actor, clock.now()))
      .filter((view) => view.owner === 'shipped')
      .map((view) => [view.id, view.count]),
  );

test('the shipped views count the open orders of my groups that nobody suspects', async () => {
  expect(await counts(anna)).toEqual({
    open: 4,
    mine: 2,
    unassigned: 1,
    overdue: 2,
    'waiting-for-provider': 2,
    'waiting-for-customer': 1,
    'suspected-spam': 0,
  });
  expect(await counts(marta)).toMatchObject({ open: 0, mine: 0, unassigned: 0, overdue: 0, 'suspected-spam': 1 });
  expect(await counts(everywhere)).toMatchObject({ open: 4, 'suspected-spam': 1 });
  expect(await counts(coordinator)).toMatchObject({ open: 4 });
});

test('overdue asks for attention only while something is', async () => {
  const overdue = async (actor: Actor) =>
    (await deskViews(database.read(), actor, clock.now())).find((view) => view.id === 'overdue');
  expect(await overdue(anna)).toMatchObject({
    attention: true,
    query: 'group=mine&state=-closed&state=-rejected&due=overdue',
  });
  expect(await overdue(marta)).toMatchObject({ attention: false });
});

test('a view is seen by who saved it, one for the group by the group, mine first', async () => {
  const own = await save(anna, { name: 'My clouds', query: `?${query}&page=3`, forGroup: false });
  const shared = await save(anna, { name: 'All clouds', query, forGroup: true });
  expect(own.query).toBe(query);
  expect((await deskViews(database.read(), anna, clock.now())).slice(0, 2)).toMatchObject([
    { id: own.id, owner: 'me', count: null },
    { id: shared.id, owner: 'group' },
  ]);
  const seen = async (actor: Actor) => (await deskViews(database.read(), actor, clock.now())).map((view) => view.id);
  expect(await seen(jonas)).toContain(shared.id);
  expect(await seen(jonas)).not.toContain(own.id);
  expect(await seen(marta)).not.toContain(shared.id);
  expect(await seen(everywhere)).toContain(shared.id);
});

test('only who saved a view changes or deletes it, and shipped ones stay', async () => {
  const own = await save(anna, { name: 'Mine alone', query, forGroup: false });
  const shared = await save(anna, { name: 'Ours', query, forGroup: true });
  const change = { name: 'Other', query, forGroup: true };
  await expect(save(jonas, { id: shared.id, ...change })).rejects.toMatchObject({ code: 'view_forbidden' });
  await expect(save(jonas, { id: own.id, ...change })).rejects.toMatchObject({ code: 'not_found' });
  await expect(remove(jonas, shared.id)).rejects.toMatchObject({ code: 'view_forbidden' });
  await expect(remove(marta, shared.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(remove(anna, 'overdue')).rejects.toMatchObject({ code: 'view_forbidden' });
  expect(await save(anna, { id: own.id, ...change, forGroup: false })).toMatchObject({ id: own.id, name: 'Other' });
  await remove(anna, own.id);
  await expect(remove(anna, own.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('customers have no views of the desk, coordinators save only for themselves', async () => {
  expect(await deskViews(database.read(), customer, clock.now())).toEqual([]);
  await expect(save(customer, { name: 'Mine', query, forGroup: false })).rejects.toMatchObject({
    code: 'view_forbidden',
  });
  await expect(save(coordinator, { name: 'Ours', query, forGroup: true })).rejects.toMatchObject({
    code: 'view_forbidden',
  });
  await expect(save(coordinator, { name: 'Mine', query, forGroup: false })).resolves.toMatchObject({ groupId: null });
});
