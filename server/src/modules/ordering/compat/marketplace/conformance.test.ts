import { existsSync, globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { market, type Market } from './market.fixture.ts';

const data = new URL('../../../../../../../shared/reference/data/ordering/', import.meta.url);
const isThere = existsSync(data);

interface Exchange {
  readonly name: string;
  readonly request: { method: 'GET' | 'POST' | 'PATCH'; path: string; body: unknown };
  readonly response: { status: number; contentType: string; body: unknown };
}
const exchanges: Exchange[] = isThere
  ? (JSON.parse(readFileSync(new URL('oms-cassettes/interactions.json', data), 'utf8')) as Exchange[])
  : [];

const ajv = new Ajv({ strict: false });
const schemas = new URL('marketplace-api/', data);
if (isThere)
  for (const name of globSync('**/*.json', { cwd: schemas.pathname }).filter((file) => !file.endsWith('swagger.json')))
    ajv.addSchema(
      JSON.parse(readFileSync(new URL(name, schemas), 'utf8')) as object,
      `https://marketplace.example/${name}`,
    );

/** The schema of the answer to a call, by its path. */
const schemaOf: readonly (readonly [RegExp, string])[] = [
  [/\/oms$/, 'oms/ordering/oms_index'],
  [/\/oms\/\d+$/, 'oms/ordering/oms_read'],
  [/\/events\?/, 'event/event_index'],
  [/\/projects(\?.*)?$/, 'project/project_index'],
  [/\/projects\/\d+$/, 'project/project_read'],
  [/\/project_items(\?.*)?$/, 'project_item/project_item_index'],
  [/\/project_items\/\d+$/, 'project_item/project_item_read'],
  [/\/messages\/\d+$/, 'message/message_read'],
];
function faultsOf(method: string, path: string, status: number, body: unknown) {
  const written = /\/messages(\?.*)?$/.test(path)
    ? method === 'POST'
      ? 'message/message_read'
      : 'message/message_index'
    : schemaOf.find(([form]) => form.test(path))?.[1];
  const name = status >= 400 ? 'error' : written;
  const validate = ajv.getSchema(`https://marketplace.example/${name}.json`);
  if (!validate) throw new Error(`no schema for ${method} ${path}`);
  void validate(body);
  return validate.errors ?? [];
}

/** Paths of all keys: `projects[].owner.email`. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [`${path}.${key}`, ...keysOf(part, `${path}.${key}`)]);
}

// Keys that the recordings of 2021 do not have yet or had nothing for, and one that they still have by its former name.
const later = /\.(uid|first_name|last_name|trigger_url)$|\.(trigger|oms_params)(\..+)?$/;
const setOf = (body: unknown) => [...new Set(keysOf(body).filter((key) => !later.test(key)))].toSorted();

let the: Market;
beforeAll(async () => {
  the = await market({ trigger: (name) => `https://${name.toLowerCase()}.example/trigger` });
  const read = the.app.kernel.database.read();
  const next = (table: string, value: number) =>
    sql`select setval(pg_get_serial_sequence(${table}, 'number'), ${value - 1})`.execute(read);
  await next('ordering.projects', 1436);
  const project = await the.project('Sample project');
  expect(project).toBe(1436);
  await next('ordering.messages', 657);
  await the.order(project, 'SOMBO', { comment: 'Sample message' });
  await the.order(project, 'SOMBO');
  await the.order(project, 'OMS2');
  await next('ordering.messages', 659);
}, 60_000);
afterAll(() => the.app.close());

describe.skipIf(!isThere)('the recorded exchanges of the reference adapter (oms-cassettes)', () => {
  const order = ['list', 'oms', 'sanity', 'get_project', 'create', 'get_message', 'update'];
  const place = ({ name }: Exchange) => order.findIndex((part) => name.includes(part));
  const inOrder = exchanges.toSorted((a, b) => place(a) - place(b));

  test.each(inOrder)('$name', async ({ request, response }) => {
    const path = request.path.replace('/api/v1', '');
    const answer = await the.call('anna', request.method, path, request.body ?? undefined);
    expect([answer.status, answer.headers['content-type']]).toEqual([response.status, response.contentType]);
    expect(setOf(answer.body)).toEqual(expect.arrayContaining(setOf(response.body)));
    const more = setOf(answer.body).filter((key) => !setOf(response.body).includes(key));
    // A list of events holds those of messages, too.
    expect(more.filter((key) => key !== '.events[].message_id')).toEqual([]);
    expect(faultsOf(request.method, path, answer.status, answer.body)).toEqual([]);
  });
});

describe.skipIf(!isThere)('every answer is as the published schemas say', () => {
  const get = async (path: string) => {
    const answer = await the.call('claire', 'GET', path);
    return { status: answer.status, faults: faultsOf('GET', path, answer.status, answer.body) };
  };
  test.each([
    '/oms',
    '/oms/2',
    '/oms/2/projects',
    '/oms/2/projects/1436',
    '/oms/2/projects/1436/project_items',
    '/oms/2/projects/1436/project_items/3',
    '/oms/2/messages?project_id=1436',
    '/oms/2/messages?project_id=1436&project_item_id=3',
    '/oms/2/events?from_timestamp=2020-01-01T00:00:00Z',
  ])('GET %s', async (path) => expect(await get(path)).toEqual({ status: 200, faults: [] }));
  test.each(['/oms/1', '/oms/77', '/oms/2/events?from_timestamp=100'])('GET %s, refused', async (path) => {
    const { status, faults } = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(faults).toEqual([]);
  });
  test('PATCH of an item, POST and PATCH of a message', async () => {
    const item = '/oms/2/projects/1436/project_items/3';
    const body = { status: { value: 'Set up', type: 'approved' }, user_secrets: { voucher_id: 'V-1' } };
    const patched = await the.call('claire', 'PATCH', item, body);
    expect([patched.status, faultsOf('PATCH', item, patched.status, patched.body)]).toEqual([200, []]);
    const author = { uid: 'op@idp', email: 'op@oms.example', name: 'Operator', role: 'provider' };
    const message = { project_id: 1436, project_item_id: 3, author, content: 'Done', scope: 'public' };
    const written = await the.call('claire', 'POST', '/oms/2/messages', message);
    expect([written.status, faultsOf('POST', '/oms/2/messages', 201, written.body)]).toEqual([201, []]);
    expect(written.body.author).toEqual(author);
    await the.app.settle();
    const events = '/oms/2/events?from_timestamp=2020-01-01T00:00:00Z&limit=100';
    const { body: list } = await the.call('claire', 'GET', events);
    expect(faultsOf('GET', events, 200, list)).toEqual([]);
    expect(list.events).toContainEqual(
      expect.objectContaining({
        changes: [
          { field: 'status.value', before: 'registered', after: 'Set up' },
          { field: 'status.type', before: 'registered', after: 'approved' },
          { field: 'user_secrets', before: '<OBFUSCATED>', after: '<OBFUSCATED>' },
        ],
      }),
    );
  });
});
