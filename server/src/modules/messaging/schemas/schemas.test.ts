import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, amsData, amsFault, amsText, hasAmsData, type AmsCaller } from '#test/messaging';

let portolan: TestApp;
let call: AmsCaller;
beforeAll(async () => {
  portolan = await testApp();
  call = amsCaller(portolan, await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] }));
  await call('POST', '/v1/projects/ARGO', {});
  await call('POST', '/v1/projects/OTHER', {});
});
afterAll(() => portolan.close());

const schemaAt = (name: string) => `/v1/projects/ARGO/schemas/${name}`;
const topicAt = (name: string) => `/v1/projects/ARGO/topics/${name}`;
const reference = (name: string) => ({ schema: `projects/ARGO/schemas/${name}` });
const invalid = (message: unknown) => amsFault(400, message, 'INVALID_ARGUMENT');
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, telephone: { type: 'string' } },
  required: ['name'],
};

async function schema(name: string, type = 'json', body: unknown = person): Promise<void> {
  expect(await call('POST', schemaAt(name), { type, schema: body })).toMatchObject({ status: 200 });
}
const publish = (topic: string, ...data: string[]) =>
  call('POST', `${topicAt(topic)}:publish`, { messages: data.map((each) => ({ data: each })) });

describe('schemas of a project', () => {
  test('are made, shown, listed, changed and deleted', async () => {
    const made = await call('POST', schemaAt('kept'), { type: 'JSON', schema: person });
    expect(made).toMatchObject({
      status: 200,
      body: { uuid: expect.any(String), name: 'projects/ARGO/schemas/kept', type: 'json', schema: person },
    });
    expect((await call('GET', schemaAt('kept'))).body).toEqual(made.body);
    expect((await call('GET', '/v1/projects/ARGO/schemas')).body).toEqual({ schemas: [made.body] });
    expect((await call('GET', '/v1/projects/OTHER/schemas')).body).toEqual({ schemas: [] });
    expect(await call('POST', schemaAt('kept'), { type: 'json', schema: {} })).toMatchObject(
      amsFault(409, 'Schema already exists', 'ALREADY_EXISTS'),
    );
    const renamed = await call('PUT', schemaAt('kept'), { name: 'projects/ARGO/schemas/moved' });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'projects/ARGO/schemas/moved', schema: person } });
    expect(await call('PUT', schemaAt('moved'), { name: 'moved' })).toMatchObject(
      invalid('wrong schema name declaration'),
    );
    // The type alone: the schema that is there is no Avro schema.
    expect(await call('PUT', schemaAt('moved'), { type: 'avro' })).toMatchObject(
      invalid('unknown type name: "object"'),
    );
    await schema('free');
    expect(await call('PUT', schemaAt('moved'), { name: 'projects/ARGO/schemas/free' })).toMatchObject({ status: 409 });
    for (const name of ['moved', 'free']) {
      expect(await call('DELETE', schemaAt(name))).toMatchObject({ status: 200, text: '' });
    }
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      expect(await call(method, schemaAt('moved'), method === 'PUT' ? {} : undefined)).toMatchObject(
        amsFault(404, "Schema doesn't exist", 'NOT_FOUND'),
      );
    }
  });

  test('are refused with what is wrong in them', async () => {
    const create = (body: unknown) => call('POST', schemaAt('refused'), body);
    for (const body of ['{', '[]', { type: 'json' }, { type: 'json', schema: 'text' }, { type: 1, schema: {} }]) {
      expect(await create(body)).toMatchObject(invalid('Invalid Schema Arguments'));
    }
    expect(await create({ type: 'xml', schema: {} })).toMatchObject(
      invalid("Schema type can only be 'json' or 'avro'"),
    );
    expect(await create({ type: 'json', schema: { type: 'unknown' } })).toMatchObject(
      invalid(expect.stringContaining('/unknown/')),
    );
    expect(await create({ type: 'avro', schema: { type: 'unknown' } })).toMatchObject(
      invalid('unknown type name: "unknown"'),
    );
    expect(await call('POST', schemaAt('a.b'), {})).toMatchObject(invalid('Invalid schema name'));
    expect((await call('GET', schemaAt('refused'))).status).toBe(404);
  });

  test('check a message that is sent to be checked', async () => {
    await schema('checking');
    expect(await call('POST', `${schemaAt('checking')}:validate`, { name: 'a' })).toMatchObject({
      status: 200,
      body: { message: 'Message validated successfully' },
    });
    expect(await call('POST', `${schemaAt('checking')}:validate`, {})).toMatchObject(
      invalid('Message 0 data is not valid,(root): name is required'),
    );
    await schema('checking-avro', 'avro', { type: 'string' });
    const ask = (body: unknown) => call('POST', `${schemaAt('checking-avro')}:validate`, body);
    expect(await ask({ data: 'AmE=' })).toMatchObject({ status: 200 });
    expect(await ask({ data: 'AmE' })).toMatchObject(
      invalid(expect.stringMatching(/^Message 0 is not in valid base64/)),
    );
    expect(await ask({})).toMatchObject(invalid('Invalid Schema Payload Arguments'));
    for (const body of ['{', { data: 1 }]) {
      expect(await ask(body)).toMatchObject(amsFault(400, 'Invalid Request Body', 'BAD_REQUEST'));
    }
  });
});

describe('a topic with a schema', () => {
  test('has it from its making or later, until it is taken off or deleted', async () => {
    await schema('worn');
    const made = await call('PUT', topicAt('made-with'), reference('worn'));
    expect(made).toMatchObject({
      status: 200,
      body: { name: '/projects/ARGO/topics/made-with', ...reference('worn') },
    });
    expect((await call('PUT', topicAt('later'), {})).body).not.toHaveProperty('schema');
    expect(await call('POST', `${topicAt('later')}:attachSchema`, reference('worn'))).toMatchObject({
      status: 200,
      text: '',
    });
    expect((await call('GET', topicAt('later'))).body).toMatchObject(reference('worn'));
    const { topics } = (await call('GET', '/v1/projects/ARGO/topics')).body;
    expect(topics.filter((topic: { schema?: string }) => topic.schema === reference('worn').schema)).toHaveLength(2);
    expect(await call('POST', `${topicAt('later')}:detachSchema`)).toMatchObject({ status: 200, text: '' });
    expect((await call('GET', topicAt('later'))).body).not.toHaveProperty('schema');
    expect((await publish('later', 'anything')).status).toBe(200);
    expect((await publish('made-with', 'anything')).status).toBe(400);
    await call('DELETE', schemaAt('worn'));
    expect((await call('GET', topicAt('made-with'))).body).not.toHaveProperty('schema');
    expect((await publish('made-with', 'anything')).status).toBe(200);
  });

  test('is refused one that is not there, of another project, or badly named', async () => {
    await call('POST', '/v1/projects/OTHER/schemas/theirs', { type: 'json', schema: {} });
    await call('PUT', topicAt('plain'), {});
    for (const [given, answer] of [
      ['projects/ARGO/schemas/none', amsFault(404, "Schema doesn't exist", 'NOT_FOUND')],
      ['projects/OTHER/schemas/theirs', amsFault(404, "Schema doesn't exist", 'NOT_FOUND')],
      ['/projects/ARGO/schemas/none', invalid('wrong schema name declaration')],
    ] as const) {
      expect(await call('PUT', topicAt('refused'), { schema: given })).toMatchObject(answer);
      expect(await call('POST', `${topicAt('plain')}:attachSchema`, { schema: given })).toMatchObject(answer);
    }
    expect((await call('GET', topicAt('refused'))).status).toBe(404);
    expect(await call('POST', `${topicAt('none')}:attachSchema`, '{')).toMatchObject({ status: 404 });
    for (const body of ['{', { schema: 1 }]) {
      expect(await call('POST', `${topicAt('plain')}:attachSchema`, body)).toMatchObject(
        amsFault(400, 'Invalid Request Body', 'BAD_REQUEST'),
      );
    }
  });

  test('checks by the schema as it stands, and takes all messages of a publish or none', async () => {
    await schema('changing');
    await call('PUT', topicAt('changing'), reference('changing'));
    await call('PUT', '/v1/projects/ARGO/subscriptions/changing', { topic: 'projects/ARGO/topics/changing' });
    expect(await publish('changing', base64({ name: 'a' }), base64({ telephone: 1 }))).toMatchObject(
      invalid(
        'Message 1 data is not valid.1)(root): name is required.2)telephone: Invalid type. Expected: string, given: integer.',
      ),
    );
    expect((await publish('changing', base64({ name: 'a' }))).body).toEqual({ messageIds: ['0'] });
    await call('PUT', schemaAt('changing'), { schema: { type: 'array' } });
    expect(await publish('changing', base64({ name: 'a' }))).toMatchObject(
      invalid('Message 0 data is not valid,(root): Invalid type. Expected: array, given: object'),
    );
    expect((await publish('changing', base64([]))).body).toEqual({ messageIds: ['1'] });
  });

  test('is not held up by a schema that is made to be slow', async () => {
    await schema('slow', 'json', {
      definitions: {
        deep: { anyOf: [{ items: { $ref: '#/definitions/deep' }, type: 'array' }, { $ref: '#/definitions/deep' }] },
      },
      $ref: '#/definitions/deep',
    });
    await call('PUT', topicAt('slow'), reference('slow'));
    expect(await publish('slow', base64([[[]]]))).toMatchObject(
      invalid('Message 0 data is not valid,(root): takes too much work to validate'),
    );
    expect(
      await call('POST', schemaAt('fetching'), {
        type: 'json',
        schema: { $ref: 'https://schemas.example/person.json' },
      }),
    ).toMatchObject(invalid(expect.stringContaining('nothing is fetched')));
  });
});

interface Case {
  schema: 'json' | 'avro';
  type: string;
  data: string[];
  body: unknown;
  status: number;
  message?: string;
  message_prefix?: string;
}
interface Cases {
  json_schema: unknown;
  avro_schema: unknown;
  publish: Case[];
  validate_call: Case[];
  create: (Omit<Case, 'schema'> & { schema: unknown })[];
}

describe.skipIf(!hasAmsData)('as upstream', () => {
  const answerOf = ({ status, message, message_prefix: prefix }: Omit<Case, 'schema'>) =>
    status === 200
      ? { status }
      : invalid(
          message ?? (prefix === undefined ? expect.any(String) : expect.stringMatching(new RegExp(`^${prefix}`))),
        );

  test('publishing, checking and making schemas answer the same', async () => {
    const cases = amsData<Cases>('schema-cases.json');
    await schema('json', 'json', cases.json_schema);
    await schema('avro', 'avro', cases.avro_schema);
    for (const type of ['json', 'avro']) await call('PUT', topicAt(`as-${type}`), reference(type));
    for (const each of cases.publish) {
      expect(await publish(`as-${each.schema}`, ...each.data)).toMatchObject(answerOf(each));
    }
    for (const each of cases.validate_call) {
      expect(await call('POST', `${schemaAt(each.schema)}:validate`, each.body)).toMatchObject(answerOf(each));
    }
    for (const [place, each] of cases.create.entries()) {
      const answer = await call('POST', schemaAt(`case-${place}`), { type: each.type, schema: each.schema });
      expect(answer).toMatchObject(answerOf(each));
    }
  });

  test('a real message of many records comes back as it was sent', async () => {
    const request = amsText('publish-request-metric_profile.json');
    await schema('metric_profile', 'avro', amsData('metric_profile.avsc'));
    await call('PUT', topicAt('sync'), reference('metric_profile'));
    await call('PUT', '/v1/projects/ARGO/subscriptions/sync', { topic: 'projects/ARGO/topics/sync' });
    expect(await call('POST', `${topicAt('sync')}:publish`, request)).toMatchObject({ status: 200 });
    const { messages } = JSON.parse(request) as { messages: { data: string; attributes: unknown }[] };
    const pulled = await call('POST', '/v1/projects/ARGO/subscriptions/sync:pull', { maxMessages: '10' });
    expect(pulled.body.receivedMessages).toHaveLength(messages.length);
    for (const [place, { message }] of pulled.body.receivedMessages.entries()) {
      expect(message).toMatchObject(messages[place] as object);
    }
  });
});
