import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';
import { wholeFeed } from '#test/feed';
import { HOUR } from '#kernel/clock';

let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp();
  const created = await app
    .as('eleni')
    .post('/api/projects', { name: 'Aegean Coastal Forecast', typology: 'research', userGroupName: 'Waves' });
  project = created.body.number;
});
afterAll(() => app.close());

const order = (overrides: Record<string, unknown> = {}) => ({
  project,
  offer: 'egi-cloud-compute/1',
  parameters: cloudParameters,
  comment: 'Two sites are fine.',
  ...overrides,
});

async function placed(overrides: Record<string, unknown> = {}): Promise<number> {
  const answer = await app.as('eleni').post('/api/orders', order(overrides));
  expect(answer.status, answer.text).toBe(201);
  await app.settle();
  return answer.body.number;
}
const act = (who: string, number: number, body: unknown, headers = {}) =>
  app.as(who).post(`/api/orders/${number}/transitions`, body, headers);

describe('placing an order', () => {
  test('derives what is requested, classifies, routes and registers it', async () => {
    const number = await placed();
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(body).toMatchObject({
      state: 'registered',
      period: { startsOn: '2026-12-01', endsOn: '2027-05-30' },
      desk: { class: 'complex', group: { id: 'cloud-compute' }, waiting: { for: 'nobody', why: 'take it' } },
    });
    expect(body.requested).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ metric: 'vm', quantity: 50 }),
        expect.objectContaining({ metric: 'cores', quantity: 200 }),
      ]),
    );
  });

  test('names every parameter at fault', async () => {
    const answer = await app
      .as('eleni')
      .post(
        '/api/orders',
        order({ parameters: { ...cloudParameters, 'Number of CPU Cores': 3, 'Number of days': 0, Colour: 'red' } }),
      );
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      'parameters.Colour',
      'parameters.Number of CPU Cores',
      'parameters.Number of days',
    ]);
  });

  test('gives the same order for the same Idempotency-Key, and refuses the key for another order', async () => {
    const first = await app.as('eleni').post('/api/orders', order(), { 'idempotency-key': 'k1' });
    const again = await app.as('eleni').post('/api/orders', order(), { 'idempotency-key': 'k1' });
    expect(again.body.number).toBe(first.body.number);
    const other = await app.as('eleni').post('/api/orders', order({ comment: 'Other' }), { 'idempotency-key': 'k1' });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  test('looks like nothing in a project of somebody else', async () => {
    const answer = await app.as('tomas').post('/api/orders', order());
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  test('holds an order whose form was filled by a machine, without telling anybody but the customer', async () => {
    const number = await placed({ form: { seconds: 1, website: 'http://spam.example' } });
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(body.desk.spam).toMatchObject({ state: 'suspected' });
    const list = await app.as('anna').get('/api/orders?limit=200');
    expect(list.body.items.map((item: { number: number }) => item.number)).not.toContain(number);
    const suspected = await app.as('anna').get('/api/orders?spam=suspected');
    expect(suspected.body.items.map((item: { number: number }) => item.number)).toContain(number);
    const { views } = (await app.as('anna').get('/api/order-views')).body;
    expect(views).toContainEqual(expect.objectContaining({ id: 'suspected-spam', count: 1, attention: true }));
    expect((await app.as('anna').get('/api/work')).text).toContain('1 order is held back');
    const mails = await app.as(null).get(`/api/mailbox?q=[${number}]`);
    expect(new Set(mails.body.items.map((mail: { to: string }) => mail.to))).toEqual(new Set(['eleni@hcmr.example']));
  });
});

test.each([
  ['/api/orders?state=foo', 'query.state.0', 'waiting_for_response'],
  ['/api/orders?due=foo', 'query.due.0', 'overdue'],
  ['/api/orders?project=abc', 'query.project.0', 'number'],
  ['/api/orders?priority=-urgent&priority=high', 'query.priority.1', 'top priority'],
  ['/api/orders.csv?waiting=you', 'query.waiting.0', 'customer'],
  ['/api/agreements?state=signed', 'query.state.0', 'in_review'],
])('%s names the values that the filter takes', async (url, path, accepted) => {
  const answer = await app.as('anna').get(url);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, message: expect.stringContaining(accepted) }]);
});

describe('working an order', () => {
  test('asks the customer, pauses the clock, and goes on by itself with the answer', async () => {
    const number = await placed();
    await act('anna', number, { action: 'take' });
    const asked = await act('anna', number, { action: 'ask', message: 'Which GPU?' });
    expect(asked.body).toMatchObject({ state: 'waiting_for_response', desk: { waiting: { for: 'customer' } } });
    const before = asked.body.desk.clocks.find(({ name }: { name: string }) => name === 'decision');
    expect(before.state).toBe('paused');
    app.clock.advance(3 * HOUR);
    const answered = await app.as('eleni').post(`/api/orders/${number}/messages`, { body: 'None.', scope: 'public' });
    expect(answered.status).toBe(201);
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(body.state).toBe('in_progress');
    const after = body.desk.clocks.find(({ name }: { name: string }) => name === 'decision');
    expect(Date.parse(after.dueAt)).toBeGreaterThan(Date.parse('2026-12-07T09:00:00Z'));
    expect(body.detours).toEqual(['Waited for the customer once']);
  });

  test('tells what happened in sentences, desk and customer in words of their own', async () => {
    const number = await placed();
    await act('anna', number, { action: 'take' });
    app.clock.advance(HOUR);
    await app.as('anna').patch(`/api/orders/${number}/desk`, { priority: 'urgent', tags: ['winter'] });
    app.clock.advance(HOUR);
    await act('anna', number, { action: 'ask', message: 'Which GPU?' });
    await app.as('eleni').post(`/api/orders/${number}/messages`, { body: 'None.', scope: 'public' });
    const told = async (reader: string) => {
      const { body } = await app.as(reader).get(`/api/orders/${number}`);
      const entries = body.timeline as { scope: string; by: { name: string }; text: string }[];
      return entries.filter(({ scope }) => scope === 'system').map(({ by, text }) => `${by.name} ${text}`);
    };
    expect((await told('anna')).toReversed()).toEqual([
      'Eleni Papadaki placed the order',
      'Portolan put the order on the desk',
      'Anna de Wit took the order',
      'Anna de Wit set the priority to urgent',
      'Anna de Wit set the tags to winter',
      'Anna de Wit asked a question',
      'Eleni Papadaki answered the question',
    ]);
    expect((await told('eleni')).toReversed()).toEqual([
      'Eleni Papadaki placed the order',
      'Order desk works on the order',
      'Order desk needs an answer, and the order waits for it',
      'Eleni Papadaki answered, and the order goes on',
    ]);
  });

  test('refuses with the reason that the order page shows', async () => {
    const number = await placed();
    await act('anna', number, { action: 'take' });
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    const approve = body.actions.find(({ action }: { action: string }) => action === 'approve');
    const refused = await act('anna', number, { action: 'approve' });
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      'order_transition_refused',
      approve.refusal,
    ]);
  });

  test('wants what has to be given along', async () => {
    const number = await placed();
    const answer = await act('anna', number, { action: 'reject' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['category', 'message']);
  });

  test('refuses a change that is based on an older version', async () => {
    const number = await placed();
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    await act('anna', number, { action: 'take' });
    const stale = await app
      .as('anna')
      .patch(`/api/orders/${number}/desk`, { priority: 'urgent' }, { 'if-match': `"${body.version}"` });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
  });

  test('lets only shifters of the group work it, and shows it to nobody outside', async () => {
    const number = await placed();
    const other = await act('marta', number, { action: 'take' });
    expect([other.status, other.body.code]).toEqual([403, 'order_transition_forbidden']);
    const desk = await app.as('marta').patch(`/api/orders/${number}/desk`, { priority: 'urgent' });
    expect([desk.status, desk.body.code]).toEqual([403, 'desk_forbidden']);
    const stranger = await app.as('tomas').get(`/api/orders/${number}`);
    const nothing = await app.as('tomas').get('/api/orders/99999999');
    expect([stranger.status, stranger.body.code]).toEqual([nothing.status, nothing.body.code]);
    const nobody = await app.as(null).get(`/api/orders/${number}`);
    expect(nobody.status).toBe(401);
  });

  test('customers cancel with a reason; the desk hears of it', async () => {
    const number = await placed();
    const without = await act('eleni', number, { action: 'cancel' });
    expect(without.status).toBe(400);
    const cancelled = await act('eleni', number, { action: 'cancel', reason: 'No longer needed' });
    expect(cancelled.body).toMatchObject({ state: 'closed', desk: null });
    await app.settle();
    const { body } = await app.as('eleni').get(`/api/orders/${number}`);
    expect(body.route.map(({ state }: { state: string }) => state)).toEqual(['registered', 'closed']);
    expect(body.timeline[0]).toMatchObject({ text: 'cancelled the order: No longer needed' });
    const mails = await app.as(null).get(`/api/mailbox?q=cancelled order ${number}`);
    expect(mails.body.items.map((mail: { to: string }) => mail.to)).toContain('cloud-desk@portolan.example');
  });
});

test('news that somebody reads on the page is not mailed, a question always is', async () => {
  const prefer = (progress: string) =>
    sql`update identity.people set preferences = ${JSON.stringify({ notifications: { progress } })}::jsonb
      where email = 'eleni@hcmr.example'`.execute(app.kernel.database.read());
  await prefer('page');
  const number = await placed();
  await act('anna', number, { action: 'take' });
  await act('anna', number, { action: 'ask', message: 'Which site do you prefer?' });
  await app.settle();
  await prefer('mail');
  const { body } = await app.as(null).get(`/api/mailbox?q=[${number}]`);
  const toEleni = body.items.filter(({ to }: { to: string }) => to === 'eleni@hcmr.example');
  expect(toEleni.map(({ subject }: { subject: string }) => subject)).toEqual([
    `[${number}] A question about your order of EGI Cloud compute`,
  ]);
});

test('internal text appears in nothing that a customer can see', async () => {
  const secret = 'quetzalcoatl';
  const number = await placed();
  await act('anna', number, { action: 'take' });
  await app.as('anna').post(`/api/orders/${number}/messages`, {
    body: `Internal: ${secret}`,
    scope: 'internal',
    sharedWithProviders: true,
  });
  await app.as('anna').patch(`/api/orders/${number}/desk`, { class: 'simple', reason: secret, tags: [secret] });
  await act('anna', number, { action: 'ask', message: 'A question' });
  await act('anna', number, { action: 'resume', reason: secret, value: secret });
  await act('anna', number, { action: 'reject', category: 'other', message: 'No.', reason: secret });
  await app.settle();
  const seen = await Promise.all(
    [
      `/api/orders/${number}`,
      '/api/orders?limit=200',
      `/api/orders?q=${secret}`,
      '/api/orders.csv',
      `/api/search?q=${secret}`,
      '/api/work',
      `/api/projects/${project}`,
      '/api/me/export',
      `/api/mailbox?to=eleni@hcmr.example&limit=200`,
    ].map((url) => app.as('eleni').get(url)),
  );
  for (const answer of seen) expect(answer.text).not.toContain(secret);
  expect(seen[2]?.body.items).toEqual([]);
  const mails = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['body_text', 'body_html', 'subject'])
    .where('recipient', '=', 'eleni@hcmr.example')
    .execute();
  expect(mails.length).toBeGreaterThan(0);
  expect(JSON.stringify(mails)).not.toContain(secret);
  const asDesk = await app.as('anna').get(`/api/orders?q=${secret}&spam=no`);
  expect(asDesk.body.items.map((item: { number: number }) => item.number)).toEqual([number]);
});

test('the list pages by keyset without missing or repeating, in every sort', async () => {
  for (let count = 0; count < 5; count += 1) await placed();
  for (const sort of ['decision', '-decision', 'number', '-number', 'submitted', '-lastPublic', 'lastPublic']) {
    const numbers: number[] = [];
    let after: string | null = null;
    do {
      const page: { body: { items: { number: number }[]; next: string | null } } = await app
        .as('anna')
        .get(`/api/orders?sort=${sort}&limit=2${after === null ? '' : `&after=${after}`}`);
      numbers.push(...page.body.items.map((item) => item.number));
      after = page.body.next;
    } while (after !== null);
    const all = await app.as('anna').get(`/api/orders?sort=${sort}&limit=200`);
    expect(numbers, sort).toEqual(all.body.items.map((item: { number: number }) => item.number));
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('a bulk change tells for each order that it could not', async () => {
  const [one, two] = [await placed(), await placed()];
  const answer = await app
    .as('anna')
    .post('/api/orders/bulk', { numbers: [one, two, 99999999], change: { assignee: 'me', addTags: ['winter'] } });
  expect(answer.body).toMatchObject({ changed: 2, refused: [{ number: 99999999 }] });
});

test('the feed tells everything in order and goes on from a place in it', async () => {
  await wholeFeed(app.kernel.database);
  const first = await app.as('anna').get('/api/events?limit=3');
  const next = await app.as('anna').get(`/api/events?limit=500&after=${first.body.next}`);
  const seqs = [...first.body.events, ...next.body.events].map(({ seq }: { seq: number }) => seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
  expect((await app.as('eleni').get('/api/events')).status).toBe(403);
});

test('nobody orders before accepting the terms of use', async () => {
  const { database } = app.kernel;
  const project = await app.as('tomas').post('/api/projects', { name: 'Not yet', typology: 'single_user' });
  await database.script(`update identity.people set terms_version = null where id = '${app.idOf('tomas')}'`);
  const refused = await app.as('tomas').post('/api/orders', order({ project: project.body.number }));
  expect([refused.status, refused.body.code]).toEqual([409, 'terms_not_accepted']);
  await database.transact((tx) => app.modules.identity.acceptTermsFor(tx, app.idOf('tomas')));
  expect((await app.as('tomas').post('/api/orders', order({ project: project.body.number }))).status).toBe(201);
});

test('a token of a narrow scope opens nothing but its scope', async () => {
  const issued = await app.kernel.database.transact((tx) =>
    app.modules.identity.issueToken(tx, {
      personId: app.idOf('sofia'),
      name: 'audit only',
      scopes: ['audit'],
      expiresInDays: 1,
    }),
  );
  const call = (method: 'GET' | 'PUT', url: string, payload?: object) =>
    app.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${issued.secret}` },
      ...(payload ? { payload } : {}),
    });
  expect((await call('GET', '/api/audit')).statusCode).toBe(200);
  const group = { id: 'mine', name: 'Mine', mail: 'mine@portolan.example', categories: [], members: [] };
  for (const answer of [
    await call('GET', '/api/orders'),
    await call('GET', '/api/admin/jobs'),
    await call('GET', '/api/stream'),
    await call('PUT', '/api/groups/mine', group),
  ]) {
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'token_scope_missing']);
  }
});

test('the export writes the columns that are asked for, or all of them', async () => {
  const headOf = async (query: string) =>
    (await app.as('anna').get(`/api/orders.csv${query}`)).text.replace('\uFEFF', '').split('\r\n')[0];
  expect(await headOf('?cols=number,decision')).toBe('number,class,decision_due,decision_state');
  expect(await headOf('')).toContain('tags,submitted_at,last_public_at');
  expect((await app.as('anna').get('/api/orders.csv?cols=number,secret')).status).toBe(400);
});

test('the export refuses a query at fault before it begins', async () => {
  const answer = await app.as('eleni').get('/api/orders.csv?q=%00');
  expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
});

test('the API describes itself', async () => {
  const { body } = await app.as(null).get('/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  for (const [path, methods] of Object.entries<
    Record<string, { operationId?: string; summary?: string; tags?: string[]; responses: Record<string, unknown> }>
  >(body.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      expect(operation.operationId, `${method} ${path}`).toBeTruthy();
      expect(operation.summary, `${method} ${path}`).toBeTruthy();
      expect(operation.tags?.length, `${method} ${path}`).toBeGreaterThan(0);
    }
  }
});
