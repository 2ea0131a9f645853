import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { keepOrder } from '../../testing-orders.ts';
import { tables } from '../../tables.ts';
import { anEpic, anOrderTicket, custom, jiraClient } from './testing-jira.ts';

let app: TestApp;
let jira: Awaited<ReturnType<typeof jiraClient>>;
let epic: string;
let order: string;
beforeAll(async () => {
  app = await testApp();
  jira = await jiraClient(app);
  epic = (await jira.post('/issue', anEpic('Waves'))).body.key;
  order = (await jira.post('/issue', anOrderTicket(epic, { description: 'Needs a reserved network' }))).body.key;
  await app.settle();
});
afterAll(() => app.close());

const raw = (
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'POST' | 'DELETE' = 'GET',
  payload?: string,
) => app.app.inject({ method, url: `/jira/rest${url}`, headers, ...(payload === undefined ? {} : { payload }) });
const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

describe('who calls', () => {
  test('the server tells its kind to anybody', async () => {
    const { body } = await app.as(null).get('/jira/rest/api/2/serverInfo');
    expect(body).toMatchObject({
      baseUrl: 'http://portolan.example/jira',
      deploymentType: 'Server',
      versionNumbers: [8, 20, 0],
    });
  });

  test.each([
    ['nobody', {}],
    ['a wrong password', basic('jira', 'wrong')],
    ['a wrong token', { authorization: 'Bearer ptl_wrong' }],
    ['a scheme that is none', { authorization: 'Digest x' }],
  ])('%s is told to sign in', async (_who, headers) => {
    const answer = await raw('/api/2/myself', headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({
      'www-authenticate': expect.any(String),
      'x-seraph-loginreason': 'AUTHENTICATED_FAILED',
    });
    expect(answer.json()).toEqual({ errorMessages: [expect.any(String)], errors: {} });
  });

  test('a token is the password of its person, and of nobody else', async () => {
    expect((await raw('/api/2/myself', basic('jira', jira.password))).json()).toMatchObject({
      name: 'jira',
      key: 'jira',
    });
    expect((await raw('/api/2/myself', basic('anna@desk.example', jira.password))).statusCode).toBe(401);
    expect((await raw('/api/latest/myself/', { authorization: `Bearer ${jira.password}` })).json().name).toBe('jira');
  });

  test('a cookie session opens, tells who it is, and ends', async () => {
    const json = { 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({ username: 'jira', password: jira.password });
    const opened = await raw('/auth/1/session', json, 'POST', body);
    const { name, value } = opened.json().session;
    expect(name).toBe('JSESSIONID');
    const cookie = { cookie: `JSESSIONID=${value}` };
    expect((await raw('/auth/1/session', cookie)).json()).toMatchObject({ name: 'jira', loginInfo: expect.anything() });
    expect((await raw(`/api/2/issue/${order}`, cookie)).statusCode).toBe(200);
    expect((await raw('/auth/1/session', cookie, 'DELETE')).statusCode).toBe(204);
    expect((await raw('/auth/1/session', cookie)).statusCode).toBe(401);
    expect(
      (await raw('/auth/1/session', json, 'POST', JSON.stringify({ username: 'jira', password: 'no' }))).statusCode,
    ).toBe(401);
  });

  test('a customer sees the tickets of their projects, may write, and may not work them', async () => {
    const project = (await app.as('eleni').post('/api/projects', { name: 'Mine', typology: 'single_user' })).body
      .number;
    const mine = `/jira/rest/api/2/issue/EOSCSO-${project * 2 + 1}`;
    expect((await app.as('eleni').get(mine)).status).toBe(200);
    expect((await app.as('tomas').get(mine)).status).toBe(404);
    expect((await app.as('eleni').get(`/jira/rest/api/2/issue/${order}`)).status).toBe(404);
    expect((await app.as('eleni').get('/jira/rest/api/2/search?jql=')).body.total).toBe(1);
    expect((await app.as('eleni').delete(mine)).status).toBe(403);
    expect((await app.as('eleni').post('/jira/rest/api/2/issue', anEpic('Not mine'))).status).toBe(403);
  });

  test('a shifter of another group reads an order and may not work it', async () => {
    const url = `/jira/rest/api/2/issue/${order}`;
    expect((await app.as('marta').get(url)).status).toBe(200);
    expect((await app.as('marta').put(url, { fields: { summary: 'x' } })).status).toBe(403);
    expect((await app.as('marta').post(`${url}/transitions`, { transition: { id: '21' } })).status).toBe(403);
  });
});

describe('requests of odd forms', () => {
  const json = () => ({ authorization: jira.authorization, 'content-type': 'application/json' });
  test.each(['/api/2/issue/KEY', '/api/latest/issue/KEY/', '/api/2/search/?jql=', '/api/2/myself'])(
    'GET %s with a content type and no body',
    async (url) => {
      expect((await raw(url.replace('KEY', order), json())).statusCode).toBe(200);
    },
  );
  test('what is no JSON, what is nowhere, and what is missing', async () => {
    expect((await raw('/api/2/issue', json(), 'POST', '{"fields":')).json()).toEqual({
      errorMessages: ['The body of the request is no JSON.'],
      errors: {},
    });
    expect((await raw('/api/2/nowhere', json())).statusCode).toBe(404);
    expect((await jira.put(`/issue/${order}`, {})).body).toEqual({
      errorMessages: ["one of 'fields' or 'update' required"],
      errors: {},
    });
    expect((await jira.post('/issue', { fields: {} })).body).toEqual({
      errorMessages: [],
      errors: {
        project: 'project is required',
        issuetype: 'issue type is required',
        summary: 'You must specify a summary of the issue.',
      },
    });
    expect((await jira.put(`/issue/${order}`, { fields: { customfield_1: 'x' } })).body.errors).toEqual({
      customfield_1: "Field 'customfield_1' cannot be set. It is not on the appropriate screen, or unknown.",
    });
    expect((await jira.get('/project/X')).body.errorMessages).toEqual(["No project could be found with key 'X'."]);
    expect((await jira.get('/issue/EOSCSO-99999999')).body).toEqual({
      errorMessages: ['Issue Does Not Exist'],
      errors: {},
    });
    expect((await jira.get('/issue/OTHER-1')).status).toBe(404);
  });
});

const payloads = new URL('../../../../../../../shared/reference/data/ordering/jira-payloads/', import.meta.url);
const here = existsSync(payloads);

/** Keys of a recorded answer that ours must have as well; `odd` are those of other versions or plugins. */
function lacking(theirs: unknown, ours: unknown, odd: readonly string[]): string[] {
  if (Array.isArray(theirs))
    return theirs.length === 0 || !Array.isArray(ours) || ours.length === 0 ? [] : lacking(theirs[0], ours[0], odd);
  if (typeof theirs !== 'object' || theirs === null || typeof ours !== 'object' || ours === null) return [];
  const own = ours as Record<string, unknown>;
  return Object.entries(theirs).flatMap(([key, value]) =>
    odd.includes(key) || /^customfield_|^\d+x\d+$/.test(key)
      ? []
      : key in own
        ? lacking(value, own[key], odd).map((path) => `${key}.${path}`)
        : [key],
  );
}

describe.skipIf(!here)('answers have the keys of recorded ones (reference data not mounted otherwise)', () => {
  const odd = [
    'progress',
    'timespent',
    'aggregatetimespent',
    'aggregateprogress',
    'aggregatetimeestimate',
    'aggregatetimeoriginalestimate',
    'timeestimate',
    'timeoriginalestimate',
    'timetracking',
    'workratio',
    'lastViewed',
    'duedate',
    'environment',
    'security',
    'isLast',
    'iconUrl',
    'description',
    'roles',
    'url',
    'email',
    'fields',
  ];
  test.each([
    ['issue/10002.json', () => `/issue/${order}`],
    ['issue.json', () => '/search?jql='],
    ['issue/10002/transitions.json', () => `/issue/${order}/transitions`],
    ['issue/10002/watchers.json', () => `/issue/${order}/watchers`],
    ['issue/10002/worklog.json', () => `/issue/${order}/worklog`],
    ['field.json', () => '/field'],
    ['issueLinkType.json', () => '/issueLinkType'],
    ['issuetype.json', () => '/issuetype'],
    ['priority.json', () => '/priority'],
    ['resolution.json', () => '/resolution'],
    ['status.json', () => '/status'],
    ['project.json', () => '/project'],
    ['project/SAMPLEPROJECT.json', () => '/project/EOSCSO'],
  ])('%s', async (file, path) => {
    const theirs: unknown = JSON.parse(readFileSync(new URL(file, payloads), 'utf8'));
    const { body, status } = await jira.get(path());
    expect(status).toBe(200);
    expect(lacking(theirs, body, odd)).toEqual([]);
  });
});

test('all the lists that clients ask for first are there', async () => {
  const fields = (await jira.get('/field')).body;
  expect(fields.find((field: { id: string }) => field.id === 'customfield_10400')).toMatchObject({
    name: 'SO-1',
    custom: true,
    clauseNames: ['cf[10400]', 'SO-1'],
  });
  expect((await jira.get('/status')).body.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
    ['1', 'Todo'],
    ['2', 'In progress'],
    ['3', 'Waiting for response'],
    ['4', 'Approved'],
    ['5', 'Rejected'],
    ['6', 'Closed'],
    ['7', 'Ready'],
    ['8', 'Archived'],
  ]);
  const meta = await jira.get(
    '/issue/createmeta?projectKeys=EOSCSO&issuetypeNames=Epic&expand=projects.issuetypes.fields',
  );
  expect(meta.body.projects[0].issuetypes[0].fields[custom('CP-CustomerTypology')].allowedValues).toHaveLength(4);
  const types = (await jira.get('/issue/createmeta/EOSCSO/issuetypes')).body.values;
  expect((await jira.get(`/issue/createmeta/EOSCSO/issuetypes/${types[1].id}`)).body.values.length).toBeGreaterThan(10);
  for (const path of [
    '/project/EOSCSO/statuses',
    '/status/In%20progress',
    '/status/8',
    '/issuetype/10204',
    '/mypermissions',
    '/user?username=anna@desk.example',
    '/user/search?username=anna',
    `/issue/${order}/editmeta`,
    `/issue/${order}/remotelink`,
    `/issue/${order}/changelog`,
    `/issue/${order}?expand=changelog,names,schema,transitions`,
  ])
    expect([path, (await jira.get(path)).status]).toEqual([path, 200]);
  expect(
    (await jira.post('/project', { key: 'EOSCSO', name: 'x', projectTypeKey: 'business', lead: 'jira' })).status,
  ).toBe(201);
  expect((await jira.post(`/issue/${order}/watchers`, 'jira')).status).toBe(204);
});

test('a file comes with a comment and can be fetched', async () => {
  const part =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="plan.txt"\r\nContent-Type: text/plain\r\n\r\nfour cores\r\n--b--\r\n';
  const headers = {
    authorization: jira.authorization,
    'content-type': 'multipart/form-data; boundary=b',
    'x-atlassian-token': 'no-check',
  };
  const sent = await app.app.inject({
    method: 'POST',
    url: `/jira/rest/api/2/issue/${order}/attachments`,
    headers,
    payload: part,
  });
  expect(sent.statusCode, sent.body).toBe(200);
  const [file] = sent.json();
  expect(file).toMatchObject({ filename: 'plan.txt', size: 10, mimeType: 'text/plain', author: { name: 'jira' } });
  expect((await jira.get(file.content)).text).toBe('four cores');
  expect((await jira.get(`/issue/${order}`)).body.fields.attachment).toHaveLength(1);
  const { 'x-atlassian-token': _token, ...without } = headers;
  expect(
    (
      await app.app.inject({
        method: 'POST',
        url: `/jira/rest/api/2/issue/${order}/attachments`,
        headers: without,
        payload: part,
      })
    ).statusCode,
  ).toBe(403);
});

describe('searching', () => {
  const search = (jql: string, more: Record<string, unknown> = {}) =>
    jira.post('/search', { jql, fields: ['summary'], ...more });
  const keys = async (jql: string) => (await search(jql)).body.issues.map((issue: { key: string }) => issue.key);

  test.each([
    ['project = EOSCSO and key = ORDER', true],
    ['project != EOSCSO and key = ORDER', false],
    ['issuetype = "Service order" and key = ORDER', true],
    ['issuetype in (Epic) and key = ORDER', false],
    ['"Epic Link" = EPIC and key = ORDER', true],
    ['parent in (EPIC) and key = ORDER', true],
    ['status = Todo and key = ORDER', true],
    ['status in (2, Closed) and key = ORDER', false],
    ['statusCategory = "To Do" and key = ORDER', true],
    ['resolution is EMPTY and key = ORDER', true],
    ['resolution = Done and key = ORDER', false],
    ['summary ~ "cloud compute" and key = ORDER', true],
    ['summary !~ cloud and key = ORDER', false],
    ['description ~ reserved and key = ORDER', true],
    ['text ~ reserved and key = ORDER', true],
    ['text ~ teapot and key = ORDER', false],
    ['reporter = jira and key = ORDER', true],
    ['reporter = currentUser() and key = ORDER', true],
    ['creator = "anna@desk.example" and key = ORDER', false],
    ['assignee is EMPTY and key = ORDER', true],
    ['assignee = jira and key = ORDER', false],
    ['created >= -1d and key = ORDER', true],
    ['created < startOfDay() and key = ORDER', false],
    ['created > "2026/11/23 00:00" and updated <= now() and key = ORDER', true],
    ['resolved is EMPTY and key = ORDER', true],
    ['priority = "Less urgent" and key = ORDER', true],
    ['priority in (Blocker) and key = ORDER', false],
    ['labels is EMPTY and key = ORDER', true],
    ['labels = x and key = ORDER', false],
    ['cf[10400] ~ "EGI Cloud compute" and key = ORDER', true],
    ['"CP-VoucherID" is EMPTY and key = ORDER', true],
    ['"SO-OfferType" = orderable and key = ORDER', true],
    ['not (key = ORDER) and key = ORDER', false],
    ['id >= ORDERID and id <= ORDERID', true],
    ['comment ~ attached', true],
  ])('%s', async (jql, found) => {
    const text = jql
      .replaceAll('ORDERID', order.slice('EOSCSO-'.length))
      .replaceAll('ORDER', order)
      .replaceAll('EPIC', epic);
    expect((await keys(text)).includes(order)).toBe(found);
  });

  test.each([
    ['colour = red', "Field 'colour' does not exist or you do not have permission to view it."],
    ['project = X', "The value 'X' does not exist for the field 'project'."],
    ['reporter = nobody@nowhere.example', "Error in the JQL Query: The character '@'"],
    [
      'reporter = "nobody@nowhere.example"',
      "The value 'nobody@nowhere.example' does not exist for the field 'reporter'.",
    ],
    ['status = Sleeping', "The value 'Sleeping' does not exist for the field 'status'."],
    ['status was Closed', "The operator 'was' is not supported by the 'status' field."],
    ['created > yesterday', "Date value 'yesterday' for field 'created' is invalid."],
    ['project ~ EOSCSO', "The operator '~' is not supported by the 'project' field."],
    ['assignee = me()', "Unable to find JQL function 'me()'."],
    ['project = EOSCSO order by colour', "Field 'colour' does not exist"],
    ['project EOSCSO', 'Error in the JQL Query: Expecting operator but got'],
  ])('%s is refused', async (jql, message) => {
    const answer = await search(jql);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ errorMessages: [expect.stringContaining(message)], errors: {} });
  });

  test('puts in order by every field that has one', async () => {
    for (const field of [
      'key',
      'created',
      'updated',
      'resolved',
      'status',
      'priority',
      'assignee',
      'reporter',
      'summary',
      'description',
      'issuetype',
      'project',
      'parent',
      '"Epic Link"',
      '"SO-OfferType"',
      'cf[10400]',
    ])
      expect([field, (await search(`order by ${field} desc, key`)).status]).toEqual([field, 200]);
  });

  test('pages through both kinds in one order, by offset and by token', async () => {
    const project = await tables(app.kernel.database.read())
      .selectFrom('ordering.projects')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    for (let n = 0; n < 7; n += 1) await keepOrder(app.kernel.database, { projectId: project.id });
    const all = await search('project = EOSCSO order by key asc', { maxResults: 1000 });
    const ids = all.body.issues.map((issue: { id: string }) => Number(issue.id));
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => a - b));
    expect(ids).toHaveLength(all.body.total);
    const paged: number[] = [];
    for (let startAt = 0; startAt < all.body.total; startAt += 3) {
      const { issues } = (await search('project = EOSCSO order by key asc', { startAt, maxResults: 3 })).body;
      paged.push(...issues.map((issue: { id: string }) => Number(issue.id)));
    }
    expect(paged).toEqual(ids);
    const byToken: number[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const next: string = token === '' ? '' : `&nextPageToken=${token}`;
      const { body } = await jira.get(`/search/jql?jql=order+by+created,key+asc&maxResults=4&fields=summary${next}`);
      byToken.push(...body.issues.map((issue: { id: string }) => Number(issue.id)));
      token = body.nextPageToken;
      expect(body.isLast).toBe(token === undefined);
    }
    expect(byToken.toSorted((a, b) => a - b)).toEqual(ids);
  });

  test('answers the fields that are asked for', async () => {
    const one = async (fields: string) =>
      Object.keys((await jira.get(`/search?jql=key%3D${order}&fields=${fields}`)).body.issues[0].fields);
    expect((await one('summary,status')).toSorted()).toEqual(['status', 'summary']);
    expect(await one('*all,-comment')).not.toContain('comment');
    expect(await one('*navigable')).not.toContain('comment');
    expect(await one('*all')).toContain('comment');
    expect((await jira.get('/search?maxResults=0')).body).toMatchObject({ issues: [], total: expect.any(Number) });
  });

  test('notes of the desk are found by the desk alone', async () => {
    const project = await tables(app.kernel.database.read())
      .selectFrom('ordering.projects')
      .selectAll()
      .where('name', '=', 'Mine')
      .executeTakeFirstOrThrow();
    const { number } = await keepOrder(app.kernel.database, { projectId: project.id });
    expect(
      (
        await jira.post(`/issue/${number * 2}/comment`, {
          body: 'secretword',
          visibility: { type: 'role', value: 'Administrators' },
        })
      ).status,
    ).toBe(201);
    expect(await keys('comment ~ secretword')).toEqual([`EOSCSO-${number * 2}`]);
    for (const field of ['comment', 'text'])
      expect((await app.as('eleni').get(`/jira/rest/api/2/search?jql=${field}~secretword`)).body.total).toBe(0);
    expect((await app.as('eleni').get(`/jira/rest/api/2/issue/${number * 2}/comment`)).body.total).toBe(0);
    const theirs = async (words: string) =>
      Number((await app.as('eleni').get(`/jira/rest/api/2/search?jql=text~"${words}"`)).body.total);
    expect(await theirs('openword')).toBe(0);
    const said = await jira.post(`/issue/${number * 2}/comment`, { body: 'openword' });
    expect([await theirs('openword'), await theirs('compute openword'), await theirs('openword secretword')]).toEqual([
      1, 1, 0,
    ]);
    expect((await jira.delete(`/issue/${number * 2}/comment/${said.body.id}`)).status).toBe(204);
    expect(await theirs('openword')).toBe(0);
  });
});
