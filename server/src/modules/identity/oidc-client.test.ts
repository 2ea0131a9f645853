import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOidcClient, type ProviderSettings } from './oidc-client.ts';
import { demoClientId, demoMount } from './demo/provider.ts';
import { demoKeys } from './demo/sql-keys.ts';
import { Portal } from './portal.fixture.ts';

let portal: Portal;
let settings: ProviderSettings;
beforeAll(async () => {
  portal = await Portal.open();
  const { publicUrl } = portal.kernel.config;
  settings = {
    issuer: `${publicUrl}${demoMount}`,
    clientId: demoClientId,
    clientSecret: (await demoKeys(portal.kernel.database)).clientSecret,
    redirectUri: `${publicUrl}/login/callback`,
    scope: 'openid profile email eduperson_entitlement',
    allowHttp: true,
  };
});
afterAll(() => portal.close());

const clientWith = (change: Partial<ProviderSettings> = {}) =>
  createOidcClient({ ...settings, ...change }, { clock: portal.clock, logger: portal.kernel.logger });

async function comeBack(url: string): Promise<URL> {
  const browser = portal.browser();
  let at = url;
  for (let hop = 0; hop < 5 && !at.includes('/login/callback'); hop += 1) {
    at = new URL((await browser.ask(at)).headers.get('location') ?? '', portal.kernel.config.publicUrl).href;
  }
  return new URL(at);
}

test('a provider that is reached over the network, as OIDC_ISSUER is, vouches for somebody', async () => {
  const client = clientWith();
  const { url, secrets } = await client.begin({ hint: 'eleni', askAgain: false });
  expect(await client.finish(await comeBack(url), secrets)).toMatchObject({
    name: 'Eleni Papadaki',
    email: 'eleni@hcmr.example',
    entitlements: ['urn:mace:egi.eu:group:vo.coastal-forecast.eu:role=member#aai.egi.eu'],
  });
});

test('an answer for another sign-in is refused', async () => {
  const client = clientWith();
  const mine = await client.begin({ hint: 'eleni', askAgain: false });
  const other = await client.begin({ hint: 'ivan', askAgain: false });
  const back = await comeBack(mine.url);
  await expect(client.finish(back, other.secrets)).rejects.toMatchObject({ code: 'identity_provider_failed' });
  const wrongVerifier = { ...mine.secrets, verifier: other.secrets.verifier };
  await expect(client.finish(back, wrongVerifier)).rejects.toMatchObject({ kind: 'refused' });
});

test('a provider without TLS is refused unless that is allowed', async () => {
  const client = clientWith({ allowHttp: false });
  await expect(client.begin({ askAgain: false })).rejects.toMatchObject({ code: 'identity_provider_unreachable' });
});

test('a provider that was away is asked again at the next sign-in', async () => {
  let away = true;
  const client = clientWith({
    fetch: async (url, options) => {
      if (away) throw new TypeError('fetch failed');
      return fetch(url, { method: options.method, headers: options.headers });
    },
  });
  await expect(client.begin({ askAgain: false })).rejects.toMatchObject({ kind: 'unavailable' });
  away = false;
  expect((await client.begin({ askAgain: true })).url).toContain('prompt=login');
});
