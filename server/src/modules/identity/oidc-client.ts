import * as oidc from 'openid-client';
import { HOUR, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { personClaims, type PersonClaims } from './claims.ts';

export interface ProviderSettings {
  readonly issuer: string;
  /** The issuer in the records of people, where that is not the address of the provider. */
  readonly keptAs?: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly redirectUri: string;
  readonly scope: string;
  /** Accepts a provider without TLS: the demo's own, or where the operator allows it. */
  readonly allowHttp: boolean;
  /** How to reach the provider where not over the network. */
  readonly fetch?: oidc.CustomFetch;
}

/** What has to be remembered between leaving for the provider and coming back. */
export interface LoginSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface OidcClient {
  /** The issuer of the people who sign in here, as it is kept. */
  readonly issuer: string;
  /** Address at the provider to send the browser to, and what to remember. */
  begin(options: { hint?: string | undefined; askAgain: boolean }): Promise<{ url: string; secrets: LoginSecrets }>;
  /** Redeems the code in the address that the browser came back with, and reads the claims. */
  finish(returnedTo: URL, secrets: LoginSecrets): Promise<PersonClaims>;
}

const timeoutSeconds = 10;

function unreachable(error: unknown): AppError {
  return new AppError(
    'unavailable',
    'identity_provider_unreachable',
    'The identity provider does not answer. Try again in a minute',
    {},
    error,
  );
}

/** Signs people in at an OpenID provider, by code with PKCE. Its description is read at first use and again every hour. */
export function createOidcClient(
  settings: ProviderSettings,
  { clock, logger }: { clock: Clock; logger: Logger },
): OidcClient {
  let known: { readonly configuration: Promise<oidc.Configuration>; readonly at: number } | undefined;

  async function discover(): Promise<oidc.Configuration> {
    const authentication =
      settings.clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(settings.clientSecret);
    return oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, authentication, {
      timeout: timeoutSeconds,
      execute: settings.allowHttp ? [oidc.allowInsecureRequests] : [],
      ...(settings.fetch ? { [oidc.customFetch]: settings.fetch } : {}),
    });
  }

  async function configuration(): Promise<oidc.Configuration> {
    const now = Date.parse(clock.now());
    if (!known || now - known.at > HOUR || now < known.at) known = { configuration: discover(), at: now };
    const asked = known;
    try {
      return await asked.configuration;
    } catch (error) {
      if (known === asked) known = undefined;
      logger.warn({ err: error, issuer: settings.issuer }, 'identity provider not reached');
      throw unreachable(error);
    }
  }

  return {
    issuer: settings.keptAs ?? settings.issuer,
    async begin({ hint, askAgain }) {
      const provider = await configuration();
      const secrets = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: settings.redirectUri,
        scope: settings.scope,
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        ...(hint === undefined ? {} : { login_hint: hint }),
        ...(askAgain ? { prompt: 'login' } : {}),
      });
      return { url: url.href, secrets };
    },
    async finish(returnedTo, { state, nonce, verifier }) {
      const provider = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, returnedTo, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const identified = tokens.claims();
        if (!identified) throw new Error('the answer holds no ID token');
        const said = provider.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(provider, tokens.access_token, identified.sub)
          : {};
        return personClaims({ ...identified, ...said });
      } catch (error) {
        throw translated(error, logger);
      }
    },
  };
}

function translated(error: unknown, logger: Logger): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof oidc.AuthorizationResponseError) {
    if (error.error === 'access_denied') {
      return new AppError(
        'refused',
        'sign_in_cancelled',
        'You were not signed in: the sign-in was cancelled',
        {},
        error,
      );
    }
    return new AppError(
      'refused',
      'identity_provider_refused',
      `The identity provider refused the sign-in (${error.error.slice(0, 60)})`,
      {},
      error,
    );
  }
  logger.warn({ err: error }, 'sign-in failed at the identity provider');
  if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError'))
    return unreachable(error);
  return new AppError(
    'refused',
    'identity_provider_failed',
    'The answer of the identity provider could not be verified. Start again',
    {},
    error,
  );
}
