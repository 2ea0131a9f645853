import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { tables } from '../../tables.ts';

const secret = 'a word between two systems';
let app: TestApp;
let number = 0;
beforeAll(async () => {
  app = await testApp({ settings: { JIRA_WEBHOOK_SECRET: secret } });
  number = await negotiation(app).taken();
  const linked = await app.as('sofia').put('/api/admin/jira/foreign-tickets', {
    source: 'https://jira.elsewhere.example/jira/',
    issueId: '10102',
    issueKey: 'EOSCSO-167',
    order: number,
  });
  expect(linked.status).toBe(204);
});
afterAll(() => app.close());

const tell = (body: unknown, issue = '10102', word = secret) =>
  app.as(null).post(`/api/webhooks/jira?issue_id=${issue}&secret=${encodeURIComponent(word)}`, body);
const order = async () => (await app.as('anna').get(`/api/orders/${number}`)).body;
const statuses = () =>
  tables(app.kernel.database.read())
    .selectFrom('ordering.status_entries')
    .innerJoin('ordering.orders', 'ordering.orders.id', 'ordering.status_entries.order_id')
    .select(['to_state', 'by_name'])
    .where('ordering.orders.number', '=', number)
    .orderBy('ordering.status_entries.id')
    .execute();
const changed = (id: string, items: readonly Record<string, unknown>[]) => ({
  webhookEvent: 'jira:issue_updated',
  issue: { id: '10102', fields: { status: { id: '9' } } },
  changelog: { id, items },
});
const said = (id: string, body: string, more: Record<string, unknown> = {}, name = 'ada') => ({
  webhookEvent: 'comment_created',
  comment: { id, body, author: { name, displayName: 'Ada', emailAddress: 'ada@elsewhere.example' }, ...more },
});
const bodies = async () =>
  (
    await tables(app.kernel.database.read())
      .selectFrom('ordering.messages')
      .select('body')
      .where('author_name', '=', 'Ada')
      .orderBy('number')
      .execute()
  ).map(({ body }) => body);

test('a wrong secret is told, an unknown ticket changes nothing and is told nothing', async () => {
  for (const word of ['', 'wrong', `${secret} `]) {
    const refused = await tell(said('1', 'x'), '10102', word);
    expect([refused.status, refused.body]).toEqual([400, { message: 'Secret does not match' }]);
  }
  const unknown = await tell(said('1', 'x'), '999');
  expect([unknown.status, unknown.body]).toEqual([200, { message: 'Updated' }]);
  expect(await bodies()).toEqual([]);
});

test('without a secret of its own nothing is heard', async () => {
  const deaf = await testApp();
  const answer = await deaf.as(null).post('/api/webhooks/jira?issue_id=1&secret=', {});
  expect(answer.status).toBe(400);
  await deaf.close();
});

test('the order follows status and voucher, once for each change and never back to an older one', async () => {
  const status = { field: 'status', fieldtype: 'jira', to: '10309', toString: 'Waiting for response' };
  expect((await tell(changed('20', [status]))).body).toEqual({ message: 'Updated' });
  expect((await order()).state).toBe('waiting_for_response');
  await tell(
    changed('21', [
      { field: 'status', to: '4', toString: 'Approved' },
      { field: 'CP-VoucherID', toString: 'ABC-1' },
    ]),
  );
  expect(await order()).toMatchObject({ state: 'approved', voucher: { id: 'ABC-1' } });
  const before = await statuses();
  await tell(changed('20', [status]));
  await tell(changed('21', [{ field: 'status', to: '4', toString: 'Approved' }]));
  expect((await order()).state).toBe('approved');
  expect(await statuses()).toEqual(before);
});

test('the link knows the state that the order took from its ticket, and no state that it took here', async () => {
  const state = async () =>
    (
      await tables(app.kernel.database.read())
        .selectFrom('ordering.jira_foreign_tickets')
        .select('state')
        .executeTakeFirstOrThrow()
    ).state;
  expect([await state(), (await order()).state]).toEqual(['approved', 'approved']);
  await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'deliver', access: { text: 'Sign in' } });
  expect([await state(), (await order()).state]).toEqual(['approved', 'ready']);
  await tell(changed('22', [{ field: 'status', to: '3', toString: 'In progress' }]));
  expect([await state(), (await order()).state]).toEqual(['in_progress', 'in_progress']);
});

test('comments come once, are changed when changed, and own or hidden ones are passed over', async () => {
  await tell(said('1', 'echo', {}, 'jira'));
  await tell(said('2', 'hidden', { visibility: { type: 'role', value: 'Administrators' } }));
  await tell(said('3', 'for the desk', { properties: [{ key: 'sd.public.comment', value: { internal: true } }] }));
  await tell(said('4', 'Hello', { visibility: { type: 'role', value: 'User' } }));
  await tell(said('4', 'Hello'));
  await tell(said('5', 'Second'));
  await tell({ ...said('5', 'Second, better'), webhookEvent: 'comment_updated' });
  expect(await bodies()).toEqual(['Hello', 'Second, better']);
});

test('bodies of any kind do no harm', async () => {
  for (const body of [[], { changelog: { items: [1, { field: 'status' }] } }, { webhookEvent: 'comment_created' }])
    expect((await tell(body)).status).toBe(200);
});

describe('a ticket that the desk links', () => {
  const page = 'https://jira.elsewhere.example/jira/browse/EOSCSO-200';
  const link = (of: number, ticket: string, who = 'anna') => app.as(who).put(`/api/orders/${of}/tickets`, { ticket });
  const linked = async (of: number) => (await app.as('anna').get(`/api/orders/${of}`)).body.desk.followedTickets;
  const moved = (id: string, to: string) => ({
    ...changed(id, [{ field: 'status', to, toString: to }]),
    issue: { id: '10200', key: 'EOSCSO-200', self: 'https://jira.elsewhere.example/jira/rest/api/2/issue/10200' },
  });
  let other = 0;
  beforeAll(async () => {
    other = await negotiation(app).taken();
  });

  test('by its key or its address is heard before anybody told its id, until it is unlinked', async () => {
    const { body } = await link(other, 'eoscso-200');
    expect(body.tickets).toEqual([
      {
        id: expect.any(String),
        key: 'EOSCSO-200',
        source: 'https://jira.elsewhere.example/jira',
        url: page,
        linkedAt: expect.any(String),
        imported: false,
      },
    ]);
    expect((await link(other, page)).body).toEqual(body);
    expect(await linked(other)).toEqual(body.tickets);
    const state = async () => (await app.as('anna').get(`/api/orders/${other}`)).body.state;
    await tell(
      { ...moved('30', 'Waiting for response'), issue: { key: 'EOSCSO-200', self: 'https://a.example/' } },
      '10200',
    );
    expect(await state()).toBe('in_progress');
    await tell(moved('30', 'Waiting for response'), '10200');
    expect(await state()).toBe('waiting_for_response');
    await tell(changed('31', [{ field: 'status', to: '3', toString: 'In progress' }]), '10200');
    expect(await state()).toBe('in_progress');
    const gone = await app.as('anna').delete(`/api/orders/${other}/tickets/${body.tickets[0].id}`);
    expect(gone.body).toEqual({ tickets: [] });
    await tell(moved('32', 'Waiting for response'), '10200');
    expect(await state()).toBe('in_progress');
    expect((await app.as('anna').delete(`/api/orders/${other}/tickets/${body.tickets[0].id}`)).status).toBe(404);
    const { timeline } = (await app.as('anna').get(`/api/orders/${other}`)).body;
    const said = timeline.map(({ text }: { text: string }) => text);
    expect(said).toContain('linked ticket EOSCSO-200 of jira.elsewhere.example');
    expect(said).toContain('unlinked ticket EOSCSO-200 of jira.elsewhere.example');
  });

  test('stands for one order; after unlinking for another', async () => {
    const refused = await link(other, 'EOSCSO-167');
    expect([refused.status, refused.body.code]).toEqual([409, 'ticket_linked']);
    expect(refused.body.detail).toContain(`linked to order ${number}`);
    expect((await link(number, page)).status).toBe(200);
    expect((await link(other, page)).body.code).toBe('ticket_linked');
  });

  test('is named clearly, by those who work the order', async () => {
    const detailOf = async (ticket: string) => {
      const { status, body } = await link(other, ticket);
      expect([status, body.code]).toEqual([400, 'ticket_unclear']);
      return body.errors[0].message;
    };
    expect(await detailOf('the ticket of Eleni')).toContain('https://jira.example.org/browse/ABC-12');
    expect(await detailOf('javascript:/browse/ABC-1')).toContain('give the address');
    expect(await detailOf(`${app.kernel.config.publicUrl}/jira/browse/EOSCSO-1`)).toContain('of Portolan itself');
    expect((await link(other, 'https://jira.third.example/projects/ABC/issues/ABC-1')).body.tickets).toHaveLength(1);
    expect(await detailOf('ABC-2')).toContain('several other Jiras, jira.elsewhere.example, jira.third.example');
    expect((await link(other, page, 'marta')).body.code).toBe('desk_forbidden');
    expect((await link(other, page, 'tomas')).status).toBe(404);
    expect((await app.as('eleni').get(`/api/orders/${other}`)).text).not.toContain('jira.third.example');
  });
});
