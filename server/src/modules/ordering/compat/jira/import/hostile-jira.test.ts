import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anEpic, anOrderTicket, custom } from '../testing-jira.ts';
import { countRows, importer, sourceJira, type Importer, type SourceJira } from './import.fixture.ts';

// What may go wrong on the way to another Jira, and what its administrator may get wrong.

let source: SourceJira;
let target: Importer;
let order: string;
beforeAll(async () => {
  source = await sourceJira();
  const epic = (await source.jira.post('/issue', anEpic('Waves'))).body.key;
  order = (await source.jira.post('/issue', anOrderTicket(epic))).body.key;
  await source.attach(order, 'plan.txt', 'the plan of the waves');
  await source.app.settle();
  target = await importer(source);
});
afterEach(() => {
  source.hooks.mishap = undefined;
  source.hooks.alter = undefined;
  target.waits.length = 0;
});
afterAll(async () => {
  await target.app.close();
  await source.close();
});

const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1>' };
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const only = (part: string, mishap: ReturnType<typeof json>) => (path: string) =>
  path.includes(part) ? mishap : undefined;

describe('an import that cannot begin says why, and writes nothing', () => {
  test.each([
    ['a wrong password', { signIn: { kind: 'password', user: 'jira', password: 'wrong' } }, 'does not know this name'],
    ['an unknown project', { project: 'NOPE' }, 'has no project NOPE. It has EOSCSO'],
    ['no key of a project', { project: 'x" OR 1=1' }, 'has no project'],
    ['an address of nobody', { url: 'http://127.0.0.1:1/jira' }, 'also when asked again'],
    ['no day', { since: 'yesterday' }, '"yesterday" is no day'],
    ['a mapping that is no JSON', { mapping: 'types: order' }, 'The mapping is no JSON'],
    ['a part that no mapping has', { mapping: '{"sorts":{}}' }, 'sorts'],
    [
      'a field that is not ours',
      { mapping: '{"fields":{"SO-9":"x"}}' },
      '"SO-9", which is no field of ours. They are Epic',
    ],
    [
      'a field that is not theirs',
      { mapping: '{"fields":{"SO-1":"Order data"}}' },
      'no field "Order data", which the mapping names for SO-1. It has Epic Link (customfield_10100)',
    ],
    ['a type that is not theirs', { mapping: '{"types":{"order":["Access request"]}}' }, 'It has Epic, Service order'],
    ['a state that is none', { mapping: '{"statuses":{"Done":"finished"}}' }, 'statuses.Done'],
    [
      'an option that is none',
      { mapping: '{"options":{"CP-CustomerTypology":{"A":"somebody"}}}' },
      'which takes single_user',
    ],
  ] as const)('%s', async (_what, more, message) => {
    const before = await countRows(target.app);
    await expect(target.run(more as never)).rejects.toThrow(message);
    expect(await countRows(target.app)).toEqual(before);
  });

  test.each([
    ['a page instead of JSON', html, 'does not speak as a Jira'],
    ['another program', json(200, { hello: 'world' }), 'answers, but not as a Jira'],
    ['a page that is not there', { ...html, status: 404 }, 'answers 404 and no JSON'],
    [
      'a way that leads elsewhere',
      { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' },
      'leads to https://elsewhere.example/',
    ],
    [
      'broken JSON',
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"version"' },
      'does not speak as a Jira',
    ],
    ['a captcha', json(403, {}, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE' }), 'asks for a captcha'],
  ])('%s', async (_what, mishap, message) => {
    source.hooks.mishap = () => mishap;
    await expect(target.run()).rejects.toThrow(message);
  });

  test('an address in a private network that nobody allowed', async () => {
    const fenced = await importer(source, { OUTWARD_ALLOW: '' });
    try {
      await expect(fenced.run()).rejects.toThrow('A portal administrator can allow it with OUTWARD_ALLOW');
    } finally {
      await fenced.app.close();
    }
  });
});

describe('a preview under way', () => {
  const preview = () => target.run({ dryRun: true });

  test('waits as a busy server asks, and as long as it is away', async () => {
    const answers = [json(429, {}, { 'retry-after': '7' }), json(503, {}), json(503, {})];
    source.hooks.mishap = (path) => (path.includes('/search') ? answers.shift() : undefined);
    expect(await preview()).toMatchObject({ complete: true, counts: { imported: 2 } });
    expect(target.waits).toEqual([7000, 2000, 4000]);
  });

  test('ends with a report where the server stays busy', async () => {
    source.hooks.mishap = only('/search', json(503, {}));
    expect(await preview()).toMatchObject({ complete: false, brokenOff: expect.stringContaining('answers 503') });
    source.hooks.mishap = only('/search', json(429, {}, { 'retry-after': '86400' }));
    target.waits.length = 0;
    expect(await preview()).toMatchObject({ complete: false });
    expect(target.waits).toEqual([]);
  });

  test('ends where the pages of the search do not', async () => {
    source.hooks.alter = (path, body) => (path.includes('/search') ? { ...body, total: 1_000_000 } : body);
    source.hooks.mishap = (path) =>
      /startAt=(?!0)/.test(path) && path.includes('/search')
        ? json(200, { total: 1_000_000, issues: [{ id: '3', key: 'EOSCSO-3', fields: {} }] })
        : undefined;
    const report = await preview();
    expect(report.complete).toBe(false);
    expect(report.brokenOff).toContain('do not end');
  });

  test('reads a cloud, which has no search with offsets', async () => {
    source.hooks.mishap = (path) => (/\/search\?/.test(path) ? json(410, { errorMessages: ['Gone'] }) : undefined);
    expect(await preview()).toMatchObject({ complete: true, counts: { imported: 2 } });
  });

  test('tells of a ticket that cannot be read, and goes on', async () => {
    source.hooks.alter = (path, body) =>
      path.includes('/issue/') && body.key === order ? { ...body, fields: { ...body.fields, created: 'soon' } } : body;
    const { tickets, complete } = await preview();
    expect(complete).toBe(true);
    expect(tickets.find(({ key }) => key === order)).toMatchObject({
      outcome: 'failed',
      notes: ['"soon" is no moment'],
    });
  });

  test('takes a ticket of a type that is left out, and of one that is no order', async () => {
    const left = await target.run({ dryRun: true, mapping: '{"types":{"ignore":["Service order"],"order":[]}}' });
    expect(left.counts).toMatchObject({ left_out: 1, imported: 1 });
    source.hooks.alter = (path, body) =>
      path.includes('/issue/') && body.key === order
        ? { ...body, fields: { ...body.fields, issuetype: { id: '3', name: 'Task' }, [custom('SO-1')]: null } }
        : body;
    const { tickets } = await preview();
    expect(tickets.find(({ key }) => key === order)).toMatchObject({
      outcome: 'to_complete',
      notes: expect.arrayContaining(['a ticket of the type "Task" is no order']),
    });
  });
});

test('a file that is too large, larger than it says, or elsewhere is left out; the next import brings it', async () => {
  const withFile = async (change: Record<string, unknown>) => {
    source.hooks.alter = (path, body) =>
      path.includes('/issue/') && body.key === order
        ? {
            ...body,
            fields: {
              ...body.fields,
              attachment: body.fields.attachment.map((file: object) => ({ ...file, ...change })),
            },
          }
        : body;
    const { tickets } = await target.run({ mostFileBytes: 1000 });
    return tickets.find(({ key }) => key === order);
  };
  expect(await withFile({ size: 5000 })).toMatchObject({
    outcome: 'imported',
    files: 0,
    notes: ['the file plan.txt has 5000 bytes, more than the 1000 that are taken'],
  });
  source.hooks.mishap = (path) =>
    path.includes('/secure/') ? { status: 200, body: Buffer.alloc(100_000) } : undefined;
  expect(await withFile({})).toMatchObject({
    outcome: 'unchanged',
    notes: [expect.stringContaining('is longer than 1000 bytes')],
  });
  source.hooks.mishap = undefined;
  expect(await withFile({ content: 'https://elsewhere.example/secret' })).toMatchObject({
    outcome: 'unchanged',
    notes: [expect.stringContaining('lies outside of')],
  });
  expect(await withFile({})).toMatchObject({ outcome: 'updated', files: 1, notes: [] });
  source.hooks.alter = undefined;
  expect((await target.run()).counts).toMatchObject({ unchanged: 2, files: 0 });
});
