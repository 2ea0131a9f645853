import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '#test/database';
import { contract } from '#contracts/contract';
import { anonymous, type Actor } from '#kernel/access';
import { FixedClock, systemClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { buildHttp, idempotent, ifMatch, route, wantsVersion, type App } from '#kernel/http';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { selfSignedPair } from '#libs/x509';

const anna: Actor = { ...anonymous, kind: 'person', id: 'anna', name: 'Anna de Wit' };
const clock = new FixedClock('2026-11-24T08:00:00.000Z');
let open: App[] = [];

afterEach(async () => {
  for (const app of open) await app.close();
  open = [];
});

async function build(tls?: { cert: string; key: string }, logger = createLogger('silent')) {
  const listening = await buildHttp({
    logger,
    metrics: createMetrics(),
    authenticate: async (request) => (request.headers['x-test'] === 'anna' ? anna : anonymous),
    trustProxy: undefined,
    publicUrl: 'http://localhost',
    tls,
  });
  open.push(listening.app);
  return listening;
}

const shared = { tag: 'test', audience: 'public', summary: 'For the test' } as const;
const Thing = z.object({ name: z.string().min(2), count: z.number().int() });
const makeThing = contract({
  ...shared,
  id: 'makeThing',
  method: 'POST',
  path: '/things',
  body: Thing,
  response: Thing,
  status: 201,
});
const readMine = contract({
  ...shared,
  id: 'readMine',
  method: 'GET',
  path: '/mine',
  audience: 'signed-in',
  response: z.object({ who: z.string() }),
});

describe('what goes wrong is answered as problem+json', () => {
  async function failingWith(error: unknown) {
    const { app } = await build();
    app.get('/fails', () => Promise.reject(error instanceof Error ? error : new Error(String(error))));
    const answer = await app.inject('/fails');
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      headers: answer.headers,
      body: answer.json<Record<string, unknown>>(),
    };
  }

  test.each([
    [
      new AppError('forbidden', 'order_approve_forbidden', 'Only the provider may approve'),
      403,
      'order_approve_forbidden',
    ],
    [new AppError('refused', 'transition_refused', 'Assign a shifter first'), 409, 'transition_refused'],
    [new AppError('conflict', 'stale_version', 'Order 1 was changed'), 409, 'stale_version'],
    [new AppError('unavailable', 'stopping', 'This process stops'), 503, 'stopping'],
    [notFound('order 12'), 404, 'not_found'],
  ])('%s', async (error, status, code) => {
    const { type, body, ...answer } = await failingWith(error);
    expect(answer.status).toBe(status);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ status, code, detail: error.message, type: `/api/docs#error-${code}` });
    expect(body['requestId']).toBe(answer.headers['x-request-id']);
  });

  test('every field at fault has its path and reason', async () => {
    const { body } = await failingWith(
      invalid('order_invalid', [{ path: 'parameters.cpu', message: 'takes at most 8' }]),
    );
    expect(body).toMatchObject({
      status: 400,
      code: 'order_invalid',
      detail: 'parameters.cpu: takes at most 8',
      errors: [{ path: 'parameters.cpu', message: 'takes at most 8' }],
    });
  });

  test('a limit says when to come back', async () => {
    const { headers, ...answer } = await failingWith(
      new AppError('limit', 'too_many_requests', 'Too many', { retryAfterSeconds: 42 }),
    );
    expect(answer.status).toBe(429);
    expect(headers['retry-after']).toBe('42');
  });

  test('text that the database cannot keep is the fault of who sent it', async () => {
    const { status, body } = await failingWith(Object.assign(new Error('invalid byte sequence'), { code: '22021' }));
    expect(status).toBe(400);
    expect(body['code']).toBe('invalid_value');
  });

  test('a bug tells nothing of the inside, and is logged with its stack under the same number', async () => {
    const sink = new PassThrough();
    const { app } = await build(undefined, createLogger('error', sink));
    app.get('/fails', () => Promise.reject(new Error('relation "ordering.secrets" does not exist')));
    const answer = await app.inject('/fails');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secrets');
    const { requestId } = answer.json<{ requestId: string }>();
    const logged = String(sink.read());
    expect(logged).toContain(requestId);
    expect(logged).toContain('ordering.secrets');
  });
});

describe('a contract', () => {
  test('refuses a body with the path and the reason of every field', async () => {
    const { app } = await build();
    route(app, makeThing, async ({ body }) => body);
    const good = await app.inject({ method: 'POST', url: '/things', payload: { name: 'ab', count: 1 } });
    expect([good.statusCode, good.json()]).toEqual([201, { name: 'ab', count: 1 }]);
    const bad = await app.inject({ method: 'POST', url: '/things', payload: { name: 'a', count: 'many' } });
    expect(bad.statusCode).toBe(400);
    expect(bad.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)).toEqual(['name', 'count']);
  });

  const anything = contract({
    ...makeThing,
    id: 'anything',
    body: z.object({ any: z.unknown() }).strict(),
    response: z.unknown(),
  });
  test.each([
    ['half of a surrogate pair', '{"any":{"list":["x","\\ud800"]}}', ['any.list.1']],
    ['a NUL', '{"any":"a\\u0000b"}', ['any']],
    ['a key that cannot be kept', '{"any":{"\\udc00x":1}}', ['any.\u{FFFD}x']],
    ['a value nested beyond all use', `{"any":${'['.repeat(9000)}${']'.repeat(9000)}}`, [`any${'.0'.repeat(64)}`]],
    ['keys that are not known', '{"any":1,"some":2,"other":3}', ['some', 'other']],
    ['no object', '[]', ['body']],
  ])('names the field with %s', async (_what, payload, paths) => {
    const { app } = await build();
    route(app, anything, async ({ body }) => body);
    const answer = await app.inject({
      method: 'POST',
      url: '/things',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(answer.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)).toEqual(paths);
  });

  test('names the key of the query and the part of the path that cannot be read', async () => {
    const { app } = await build();
    const find = contract({
      ...readMine,
      id: 'find',
      path: '/find/:number',
      audience: 'public',
      params: z.object({ number: z.coerce.number() }),
      query: z.object({ limit: z.coerce.number().default(1), q: z.string().optional() }),
    });
    route(app, find, async () => ({ who: 'x' }));
    const paths = async (url: string) =>
      (await app.inject(url)).json<{ errors: { path: string }[] }>().errors.map(({ path }) => path);
    expect(await paths('/find/1?q=%00')).toEqual(['query.q']);
    expect(await paths('/find/1?limit=x')).toEqual(['query.limit']);
    expect(await paths('/find/%FF')).toEqual(['params.number']);
  });

  test.each([
    ['no JSON', 'application/json', '{"name":', 400],
    ['another media type', 'text/csv', 'name;count', 415],
    ['too much', 'application/json', JSON.stringify({ name: 'x'.repeat(1_100_000), count: 1 }), 413],
  ])('answers %s with a problem', async (_what, type, payload, status) => {
    const { app } = await build();
    route(app, makeThing, async ({ body }) => body);
    const answer = await app.inject({ method: 'POST', url: '/things', payload, headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('for people signed in turns others away', async () => {
    const { app } = await build();
    route(app, readMine, async ({ request }) => ({ who: request.actor.name }));
    expect((await app.inject('/mine')).json()).toMatchObject({ status: 401, code: 'sign_in_required' });
    expect((await app.inject({ url: '/mine', headers: { 'x-test': 'anna' } })).json()).toEqual({ who: 'Anna de Wit' });
  });
});

describe('If-Match', () => {
  test('takes a version, any, or none, and refuses the rest', async () => {
    const { app } = await build();
    app.get('/version', async (request) => ({ seen: ifMatch(request) ?? null }));
    const seen = async (header?: string) =>
      (await app.inject({ url: '/version', headers: header === undefined ? {} : { 'if-match': header } })).json<{
        seen?: number | null;
        code?: string;
      }>();
    expect((await seen()).seen).toBeNull();
    expect((await seen('*')).seen).toBeNull();
    expect((await seen('"7"')).seen).toBe(7);
    expect((await seen('W/"7"')).seen).toBe(7);
    expect((await seen('"seven"')).code).toBe('if_match_unreadable');
  });

  test('a version that was passed is a conflict, none and the same are not', () => {
    expect(() => wantsVersion(6, 7, 'Order 1')).toThrow(
      expect.objectContaining({ code: 'stale_version', details: { seen: 6, actual: 7 } }),
    );
    wantsVersion(7, 7, 'Order 1');
    wantsVersion(undefined, 7, 'Order 1');
  });
});

describe('Idempotency-Key', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  async function counting() {
    const { app } = await build();
    let made = 0;
    app.post('/count', (request) =>
      database.transact((tx) =>
        idempotent(tx, request, clock, async () => {
          const body = request.body as { fail?: boolean } | null;
          if (body?.fail === true) throw new AppError('refused', 'not_now', 'Not now');
          made += 1;
          return { made };
        }),
      ),
    );
    const send = (key: string | undefined, payload: object = { n: 1 }, who = 'anna') =>
      app.inject({
        method: 'POST',
        url: '/count',
        payload,
        headers: { 'x-test': who, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      });
    return { send, count: () => made };
  }

  test('a second request gets the first answer, and nothing happens twice', async () => {
    const { send, count } = await counting();
    const first = await send('key-1');
    const second = await send('key-1');
    expect(second.json()).toEqual(first.json());
    expect(count()).toBe(1);
  });

  test('two requests at the same moment have one effect', async () => {
    const { send, count } = await counting();
    const answers = await Promise.all([send('key-2'), send('key-2'), send('key-2')]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(count()).toBe(1);
  });

  test('another body under the same key is refused; another person has keys of their own; no key means every time', async () => {
    const { send, count } = await counting();
    await send('key-3');
    expect((await send('key-3', { n: 2 })).json()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    await send('key-3', { n: 1 }, 'somebody else');
    await send(undefined);
    await send(undefined);
    expect(count()).toBe(4);
    expect((await send('x'.repeat(201))).json()).toMatchObject({ status: 400, code: 'idempotency_key_unreadable' });
  });

  test('a request that failed may be sent again under its key', async () => {
    const { send, count } = await counting();
    expect((await send('key-4', { fail: true })).statusCode).toBe(409);
    expect((await send('key-4', { fail: false })).statusCode).toBe(200);
    expect(count()).toBe(1);
  });
});

describe('a stop', () => {
  const validity = () => {
    const now = Date.parse(systemClock.now());
    return { validFrom: new Date(now - 60_000).toISOString(), validUntil: new Date(now + 3_600_000).toISOString() };
  };

  test('lets requests under way finish on both listeners, and takes no new ones', async () => {
    const pair = selfSignedPair({ commonName: 'test', names: ['127.0.0.1'], ...validity() });
    const { app, listenTls } = await build({ cert: pair.certificate, key: pair.key });
    const waiting = { count: 0 };
    const release = Promise.withResolvers<void>();
    app.get('/slow', async () => {
      waiting.count += 1;
      await release.promise;
      return { done: true };
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const tlsPort = await listenTls(0, '127.0.0.1');

    const plain = fetch(`http://127.0.0.1:${port}/slow`).then((answer) => answer.json());
    const secure = overTls(`https://127.0.0.1:${tlsPort}/slow`, pair.certificate);
    await expect.poll(() => waiting.count).toBe(2);
    const closed = app.close();
    await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow();
    release.resolve();
    expect(await plain).toEqual({ done: true });
    expect(await secure).toBe('{"done":true}');
    await closed;
  });
});

function overTls(url: string, ca: string): Promise<string> {
  return new Promise((done, fail) => {
    https
      .get(url, { ca, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => done(text));
      })
      .on('error', fail);
  });
}
