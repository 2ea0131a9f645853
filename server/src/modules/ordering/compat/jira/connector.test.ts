import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderingTables } from '../../tables.ts';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';
import { tables } from '../../tables.ts';
import { anEpic, anOrderTicket, custom, jiraClient } from './testing-jira.ts';

/** What the marketplace's connector does, moment by moment (ordering.md 3.5.1). */
let app: TestApp;
let jira: Awaited<ReturnType<typeof jiraClient>>;
let epic: string;
beforeAll(async () => {
  app = await testApp();
  jira = await jiraClient(app);
  const made = await jira.post('/issue', anEpic('Coastal waves'));
  expect(made.status, made.text).toBe(201);
  epic = made.body.key;
});
afterAll(() => app.close());

async function ordered(more: Record<string, unknown> = {}, link: string | undefined = epic): Promise<string> {
  const made = await jira.post('/issue/', anOrderTicket(link, more));
  expect(made.status, made.text).toBe(201);
  await app.settle();
  return made.body.id;
}
const mails = async () =>
  (await app.kernel.database.read().selectFrom('kernel.mails').select(['subject', 'recipient']).execute()) as {
    subject: string;
    recipient: string;
  }[];
const fieldsOf = async (id: string) => (await jira.get(`/issue/${id}`)).body.fields;
const orderNumber = (id: string) => Number(id) / 2;

describe('a project ticket', () => {
  test('becomes a project of a customer who has no account', async () => {
    const { body } = await jira.get(`/issue/${epic}`);
    expect(body).toMatchObject({
      key: epic,
      self: `http://portolan.example/jira/rest/api/2/issue/${body.id}`,
      fields: {
        summary: 'Project, John Doe, Coastal waves',
        issuetype: { id: '10000', name: 'Epic' },
        project: { key: 'EOSCSO' },
        status: { id: '1', name: 'Todo' },
        created: '2026-11-23T09:00:00.000+0000',
        [custom('Epic Name')]: 'Coastal waves',
        [custom('CP-CustomerTypology')]: { id: '10260' },
        [custom('SO-1')]: null,
      },
    });
    const row = await tables(app.kernel.database.read())
      .selectFrom('ordering.projects')
      .select(['name', 'owner_id'])
      .where('name', '=', 'Coastal waves')
      .executeTakeFirstOrThrow();
    const cards = await app.modules.identity.people.cards(app.kernel.database.read(), [row.owner_id]);
    expect(cards.get(row.owner_id)).toMatchObject({ name: 'John Doe', email: 'john.doe@elsewhere.example' });
  });

  test('belongs to a person who is known here by their subject or verified address', async () => {
    const made = await jira.post(
      '/issue',
      anEpic('Known already', { [custom('CI-Email')]: 'eleni@hcmr.example', [custom('CI-EOSC-UniqueID')]: '' }),
    );
    const { body } = await app.as('eleni').get('/api/projects');
    expect(body.items.map((project: { name: string }) => project.name)).toContain('Known already');
    expect(made.status).toBe(201);
  });

  test('is changed with its project, archived by a transition, and offers the way back', async () => {
    const { key } = (await jira.post('/issue', anEpic('To be renamed'))).body;
    const changed = await jira.put(`/issue/${key}`, {
      fields: { [custom('Epic Name')]: 'Renamed', [custom('CP-UserGroupName')]: 'Waves' },
      update: {},
    });
    expect([changed.status, changed.text]).toEqual([204, '']);
    expect(await fieldsOf(key)).toMatchObject({
      [custom('Epic Name')]: 'Renamed',
      [custom('CP-UserGroupName')]: 'Waves',
    });
    const { transitions } = (await jira.get(`/issue/${key}/transitions?expand=transitions.fields`)).body;
    expect(transitions.map((one: { id: string; to: { id: string } }) => [one.id, one.to.id])).toEqual([['81', '8']]);
    expect((await jira.post(`/issue/${key}/transitions`, { transition: { id: 81 } })).status).toBe(204);
    expect((await fieldsOf(key)).status.name).toBe('Archived');
  });
});

describe('an order ticket', () => {
  test('becomes an order, registered, with its fields; its customer gets no mail from here', async () => {
    const id = await ordered();
    expect(await fieldsOf(id)).toMatchObject({
      summary: 'Service order, John Doe, EGI Cloud compute',
      status: { id: '1' },
      [custom('Epic Link')]: epic,
      [custom('Order reference')]: 'https://marketplace.example/projects/17/services/1',
      [custom('CP-VoucherID')]: '',
      [custom('SO-OfferType')]: { id: '10280', value: 'orderable' },
      reporter: { name: 'jira' },
    });
    expect(JSON.parse((await fieldsOf(id))[custom('SO-1')]).attributes['Number of VM instances']).toBe(3);
    const { body } = await app.as('anna').get(`/api/orders/${orderNumber(id)}`);
    expect(body).toMatchObject({ state: 'registered', desk: { group: { id: 'cloud-compute' } } });
    const subjects = (await mails()).filter(({ subject }) => subject.startsWith(`[${orderNumber(id)}]`));
    expect(subjects.map(({ subject }) => subject)).toEqual([expect.stringContaining('New order')]);
  });

  test('the same order twice is two orders', async () => {
    expect(await ordered()).not.toBe(await ordered());
  });

  test('reads the older line of SO-1 as well', async () => {
    const line =
      'Compute/EGI Cloud compute/General purpose?Number of CPU Cores=4&Amount of RAM per CPU core=2&Local disk=10&Number of VM instances=1&Access type=opportunistic&Start of service=12/24/2026&Number of days=2';
    const { body } = await app.as('anna').get(`/api/orders/${orderNumber(await ordered({ [custom('SO-1')]: line }))}`);
    expect(body.period).toEqual({ startsOn: '2026-12-24', endsOn: '2026-12-26' });
  });

  test.each([
    ['without an epic', {}, ''],
    ['without SO-1', { [custom('SO-1')]: null }, undefined],
    [
      'of an unknown offer',
      { [custom('SO-1')]: '{"category":null,"service":"Teapots","offer":"Blue","attributes":{}}' },
      undefined,
    ],
    ['with SO-1 that is broken', { [custom('SO-1')]: '{"category":' }, undefined],
  ])('%s waits on the desk to be completed', async (_what, more, link) => {
    const id = await ordered(more, link === '' ? 'none' : epic);
    const { body } = await app.as('sofia').get(`/api/orders/${orderNumber(id)}`);
    expect(body.state).toBe('registered');
    expect(body.desk.tags).toContain('to-be-completed');
  });

  test('what the customer writes comes in as theirs and lets a waiting order go on', async () => {
    const id = await ordered();
    for (const step of ['21', '31']) await jira.post(`/issue/${id}/transitions`, { transition: { id: step } });
    expect((await fieldsOf(id)).status.id).toBe('3');
    const comment = await jira.post(`/issue/${id}/comment`, { body: 'Two sites are fine.' });
    expect(comment.status).toBe(201);
    expect(comment.body).toMatchObject({ body: 'Two sites are fine.', author: { name: 'jira' } });
    expect(comment.body).not.toHaveProperty('visibility');
    expect((await fieldsOf(id)).status.id).toBe('2');
    const { body } = await app.as('anna').get(`/api/orders/${orderNumber(id)}`);
    expect(body.timeline.find((entry: { text: string }) => entry.text === 'Two sites are fine.')).toMatchObject({
      by: { name: 'John Doe', role: 'customer' },
    });
  });

  test('what the desk writes is a comment of its own; a note is restricted', async () => {
    const id = await ordered();
    const write = (scope: string, text: string) =>
      app.as('anna').post(`/api/orders/${orderNumber(id)}/messages`, { body: text, scope });
    expect((await write('public', 'Looks good')).status).toBe(201);
    expect((await write('internal', 'Ask CESNET')).status).toBe(201);
    const { comments } = (await jira.get(`/issue/${id}/comment`)).body;
    expect(comments).toMatchObject([
      { body: 'Looks good', author: { name: 'anna@desk.example', displayName: 'Anna de Wit' } },
      { body: 'Ask CESNET', visibility: { type: 'role', value: 'Administrators' } },
    ]);
    expect(comments[0]).not.toHaveProperty('visibility');
  });

  test.each([
    ['a role', { visibility: { type: 'role', value: 'Administrators' } }, 'internal'],
    ['a group', { visibility: { type: 'group', value: 'desk' } }, 'internal'],
    [
      'the mark of a service desk',
      { properties: [{ key: 'sd.public.comment', value: { internal: true } }] },
      'internal',
    ],
    ['the role User', { visibility: { type: 'role', value: 'User' } }, 'public'],
  ])('a comment with %s is %s', async (_what, more, scope) => {
    const id = await ordered();
    const { body } = await jira.post(`/issue/${id}/comment`, { body: 'A word', ...more });
    const { timeline } = (await app.as('anna').get(`/api/orders/${orderNumber(id)}`)).body;
    expect(timeline.find((entry: { text: string }) => entry.text === 'A word').scope).toBe(scope);
    expect('visibility' in body).toBe(scope === 'internal');
  });

  test('a comment is edited, and taken back: then nobody reads it', async () => {
    const id = await ordered();
    const { self } = (await jira.post(`/issue/${id}/comment`, { body: 'First words' })).body;
    app.clock.set('2026-11-23T10:00:00.000Z');
    expect((await jira.put(self, { body: 'Better words' })).body).toMatchObject({
      body: 'Better words',
      updated: '2026-11-23T10:00:00.000+0000',
    });
    await app.settle();
    expect((await app.as('anna').get('/api/orders?q=better')).body.items).toMatchObject([{ number: orderNumber(id) }]);
    const told = await app.kernel.database
      .read()
      .withTables<OrderingTables>()
      .selectFrom('ordering.oms_events')
      .select('changes')
      .where('resource', '=', 'message')
      .where('type', '=', 'update')
      .execute();
    expect(told).toEqual([{ changes: [{ field: 'content', before: 'First words', after: 'Better words' }] }]);
    expect((await jira.delete(self)).status).toBe(204);
    expect((await jira.get(self)).status).toBe(404);
    const { timeline } = (await app.as('anna').get(`/api/orders/${orderNumber(id)}`)).body;
    expect(timeline.map((entry: { text: string }) => entry.text)).not.toContain('Better words');
    app.clock.set('2026-11-23T09:00:00.000Z');
  });

  test('is ready from todo at once, marked irregular on the desk; other jumps are not offered', async () => {
    const id = await ordered();
    const { transitions } = (await jira.get(`/issue/${id}/transitions`)).body;
    expect(transitions.map((one: { to: { name: string } }) => one.to.name)).toEqual([
      'In progress',
      'Rejected',
      'Closed',
      'Ready',
    ]);
    const refused = await jira.post(`/issue/${id}/transitions`, { transition: { id: '41' } });
    expect(refused).toMatchObject({
      status: 400,
      body: { errorMessages: [expect.stringContaining('(Approved)')], errors: {} },
    });
    expect((await jira.post(`/issue/${id}/transitions`, { transition: { id: '71' } })).status).toBe(204);
    expect((await fieldsOf(id)).resolution).toMatchObject({ name: 'Done' });
    const { timeline } = (await app.as('anna').get(`/api/orders/${orderNumber(id)}`)).body;
    expect(timeline.some((entry: { irregular: boolean }) => entry.irregular)).toBe(true);
  });

  test('is deleted for clients while the order stays, closed', async () => {
    const id = await ordered();
    expect((await jira.delete(`/issue/${id}?deleteSubtasks=true`)).status).toBe(204);
    expect(await jira.get(`/issue/${id}`)).toMatchObject({
      status: 404,
      body: { errorMessages: ['Issue Does Not Exist'], errors: {} },
    });
    expect((await jira.get(`/search?jql=id%3D${id}`)).body.total).toBe(0);
    expect((await app.as('anna').get(`/api/orders/${orderNumber(id)}`)).body.state).toBe('closed');
  });

  test('takes voucher, labels, priority and assignee', async () => {
    const id = await ordered();
    const changed = await jira.put(`/issue/${id}?notifyUsers=false`, {
      fields: {
        [custom('CP-VoucherID')]: 'ABC-123',
        labels: ['urgent', 'waves'],
        priority: { name: 'High' },
        assignee: { name: 'anna@desk.example' },
      },
    });
    expect(changed.status, changed.text).toBe(204);
    expect(await fieldsOf(id)).toMatchObject({
      [custom('CP-VoucherID')]: 'ABC-123',
      labels: ['urgent', 'waves'],
      priority: { name: 'Very urgent' },
      assignee: { name: 'anna@desk.example' },
    });
    expect((await jira.put(`/issue/${id}/assignee`, { name: null })).status).toBe(204);
    expect((await fieldsOf(id)).assignee).toBeNull();
    const { desk } = (await app.as('anna').get(`/api/orders/${orderNumber(id)}`)).body;
    expect(desk).toMatchObject({ tags: ['urgent', 'waves'], priority: 'very urgent' });
  });

  test('keeps long texts in the fields that may be long, and cuts the others', async () => {
    const long = 'x'.repeat(400);
    const id = await ordered({
      summary: long,
      [custom('SO-ServiceOrderTarget')]: long,
      [custom('CP-Platforms')]: long,
    });
    const fields = await fieldsOf(id);
    expect([
      fields.summary.length,
      fields[custom('SO-ServiceOrderTarget')].length,
      fields[custom('CP-Platforms')].length,
    ]).toEqual([255, 400, 255]);
  });
});

test('an order placed here is a ticket too, in its project', async () => {
  const project = (await app.as('eleni').post('/api/projects', { name: 'Own', typology: 'single_user' })).body.number;
  const { body } = await app
    .as('eleni')
    .post('/api/orders', { project, offer: 'egi-cloud-compute/1', parameters: cloudParameters, comment: 'Hello' });
  await app.settle();
  expect(await fieldsOf(String(body.number * 2))).toMatchObject({
    summary: 'Service order, Eleni Papadaki, EGI Cloud compute',
    reporter: { name: 'eleni@hcmr.example' },
    description: 'Hello',
    [custom('Epic Link')]: `EOSCSO-${project * 2 + 1}`,
  });
  expect((await fieldsOf(`EOSCSO-${project * 2 + 1}`)).summary).toBe('Project, Eleni Papadaki, Own');
});
