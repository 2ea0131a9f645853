import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

// Pages for people who have a link and no account: whatever is asked of them is answered on a page.

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

interface Asked {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly type?: string;
  readonly payload?: string | Buffer;
}
/** Each request comes from an address of its own, so that the limits of the pages stay out of the way. */
let addresses = 0;
const ask = (
  { method = 'GET', url, type, payload }: Asked,
  remoteAddress = `10.0.${addresses >> 8}.${addresses++ & 255}`,
) =>
  app.app.inject({
    method,
    url,
    remoteAddress,
    ...(payload === undefined ? {} : { payload }),
    headers: type === undefined ? {} : { 'content-type': type },
  });

const form = 'application/x-www-form-urlencoded';
const boundary = 'multipart/form-data; boundary=cut';
const part = '--cut\r\nContent-Disposition: form-data; name="sha256"\r\n\r\n';

function expectPage(answer: Awaited<ReturnType<typeof ask>>, said?: string) {
  expect(answer.statusCode, said).toBeLessThan(500);
  expect(answer.headers['content-type'], said).toContain('text/html');
  expect(answer.headers['content-security-policy'], said).toContain("frame-ancestors 'none'");
  expect(answer.headers['x-content-type-options'], said).toBe('nosniff');
}

describe.each(['a', 'r', 's'])('/%s', (page) => {
  test.each([
    ['a token that nobody was sent', 'nope'],
    ['a token of 201 characters', 'x'.repeat(201)],
    ['a token of 6000 characters', 'x'.repeat(6000)],
    ['bytes that are no text', '%FF'],
    ['a NUL', '%00'],
    ['half an escape', '%E2%82'],
    ['a sign that is no escape', '100%'],
    ['an escaped slash', 'x%2Fy'],
  ])('says of %s that there is no such link', async (_what, token) => {
    const answer = await ask({ url: `/${page}/${token}` });
    expectPage(answer);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toMatch(/There is no such link|There is nothing at this address/);
  });

  test.each<[string, number, Omit<Asked, 'url'>]>([
    ['a NUL in a field', 400, { type: form, payload: 'nonce=x&decision=sign&name=a%00b&comment=%00' }],
    ['a form that is too large', 413, { type: form, payload: `text=${'x'.repeat(70_000)}` }],
    ['a form of another kind', 415, { type: boundary, payload: `${part}x\r\n--cut--\r\n` }],
    ['JSON that breaks off', 400, { type: 'application/json', payload: '{"decision":' }],
  ])('answers %s on a page', async (_what, status, asked) => {
    const answer = await ask({ method: 'POST', url: `/${page}/nope`, ...asked });
    expectPage(answer);
    expect(answer.statusCode).toBe(status);
  });
});

describe('/check', () => {
  test.each<[string, Omit<Asked, 'url'>]>([
    ['no boundary', { type: 'multipart/form-data', payload: `${part}x\r\n--cut--\r\n` }],
    ['an end too soon', { type: boundary, payload: part }],
    [
      'an end within a file',
      { type: boundary, payload: '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF' },
    ],
    [
      'a field with a name of its own language',
      { type: boundary, payload: part.replace('sha256', '__proto__') + 'x\r\n--cut--\r\n' },
    ],
  ])('says of a form with %s that nothing was checked', async (_what, asked) => {
    const answer = await ask({ method: 'POST', url: '/check', ...asked });
    expectPage(answer);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('Nothing was checked');
  });

  test('says on a page that it was asked too often', async () => {
    const last = async () => ask({ method: 'POST', url: '/check', type: form, payload: 'sha256=x' }, '192.0.2.1');
    for (let n = 0; n < 30; n += 1) await last();
    const answer = await last();
    expectPage(answer);
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.body).toContain('Too many requests');
  });
});

test('an address that cannot be read is a problem with all headers where programs ask', async () => {
  const answer = await ask({ url: '/api/orders/%FF' });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: 'params.number' }] });
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test('the head of the live updates is answered at once, over a real connection', async () => {
  const { secret } = await app.kernel.database.transact((tx) =>
    app.modules.identity.issueToken(tx, { personId: app.idOf('anna'), name: 'head', scopes: ['*'], expiresInDays: 1 }),
  );
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${secret}` },
    signal: AbortSignal.timeout(5000),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
});

const raw = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%FF', '%', '%zz', '%00', '%ED%A0%80', '..', '%2e%2e', '%2F', 'x'.repeat(4000), '', '?', '%3F=%'),
);
const bodies = fc.oneof(
  fc
    .array(
      fc.tuple(
        fc.constantFrom('form', 'decision', 'nonce', 'name', 'text', 'sha256', 'amount-1', 'startsOn', '__proto__', ''),
        raw,
      ),
    )
    .map((fields) => ({ type: form, payload: fields.map((field) => field.join('=')).join('&') })),
  fc
    .tuple(
      fc.constantFrom(boundary, 'multipart/form-data', 'multipart/form-data; boundary='),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.nat(120),
    )
    .map(([type, content, length]) => ({ type, payload: `${part}${content}\r\n--cut--\r\n`.slice(0, length) })),
  fc.record({ type: fc.constantFrom('text/plain', 'application/json', 'x'), payload: fc.string({ maxLength: 40 }) }),
);

test('whatever else is asked is answered on a page too, and never with a failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/a/', '/r/', '/s/', '/check'),
      fc.constantFrom('GET' as const, 'HEAD' as const, 'POST' as const),
      fc.array(raw, { minLength: 1, maxLength: 2 }),
      raw,
      bodies,
      async (page, method, path, query, body) => {
        const url = `${page}${page === '/check' ? '' : path.join('-').replaceAll('?', '')}?asked=${query}&grade=${query}`;
        const answer = await ask({ method, url, ...(method === 'POST' ? body : {}) });
        const said = `${method} ${url} ${JSON.stringify(body)}: ${answer.statusCode} ${answer.body.slice(0, 200)}`;
        expect(answer.statusCode, said).toBeLessThan(500);
        expect(answer.headers['x-content-type-options'], said).toBe('nosniff');
        // Dots lead to another address, as does no token at all.
        if (answer.headers['content-type']?.includes('problem'))
          expect(url, said).toMatch(/^\/[ars]\/(\.\.|%2e%2e|\?)/);
      },
    ),
    { numRuns: 150 },
  );
});
