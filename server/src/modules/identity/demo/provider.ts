import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import { ConfigError } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { html } from '#kernel/pages';
import { findPersona, type Persona } from './personas.ts';
import { demoAdapter } from './sql-adapter.ts';
import type { DemoKeys } from './sql-keys.ts';

/** Where the demo's identity provider answers; its paths are those of Check-in (identity.md 3.1). */
export const demoMount = '/auth/realms/egi';
/** Under which name identities of the demo's provider are kept: the same wherever the demo is served. */
export const demoIssuer = `https://demo.example${demoMount}`;
export const demoClientId = 'portolan';
export const sessionCookieName = 'portolan_demo_session';

const hour = 3600;
const scopes = [
  'openid',
  'profile',
  'email',
  'aarc',
  'voperson_id',
  'eduperson_entitlement',
  'entitlements',
  'eduperson_assurance',
] as const;

/** What the demo provider says about a persona. */
export function personaClaims(persona: Persona): { sub: string; [claim: string]: unknown } {
  const [given = persona.name, ...family] = persona.name.split(' ');
  return {
    sub: persona.subject,
    name: persona.name,
    given_name: given,
    family_name: family.join(' '),
    preferred_username: persona.key,
    email: persona.email,
    email_verified: true,
    voperson_id: persona.subject,
    voperson_verified_email: [persona.email],
    eduperson_entitlement: persona.entitlements,
    entitlements: persona.entitlements,
    eduperson_assurance: ['https://refeds.org/assurance', 'https://aai.egi.eu/LoA#Low'],
    schac_home_organization: persona.institution,
    country: persona.country,
  };
}

/** Throws where a demo has no business: in production, or beside a real identity provider. */
export function refuseOutsideDemo(config: Pick<Config, 'NODE_ENV' | 'OIDC_ISSUER' | 'demo'>): void {
  if (config.NODE_ENV === 'production') {
    throw new ConfigError(
      'The demo identity provider refuses to run with NODE_ENV=production: set OIDC_ISSUER to a real one',
    );
  }
  if (!config.demo || config.OIDC_ISSUER !== undefined)
    throw new ConfigError('The demo identity provider runs only without OIDC_ISSUER');
}

async function renderError(
  context: KoaContextWithOIDC,
  out: { error: string; error_description?: string | undefined },
): Promise<void> {
  context.type = 'html';
  context.body = html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" /><title>Sign-in stopped - Portolan</title>
      <link rel="stylesheet" href="/public.css" />
      <main class="frame">
        <h1>The sign-in stopped</h1>
        <p>${out.error_description ?? out.error}</p>
        <p><a href="/login/start">Sign in again</a></p>
      </main>
    </html>`.text;
}

export interface DemoProviderParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keys: DemoKeys;
}

/** The OpenID provider of the demo: the personas are its people, the portal its one client. */
export async function createDemoProvider({
  config,
  database,
  clock,
  logger,
  keys,
}: DemoProviderParts): Promise<Provider> {
  refuseOutsideDemo(config);
  // Loaded at first use: where a real provider is configured it never is.
  const { Provider: OidcProvider } = await import('oidc-provider/lib/provider.js');
  const path = '/protocol/openid-connect';
  const configuration: Configuration = {
    adapter: demoAdapter({ database, clock }),
    clients: [
      {
        client_id: demoClientId,
        client_secret: keys.clientSecret,
        redirect_uris: [`${config.publicUrl}/login/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [keys.jwk] },
    cookies: {
      keys: [keys.cookieKey],
      names: {
        session: sessionCookieName,
        interaction: 'portolan_demo_interaction',
        resume: 'portolan_demo_resume',
      },
    },
    routes: {
      authorization: `${path}/auth`,
      token: `${path}/token`,
      userinfo: `${path}/userinfo`,
      jwks: `${path}/certs`,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: [...scopes],
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username', 'country', 'schac_home_organization'],
      email: ['email', 'email_verified', 'voperson_verified_email'],
      aarc: ['name', 'given_name', 'family_name', 'email', 'email_verified', 'voperson_verified_email', 'voperson_id'],
      voperson_id: ['voperson_id'],
      eduperson_entitlement: ['eduperson_entitlement'],
      entitlements: ['entitlements'],
      eduperson_assurance: ['eduperson_assurance'],
    },
    async findAccount(_context, subject) {
      const persona = findPersona(subject);
      return persona && { accountId: persona.subject, claims: async () => personaClaims(persona) };
    },
    interactions: { url: (_context, interaction) => `${demoMount}/login/${interaction.uid}` },
    // The portal is the only client and ours: nobody has to be asked what it may know.
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(scopes.join(' '));
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      IdToken: hour,
      Interaction: hour,
      Session: 8 * hour,
      Grant: 8 * hour,
    },
    renderError,
  };
  const provider = new OidcProvider(`${config.publicUrl}${demoMount}`, configuration);
  // The route hands over the public address as a proxy would, so that every address the provider gives out is that one.
  provider.proxy = true;
  provider.on('server_error', (_context, error) => logger.warn({ err: error }, 'demo identity provider'));
  return provider;
}
