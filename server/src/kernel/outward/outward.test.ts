import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, later, systemClock } from '#kernel/clock';
import { selfSignedPair } from '#libs/x509';
import { createOutward } from './index.ts';

const server = createServer((request, response) => {
  if (request.url === '/long') return void response.end('x'.repeat(3000));
  if (request.url === '/never') return;
  if (request.url === '/processing') {
    response.writeProcessing(() => setTimeout(() => response.end(), 20));
    return;
  }
  if (request.url === '/away') return void response.writeHead(302, { location: '/long' }).end();
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => response.writeHead(201).end(JSON.stringify({ method: request.method, body })));
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  'http://127.0.0.1/hook',
  'http://10.1.2.3/hook',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]/hook',
  'http://[::ffff:127.0.0.1]/hook',
  'http://[fd00::1]/hook',
  'http://2130706433/hook',
  'http://0x7f.1/hook',
  'http://localhost/hook',
  'http://a.localhost/hook',
  'file:///etc/hosts',
  'ftp://example.org/x',
  'no address',
])('%s is closed, without a call', async (url) => {
  const outward = createOutward({ allow: [] });
  expect(() => outward.check(url)).toThrow(expect.objectContaining({ code: 'address_forbidden' }));
  await expect(outward.call({ method: 'GET', url })).rejects.toMatchObject({ code: 'address_forbidden' });
});

test('a public address passes the check', () => {
  expect(() => createOutward({ allow: [] }).check('https://marketplace.example.org/hook')).not.toThrow();
});

test('what is allowed by name, by name and port, or by network is called with its body', async () => {
  for (const allow of [['localhost'], [`localhost:${port}`]]) {
    const answer = await createOutward({ allow }).call({
      method: 'POST',
      url: `http://localhost:${port}/hook`,
      body: 'grüße',
    });
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.body.toString())).toEqual({ method: 'POST', body: 'grüße' });
  }
  const byNetwork = createOutward({ allow: ['127.0.0.0/8'] });
  expect((await byNetwork.call({ method: 'GET', url: `http://127.0.0.1:${port}/` })).status).toBe(201);
  await expect(
    createOutward({ allow: ['localhost:1'] }).call({ method: 'GET', url: `http://localhost:${port}/` }),
  ).rejects.toMatchObject({ code: 'address_forbidden' });
});

test('a call is fenced by size and by time, and follows no redirect', async () => {
  const outward = createOutward({ allow: ['127.0.0.1/32'] });
  const at = (path: string) => ({ method: 'GET', url: `http://127.0.0.1:${port}${path}` });
  await expect(outward.call({ ...at('/long'), mostBytes: 1000 })).rejects.toMatchObject({ code: 'no_answer' });
  await expect(outward.call({ ...at('/never'), timeoutMilliseconds: 50 })).rejects.toMatchObject({ code: 'no_answer' });
  expect((await outward.call(at('/away'))).status).toBe(302);
});

test('a failure is said in words of people, and names the host once', async () => {
  const outward = createOutward({ allow: ['127.0.0.1', 'nowhere.invalid'] });
  const failure = (url: string) => outward.call({ method: 'GET', url }).catch((error: Error) => error.message);
  expect(await failure('http://127.0.0.1:1/')).toBe('127.0.0.1:1 does not answer: it refuses the connection');
  expect(await failure('http://nowhere.invalid/')).toMatch(
    /^nowhere\.invalid does not answer: (nothing of this name is known|its name could not be looked up)$/,
  );
});

test('an announcement of an answer is one only where the caller says so', async () => {
  const outward = createOutward({ allow: ['127.0.0.1/32'] });
  const call = { method: 'POST', url: `http://127.0.0.1:${port}/processing` };
  expect((await outward.call(call)).status).toBe(200);
  expect((await outward.call({ ...call, isProcessingEnough: true })).status).toBe(102);
});

test('a certificate is trusted by the public authorities, and by those that are given', async () => {
  const now = systemClock.now();
  const { certificate, key } = selfSignedPair({
    commonName: 'inside',
    names: ['127.0.0.1'],
    validFrom: later(now, -DAY),
    validUntil: later(now, DAY),
  });
  const secure = createSecureServer({ cert: certificate, key }, (_request, response) => void response.end());
  await new Promise<void>((done) => void secure.listen(0, '127.0.0.1', done));
  try {
    const call = { method: 'GET', url: `https://127.0.0.1:${(secure.address() as AddressInfo).port}/` };
    const allow = ['127.0.0.1'];
    await expect(createOutward({ allow }).call(call)).rejects.toMatchObject({ code: 'no_answer' });
    expect((await createOutward({ allow, authorities: certificate }).call(call)).status).toBe(200);
  } finally {
    secure.closeAllConnections();
    secure.close();
  }
});
