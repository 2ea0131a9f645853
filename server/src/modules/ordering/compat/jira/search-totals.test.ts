import { afterAll, beforeAll, expect, test } from 'vitest';
import { json } from '#kernel/database';
import { testApp, type TestApp } from '#test/app';
import { tables } from '../../tables.ts';
import { anEpic, anOrderTicket, jiraClient } from './testing-jira.ts';

let app: TestApp;
let jira: Awaited<ReturnType<typeof jiraClient>>;
beforeAll(async () => {
  app = await testApp();
  jira = await jiraClient(app);
});
afterAll(() => app.close());

const made = async (ticket: object) => (await jira.post('/issue', ticket)).body as { id: string; key: string };
async function found(jql: string): Promise<{ keys: string[]; total: number }> {
  const { issues, total } = (await jira.post('/search', { jql, maxResults: 100 })).body;
  return { keys: issues.map(({ key }: { key: string }) => key).toSorted(), total };
}

test('a total knows nothing of deleted tickets, whatever is asked', async () => {
  const epic = await made(anEpic('Waves'));
  const gone = await made(anEpic('Tides'));
  const order = await made(anOrderTicket(epic.key));
  const dropped = await made(anOrderTicket(epic.key));
  await app.settle();
  for (const { key } of [gone, dropped]) expect((await jira.delete(`/issue/${key}`)).status).toBe(204);
  for (const [jql, keys] of [
    ['', [epic.key, order.key]],
    ['labels is EMPTY', [epic.key, order.key]],
    ['issuetype = Epic', [epic.key]],
    [`"Epic Link" = ${epic.key}`, [order.key]],
    ['summary ~ "cloud compute"', [order.key]],
    [`key = ${dropped.key}`, []],
  ] as const)
    expect([jql, await found(jql)]).toEqual([jql, { keys: keys.toSorted(), total: keys.length }]);
});

test('words of a ticket are its own: those of a project do not find the order of the same number, nor the order its former text', async () => {
  const epic = await made(anEpic('Dunes'));
  const order = await made(anOrderTicket(epic.key, { description: 'Needs gliders' }));
  await app.settle();
  const project = { issue_id: Number(order.id) + 1, summary: 'Zebra crossing', description: 'Okapi', fields: json({}) };
  await tables(app.kernel.database.read()).insertInto('ordering.jira_tickets').values(project).execute();
  expect((await found(`key = ${order.key} and summary ~ Zebra`)).total).toBe(0);
  expect((await found(`key = ${order.key} and description ~ okapi`)).total).toBe(0);
  await jira.put(`/issue/${order.key}`, { fields: { summary: 'Giraffe at noon', description: 'Needs kites' } });
  for (const [jql, total] of [
    ['summary ~ "giraffe noon"', 1],
    ['summary ~ "at giraffe"', 1],
    ['summary ~ "giraffe midnight"', 0],
    ['summary ~ compute', 0],
    ['description ~ kites', 1],
    ['description ~ gliders', 0],
  ] as const)
    expect([jql, (await found(`${jql} and key = ${order.key}`)).total]).toEqual([jql, total]);
});
