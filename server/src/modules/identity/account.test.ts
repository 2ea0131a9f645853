import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, MINUTE } from '#kernel/clock';
import { Portal, type Browser } from './portal.fixture.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await Portal.open({}, async (app) => {
    app.get('/probe/orders', { config: { scope: 'orders' } }, async (request) => ({ name: request.actor.name }));
    app.post('/probe/plain', async (request) => ({ name: request.actor.name }));
    app.post('/probe/form', { config: { ownNonce: true } }, async (request) => ({ name: request.actor.name }));
    app.get('/probe/foreign', { config: { ownCredentials: true } }, async (request) => ({ name: request.actor.name }));
  });
});
afterAll(() => portal.close());

const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

async function newToken(
  browser: Browser,
  scopes: string[],
  expiresInDays = 30,
): Promise<{ token: { id: string }; secret: string }> {
  const answer = await browser.ask('/api/me/tokens', {
    method: 'POST',
    json: { name: 'Export', scopes, expiresInDays },
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { token: { id: string }; secret: string };
}

test('a change from a browser needs the value of the readable cookie; a form with its own nonce does not', async () => {
  const browser = await portal.signedIn('eleni');
  expect(await (await browser.ask('/probe/plain', { method: 'POST' })).json()).toEqual({ name: 'Eleni Papadaki' });
  expect((await browser.ask('/probe/plain', { method: 'POST', headers: { 'x-csrf-token': 'other' } })).status).toBe(
    403,
  );
  browser.cookies.delete('portolan_csrf');
  const refused = await browser.ask('/probe/plain', { method: 'POST' });
  expect(refused.status).toBe(403);
  expect(await codeOf(refused)).toBe('csrf_missing');
  expect((await browser.ask('/probe/form', { method: 'POST' })).status).toBe(200);
});

test('a token serves what its scopes name, without cookies and without the CSRF header', async () => {
  const browser = await portal.signedIn('eleni');
  const { secret } = await newToken(browser, ['orders']);
  const program = portal.browser();
  expect(await (await program.ask('/probe/orders', bearer(secret))).json()).toEqual({ name: 'Eleni Papadaki' });
  expect((await program.ask('/probe/plain', { method: 'POST', ...bearer(secret) })).status).toBe(200);
  const { secret: narrow } = await newToken(browser, ['catalogue']);
  const refused = await program.ask('/probe/orders', bearer(narrow));
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: 'token_scope_missing',
    detail: expect.stringContaining('orders'),
  });
  const { secret: wide } = await newToken(browser, ['*']);
  expect((await program.ask('/probe/orders', bearer(wide))).status).toBe(200);
  const session = (await (await program.ask('/api/session', bearer(narrow))).json()) as object;
  expect(session).toMatchObject({ tokenScopes: ['catalogue'], csrf: null });
});

test('a token can neither make tokens nor touch the account', async () => {
  const { secret } = await newToken(await portal.signedIn('eleni'), ['*']);
  const program = portal.browser();
  const json = { name: 'More', scopes: ['*'] };
  for (const [method, path, body] of [
    ['POST', '/api/me/tokens', json],
    ['GET', '/api/me/export', undefined],
    ['POST', '/api/me/erase', { email: 'eleni@hcmr.example' }],
    ['PATCH', '/api/me/preferences', { theme: 'dark' }],
  ] as const) {
    const answer = await program.ask(path, {
      method,
      ...(body === undefined ? {} : { json: body }),
      ...bearer(secret),
    });
    expect(await codeOf(answer), path).toBe('session_required');
  }
});

test('an expired, revoked or invented token is refused with a clear text, whatever the route', async () => {
  const browser = await portal.signedIn('ingrid');
  const { secret, token } = await newToken(browser, ['orders']);
  const { secret: short } = await newToken(browser, ['orders'], 1);
  const program = portal.browser();
  expect((await browser.ask(`/api/me/tokens/${token.id}`, { method: 'DELETE' })).status).toBe(204);
  portal.clock.advance(2 * DAY);
  for (const bad of [secret, short, 'ptl_invented', 'something']) {
    const answer = await program.ask('/api/session', bearer(bad));
    expect(answer.status).toBe(401);
    expect(await codeOf(answer)).toBe('token_unknown');
  }
  expect(await (await program.ask('/probe/foreign', bearer('something'))).json()).toEqual({ name: 'anonymous' });
});

test('the list of tokens shows the last use and never a secret', async () => {
  const browser = await portal.signedIn('tomas');
  const { secret } = await newToken(browser, ['orders']);
  portal.clock.advance(MINUTE);
  await portal.browser().ask('/probe/orders', bearer(secret));
  const text = await (await browser.ask('/api/me/tokens')).text();
  expect(text).toContain(`"lastUsedAt":"${portal.clock.now()}"`);
  expect(text).not.toContain(secret);
});

test('one person never reaches tokens or sessions of another', async () => {
  const tomas = await portal.signedIn('tomas');
  const { token } = await newToken(tomas, ['orders']);
  const eleni = await portal.signedIn('eleni');
  expect((await eleni.ask(`/api/me/tokens/${token.id}`, { method: 'DELETE' })).status).toBe(404);
  const { items } = (await (await tomas.ask('/api/me/sessions')).json()) as {
    items: { id: string; current: boolean }[];
  };
  const mine = items.find((session) => session.current);
  expect((await eleni.ask(`/api/me/sessions/${mine?.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await tomas.ask(`/api/me/sessions/${mine?.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await tomas.session()).person).toBeNull();
});

test('terms are accepted in the version that is in force', async () => {
  const browser = await portal.signedIn('eleni');
  const { version } = (await (await browser.ask('/api/terms')).json()) as { version: string };
  const old = await browser.ask('/api/me/terms', { method: 'POST', json: { version: '1999' } });
  expect(old.status).toBe(409);
  expect(await codeOf(old)).toBe('terms_outdated');
  expect((await browser.ask('/api/me/terms', { method: 'POST', json: { version } })).status).toBe(204);
  expect(await browser.session()).toMatchObject({ terms: { version, accepted: true } });
});

test('preferences keep what is not named, and a time zone has to be one', async () => {
  const browser = await portal.signedIn('eleni');
  await browser.ask('/api/me/preferences', {
    method: 'PATCH',
    json: { density: 'compact', notifications: { desk: 'page' } },
  });
  const answer = await browser.ask('/api/me/preferences', {
    method: 'PATCH',
    json: { theme: 'dark', timeZone: 'Europe/Athens' },
  });
  expect(await answer.json()).toEqual({
    theme: 'dark',
    density: 'compact',
    timeZone: 'Europe/Athens',
    language: null,
    notifications: { progress: 'mail', messages: 'mail', ratings: 'mail', desk: 'page' },
  });
  const wrong = await browser.ask('/api/me/preferences', { method: 'PATCH', json: { timeZone: 'Mars/Olympus' } });
  expect(await wrong.json()).toMatchObject({ status: 400, errors: [{ path: 'timeZone' }] });
});

test('people take everything that is kept about them, and erase it', async () => {
  portal.identity.addPersonalData({
    name: 'notes',
    export: async (_read, personId) => [`a note about ${personId}`],
    erase: async () => undefined,
  });
  const browser = await portal.signedIn('claire');
  const { secret } = await newToken(browser, ['orders']);
  const { person } = await browser.session();
  const exported = await (await browser.ask('/api/me/export')).text();
  expect(JSON.parse(exported)).toMatchObject({
    person: { name: 'Claire Weber' },
    sections: {
      identities: [{ issuer: expect.stringContaining('/auth/realms/egi') }],
      roles: [{ role: 'provider', scope: 'site:IN2P3-IRES' }],
      notes: [`a note about ${person?.id}`],
    },
  });
  expect(exported).not.toContain(secret);
  expect(exported).not.toContain(browser.cookies.get('portolan_session'));

  const wrong = await browser.ask('/api/me/erase', { method: 'POST', json: { email: 'somebody@else.example' } });
  expect(wrong.status).toBe(400);
  expect(await codeOf(wrong)).toBe('confirmation_differs');
  expect((await browser.ask('/api/me/erase', { method: 'POST', json: { email: 'Claire@in2p3.example' } })).status).toBe(
    204,
  );
  expect((await browser.session()).person).toBeNull();
  expect((await portal.browser().ask('/api/session', bearer(secret))).status).toBe(401);

  const sofia = await portal.signedIn('sofia');
  const record = await (await sofia.ask(`/api/people/${person?.id}`)).json();
  expect(record).toMatchObject({ name: 'Erased person', email: null, institution: null, identities: [], roles: [] });
  const audit = await (await sofia.ask(`/api/audit?target=person:${person?.id}`)).text();
  expect(audit).toContain('identity.erase_person');
  expect(audit).not.toMatch(/Claire|@in2p3/i);
  const again = await (await portal.signedIn('claire')).session();
  expect(again.person?.id, 'a new account').not.toBe(person?.id);
});

test('the last administrator cannot vanish', async () => {
  const sofia = await portal.signedIn('sofia');
  const answer = await sofia.ask('/api/me/erase', { method: 'POST', json: { email: 'sofia@portolan.example' } });
  expect(await codeOf(answer)).toBe('last_administrator');
});
