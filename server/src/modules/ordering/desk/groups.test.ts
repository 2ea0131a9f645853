import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShifterGroupInput } from '#contracts/ordering/work-schemas';
import { anonymous, system, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import type { GroupRoles } from '../ports.ts';
import { listGroups, saveGroup } from './save-group.ts';
import { allGroups } from './sql-group-store.ts';
import { fakePeople } from '../testing-orders.ts';

let database: Database;
let save: ReturnType<typeof saveGroup>;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const kept = new Map<string, readonly string[]>();
const groupRoles: GroupRoles = {
  membersOf: async (_read, groups) =>
    new Map(
      groups.map((id) => [
        id,
        (kept.get(id) ?? []).map((person) => ({ id: person, name: person, email: `${person}@people.example` })),
      ]),
    ),
  setMembers: async (_tx, _actor, group, people) => void kept.set(group, people),
};
const anna: Actor = {
  ...anonymous,
  kind: 'person',
  id: 'anna',
  name: 'Anna',
  roles: [{ role: 'shifter', scope: 'group:storage' }],
};
const group = (id: string, more: Partial<ShifterGroupInput> = {}): ShifterGroupInput => ({
  id,
  name: `Group ${id}`,
  mail: `${id}@desk.example`,
  isDefault: false,
  leader: null,
  members: [],
  ...more,
});

beforeAll(async () => {
  database = await testDatabase();
  save = saveGroup({
    database,
    clock,
    publish: eventPublisher(clock),
    audit: auditTrail(clock),
    people: fakePeople(['anna']),
    groupRoles,
  });
});
afterAll(() => database.close());

const defaults = async () => (await allGroups(database.read())).filter((one) => one.isDefault).map((one) => one.id);

test('there is always exactly one default: the first group, until another takes over', async () => {
  await save(system, group('general'));
  expect(await defaults()).toEqual(['general']);
  await save(system, group('storage', { members: ['anna', 'anna'] }));
  expect(await defaults()).toEqual(['general']);
  await save(system, group('cloud', { isDefault: true }));
  expect(await defaults()).toEqual(['cloud']);
  await expect(save(system, group('cloud'))).rejects.toMatchObject({
    code: 'default_group_needed',
    details: { errors: [{ path: 'isDefault' }] },
  });
  expect(kept.get('storage')).toEqual(['anna']);
});

test('only administrators keep groups, with people who exist', async () => {
  await expect(save(anna, group('mine'))).rejects.toMatchObject({ kind: 'forbidden', code: 'administrator_only' });
  await expect(save(system, group('odd', { members: ['nobody'] }))).rejects.toMatchObject({ code: 'unknown_person' });
  expect(kept.has('odd')).toBe(false);
});

test('the desk sees the groups with their people, customers see none', async () => {
  const seen = await listGroups(database.read(), groupRoles, anna);
  expect(seen.find((one) => one.id === 'storage')).toMatchObject({
    members: [{ id: 'anna', name: 'anna' }],
    openOrders: 0,
    rules: [],
  });
  expect(await listGroups(database.read(), groupRoles, { ...anna, roles: [] })).toEqual([]);
});
