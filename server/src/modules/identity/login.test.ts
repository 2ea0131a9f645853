import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import { createDemoProvider } from './demo/provider.ts';
import { Portal } from './portal.fixture.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await Portal.open({ ADMIN_SUBJECTS: 'somebody, else' });
});
afterAll(() => portal.close());

test('a persona signs in with one click on the page of the demo provider and comes back to where they were', async () => {
  const browser = portal.browser();
  const { page } = await browser.visit(`/login/start?to=${encodeURIComponent('/orders/7?part=2#shares')}`);
  const text = await page.text();
  expect(page.status).toBe(200);
  expect(text).toContain('Eleni Papadaki');
  const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
  const { path } = await browser.visit(action, { method: 'POST', form: { persona: 'anna' } });
  expect(path).toBe('/orders/7?part=2#shares');
  expect(await browser.session()).toMatchObject({
    person: { name: 'Anna de Wit', email: 'anna@desk.example', institution: 'EGI Foundation', country: 'NL' },
    roles: [{ role: 'shifter', scope: 'group:cloud-compute' }],
    terms: { accepted: false },
    tokenScopes: null,
  });
});

test('a persona that is named in the address is signed in straight away, and the same person comes again', async () => {
  const first = await (await portal.signedIn('eleni')).session();
  const second = await (await portal.signedIn('eleni')).session();
  expect(first.person).toMatchObject({ name: 'Eleni Papadaki', email: 'eleni@hcmr.example' });
  expect(second.person?.id).toBe(first.person?.id);
});

test('at another address of the demo the same people come', async () => {
  const elsewhere = await Portal.open({}, undefined, portal.kernel.database);
  expect(elsewhere.kernel.config.publicUrl).not.toBe(portal.kernel.config.publicUrl);
  const here = await (await portal.signedIn('eleni')).session();
  const there = await (await elsewhere.signedIn('eleni')).session();
  expect(there.person?.id).toBe(here.person?.id);
  await elsewhere.app.close();
});

test('one browser can be somebody else after the next sign-in', async () => {
  const browser = await portal.signedIn('eleni');
  await browser.visit('/login/start?as=ivan');
  expect((await browser.session()).person?.name).toBe('Ivan Petrov');
});

test('the session gets a new secret at sign-in and the one before ends', async () => {
  const browser = await portal.signedIn('eleni');
  const before = browser.cookies.get('portolan_session');
  await browser.visit('/login/start?as=eleni');
  const after = browser.cookies.get('portolan_session');
  expect(after).not.toBe(before);
  browser.cookies.set('portolan_session', before ?? '');
  expect((await browser.session()).person).toBeNull();
});

test('a secret that somebody planted is never taken over', async () => {
  const browser = portal.browser();
  const planted = 'A'.repeat(43);
  browser.cookies.set('portolan_session', planted);
  await browser.visit('/login/start?as=eleni');
  expect(browser.cookies.get('portolan_session')).not.toBe(planted);
});

test('cookies are out of reach for scripts, except the one that scripts send back', async () => {
  const browser = portal.browser();
  const { page } = await browser.visit('/login/start?as=eleni');
  const lines = page.headers.getSetCookie();
  expect(lines.find((line) => line.startsWith('portolan_session='))).toMatch(/HttpOnly; SameSite=Lax$/);
  expect(lines.find((line) => line.startsWith('portolan_csrf='))).not.toContain('HttpOnly');
  expect(lines.join()).not.toContain('Secure');
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example'])(
  'nobody is sent to %s',
  async (to) => {
    const { path, page } = await portal.browser().visit(`/login/start?as=eleni&to=${encodeURIComponent(to)}`);
    expect(page.headers.get('location')).toBe('/');
    expect(path).toBe('/');
  },
);

describe('a sign-in that is not this one', () => {
  test('cannot be finished in another browser', async () => {
    const victim = portal.browser();
    const attacker = portal.browser();
    const leave = await attacker.ask('/login/start?as=ivan');
    const atProvider = await attacker.ask(leave.headers.get('location') ?? '');
    const chosen = await attacker.ask(atProvider.headers.get('location') ?? '');
    const back = await attacker.ask(chosen.headers.get('location') ?? '');
    const callback = back.headers.get('location') ?? '';
    expect(callback).toContain('/login/callback?code=');
    const stolen = await victim.ask(callback);
    expect(stolen.status).toBe(409);
    expect(await stolen.text()).toContain('sign_in_lost');
    expect((await victim.session()).person).toBeNull();
    expect((await attacker.ask(callback)).headers.get('location')).toBe('/');
    expect((await attacker.ask(callback)).status, 'a second use').toBe(409);
  });

  test('runs out after a quarter of an hour', async () => {
    const browser = portal.browser();
    const leave = await browser.ask('/login/start?as=ivan');
    const state = new URL(leave.headers.get('location') ?? '').searchParams.get('state');
    portal.clock.advance(16 * MINUTE);
    const late = await browser.ask(`/login/callback?code=x&state=${state}`);
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('Start again');
  });

  test('without any state gets a page that says what to do', async () => {
    const answer = await portal.browser().ask('/login/callback');
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Sign in again');
  });

  test('and one that the provider refused says so', async () => {
    const browser = portal.browser();
    const leave = await browser.ask('/login/start?as=ivan');
    const state = new URL(leave.headers.get('location') ?? '').searchParams.get('state');
    const iss = `${portal.kernel.config.publicUrl}/auth/realms/egi`;
    const refused = await browser.ask(
      `/login/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(iss)}`,
    );
    expect(await refused.text()).toContain('sign_in_cancelled');
  });
});

test('people who come under another name of the portal are led to its public address first', async () => {
  const answer = await portal.app.inject({ url: '/login/start?to=/x', headers: { host: 'elsewhere.example' } });
  expect(answer.headers.location).toBe(`${portal.kernel.config.publicUrl}/login/start?to=%2Fx&moved=1`);
});

test('a session ends at sign-out, after 8 hours without use, and gets a new secret after 12', async () => {
  const browser = await portal.signedIn('eleni');
  expect((await browser.ask('/api/session/logout', { method: 'POST' })).status).toBe(204);
  expect(browser.cookies.has('portolan_session')).toBe(false);

  const idle = await portal.signedIn('eleni');
  const busy = await portal.signedIn('eleni');
  const first = busy.cookies.get('portolan_session') ?? '';
  portal.clock.advance(7 * HOUR);
  await busy.session();
  portal.clock.advance(7 * HOUR);
  expect((await idle.session()).person).toBeNull();
  const rotated = await busy.session();
  expect(rotated.person?.name).toBe('Eleni Papadaki');
  expect(busy.cookies.get('portolan_session')).not.toBe(first);
  expect(busy.cookies.get('portolan_csrf')).toBe(rotated.csrf);

  const underWay = portal.browser();
  underWay.cookies.set('portolan_session', first);
  expect((await underWay.session()).person?.name, 'a request that was under way').toBe('Eleni Papadaki');
  portal.clock.advance(2 * MINUTE);
  expect((await underWay.session()).person).toBeNull();
  expect((await busy.session()).person?.name).toBe('Eleni Papadaki');
});

test('a second identity is linked to the signed-in person, and never one that belongs to somebody else', async () => {
  const browser = await portal.signedIn('tomas');
  const before = await browser.session();
  await browser.visit('/login/start?link=1&as=ingrid');
  expect((await browser.session()).person, 'the account stays').toEqual(before.person);
  const { items } = (await (await browser.ask('/api/me/identities')).json()) as { items: { id: string }[] };
  expect(items).toHaveLength(2);
  const again = await (await portal.signedIn('ingrid')).session();
  expect(again.person?.id).toBe(before.person?.id);

  const other = await portal.signedIn('eleni');
  const { page } = await other.visit('/login/start?link=1&as=tomas');
  expect(page.status).toBe(409);
  expect(await page.text()).toContain('identity_linked_elsewhere');

  const [one, two] = items;
  expect((await browser.ask(`/api/me/identities/${two?.id}`, { method: 'DELETE' })).status).toBe(204);
  const last = await browser.ask(`/api/me/identities/${one?.id}`, { method: 'DELETE' });
  expect(await last.json()).toMatchObject({ code: 'last_identity' });
});

test('linking takes somebody who is signed in', async () => {
  expect((await portal.browser().ask('/login/start?link=1')).status).toBe(401);
});

test('too many sign-ins from one address are told to wait', async () => {
  portal.clock.advance(MINUTE);
  const browser = portal.browser();
  let answer = await browser.ask('/login/start');
  for (let tries = 0; tries < 60 && answer.status !== 429; tries += 1) answer = await browser.ask('/login/start');
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the demo provider refuses production and a real provider beside it', async () => {
  const { kernel } = portal;
  const parts = { database: kernel.database, clock: kernel.clock, logger: kernel.logger };
  const keys = { jwk: { kty: 'RSA' as const }, cookieKey: 'x', clientSecret: 'y' };
  const production = { ...loadConfig({}), NODE_ENV: 'production' as const };
  await expect(createDemoProvider({ ...parts, keys, config: production })).rejects.toThrow('NODE_ENV=production');
  const real = loadConfig({ OIDC_ISSUER: 'https://aai.example/realm', OIDC_CLIENT_ID: 'portal' });
  await expect(createDemoProvider({ ...parts, keys, config: real })).rejects.toThrow('OIDC_ISSUER');
});

test('discovery names the addresses that clients of Check-in know', async () => {
  const issuer = `${portal.kernel.config.publicUrl}/auth/realms/egi`;
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    issuer,
    authorization_endpoint: `${issuer}/protocol/openid-connect/auth`,
    token_endpoint: `${issuer}/protocol/openid-connect/token`,
    userinfo_endpoint: `${issuer}/protocol/openid-connect/userinfo`,
    jwks_uri: `${issuer}/protocol/openid-connect/certs`,
  });
});
