import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';
import { tables } from '../tables.ts';
import { outcomeOf } from './approval-level.ts';

describe('a level', () => {
  const approvers = [
    { kind: 'person' as const, id: 'a', deputies: [] },
    { kind: 'person' as const, id: 'b', deputies: [] },
  ];
  const yes = (slot: number) => ({ slot, answer: 'approve' as const });
  test.each([
    ['first', [], 'asked'],
    ['first', [yes(1)], 'approved'],
    ['all', [yes(1)], 'asked'],
    ['all', [yes(1), yes(0)], 'approved'],
    ['all', [yes(1), { slot: 0, answer: 'refuse' as const }], 'refused'],
    ['first', [{ slot: 0, answer: 'refuse' as const }], 'refused'],
  ] as const)('that needs %s with %j is %s', (needs, answers, state) => {
    expect(outcomeOf({ needs, approvers }, answers)).toBe(state);
  });
});

describe('an order whose rule demands levels of approval', () => {
  let app: TestApp;
  let project: number;
  let number: number;
  beforeAll(async () => {
    app = await testApp();
    project = (await app.as('eleni').post('/api/projects', { name: 'Levels', typology: 'single_user' })).body.number;
    const { version, rules } = (await app.as('marta').get('/api/routing-rules')).body;
    const rule = {
      name: 'With the board',
      conditions: { service: ['egi-cloud-compute'] },
      group: 'cloud-compute',
      levels: [
        {
          name: 'Budget',
          needs: 'first',
          approvers: [{ kind: 'person', id: app.idOf('ingrid'), deputies: [app.idOf('tomas')] }],
        },
        {
          name: 'Board',
          needs: 'all',
          approvers: [
            { kind: 'group', id: 'training', deputies: [] },
            { kind: 'person', id: app.idOf('claire'), deputies: [app.idOf('tomas')] },
          ],
        },
      ],
    };
    const saved = await app.as('marta').put('/api/routing-rules', { version, rules: [rule, ...rules] });
    expect(saved.status, saved.text).toBe(200);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const answer = await app
      .as('eleni')
      .post('/api/orders', { project, offer: 'egi-cloud-compute/1', parameters: cloudParameters });
    expect(answer.status, answer.text).toBe(201);
    await app.settle();
    ({ number } = answer.body);
    await act({ action: 'take' });
    await app.as('anna').patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A trial' });
  });

  async function act(body: unknown, who = 'anna') {
    const answer = await app.as(who).post(`/api/orders/${number}/transitions`, body);
    await app.settle();
    return answer;
  }
  async function answer(who: string, body: unknown = { answer: 'approve' }) {
    const given = await app.as(who).post(`/api/orders/${number}/approval-levels/answer`, body);
    await app.settle();
    return given;
  }
  const desk = async () => (await app.as('anna').get(`/api/orders/${number}`)).body.desk;
  const states = async () => (await desk()).levels.map(({ state }: { state: string }) => state);
  const asked = async (who: string) =>
    (await app.as(who).get('/api/approvals')).body.items.filter(({ order }: { order: number }) => order === number);
  const mailed = async (text: string) =>
    (await negotiation(app).mails(number))
      .filter(({ subject }) => subject.includes(text))
      .map(({ recipient }) => recipient)
      .toSorted();

  test('waits for whom it asks, by name, on the desk and in the list', async () => {
    const listed = async (query = '', who = 'anna') =>
      (await app.as(who).get(`/api/orders?limit=100${query}`)).body.items.find(
        (order: { number: number }) => order.number === number,
      )?.waiting;
    const ingrid = { for: 'approver', who: 'Ingrid Solberg', why: 'agree for Budget; deputy Tomáš Dvořák' };
    expect(await listed()).toEqual(ingrid);
    expect((await desk()).waiting).toEqual(ingrid);
    expect(await listed('&waiting=approver')).toEqual(ingrid);
    expect(await listed('&waiting=desk')).toBeUndefined();
    const { text: file } = await app.as('anna').get(`/api/orders.csv?cols=number,waiting&q=${number}`);
    expect(file).toContain('number,class,waiting_for,waiting_who,waiting_why\r\n');
    expect(file).toMatch(
      new RegExp(`^${number},\\w+,approver,Ingrid Solberg,agree for Budget; deputy Tomáš Dvořák\r$`, 'm'),
    );
    const work = async () => JSON.stringify((await app.as('anna').get('/api/work')).body.items);
    expect(await work()).not.toContain(`Order ${number}"`);
    await app.kernel.database.transact((tx) =>
      tables(tx)
        .updateTable('ordering.orders')
        .set({ decision_due_at: '2026-11-02T09:00:00.000Z' })
        .where('number', '=', number)
        .execute(),
    );
    expect(await work()).toContain('decision, Ingrid Solberg to agree for Budget');
    await answer('ingrid');
    expect((await listed()).who).toContain('Claire');
    await act({ action: 'ask', message: 'Which sites?' });
    expect((await listed()).for).toBe('customer');
    await app.as('marta').post(`/api/orders/${number}/approval-levels/2/bypass`, { reason: 'Agreed by word' });
    await app.as('eleni').post(`/api/orders/${number}/messages`, { scope: 'public', body: 'All of them' });
    expect(await listed()).toEqual({ for: 'you', who: 'You', why: 'decide' });
  });

  test('is not approved before all levels have agreed, one after the other', async () => {
    expect(await states()).toEqual(['asked', 'waiting']);
    const refused = await act({ action: 'approve' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      'order_transition_refused',
      'The approval of Budget is missing',
    ]);
    expect(await mailed('Do you agree')).toEqual(['ingrid@uib.example']);
    expect((await answer('claire')).body.code).toBe('approval_not_asked');
    expect((await answer('ingrid', { answer: 'approve', comment: 'Within the budget.' })).status).toBe(200);
    expect(await states()).toEqual(['approved', 'asked']);
    expect(await mailed('Do you agree')).toEqual([
      'claire@in2p3.example',
      'ingrid@uib.example',
      'training-desk@portolan.example',
    ]);
    await answer('jonas');
    expect(await states()).toEqual(['approved', 'asked']);
    await answer('claire');
    expect(await states()).toEqual(['approved', 'approved']);
    expect(await mailed('All approvers agreed')).toEqual(['anna@desk.example']);
    expect((await act({ action: 'approve' })).status).toBe(200);
  });

  test('is shown to whose turn it is, without an account at the desk, and to their deputies', async () => {
    expect(await asked('ingrid')).toMatchObject([
      { level: { position: 1, of: 2, name: 'Budget' }, asDeputy: false, customer: 'Eleni Papadaki' },
    ]);
    expect(await asked('tomas')).toMatchObject([{ asDeputy: true }]);
    expect(await asked('claire')).toEqual([]);
    expect(await asked('eleni')).toEqual([]);
    const work = (await app.as('ingrid').get('/api/work')).body.items;
    expect(work).toContainEqual(expect.objectContaining({ subject: `Order ${number}`, button: 'Answer' }));
    await answer('tomas');
    expect((await desk()).levels[0].approvers[0]).toMatchObject({
      name: 'Ingrid Solberg',
      deputies: ['Tomáš Dvořák'],
      answer: { by: 'Tomáš Dvořák', asDeputy: true, answer: 'approve' },
    });
    expect(await asked('ingrid')).toEqual([]);
  });

  test('stays refused with the comment, until it is passed over by a coordinator with a reason', async () => {
    expect((await answer('ingrid', { answer: 'refuse' })).body.errors[0].path).toBe('comment');
    await answer('ingrid', { answer: 'refuse', comment: 'Too dear.' });
    expect((await act({ action: 'approve' })).body.detail).toBe('Ingrid Solberg refused it for Budget');
    expect(await mailed('An approver refused')).toEqual(['anna@desk.example']);
    const bypass = (who: string, level: number, body: unknown = { reason: 'Agreed in the meeting' }) =>
      app.as(who).post(`/api/orders/${number}/approval-levels/${level}/bypass`, body);
    expect((await bypass('anna', 1)).body.code).toBe('coordinator_only');
    expect((await bypass('marta', 1, { reason: '' })).status).toBe(400);
    expect((await bypass('eleni', 1)).status).toBe(404);
    expect((await bypass('marta', 1)).status).toBe(200);
    await app.settle();
    expect(await states()).toEqual(['bypassed', 'asked']);
    expect((await desk()).levels[0].reason).toBe('Marta Ricci: Agreed in the meeting');
    await bypass('marta', 2);
    expect((await bypass('marta', 2)).body.code).toBe('approval_not_asked');
    expect((await act({ action: 'approve' })).status).toBe(200);
  });

  test('asks anew when it is re-opened, and is nobody else’s business', async () => {
    await answer('ingrid');
    await act({ action: 'reject', category: 'other', message: 'Sorry.' });
    await act({ action: 'reopen', reason: 'A mistake' });
    expect(await states()).toEqual(['asked', 'waiting']);
    expect((await answer('eleni')).status).toBe(404);
    expect((await answer('anna')).body.code).toBe('approval_forbidden');
    const customer = (await app.as('eleni').get(`/api/orders/${number}`)).text;
    expect(customer).not.toContain('Budget');
  });
});
