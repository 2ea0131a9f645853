import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';
import { HOUR } from '#kernel/clock';

// Monday 23 November 2026, 10:00 in Amsterdam.
const morning = '2026-11-23T09:00:00.000Z';
let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp({ now: morning });
  project = (await app.as('eleni').post('/api/projects', { name: 'Clocks', typology: 'single_user' })).body.number;
  const { body } = await app.as('sofia').get('/api/groups');
  const cloud = body.groups.find(({ id }: { id: string }) => id === 'cloud-compute');
  const members = cloud.members.map(({ id }: { id: string }) => id);
  const { id, name, mail, isDefault } = cloud;
  const led = { id, name, mail, isDefault, members, leader: app.idOf('jonas') };
  const saved = await app.as('sofia').put('/api/groups/cloud-compute', led);
  expect(saved.status, saved.text).toBe(200);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set(morning);
  await app.as('marta').delete('/api/groups/cloud-compute/calendar');
  await app.settle();
});

const hours = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: [] as { day: string; name: string }[],
};
const save = (body: unknown, who = 'marta') => app.as(who).put('/api/groups/cloud-compute/calendar', body);
async function placed(): Promise<number> {
  const answer = await app
    .as('eleni')
    .post('/api/orders', { project, offer: 'egi-cloud-compute/1', parameters: cloudParameters });
  expect(answer.status, answer.text).toBe(201);
  await app.settle();
  return answer.body.number;
}
const read = async (number: number) => (await app.as('anna').get(`/api/orders/${number}`)).body;
async function dues(number: number) {
  const list = (await app.as('anna').get(`/api/orders?q=${number}`)).body.items;
  const row = list.find((one: { number: number }) => one.number === number);
  const clock = (name: string) =>
    read(number).then(({ desk }) => desk.clocks.find((one: { name: string }) => one.name === name).dueAt);
  expect([await clock('first_reply'), await clock('decision')]).toEqual([row.firstReply.dueAt, row.decision.dueAt]);
  return [row.firstReply.dueAt, row.decision.dueAt];
}
const warn = async () => {
  await app.kernel.jobs.runNow('ordering.warn-of-clocks', {});
  await app.settle();
};
const clockMails = async (number: number) =>
  (await negotiation(app).mails(number))
    .filter(({ subject }) => /late|due soon/.test(subject))
    .map(({ recipient, subject }) => `${recipient}: ${subject.replace(/^\[\d+\] /, '')}`);

describe('the calendar of a group', () => {
  test('gives the deadlines of its orders, on the list as on the page; the settings hold again when it is dropped', async () => {
    await save({ ...hours, holidays: [{ day: '2026-11-24', name: 'Day of the desk' }] });
    await app.settle();
    const number = await placed();
    // 80 hours for a complex order: Monday 10:00 and 10 working days, one of them a holiday.
    expect(await dues(number)).toEqual(['2026-11-25T09:00:00.000Z', '2026-12-08T09:00:00.000Z']);
    const dropped = await app.as('marta').delete('/api/groups/cloud-compute/calendar');
    expect(dropped.body).toMatchObject({ isOwn: false, isOpen: true });
    await app.settle();
    expect(await dues(number)).toEqual(['2026-11-24T09:00:00.000Z', '2026-12-07T09:00:00.000Z']);
  });

  test('moves the deadlines of open orders with what was waited for the customer', async () => {
    const number = await placed();
    const act = (body: unknown) => app.as('anna').post(`/api/orders/${number}/transitions`, body);
    await act({ action: 'take' });
    app.clock.advance(HOUR);
    await act({ action: 'ask', message: 'How long?' });
    app.clock.advance(2 * HOUR);
    await act({ action: 'resume' });
    await app.settle();
    const before = await dues(number);
    await save({ ...hours, holidays: [{ day: '2026-12-01', name: '' }] });
    await app.settle();
    expect(before[1]).toBe('2026-12-07T11:00:00.000Z');
    expect((await dues(number))[1]).toBe('2026-12-08T11:00:00.000Z');
    const { desk } = await read(number);
    expect(desk.timeInStates).toMatchObject([
      { state: 'created' },
      { state: 'registered', seconds: 0, times: 1 },
      { state: 'in_progress', seconds: 3600, times: 2 },
      { state: 'waiting_for_response', seconds: 7200, times: 1 },
    ]);
  });

  test('moves a deadline that stands still by what is left when it goes on', async () => {
    const number = await placed();
    const act = (body: unknown) => app.as('anna').post(`/api/orders/${number}/transitions`, body);
    await act({ action: 'take' });
    app.clock.advance(HOUR);
    await act({ action: 'ask', message: 'How long?' });
    app.clock.advance(HOUR);
    await save({ ...hours, holidays: [{ day: '2026-12-01', name: '' }] });
    await app.settle();
    app.clock.advance(HOUR);
    await act({ action: 'resume' });
    expect((await dues(number))[1]).toBe('2026-12-08T11:00:00.000Z');
  });

  test('gives providers their deadline and their reminders, and moves both when it changes', async () => {
    const order = await placed();
    await app.as('anna').post(`/api/orders/${order}/transitions`, { action: 'take' });
    await save({ ...hours, holidays: [{ day: '2026-11-24', name: 'Harbour day' }] });
    await app.settle();
    await negotiation(app).sent(order, 50);
    const share = async () => (await app.as('anna').get(`/api/shares?q=${order}`)).body.items[0];
    const dueAt = async () => [(await share()).clock.dueAt, (await read(order)).desk.shares[0].clock.dueAt];
    // Five working days from Monday 10:00, one of which is a holiday of the group.
    const kept = '2026-12-01T09:00:00.000Z';
    expect(await dueAt()).toEqual([kept, kept]);
    const remindedAt = async (at: string) => {
      app.clock.set(at);
      await app.kernel.jobs.runNow('ordering.remind-providers', {});
      return (await share()).remindedAt;
    };
    expect(await remindedAt('2026-11-26T10:00:00.000Z')).toBeNull();
    expect(await remindedAt('2026-11-27T10:00:00.000Z')).toBe('2026-11-27T10:00:00.000Z');

    await app.as('marta').delete('/api/groups/cloud-compute/calendar');
    await app.settle();
    const moved = '2026-11-30T09:00:00.000Z';
    expect(await dueAt()).toEqual([moved, moved]);
    const { due_at: inMails } = (await app.kernel.database
      .read()
      .selectFrom('ordering.shares' as never)
      .select('due_at' as never)
      .where('id' as never, '=', (await share()).id as never)
      .executeTakeFirstOrThrow()) as { due_at: string };
    expect(inMails).toBe(moved);
  });

  test('takes holidays from an iCalendar text, and names the line that it cannot read', async () => {
    const ics = (...lines: readonly string[]) =>
      ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
    const send = (text: string, who = 'marta') =>
      app.as(who).post('/api/groups/cloud-compute/calendar/holidays', { ics: text });
    const taken = await send(ics('DTSTART;VALUE=DATE:20201225', 'RRULE:FREQ=YEARLY', 'SUMMARY:Christmas'));
    expect(taken.status, taken.text).toBe(200);
    expect(taken.body).toMatchObject({ added: 7, calendar: { isOwn: true, opens: '09:00' } });
    expect(taken.body.calendar.holidays[1]).toEqual({ day: '2026-12-25', name: 'Christmas' });
    expect((await send(ics('DTSTART;VALUE=DATE:20261225'))).body.added).toBe(0);
    const wrong = await send(ics('DTSTART:20261399'));
    expect([wrong.status, wrong.body.code, wrong.body.errors]).toEqual([
      400,
      'calendar_unreadable',
      [{ path: 'ics', message: 'Line 3: there is no day 20261399' }],
    ]);
    expect((await send(ics('DTSTART;VALUE=DATE:20261225'), 'anna')).body.code).toBe('coordinator_only');
  });

  test('is kept by coordinators, for groups that exist, with hours that can be', async () => {
    expect((await save(hours, 'anna')).body.code).toBe('coordinator_only');
    expect((await app.as('marta').put('/api/groups/nobody/calendar', hours)).body.code).toBe('unknown_group');
    const paths = async (more: object) =>
      (await save({ ...hours, ...more })).body.errors.map(({ path }: { path: string }) => path);
    expect(await paths({ timezone: 'Europe/Atlantis' })).toEqual(['timezone']);
    expect(await paths({ closes: '08:00' })).toEqual(['closes']);
    expect(await paths({ weekdays: [] })).toEqual(['weekdays']);
    expect((await app.as('eleni').get('/api/calendars')).body.code).toBe('desk_forbidden');
    expect((await app.as('anna').get('/api/calendars')).body).toMatchObject({ mayChange: false, groups: [{}, {}, {}] });
  });
});

describe('deadlines', () => {
  test('are warned of once at three quarters, and told of once when they are missed, to the leader as well', async () => {
    const number = await placed();
    app.clock.set('2026-11-23T14:59:00.000Z');
    await warn();
    expect(await clockMails(number)).toEqual([]);
    app.clock.set('2026-11-23T15:00:00.000Z');
    await warn();
    await warn();
    expect(await clockMails(number)).toEqual(['cloud-desk@portolan.example: The first reply is due soon']);
    app.clock.set('2026-11-24T09:01:00.000Z');
    await warn();
    await warn();
    expect((await clockMails(number)).slice(1)).toEqual([
      'cloud-desk@portolan.example: The first reply is late',
      'jonas@desk.example: The first reply is late',
    ]);
  });

  test('of which the assignee is warned, and nobody while the customer is asked', async () => {
    const number = await placed();
    const act = (body: unknown) => app.as('anna').post(`/api/orders/${number}/transitions`, body);
    await act({ action: 'take' });
    await act({ action: 'ask', message: 'How long?' });
    app.clock.set('2026-12-03T15:00:00.000Z');
    await warn();
    expect(await clockMails(number)).toEqual([]);
    await act({ action: 'resume' });
    app.clock.set('2026-12-16T15:00:00.000Z');
    await warn();
    expect(await clockMails(number)).toEqual(['anna@desk.example: The decision is due soon']);
  });
});
