import { afterAll, beforeAll, expect, test } from 'vitest';
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
