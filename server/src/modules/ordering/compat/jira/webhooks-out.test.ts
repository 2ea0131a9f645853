import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { anEpic, anOrderTicket, custom, jiraClient } from './testing-jira.ts';
import { hiddenValues, maskedUrl, shownUrl, webhookEvents, webhookUrl } from './webhook-body.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- bodies of every shape
type Body = any;
let app: TestApp;
let jira: Awaited<ReturnType<typeof jiraClient>>;
let base = '';
let heard: { path: string; body: string }[] = [];
let order = '';
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    heard.push({ path: request.url ?? '', body });
    response.writeHead(200).end(`{"message":"Updated","asked":"${request.url ?? ''}"}`);
  });
});
const hooks = 'http://portolan.example/jira/rest/webhooks/1.0/webhook';
const registration = (path: string, more: Record<string, unknown> = {}) => ({
  name: 'Marketplace',
  url: `${base}${path}`,
  events: webhookEvents,
  filters: { 'issue-related-events-section': 'project = EOSCSO' },
  excludeBody: false,
  ...more,
});
const connector = '/api/webhooks/jira?issue_id=${issue.id}&secret=very-secret-word';

beforeAll(async () => {
  await new Promise<void>((done) => void receiver.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
  jira = await jiraClient(app);
  const epic = (await jira.post('/issue', anEpic('Waves'))).body.key;
  order = (await jira.post('/issue', anOrderTicket(epic))).body.id;
  await app.settle();
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await app.close();
});
beforeEach(async () => {
  heard = [];
  for (const { self } of (await jira.get(hooks)).body as { self: string }[]) await jira.delete(self);
});

async function told(): Promise<{ path: string; body: Body }[]> {
  await app.settle();
  await app.kernel.deliveries.deliverDue();
  return heard.map(({ path, body }) => ({ path, body: body === '' ? null : JSON.parse(body) }));
}
const move = (to: number) => jira.post(`/issue/${order}/transitions`, { transition: { id: `${to}1` } });
/** Every path of members in a body, so that shapes can be compared. */
const shape = (value: Body, at = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [`${at}/${key}`, ...shape(inner, `${at}/${key}`)])
    : [];
const vectorFile = (name: string) =>
  new URL(`../../../../../../shared/reference/data/ordering/vectors/jira-webhook-${name}.json`, import.meta.url);
const vector = (name: string) => JSON.parse(readFileSync(vectorFile(name), 'utf8')) as Body;

describe('registrations', () => {
  test('are made, listed as a bare array, read, changed and removed; the secret is kept and never shown', async () => {
    const made = await jira.post(hooks, registration(connector));
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...registration(connector),
      url: `${base}/api/webhooks/jira?issue_id=\${issue.id}`,
      enabled: true,
      self: expect.stringMatching(/^http:\/\/portolan\.example\/jira\/rest\/webhooks\/1\.0\/webhook\/\d+$/),
      lastUpdatedUser: 'jira',
      lastUpdatedDisplayName: expect.any(String),
      lastUpdated: Date.parse('2026-11-23T09:00:00.000Z'),
    });
    expect((await jira.get(hooks)).body).toEqual([made.body]);
    expect((await jira.get(made.body.self)).body).toEqual(made.body);
    const changed = await jira.put(made.body.self, { ...made.body, enabled: false, name: 'Other' });
    expect(changed.body).toMatchObject({ name: 'Other', enabled: false, url: made.body.url });
    await jira.put(made.body.self, { ...changed.body, enabled: true });
    await jira.post(`/issue/${order}/comment`, { body: 'still with its secret' });
    expect((await told())[0]?.path).toBe(`/api/webhooks/jira?issue_id=${order}&secret=very-secret-word`);
    expect((await jira.delete(made.body.self)).status).toBe(204);
    expect((await jira.get(made.body.self)).status).toBe(404);
    const log = await app.as('sofia').get('/api/admin/audit?limit=100');
    expect(log.text).not.toContain('very-secret-word');
  });

  test.each([
    ['no name', { name: '' }],
    ['no address', { url: 'ftp://elsewhere.example' }],
    ['a host that is a placeholder', { url: 'http://${issue.key}.example/' }],
    ['user and password', { url: 'http://a:b@elsewhere.example/' }],
    ['a private network', { url: 'http://10.0.0.1/' }],
    ['a wrong query', { filters: { 'issue-related-events-section': 'project = ELSE' } }],
    ['events that are no list', { events: 'all' }],
  ])('%s is refused', async (_what, more) => {
    expect((await jira.post(hooks, registration('/', more))).status).toBe(400);
  });

  test('are nobody else’s than the connector’s and administrators’', async () => {
    const url = new URL(hooks).pathname;
    expect((await app.as('anna').get(url)).status).toBe(403);
    expect((await app.as(null).get(url)).status).toBe(401);
    expect((await app.as('sofia').get(url)).status).toBe(200);
  });
});

describe('calls', () => {
  test.skipIf(!existsSync(vectorFile('comment-created')))(
    'have the members of Jira’s, one for status, voucher, public and internal comment',
    async () => {
      await jira.post(hooks, registration(connector));
      await move(2);
      await jira.put(`/issue/${order}`, { fields: { [custom('CP-VoucherID')]: 'ABC-123' } });
      await jira.post(`/issue/${order}/comment`, { body: 'Which region?' });
      await jira.post(`/issue/${order}/comment`, {
        body: 'for us',
        visibility: { type: 'role', value: 'Administrators' },
      });
      const [status, voucher, open, internal] = (await told()).map(({ body }) => body);
      expect(heard).toHaveLength(4);
      for (const [got, name] of [
        [status, 'issue-updated-status'],
        [voucher, 'issue-updated-voucher'],
        [open, 'comment-created'],
        [internal, 'comment-created-internal'],
      ] as const)
        expect(shape({ ...got, issue: { ...got.issue } }).toSorted()).toEqual(shape(vector(name)).toSorted());
      expect(status).toMatchObject({
        timestamp: Date.parse('2026-11-23T09:00:00.000Z'),
        webhookEvent: 'jira:issue_updated',
        issue_event_type_name: 'issue_generic',
        user: { name: 'jira', key: 'jira' },
        issue: { id: order, key: `EOSCSO-${order}`, fields: { issuetype: { id: '10204' }, status: { id: '2' } } },
        changelog: {
          items: vector('issue-updated-status').changelog.items.map((item: Body) => ({ ...item, fromString: 'Todo' })),
        },
      });
      expect(voucher.changelog.items).toEqual(
        vector('issue-updated-voucher').changelog.items.map((item: Body) => ({ ...item, fromString: null })),
      );
      expect(open).toMatchObject({
        webhookEvent: 'comment_created',
        comment: { body: 'Which region?', author: { name: 'jira' } },
      });
      expect(internal.comment.visibility).toEqual({ type: 'role', value: 'Administrators' });
    },
  );

  test('follow the query and the events of the registration, and may go without a body', async () => {
    await jira.post(hooks, registration('/none', { filters: { 'issue-related-events-section': 'status = Archived' } }));
    await jira.post(
      hooks,
      registration('/comments?c=${comment.id}', { events: ['comment_created'], excludeBody: true }),
    );
    await jira.post(
      hooks,
      registration('/epics', { filters: { 'issue-related-events-section': 'issuetype = Epic order by created' } }),
    );
    await move(3);
    const { id } = (await jira.post(`/issue/${order}/comment`, { body: 'Please answer' })).body;
    const epic = (await jira.post('/issue', anEpic('Tides'))).body.id;
    const calls = await told();
    expect(calls.filter(({ path }) => path.startsWith('/comments'))).toEqual([
      { path: `/comments?c=${id}`, body: null },
    ]);
    expect(calls.filter(({ path }) => path === '/epics').map(({ body }) => [body.webhookEvent, body.issue.id])).toEqual(
      [['jira:issue_created', epic]],
    );
    expect(calls.some(({ path }) => path === '/none')).toBe(false);
  });

  test('tell of edits, comments taken back, archived projects and deleted tickets', async () => {
    await jira.post(hooks, registration('/all'));
    const epic = (await jira.post('/issue', anEpic('Currents'))).body;
    const comment = (await jira.post(`/issue/${epic.id}/comment`, { body: 'one' })).body;
    await app.settle();
    await jira.put(comment.self, { body: 'two' });
    await app.settle();
    await jira.delete(comment.self);
    await jira.post(`/issue/${epic.id}/transitions`, { transition: { id: '81' } });
    await jira.delete(`/issue/${epic.id}`);
    const calls = (await told()).map(({ body }) => body);
    expect(calls.map((body) => body.webhookEvent)).toEqual([
      'jira:issue_created',
      'comment_created',
      'comment_updated',
      'comment_deleted',
      'jira:issue_updated',
      'jira:issue_deleted',
    ]);
    expect(calls[4].changelog.items).toMatchObject([{ field: 'status', to: '8', toString: 'Archived' }]);
  });

  test('a message for the customer alone is told to nobody', async () => {
    await jira.post(hooks, registration('/all'));
    await jira.put(`/issue/${order}`, { fields: { [custom('CP-VoucherID')]: 'NEW-9' } });
    expect((await told()).map(({ body }) => body.webhookEvent)).toEqual(['jira:issue_updated']);
  });
});

test('addresses: what stands in them is filled in, and their secrets are hidden', () => {
  const url = 'https://m.example/h?issue_id=${issue.id}&secret=abcdef&k=${issue.key}&x=${nothing.here}';
  expect(webhookUrl(url, { issueId: 6, commentId: '', projectKey: 'SO' })).toBe(
    'https://m.example/h?issue_id=6&secret=abcdef&k=SO-6&x=',
  );
  expect(maskedUrl(url)).toBe('https://m.example/h?issue_id=${issue.id}&secret=***&k=${issue.key}&x=${nothing.here}');
  expect(shownUrl('https://m.example/h?issue_id=${issue.id}&secret=abc')).toBe(
    'https://m.example/h?issue_id=${issue.id}',
  );
  expect(shownUrl('https://m.example/h?secret=abc&issue_id=1')).toBe('https://m.example/h?issue_id=1');
  expect(hiddenValues(url)).toEqual(['abcdef']);
});
