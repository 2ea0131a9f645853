import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';
import { mondayOf, onDuty, weekOf } from './rota.ts';

test.each([
  ['2026-W48', '2026-11-23'],
  ['2026-W01', '2025-12-29'],
  ['2026-W53', '2026-12-28'],
  ['2025-W53', undefined],
])('%s begins on %s', (week, monday) => {
  expect(mondayOf(week)).toBe(monday);
  if (monday !== undefined) expect(weekOf(monday)).toBe(week);
});

describe('on duty', () => {
  const members = [{ id: 'anna' }, { id: 'jonas' }];
  const week = {
    startsOn: '2026-11-23',
    personId: 'anna',
    substitute: { personId: 'jonas', from: '2026-11-25', to: '2026-11-26' },
  };
  test.each([
    ['2026-11-24', 'anna'],
    ['2026-11-25', 'jonas'],
    ['2026-11-26', 'jonas'],
    ['2026-11-27', 'anna'],
  ])('on %s is %s', (day, id) => expect(onDuty(week, day, members)).toBe(id));

  test('is nobody who has left the group, and nobody without a rota', () => {
    expect(onDuty(week, '2026-11-24', [{ id: 'jonas' }])).toBeUndefined();
    expect(onDuty(undefined, '2026-11-24', members)).toBeUndefined();
  });
});

describe('the rota of a group', () => {
  let app: TestApp;
  let project: number;
  beforeAll(async () => {
    app = await testApp();
    project = (await app.as('eleni').post('/api/projects', { name: 'Rota', typology: 'single_user' })).body.number;
  });
  afterAll(() => app.close());
  const put = (week: string, body: unknown, who = 'anna', group = 'cloud-compute') =>
    app.as(who).put(`/api/groups/${group}/rota/${week}`, body);
  beforeEach(async () => {
    await put('2026-W48', { person: null });
  });

  async function placed(form?: unknown): Promise<number> {
    const answer = await app.as('eleni').post('/api/orders', {
      project,
      offer: 'egi-cloud-compute/1',
      parameters: cloudParameters,
      ...(form === undefined ? {} : { form }),
    });
    expect(answer.status, answer.text).toBe(201);
    await app.settle();
    return answer.body.number;
  }
  const desk = async (number: number) => (await app.as('anna').get(`/api/orders/${number}`)).body.desk;
  const newOrder = async (number: number) =>
    (await negotiation(app).mails(number))
      .filter(({ subject }) => subject.includes('New order'))
      .map(({ recipient }) => recipient);

  test('gives a new order to who is on duty and writes to them', async () => {
    const saved = await put('2026-W48', { person: app.idOf('jonas') });
    expect(saved.status, saved.text).toBe(200);
    expect(saved.body).toMatchObject({
      onDuty: { name: 'Jonas Kazlauskas' },
      weeks: [{ week: '2026-W48', startsOn: '2026-11-23', endsOn: '2026-11-29', isNow: true, problem: null }],
    });
    const number = await placed();
    expect((await desk(number)).assignee).toMatchObject({ name: 'Jonas Kazlauskas' });
    expect(await newOrder(number)).toEqual(['jonas@desk.example']);
    const { timeline } = (await app.as('anna').get(`/api/orders/${number}`)).body;
    expect(JSON.stringify(timeline)).toContain('assigned it to Jonas Kazlauskas, who is on duty');
  });

  test('leaves the order to the group, and tells the group, when nobody is on duty', async () => {
    const number = await placed();
    expect((await desk(number)).assignee).toBeNull();
    expect(await newOrder(number)).toEqual(['cloud-desk@portolan.example']);
  });

  test('lets somebody stand in on some days', async () => {
    const stands = { person: app.idOf('jonas'), from: '2026-11-23', to: '2026-11-23' };
    await put('2026-W48', { person: app.idOf('anna'), substitute: stands });
    expect((await desk(await placed())).assignee).toMatchObject({ name: 'Jonas Kazlauskas' });
    const tried = await app.as('anna').post('/api/routing-rules/try', { offer: 'egi-cloud-compute/1' });
    expect(tried.body.assignee).toMatchObject({ name: 'Jonas Kazlauskas' });
  });

  test('does not give a suspected order to anybody before it is released', async () => {
    await put('2026-W48', { person: app.idOf('jonas') });
    const number = await placed({ seconds: 1, website: '' });
    expect((await desk(number)).assignee).toBeNull();
    expect(await newOrder(number)).toEqual([]);
    await app.as('anna').patch(`/api/orders/${number}/desk`, { spam: 'no' });
    await app.settle();
    expect((await desk(number)).assignee).toMatchObject({ name: 'Jonas Kazlauskas' });
    expect(await newOrder(number)).toEqual(['jonas@desk.example']);
  });

  test('is kept by its shifters and coordinators, with members and days of the week', async () => {
    const refused = async (answer: ReturnType<typeof put>) => [(await answer).status, (await answer).body.code];
    expect(await refused(put('2026-W48', { person: null }, 'eleni'))).toEqual([403, 'rota_forbidden']);
    expect(await refused(put('2026-W48', { person: null }, 'anna', 'storage-data'))).toEqual([403, 'rota_forbidden']);
    expect((await put('2026-W48', { person: null }, 'marta')).status).toBe(200);
    expect(await refused(put('2026-W48', { person: app.idOf('marta') }))).toEqual([400, 'unknown_assignee']);
    expect(await refused(put('2026-W48', { person: null }, 'sofia', 'nobody'))).toEqual([400, 'unknown_group']);
    expect(await refused(put('2025-W53', { person: null }))).toEqual([400, 'outside_week']);
    const stands = { person: app.idOf('jonas'), from: '2026-11-22', to: '2026-11-23' };
    expect(await refused(put('2026-W48', { person: null, substitute: stands }))).toEqual([400, 'outside_week']);
  });

  test('shows the weeks ahead of every group to the desk', async () => {
    await put('2026-W50', { person: app.idOf('anna') });
    const { body } = await app.as('anna').get('/api/rota?weeks=3');
    expect(body.groups).toHaveLength(3);
    expect(body.groups.find((one: { group: { id: string } }) => one.group.id === 'cloud-compute')).toMatchObject({
      mayChange: true,
      onDuty: null,
      weeks: [
        { week: '2026-W48', person: null },
        { week: '2026-W49' },
        { week: '2026-W50', person: { name: 'Anna de Wit' } },
      ],
    });
    expect((await app.as('eleni').get('/api/rota')).body.code).toBe('desk_forbidden');
  });
});
