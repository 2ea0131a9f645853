import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { anonymous, type Actor } from '#kernel/access';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import { loadConfig } from '#kernel/config';
import { buildHttp, type App } from '#kernel/http';
import { createLogger } from '#kernel/logging';
import { healthRoutes, liveRoutes } from '#kernel/operate';

const person = (id: string): Actor => ({ ...anonymous, kind: 'person', id, name: id });
let kernel: Kernel;
let app: App;
let stopping: boolean;
let logged: string;

async function open(environment: Record<string, string> = {}) {
  const config = loadConfig({ DATA_DIR: 'memory', LOG_LEVEL: 'silent', NODE_ENV: 'test', ...environment });
  kernel = await assembleKernel({ config, database: await testDatabase() });
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  ({ app } = await buildHttp({
    logger: createLogger('info', sink),
    metrics: kernel.metrics,
    authenticate: async ({ headers }) => {
      const id = headers['x-test'];
      return typeof id === 'string' ? person(id) : anonymous;
    },
    trustProxy: undefined,
    publicUrl: config.publicUrl,
  }));
  await app.register(healthRoutes(kernel, () => stopping));
  await app.register(liveRoutes(kernel, () => stopping));
  app.get('/a/:token', async () => ({}));
}
beforeEach(() => {
  stopping = false;
  logged = '';
});
afterEach(async () => {
  await app.close();
  await kernel.close();
});

describe('health', () => {
  test('a process that stops, or whose database is away, lives and is not ready', async () => {
    await open();
    const status = async (url: string) => (await app.inject(url)).statusCode;
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
    stopping = true;
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
    stopping = false;
    await kernel.database.close();
    const away = await app.inject('/readyz');
    expect([away.statusCode, away.json()]).toEqual([503, { status: 'database does not answer' }]);
    expect(await status('/healthz')).toBe(200);
    kernel = { ...kernel, close: async () => undefined };
  });
});

describe('metrics', () => {
  test('count requests by operation and status, never by address, and what waits in the outbox', async () => {
    await open();
    await app.inject('/a/secret-token-1');
    await app.inject('/a/secret-token-2');
    await kernel.database.transact((tx) =>
      kernel.publish(tx, { type: 'test.waits', aggregate: 'thing:1', payload: {}, audience: [] }),
    );
    const stop = kernel.live.follow(['role:shifter'], () => undefined);
    const { body, headers } = await app.inject('/metrics');
    stop();
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('portolan_http_request_seconds_count{operation="/a/:token",status="200"} 2');
    expect(body).toMatch(/^portolan_outbox_waiting 1$/m);
    expect(body).toMatch(/^portolan_live_readers 1$/m);
    expect(body).toMatch(/^portolan_process_resident_memory_bytes \d+$/m);
    expect(body).not.toContain('secret-token');
  });

  test('are not there where they are switched off', async () => {
    await open({ METRICS: 'false' });
    expect((await app.inject('/metrics')).statusCode).toBe(404);
  });
});

test('the line of a request names it and holds no secret of it', async () => {
  await open();
  const answer = await app.inject({
    url: '/a/secret-token?next=secret-query',
    headers: { authorization: 'Bearer secret-bearer', cookie: 'portolan_session=secret-cookie', 'x-test': 'anna' },
  });
  const line: unknown = JSON.parse(logged.trim());
  expect(line).toMatchObject({
    msg: 'request',
    requestId: answer.headers['x-request-id'],
    method: 'GET',
    url: '/a/[token]?[query]',
    status: 200,
    actor: 'anna',
  });
  expect(logged).not.toContain('secret-');
});

describe('the stream of live updates', () => {
  async function streamOf(id: string) {
    const { port } = app.server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, { headers: { 'x-test': id } });
    let text = '';
    const ended = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
    })();
    return { answer, ended, text: () => text };
  }

  test('is for people who are signed in, each of whom hears what is hers, until the process stops', async () => {
    await open();
    expect((await app.inject('/api/stream')).statusCode).toBe(401);
    await kernel.live.start();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const eleni = await streamOf('eleni');
    const anna = await streamOf('anna');
    expect(eleni.answer.headers.get('content-type')).toBe('text/event-stream');
    await expect.poll(() => kernel.live.count()).toBe(2);
    const tell = (aggregate: string, ...audience: string[]) =>
      kernel.database.transact((tx) => kernel.publish(tx, { type: 'test.happened', aggregate, payload: {}, audience }));
    await tell('order:1', 'person:eleni');
    await tell('order:2', 'person:eleni', 'person:anna');
    await expect.poll(eleni.text).toMatch(/order:1"\}\n\n[^]*order:2"\}\n\n/);
    await expect.poll(anna.text).toContain('order:2');
    expect(anna.text()).not.toContain('order:1');

    stopping = true;
    expect((await app.inject({ url: '/api/stream', headers: { 'x-test': 'anna' } })).statusCode).toBe(503);
    await app.close();
    await Promise.all([eleni.ended, anna.ended]);
    expect(kernel.live.count()).toBe(0);
  });
});
