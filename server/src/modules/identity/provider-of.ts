import type { Kernel } from '#kernel/assemble';
import type { App } from '#kernel/http';
import { createDemoProvider, demoClientId, demoIssuer, demoMount } from './demo/provider.ts';
import { demoProviderRoutes, inProcessFetch } from './demo/provider-routes.ts';
import { demoKeys } from './demo/sql-keys.ts';
import { createOidcClient, type OidcClient } from './oidc-client.ts';

/** Makes it at first use and keeps it; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

const federationScope = 'openid profile email voperson_id eduperson_entitlement entitlements eduperson_assurance';

/** The client of the configured identity provider, or of the demo's own with its routes. The client of one application is made once. */
export function providerOf({
  config,
  clock,
  logger,
  database,
}: Pick<Kernel, 'config' | 'clock' | 'logger' | 'database'>) {
  const redirectUri = `${config.publicUrl}/login/callback`;
  const parts = { clock, logger };
  if (!config.demo) {
    const client = createOidcClient(
      {
        issuer: config.OIDC_ISSUER ?? '',
        clientId: config.OIDC_CLIENT_ID ?? '',
        clientSecret: config.OIDC_CLIENT_SECRET,
        redirectUri,
        scope: federationScope,
        allowHttp: config.OIDC_ALLOW_HTTP,
      },
      parts,
    );
    return { client: async (_app: App): Promise<OidcClient> => client, demoRoutes: undefined };
  }
  const keys = once(() => demoKeys(database));
  const provider = once(async () => createDemoProvider({ config, database, clock, logger, keys: await keys() }));
  const clients = new WeakMap<App['server'], OidcClient>();
  return {
    client: async (app: App): Promise<OidcClient> => {
      const known = clients.get(app.server);
      if (known) return known;
      const client = createOidcClient(
        {
          issuer: `${config.publicUrl}${demoMount}`,
          keptAs: demoIssuer,
          clientId: demoClientId,
          clientSecret: (await keys()).clientSecret,
          redirectUri,
          scope: federationScope,
          allowHttp: true,
          fetch: inProcessFetch(app),
        },
        parts,
      );
      clients.set(app.server, client);
      return client;
    },
    demoRoutes: demoProviderRoutes({ provider, publicUrl: config.publicUrl, federation: config.FEDERATION_NAME }),
  };
}
