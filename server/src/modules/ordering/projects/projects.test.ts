import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import { wholeFeed } from '#test/feed';
import { archiveProject } from './archive-project.ts';
import { createProject } from './create-project.ts';
import { handOverProject } from './hand-over-project.ts';
import { inviteMember } from './invite-member.ts';
import { joinProjects } from './join-projects.ts';
import { listProjects, readProject } from './project-view.ts';
import { mayArchive, mayOrderIn, maySeeProject, rightIn } from './project.ts';
import { removeMember } from './remove-member.ts';
import { openLine, projectByNumber } from './sql-project-store.ts';
import { tables } from '../tables.ts';
import { aProject, fakePeople, keepGroup, keepOrder, shippedWords } from '../testing-orders.ts';
import { updateProject } from './update-project.ts';

let database: Database;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const publish = eventPublisher(clock);
const people = fakePeople(['eleni', 'jonas', 'marta', 'piotr']);
const as = (id: string): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: `${id}@people.example`,
});
const eleni = as('eleni');
const jonas = as('jonas');
const stranger = as('piotr');
let parts: Parameters<typeof inviteMember>[0] & Parameters<typeof joinProjects>[0];
let number: number;
let count = 0;

beforeAll(async () => {
  database = await testDatabase();
  parts = {
    database,
    clock,
    publish,
    audit: auditTrail(clock),
    mailer: createMailer({ clock, publish, from: 'desk@portolan.example' }),
    mailTexts: shippedWords(),
    publicUrl: 'https://orders.example',
    people,
  };
  await keepGroup(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.advance(1000);
  count += 1;
  number = (await createProject(parts)(eleni, aProject(`Aegean Coastal Forecast ${count}`))).number;
});

const project = async () => {
  const found = await projectByNumber(database.read(), number);
  if (!found) throw new Error('the project is gone');
  return found;
};
const memberOf = async (email: string) => {
  const member = (await project()).members.find((one) => one.email === email);
  if (!member) throw new Error(`${email} is no member`);
  return member.id;
};
const invite = (email: string, right: 'order' | 'read' = 'order') =>
  inviteMember(parts)(eleni, number, { email, right });
const mailsTo = async (email: string) =>
  database.read().selectFrom('kernel.mails').selectAll().where('recipient', '=', email).orderBy('number').execute();

test('a name is used once by an owner, whatever its case, and by others too', async () => {
  const name = (await project()).name;
  await expect(createProject(parts)(eleni, aProject(name.toUpperCase()))).rejects.toMatchObject({
    kind: 'conflict',
    code: 'project_name_taken',
    details: { errors: [{ path: 'name' }] },
  });
  await expect(createProject(parts)(jonas, aProject(name))).resolves.toMatchObject({ name });
});

test('an invited person joins by the address of their account, in whatever case, when they look', async () => {
  await invite('Jonas@People.example', 'read');
  expect(await readProject(database.read(), people, jonas, number)).toBeUndefined();
  await joinProjects(parts)(jonas);
  expect(await readProject(database.read(), people, jonas, number)).toMatchObject({ right: 'read' });
  expect((await project()).members).toMatchObject([{ personId: 'jonas', joinedAt: clock.now() }]);
  const [mail] = await mailsTo('Jonas@People.example');
  expect(mail?.body_text).toContain(`https://orders.example/projects/${number}`);
});

test('a claimed address that belongs to somebody else joins nothing', async () => {
  await invite('marta@people.example');
  await joinProjects(parts)({ ...stranger, email: 'marta@people.example' });
  expect((await project()).members).toMatchObject([{ personId: null }]);
});

test('an invitation after a removal is mailed again; the same person is not invited twice', async () => {
  await invite('jonas@people.example');
  await expect(invite('JONAS@people.example')).rejects.toMatchObject({ code: 'already_member' });
  const before = (await mailsTo('jonas@people.example')).length;
  await removeMember(parts)(eleni, number, await memberOf('jonas@people.example'));
  await invite('jonas@people.example');
  expect(await mailsTo('jonas@people.example')).toHaveLength(before + 1);
  await expect(invite('eleni@people.example')).rejects.toMatchObject({ code: 'already_member' });
});

test('who was invited under two addresses stays one member, with the greater right', async () => {
  await invite('jonas@people.example', 'read');
  await joinProjects(parts)(jonas);
  await invite('jonas@home.example', 'order');
  const home = { ...jonas, email: 'jonas@home.example' };
  const card = await people.byEmail(database.read(), 'jonas@people.example');
  await joinProjects({ ...parts, people: { ...people, byEmail: async () => card } })(home);
  expect((await project()).members).toMatchObject([{ email: 'jonas@people.example', right: 'order' }]);
  expect((await project()).members).toHaveLength(1);
});

test('somebody without a part in a project finds none, whatever they try', async () => {
  const missing = { kind: 'not_found', code: 'not_found' };
  expect(await readProject(database.read(), people, stranger, number)).toBeUndefined();
  await expect(updateProject(parts)(stranger, number, aProject('Mine'))).rejects.toMatchObject(missing);
  await expect(inviteMember(parts)(stranger, number, { email: 'a@b.example', right: 'order' })).rejects.toMatchObject(
    missing,
  );
  await expect(archiveProject(parts)(stranger, number, { restore: false })).rejects.toMatchObject(missing);
  await expect(removeMember(parts)(stranger, number, 'x')).rejects.toMatchObject(missing);
  await expect(handOverProject(parts)(stranger, number, 'x')).rejects.toMatchObject(missing);
  expect(maySeeProject(await project(), anonymous)).toBe(false);
});

test('members see a project, and only its owner changes it', async () => {
  await invite('jonas@people.example', 'order');
  await joinProjects(parts)(jonas);
  const no = { kind: 'forbidden', code: 'project_change_forbidden' };
  await expect(updateProject(parts)(jonas, number, aProject('Mine'))).rejects.toMatchObject(no);
  await expect(archiveProject(parts)(jonas, number, { restore: false })).rejects.toMatchObject(no);
  await expect(removeMember(parts)(jonas, number, 'x')).rejects.toMatchObject(no);
  await expect(handOverProject(parts)(jonas, number, 'x')).rejects.toMatchObject(no);
  const seen = await readProject(database.read(), people, jonas, number);
  expect(seen?.actions.find((action) => action.action === 'edit')?.refusal).toBe(
    'Only the owner of the project can do this',
  );
  expect(seen?.actions.find((action) => action.action === 'order')).toMatchObject({ refusal: null, primary: true });
});

test('a member with the right to read orders nothing', async () => {
  await invite('jonas@people.example', 'read');
  await joinProjects(parts)(jonas);
  expect(mayOrderIn(await project(), jonas)).toMatchObject({ allowed: false, code: 'project_order_forbidden' });
  expect(mayOrderIn(await project(), eleni)).toMatchObject({ allowed: true });
  expect(rightIn(await project(), jonas)).toBe('read');
  expect(rightIn(await project(), eleni)).toBe('owner');
  expect(rightIn(await project(), stranger)).toBeUndefined();
});

test('a project is handed over to somebody who has joined; the former owner may still order', async () => {
  await invite('jonas@people.example', 'read');
  const member = await memberOf('jonas@people.example');
  await expect(handOverProject(parts)(eleni, number, member)).rejects.toMatchObject({ code: 'member_not_joined' });
  await joinProjects(parts)(jonas);
  await handOverProject(parts)(eleni, number, member);
  expect(await project()).toMatchObject({ ownerId: 'jonas', members: [{ personId: 'eleni', right: 'order' }] });
  expect((await mailsTo('jonas@people.example')).at(-1)?.subject).toContain('is yours now');
});

test('a change on a version that is no longer the newest is refused', async () => {
  const { version, name } = await project();
  await updateProject(parts)(eleni, number, aProject(name, { overview: 'Waves' }), version);
  await expect(updateProject(parts)(eleni, number, aProject(name), version)).rejects.toMatchObject({
    code: 'stale_version',
  });
  expect((await project()).details.overview).toBe('Waves');
});

test('a project is archived when all its orders are over, and then nobody changes or orders', async () => {
  const { id, version } = await project();
  await keepOrder(database, { projectId: id, state: 'in_progress' });
  await expect(archiveProject(parts)(eleni, number, { restore: false })).rejects.toMatchObject({
    kind: 'refused',
    code: 'project_has_open_orders',
    message: '1 order is open. Close or cancel what is open first',
  });
  await tables(database.read())
    .updateTable('ordering.orders')
    .set({ state: 'closed' })
    .where('project_id', '=', id)
    .execute();
  await archiveProject(parts)(eleni, number, { restore: false }, version);
  expect(mayOrderIn(await project(), eleni)).toMatchObject({ code: 'project_archived' });
  await expect(updateProject(parts)(eleni, number, aProject('Other'))).rejects.toMatchObject({
    code: 'project_archived',
  });
  await expect(invite('jonas@people.example')).rejects.toMatchObject({ code: 'project_archived' });
  await archiveProject(parts)(eleni, number, { restore: true });
  expect(mayOrderIn(await project(), eleni)).toMatchObject({ allowed: true });
  expect(mayArchive(3)).toMatchObject({ reason: expect.stringContaining('3 orders are open') });
});

test('a new name stands in the orders too', async () => {
  const { id } = await project();
  await keepOrder(database, { projectId: id });
  await updateProject(parts)(eleni, number, aProject(`Renamed ${count}`));
  const seen = await readProject(database.read(), people, eleni, number);
  expect(seen).toMatchObject({ name: `Renamed ${count}`, orders: 1, openOrders: 1, lines: [{ iid: 1, word: 'New' }] });
  const order = await tables(database.read())
    .selectFrom('ordering.orders')
    .select('project_name')
    .where('project_id', '=', id)
    .executeTakeFirst();
  expect(order).toEqual({ project_name: `Renamed ${count}` });
});

test('orders are counted per project, one at a time', async () => {
  const { id } = await project();
  await keepOrder(database, { projectId: id });
  expect(await database.transact((tx) => openLine(tx, id, clock.now()))).toMatchObject({ iid: 2 });
});

test('the list is paged, changed last first, and holds nothing of others', async () => {
  const mine = as('marta');
  for (const name of ['One', 'Two', 'Three']) {
    clock.advance(1000);
    await createProject(parts)(mine, aProject(name));
  }
  const first = await listProjects(database.read(), people, mine, { limit: 2 });
  expect(first).toMatchObject({ total: 3, items: [{ name: 'Three', right: 'owner' }, { name: 'Two' }] });
  const second = await listProjects(database.read(), people, mine, { limit: 2, after: first.next ?? '' });
  expect(second).toMatchObject({ next: null, items: [{ name: 'One', owner: { name: 'Marta' } }] });
});

test('every change is told to those in the project and recorded without an address', async () => {
  await invite('jonas@people.example');
  const events = await wholeFeed(database, 'ordering.project_changed');
  expect(
    events.filter((event) => event.aggregate === `project:${number}`).map((event) => event.payload['change']),
  ).toEqual(['created', 'invited']);
  const audit = await database
    .read()
    .selectFrom('kernel.audit')
    .selectAll()
    .where('target', '=', `project:${number}`)
    .execute();
  expect(audit.map((entry) => entry.action)).toEqual(['ordering.create_project', 'ordering.invite_member']);
  expect(JSON.stringify(audit)).not.toContain('@');
});
