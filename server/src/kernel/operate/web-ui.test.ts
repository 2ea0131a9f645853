import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '#kernel/access';
import { buildHttp, type App } from '#kernel/http';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { webUi } from './web-ui.ts';

const root = mkdtempSync(join(tmpdir(), 'portolan-web-'));
const write = (name: string, text: string) => writeFileSync(join(root, name), text);
let app: App;

beforeAll(async () => {
  ({ app } = await buildHttp({
    logger: createLogger('silent'),
    metrics: createMetrics(),
    authenticate: async () => anonymous,
    trustProxy: undefined,
    publicUrl: 'http://localhost',
  }));
  await app.register(webUi(root));
  app.get('/api/things', async () => ({ things: [] }));
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

const asPage = (url: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
  app.inject({ method, url, headers: { accept: 'text/html,*/*' } });

test('what is built while the server runs is served at once, and what is gone is gone', async () => {
  for (const url of ['/', '/orders/7']) expect((await asPage(url)).statusCode).toBe(404);
  mkdirSync(join(root, 'assets'));
  write('index.html', '<script src="/assets/main-1.js">');
  write('assets/main-1.js', 'one');
  expect((await asPage('/orders/7')).body).toContain('main-1');
  expect((await app.inject('/assets/main-1.js')).body).toBe('one');

  rmSync(join(root, 'assets/main-1.js'));
  write('index.html', '<script src="/assets/main-2.js">');
  write('assets/main-2.js', 'two');
  expect((await asPage('/orders/7')).body).toContain('main-2');
  expect((await app.inject('/assets/main-2.js')).body).toBe('two');
  const gone = await asPage('/assets/main-1.js');
  expect([gone.statusCode, gone.headers['content-type']]).toEqual([404, 'application/problem+json']);
});

test('hashed assets are kept for ever, the page is asked for each time', async () => {
  const cacheOf = async (url: string) => (await asPage(url)).headers['cache-control'];
  expect(await cacheOf('/assets/main-2.js')).toBe('public, max-age=31536000, immutable');
  for (const url of ['/', '/orders/7', '/index.html']) expect(await cacheOf(url)).toBe('no-cache');
});

test('scripts travel compressed', async () => {
  write('assets/long.js', 'portolan '.repeat(1000));
  const answer = await app.inject({ url: '/assets/long.js', headers: { 'accept-encoding': 'gzip, br' } });
  expect(answer.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(answer.rawPayload).toString()).toBe('portolan '.repeat(1000));
});

test('only pages fall back to the UI', async () => {
  expect((await asPage('/orders/7', 'HEAD')).statusCode).toBe(200);
  for (const answer of [
    await asPage('/api/nothing'),
    await asPage('/assets/'),
    await app.inject('/nothing.json'),
    await asPage('/orders', 'POST'),
  ])
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
  expect((await app.inject('/api/things')).json()).toEqual({ things: [] });
});

test('what is not of the UI stays inside', async () => {
  write('.stamp', 'secret');
  writeFileSync(join(root, '..', 'portolan-secret'), 'secret');
  for (const url of ['/.stamp', '/../portolan-secret', '/assets/..%2f..%2fportolan-secret', '/%2e%2e/portolan-secret'])
    expect((await app.inject(url)).body).not.toBe('secret');
  rmSync(join(root, '..', 'portolan-secret'));
});
