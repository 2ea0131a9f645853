import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
const argo = '/api/messaging/projects/ARGO';
const schemas = `${argo}/schemas`;
const sofia = () => app.as('sofia');
beforeAll(async () => {
  app = await testApp();
  await sofia().post('/api/messaging/projects', { name: 'ARGO' });
  await sofia().post(`${argo}/topics`, { name: 'people' });
});
afterAll(() => app.close());

const person = { type: 'object', required: ['name'] };
const data = (value: unknown) => ({ data: btoa(JSON.stringify(value)) });

test('a schema is added, tried, given to a topic and taken away again', async () => {
  const made = await sofia().post(schemas, { name: 'person', type: 'json', schema: JSON.stringify(person) });
  expect(made.status, made.text).toBe(201);
  expect(made.body).toEqual({ name: 'person', type: 'json', topics: [], schema: JSON.stringify(person, null, 2) });
  expect((await sofia().post(`${schemas}/person/try`, data({ name: 'Ada' }))).status).toBe(204);
  expect(await sofia().post(`${schemas}/person/try`, data({}))).toMatchObject({
    status: 400,
    body: { code: 'message_unfit', detail: expect.stringContaining('name is required') },
  });

  expect((await sofia().put(`${argo}/topics/people/schema`, { schema: 'person' })).body.schema).toBe('person');
  expect((await sofia().get(schemas)).body.items).toEqual([{ name: 'person', type: 'json', topics: ['people'] }]);
  expect((await sofia().post(`${argo}/topics/people/messages`, data({}))).body.code).toBe('message_unfit');
  const looser = { type: 'json', schema: '{"type":"object"}' };
  expect((await sofia().put(`${schemas}/person`, looser)).body.topics).toEqual(['people']);
  expect((await sofia().post(`${argo}/topics/people/messages`, data({}))).status).toBe(201);
  expect((await sofia().put(`${argo}/topics/people/schema`, { schema: null })).body.schema).toBeNull();
  expect((await sofia().delete(`${schemas}/person`)).status).toBe(204);
  expect((await sofia().get(`${schemas}/person`)).status).toBe(404);
});

test('each of it is recorded', async () => {
  const { items } = (await sofia().get(`${argo}/activity?limit=7`)).body;
  expect(items.map(({ action }: { action: string }) => action.slice('messaging.'.length))).toEqual([
    'delete_schema',
    'set_topic_schema',
    'publish',
    'update_schema',
    'set_topic_schema',
    'create_schema',
    'create_topic',
  ]);
  expect(items[4].details).toEqual({ topic: 'people', before: null, after: 'person' });
});

test.each([
  ['json', '{"type": ', 'It is no JSON'],
  ['json', '3', 'Give a JSON object'],
  ['json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'levels deep'],
  ['json', '{"multipleOf": 0}', 'multipleOf must be strictly greater than 0'],
  ['avro', '{"type": "object"}', 'unknown type name'],
])('%s %.20s is refused at its field', async (type, schema, message) => {
  const answer = await sofia().post(schemas, { name: 'wrong', type, schema });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path: 'schema', message: expect.stringContaining(message) }]);
});

test('who administers nothing finds no schema', async () => {
  for (const answer of [
    await app.as('jonas').get(schemas),
    await app.as('jonas').post(schemas, { name: 'mine', type: 'json', schema: '{}' }),
    await app.as('jonas').put(`${argo}/topics/people/schema`, { schema: null }),
  ])
    expect(answer.status).toBe(404);
});
