import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '#test/app';
import { tables } from '../../../tables.ts';
import { anEpic, anOrderTicket, custom } from '../testing-jira.ts';
import { ticketOf } from '../jira-names.ts';
import { countRows, importer, sourceJira, type Importer, type SourceJira } from './import.fixture.ts';

// Two installations: the tickets of one come over real HTTP to the other.

let source: SourceJira;
let target: Importer;
let epic: string;
let worked: string;
let waiting: string;
let broken: string;
let homelessOrder: string;
let odd: string;

const make = async (body: unknown): Promise<string> => {
  const answer = await source.jira.post('/issue', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.key;
};
const at = (moment: string) => source.app.clock.set(`2026-11-${moment}:00.000Z`);
const move = async (key: string, id: string) =>
  expect((await source.jira.post(`/issue/${key}/transitions`, { transition: { id } })).status).toBe(204);
const edit = async (key: string, fields: Record<string, unknown>) =>
  expect((await source.jira.put(`/issue/${key}`, { fields })).status).toBe(204);
const numberThere = (key: string) => ticketOf(Number(key.split('-')[1])).number;
const say = (key: string, scope: string, body: string) =>
  source.app.as('anna').post(`/api/orders/${numberThere(key)}/messages`, { scope, body });

beforeAll(async () => {
  source = await sourceJira();
  at('23T09:00');
  epic = await make(anEpic('Waves of the North Sea'));
  worked = await make(anOrderTicket(epic, { description: 'Eight cores, please' }));
  await edit(worked, { labels: ['waves'] });
  at('23T10:00');
  await say(worked, 'public', 'Looks good to us');
  await say(worked, 'internal', 'CESNET has room');
  at('23T11:00');
  await move(worked, '21');
  await source.attach(worked, 'plan.txt', 'the plan of the waves');
  at('24T09:30');
  await move(worked, '41');
  at('24T15:00');
  await move(worked, '71');

  at('25T08:00');
  waiting = await make(anOrderTicket(epic));
  const desk = { assignee: { name: 'anna@desk.example' }, priority: { name: 'High' } };
  await edit(waiting, desk);
  await move(waiting, '21');
  at('25T09:00');
  await move(waiting, '31');
  at('25T10:00');
  broken = await make(anOrderTicket(epic, { [custom('SO-1')]: '{"category":' }));
  at('25T11:00');
  homelessOrder = await make(anOrderTicket(undefined));
  at('25T12:00');
  odd = await make(anOrderTicket(epic, { summary: 'An odd one' }));
  await move(odd, '21');
  await source.app.settle();
  at('26T09:00');

  // A status of its own for one ticket, a link between two, an order without an epic: the face has none of these.
  source.hooks.alter = (path, body) => {
    if (path.includes('/search')) return body;
    if (body.key === homelessOrder) return { ...body, fields: { ...body.fields, [custom('Epic Link')]: null } };
    if (body.key === odd) {
      const strange = { ...body.fields.status, id: '10017', name: 'Being looked at' };
      for (const history of body.changelog.histories)
        for (const item of history.items)
          if (item.to === '2') Object.assign(item, { to: '10017', toString: 'Being looked at' });
      const type = { name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' };
      const relates = { name: 'Relates', inward: 'relates to', outward: 'relates to' };
      const issuelinks = [
        { id: '1', type, outwardIssue: { key: worked } },
        { id: '2', type: relates, inwardIssue: { key: waiting } },
      ];
      return { ...body, fields: { ...body.fields, status: strange, issuelinks } };
    }
    if (path.endsWith('/status'))
      return [...body, { id: '10017', name: 'Being looked at', statusCategory: { key: 'indeterminate' } }];
    return body;
  };
  target = await importer(source);
});
afterAll(async () => {
  await target.app.close();
  await source.close();
});

const mailsOf = (app: TestApp) =>
  app.kernel.database.read().selectFrom('kernel.mails').select(['recipient', 'subject']).execute();
const there = async (key: string) => {
  const row = await tables(target.app.kernel.database.read())
    .selectFrom('ordering.jira_foreign_tickets as ticket')
    .innerJoin('ordering.orders as order', 'order.id', 'ticket.order_id')
    .selectAll('order')
    .where('issue_key', '=', key)
    .executeTakeFirstOrThrow();
  const { body } = await target.app.as('anna').get(`/api/orders/${row.number}`);
  return { row, body };
};

test('a preview says what would come, and writes nothing', async () => {
  const before = await countRows(target.app);
  const report = await target.run({ dryRun: true });
  expect(report.counts).toMatchObject({ imported: 5, to_complete: 2, updated: 0, failed: 0, files: 1 });
  expect(report.tickets.find(({ key }) => key === worked)).toMatchObject({ comments: 4, files: 1, number: null });
  expect(await countRows(target.app)).toEqual(before);
});

test('orders come with their project, customer, words, files, states and their times', async () => {
  const report = await target.run();
  expect(report).toMatchObject({ complete: true, brokenOff: null, source: source.url, wentOnFrom: null });
  expect(report.counts).toMatchObject({ imported: 5, to_complete: 2, failed: 0, unchanged: 0, files: 1 });
  await target.app.settle();

  const { row, body } = await there(worked);
  expect(row).toMatchObject({
    state: 'ready',
    source: 'import',
    customer_email: 'john.doe@elsewhere.example',
    submitted_at: '2026-11-23T09:00:00.000Z',
    state_since: '2026-11-24T15:00:00.000Z',
    decided_at: '2026-11-24T09:30:00.000Z',
    first_reply_at: '2026-11-23T10:00:00.000Z',
    tags: ['waves'],
    project_name: 'Waves of the North Sea',
  });
  expect(body.parameters.find((one: { label: string }) => one.label === 'Number of VM instances').value).toBe(3);
  const said = body.timeline.filter((entry: { kind: string }) => entry.kind === 'message').toReversed();
  expect(said.map((one: Record<string, unknown>) => [one['at'], one['scope'], one['text']])).toEqual([
    ['2026-11-23T09:00:00.000Z', 'public', 'Eight cores, please'],
    ['2026-11-23T10:00:00.000Z', 'public', 'Looks good to us'],
    ['2026-11-23T10:00:00.000Z', 'internal', 'CESNET has room'],
    ['2026-11-23T11:00:00.000Z', 'public', 'Attached plan.txt'],
  ]);
  expect(said[0].by).toEqual({ name: 'John Doe', role: 'customer' });
  expect(said[1].by).toEqual({ name: 'Anna de Wit', role: 'shifter' });
  const [file] = said[3].files;
  const bytes = await target.app.as('anna').get(`/api/orders/${row.number}/files/${file.id}`);
  expect([bytes.status, bytes.text]).toEqual([200, 'the plan of the waves']);
  const states = body.timeline.filter((entry: { kind: string }) => entry.kind === 'state').toReversed();
  expect(states.map((one: Record<string, unknown>) => [one['at'], one['state'], one['irregular']])).toEqual([
    ['2026-11-23T09:00:00.000Z', 'created', false],
    ['2026-11-23T09:00:00.000Z', 'registered', false],
    ['2026-11-23T11:00:00.000Z', 'in_progress', false],
    ['2026-11-24T09:30:00.000Z', 'approved', false],
    ['2026-11-24T15:00:00.000Z', 'ready', false],
  ]);
});

test('the desk finds who works it, how urgent it is, and for whom it waits', async () => {
  const { row } = await there(waiting);
  expect(row).toMatchObject({
    state: 'waiting_for_response',
    priority: 'very urgent',
    assignee_id: target.app.idOf('anna'),
    waiting_for: 'customer',
    paused_at: '2026-11-25T09:00:00.000Z',
  });
});

test('what cannot be placed waits to be completed, with the reason', async () => {
  const { row, body } = await there(broken);
  expect(row).toMatchObject({ state: 'registered', tags: ['to-be-completed'], project_name: 'Waves of the North Sea' });
  expect(body.desk.raw.legacyLine ?? row.raw).toContain('{"category":');
  expect((await there(homelessOrder)).row).toMatchObject({
    tags: ['to-be-completed'],
    project_name: 'Orders without a project',
  });
});

test('a status that is not ours keeps its word, and links become ours', async () => {
  const { row, body } = await there(odd);
  expect(row).toMatchObject({ state: 'in_progress', value: 'Being looked at', given_value: 'Being looked at' });
  const links = await tables(target.app.kernel.database.read())
    .selectFrom('ordering.order_links')
    .select(['from_id', 'to_id', 'relation'])
    .execute();
  expect(links).toEqual([{ from_id: row.id, to_id: (await there(worked)).row.id, relation: 'duplicate_of' }]);
  const noted = body.timeline.map((entry: { text: string }) => entry.text);
  const other = (await there(waiting)).row.number;
  expect(noted).toContain(`said in the ticket: relates to ${waiting}, which is order ${other}`);
});

test('nobody gets a mail, no order system and no client of tickets is told', async () => {
  await target.app.settle();
  expect(await mailsOf(target.app)).toEqual([]);
  const read = tables(target.app.kernel.database.read());
  expect(await read.selectFrom('ordering.oms_events').selectAll().execute()).toEqual([]);
  expect(await read.selectFrom('ordering.procedure_runs').selectAll().execute()).toEqual([]);
  target.app.clock.set('2026-12-20T12:00:00.000Z');
  const { jobs } = target.app.kernel;
  for (const name of ['ordering.ask-for-ratings', 'ordering.remind-customers', 'ordering.warn-of-clocks'])
    await jobs.runNow(name, {});
  await target.app.settle();
  expect(await mailsOf(target.app)).toEqual([]);
  target.app.clock.set('2026-11-27T12:00:00.000Z');
});

test('clocks of open orders run on: what they showed before is not mailed, what they show later is, once', async () => {
  const told = async (key: string) =>
    tables(target.app.kernel.database.read())
      .selectFrom('ordering.clock_notices')
      .select(['clock', 'kind'])
      .where('order_id', '=', (await there(key)).row.id)
      .execute();
  const mailedAt = async (moment: string) => {
    target.app.clock.set(moment);
    await target.app.kernel.jobs.runNow('ordering.warn-of-clocks', {});
    await target.app.settle();
    return (await mailsOf(target.app)).map(({ subject }) => subject.replace(/^\[\d+\] /, ''));
  };
  expect(await told(broken)).toContainEqual({ clock: 'first_reply', kind: 'warning' });
  expect(await mailedAt('2026-11-27T12:00:00.000Z')).toEqual([]);
  expect(await mailedAt('2026-12-07T12:00:00.000Z')).toEqual(['The decision is due soon']);
  expect(await mailedAt('2026-12-07T12:10:00.000Z')).toEqual(['The decision is due soon']);
  await target.app.kernel.database.transact((tx) => tx.deleteFrom('kernel.mails').execute());
  target.app.clock.set('2026-11-27T12:00:00.000Z');
});

test('twice gives nothing twice, and asks for no ticket that did not change', async () => {
  const before = await countRows(target.app);
  source.calls.length = 0;
  const report = await target.run();
  expect(report.counts).toMatchObject({ imported: 0, to_complete: 0, updated: 0, unchanged: 7 });
  expect(source.calls.filter((path) => path.includes('/issue/'))).toEqual([]);
  expect(await countRows(target.app)).toEqual({ ...before, 'kernel.audit': (before['kernel.audit'] ?? 0) + 1 });
});

describe('what happened in between', () => {
  test('comes, and nothing else', async () => {
    at('28T10:00');
    expect((await source.jira.post(`/issue/${waiting}/comment`, { body: 'Two sites are fine' })).status).toBe(201);
    await source.app.settle();
    const before = await countRows(target.app);
    const report = await target.run();
    expect(report.tickets.find(({ key }) => key === waiting)).toMatchObject({
      outcome: 'updated',
      comments: 1,
      states: 1,
    });
    expect(report.counts).toMatchObject({ updated: 1, unchanged: 6 });
    const after = await countRows(target.app);
    expect([after['ordering.messages'], after['ordering.status_entries'], after['ordering.orders']]).toEqual([
      (before['ordering.messages'] ?? 0) + 1,
      (before['ordering.status_entries'] ?? 0) + 1,
      before['ordering.orders'],
    ]);
    const { row, body } = await there(waiting);
    expect(row).toMatchObject({ state: 'in_progress', paused_at: null, state_since: '2026-11-28T10:00:00.000Z' });
    expect(body.timeline.find((entry: { text: string }) => entry.text === 'Two sites are fine').by).toMatchObject({
      role: 'customer',
    });
    await target.app.settle();
    expect(await mailsOf(target.app)).toEqual([]);
  });

  test('the state of an order that is worked here since is left to the desk', async () => {
    const { row } = await there(waiting);
    const moved = await target.app
      .as('anna')
      .post(`/api/orders/${row.number}/transitions`, { action: 'ask', message: 'Which sites?' });
    expect(moved.status, moved.text).toBe(200);
    at('28T11:00');
    await move(waiting, '41');
    await say(waiting, 'public', 'Approved there');
    await source.app.settle();
    const report = await target.run();
    expect(report.tickets.find(({ key }) => key === waiting)).toMatchObject({
      outcome: 'updated',
      states: 0,
      comments: 1,
      notes: ['the order is worked here since: the new status "Approved" is left out'],
    });
    expect((await there(waiting)).row.state).toBe('waiting_for_response');
  });
});

test('an import that is stopped goes on where it stopped', async () => {
  const second = await importer(source);
  try {
    const stop = new AbortController();
    const first = await second.run({
      signal: stop.signal,
      progress: (done) => (done === 3 ? stop.abort() : undefined),
    });
    expect(first).toMatchObject({ complete: false, brokenOff: expect.stringContaining('Start it again') });
    expect(first.tickets).toHaveLength(3);
    source.calls.length = 0;
    const rest = await second.run();
    expect(rest.wentOnFrom).toBe('2026-11-24');
    expect(rest.tickets.map(({ outcome }) => outcome)).not.toContain('failed');
    expect(rest.counts.imported + rest.counts.to_complete).toBe(4);
    const orders = await tables(second.app.kernel.database.read())
      .selectFrom('ordering.orders')
      .select('source_key')
      .execute();
    expect(new Set(orders.map((order) => order.source_key)).size).toBe(5);
    expect(orders).toHaveLength(5);
    expect((await second.run()).wentOnFrom).toBeNull();
  } finally {
    await second.app.close();
  }
});
