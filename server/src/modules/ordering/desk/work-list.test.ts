import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FollowedOrder, WorkItem } from '#contracts/ordering/work-schemas';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import type { WorkingCalendar } from '#libs/working-time';
import { testDatabase } from '#test/database';
import { upsertRating } from '../ratings/sql-rating-store.ts';
import { createProject } from '../projects/create-project.ts';
import { inviteMember } from '../projects/invite-member.ts';
import { joinProjects } from '../projects/join-projects.ts';
import { aProject, fakePeople, keepGroup, keepOrder, keepShare, shippedWords } from '../testing-orders.ts';
import { markWorkSeen } from './seen-work.ts';
import { laneOf, median, startOfWeek, type OtherWork } from './work-list-item.ts';
import { readWork, type MoreWork } from './work-list.ts';

let database: Database;
let parts: Parameters<typeof createProject>[0] &
  Parameters<typeof inviteMember>[0] &
  Parameters<typeof joinProjects>[0];
// Wednesday, 11:00 in Amsterdam.
const now = '2026-11-25T10:00:00.000Z';
const clock = new FixedClock(now);
const calendar: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: [],
};
const as = (id: string, ...roles: Actor['roles'][number][]): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: `${id}@people.example`,
  roles,
});
const eleni = as('eleni');
const reader = as('jonas');
const anna = as('anna', { role: 'shifter', scope: 'group:cloud-compute' });
const marta = as('marta', { role: 'shifter', scope: 'group:storage' });
const cesnet = as('jana', { role: 'provider', scope: 'site:CESNET-MCC' });
const number: Record<string, number> = {};

beforeAll(async () => {
  database = await testDatabase();
  await keepGroup(database);
  await keepGroup(database, 'storage');
  const publish = eventPublisher(clock);
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  parts = {
    database,
    clock,
    publish,
    audit: auditTrail(clock),
    mailer,
    mailTexts: shippedWords(),
    publicUrl: '',
    people: fakePeople(['eleni', 'jonas']),
  };
  const project = await createProject(parts)(eleni, aProject('Waves'));
  await inviteMember(parts)(eleni, project.number, { email: 'jonas@people.example', right: 'read' });
  await joinProjects(parts)(reader);
  const order = async (name: string, given: Omit<Parameters<typeof keepOrder>[1], 'projectId'>) => {
    const kept = await keepOrder(database, { projectId: project.id, ...given });
    number[name] = kept.number;
    return kept.id;
  };
  const replied = '2026-11-23T09:00:00.000Z';
  await order('question', {
    state: 'waiting_for_response',
    waiting_for: 'customer',
    assignee_id: 'anna',
    paused_at: now,
    decision_due_at: now,
    first_reply_at: replied,
  });
  await order('fresh', {
    submitted_at: '2026-11-25T08:00:00.000Z',
    first_reply_due_at: '2026-11-26T10:00:00.000Z',
    decision_due_at: '2026-11-30T10:00:00.000Z',
  });
  await order('nobody', {
    first_reply_due_at: '2026-11-24T12:00:00.000Z',
    decision_due_at: '2026-11-26T10:00:00.000Z',
  });
  const counter = await order('counter', {
    state: 'in_progress',
    assignee_id: 'anna',
    waiting_for: 'desk',
    waiting_why: 'decide a counter',
    first_reply_at: replied,
    decision_due_at: '2026-11-25T15:00:00.000Z',
  });
  await keepShare(database, counter, { state: 'countered', site_name: 'SARA-MATRIX' });
  const late = await order('late', {
    state: 'in_progress',
    assignee_id: 'anna',
    waiting_for: 'provider',
    waiting_why: '1 of 1 to answer',
    first_reply_at: replied,
    decision_due_at: '2026-11-24T10:00:00.000Z',
  });
  await keepShare(database, late, { state: 'sent', sent_at: '2026-11-24T08:00:00.000Z' });
  await order('waiting', {
    state: 'in_progress',
    assignee_id: 'anna',
    waiting_for: 'provider',
    first_reply_at: replied,
    decision_due_at: '2026-12-02T10:00:00.000Z',
  });
  const delivery = await order('delivery', {
    state: 'approved',
    assignee_id: 'anna',
    waiting_for: 'provider',
    submitted_at: '2026-11-23T08:00:00.000Z',
    first_reply_at: '2026-11-23T09:00:00.000Z',
    decided_at: '2026-11-24T09:00:00.000Z',
  });
  await keepShare(database, delivery, { state: 'validated', starts_on: '2026-12-20' });
  await order('spam', { spam: 'suspected', group_id: 'storage', decision_due_at: '2026-11-24T10:00:00.000Z' });
  await order('over', { state: 'closed', decision_due_at: '2026-11-24T10:00:00.000Z' });
});
afterAll(() => database.close());

const approvers = async () => new Map();
const work = (actor: Actor, more: readonly MoreWork[] = []) =>
  readWork(database.read(), actor, { calendar, now, agreements: { of: async () => undefined }, more, approvers });
const told = (items: readonly WorkItem[]) =>
  items.map(({ lane, subject, text, button }) => `${lane} | ${subject} | ${text} | ${button}`);

test('a shifter sees what is late, then what is due today, with the next step; nothing that others have to do', async () => {
  const { items, late, navigation } = await work(anna);
  expect(told(items)).toEqual([
    `late | Order ${number['late']} | EGI Cloud compute: decision, 1 of 1 to answer | Remind`,
    `late | Order ${number['nobody']} | EGI Cloud compute: first reply, nobody has it | Take it`,
    `today | Order ${number['counter']} | EGI Cloud compute: SARA-MATRIX offers other terms | Decide`,
    `week | Order ${number['fresh']} | EGI Cloud compute: first reply, nobody has it | Take it`,
  ]);
  expect(items[2]).toMatchObject({
    path: `/orders/${number['counter']}#shares`,
    clock: { name: 'decision', state: 'warning' },
  });
  expect(late).toBe(2);
  expect(navigation).toEqual({ orders: 4, shares: 1, agreements: 0, questions: 0, work: 4, notifications: 4 });
});

test('a shifter of another group sees nothing of it, but the suspected spam of their own', async () => {
  const { items, navigation } = await work(marta);
  expect(told(items)).toEqual(['today | Suspected spam | 1 order is held back | Check']);
  expect(navigation).toMatchObject({ orders: 0, shares: 0, work: 1 });
});

test('a customer sees the questions of the desk, somebody who only reads sees none', async () => {
  const { items, week } = await work(eleni);
  expect(items).toMatchObject([
    {
      subject: `Order ${number['question']}`,
      path: expect.stringMatching(/^\/projects\/\d+\/lines\/1$/),
      button: 'Answer',
    },
  ]);
  expect(week).toBeNull();
  expect((await work(reader)).items).toEqual([]);
});

test('a provider sees the shares to answer and to deliver', async () => {
  const { items, navigation } = await work(cesnet);
  expect(told(items)).toEqual([
    `week | Order ${number['late']}, CESNET-MCC | EGI Cloud compute: 30 virtual machines for Waves | Answer`,
    `later | Order ${number['delivery']}, CESNET-MCC | EGI Cloud compute: report ready, 30 virtual machines | Report ready`,
  ]);
  expect(items[0]).toMatchObject({
    path: `/shares?q=${number['late']}`,
    clock: { name: 'provider_answer', state: 'on_track' },
  });
  expect(navigation).toMatchObject({ shares: 2, work: 2 });
  expect((await work(as('other', { role: 'provider', scope: 'site:FZJ' }))).items).toEqual([]);
});

test('what waits in other modules stands among it', async () => {
  const review: OtherWork = {
    id: 'review',
    lane: 'late',
    clock: null,
    record: 'Order 1102',
    subject: 'SLA 1102',
    text: 'review is due',
    path: '/agreements/SLA-1102',
    button: 'Open',
    since: '2026-11-24T10:00:00.000Z',
    why: 'You look after agreements',
    topic: 'fixed',
  };
  const { items, navigation, late } = await work(anna, [
    async () => ({ items: [review], navigation: { agreements: 1 } }),
  ]);
  expect(items[2]).toEqual({ ...review, unread: true });
  expect(late).toBe(3);
  expect(navigation).toMatchObject({ agreements: 1, work: 5 });
});

test('what was looked at is read, until it changes', async () => {
  const before = await work(marta);
  const ids = before.items.map(({ id }) => id);
  await markWorkSeen({ database, clock })(marta, [...ids, ...ids]);
  const after = await work(marta);
  expect(after.navigation).toMatchObject({ work: 1, notifications: 0 });
  // A share that is sent again after that waits anew.
  const waits = { ...(await work(cesnet)).items[0], id: 'again', since: '2026-11-25T10:00:01.000Z' } as OtherWork;
  await markWorkSeen({ database, clock })(marta, ['again']);
  const more: MoreWork = async () => ({ items: [waits], navigation: {} });
  expect((await work(marta, [more])).items.find(({ id }) => id === 'again')).toMatchObject({ unread: true });
  expect((await work(anna)).navigation).toMatchObject({ notifications: 4 });
});

test('an order that has been in use for a week asks for its rating, and no longer once it has one', async () => {
  const project = await createProject(parts)(eleni, aProject('Tides'));
  const kept = await keepOrder(database, {
    projectId: project.id,
    customer_id: 'eleni',
    state: 'ready',
    state_since: '2026-11-12T10:00:00.000Z',
  });
  const asked = () => work(eleni).then(({ items }) => items.filter(({ topic }) => topic === 'ratings'));
  expect(told(await asked())).toEqual([
    `later | Order ${kept.number} | EGI Cloud compute, General purpose: how is it? | Rate it`,
  ]);
  await database.transact((tx) => upsertRating(tx, kept.id, { service: 4, ordering: 5, text: '' }, now));
  expect(await asked()).toEqual([]);
});

test('a customer follows the orders on their way before those in use, each with its next step', async () => {
  const shown = ({ number: id, state, next }: FollowedOrder) => [id, state, next.by];
  const { following } = await work(eleni);
  expect(following.map(shown)).toContainEqual([number['late'], 'in_progress', 'Resource centres']);
  expect(following.map(({ state }) => state)).not.toContain('closed');
  expect((await work(anna)).following).toEqual([]);
});

test('the week of the desk: what came in, what was decided, how fast it was answered first', async () => {
  expect((await work(anna)).week).toEqual({ in: 2, decided: 1, medianFirstReplySeconds: 3600 });
  expect((await work(marta)).week).toEqual({ in: 0, decided: 0, medianFirstReplySeconds: null });
});

test('lanes follow the day of the desk, weeks begin on Monday', () => {
  expect(laneOf('2026-11-25T09:59:59.000Z', now, calendar)).toBe('late');
  expect(laneOf('2026-11-25T22:59:00.000Z', now, calendar)).toBe('today');
  expect(laneOf('2026-11-25T23:01:00.000Z', now, calendar)).toBe('week');
  expect(laneOf('2026-12-03T00:00:00.000Z', now, calendar)).toBe('later');
  expect(startOfWeek(now, calendar)).toBe('2026-11-22T23:00:00.000Z');
  expect([median([]), median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([null, 2, 2.5]);
});
