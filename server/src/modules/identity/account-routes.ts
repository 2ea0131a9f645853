import { identityEndpoints as endpoints } from '#contracts/identity/endpoints';
import { personId, require } from '#kernel/access';
import type { Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import {
  acceptTerms,
  changePreferences,
  eraseMe,
  exportPerson,
  toMe,
  unlinkIdentity,
  type AccountParts,
} from './account.ts';
import { createToken, revokeToken } from './api-tokens.ts';
import { csrfToken, sessionSecret, type Cookies } from './cookies.ts';
import { personas } from './demo/personas.ts';
import { mayUseAccount } from './policies.ts';
import type { RecomputeParts } from './recompute-roles.ts';
import { findPerson, identitiesOf } from './sql-people-store.ts';
import { deleteSession, deleteSessionOf, rotateSession, sessionsOf } from './sql-session-store.ts';
import { tokensOf } from './sql-token-store.ts';
import { terms } from './terms.ts';

export interface AccountRouteParts extends AccountParts, RecomputeParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly cookies: Cookies;
  readonly demo: boolean;
  readonly federation: string;
}

/** The own account: session, terms, preferences, identities, tokens, export and erasure. */
export const accountRoutes =
  (parts: AccountRouteParts): Plugin =>
  async (app) => {
    const { database, clock, cookies } = parts;
    const read = () => database.read();
    const demo = parts.demo
      ? {
          personas: personas.map(({ key, name, part, does }) => ({
            key,
            name,
            part,
            does,
            signInPath: `/login/start?as=${key}`,
          })),
        }
      : null;

    route(app, endpoints.getSession, async ({ request, reply }) => {
      reply.header('cache-control', 'no-store');
      const secret = sessionSecret(request);
      const signedIn = request.actor.id !== null;
      const inBrowser = signedIn && request.actor.tokenScopes === null;
      // The pages ask for this at every start and return, so this is where the session gets its new secret in time.
      const rotated = inBrowser && secret !== undefined ? await rotateSession(read(), secret, clock.now()) : undefined;
      if (rotated) cookies.setSession(reply, rotated, clock.now());
      if (!signedIn && secret !== undefined) cookies.clearSession(reply);
      const person = signedIn ? await findPerson(read(), personId(request.actor)) : undefined;
      const current = rotated?.secret ?? secret;
      return {
        person: person ? toMe(person) : null,
        roles: [...request.actor.roles],
        csrf: inBrowser && current !== undefined ? csrfToken(current) : null,
        terms: { version: terms.version, accepted: person?.termsVersion === terms.version },
        tokenScopes: request.actor.tokenScopes === null ? null : [...request.actor.tokenScopes],
        demo,
        federation: parts.federation,
      };
    });

    route(app, endpoints.logout, async ({ request, reply }) => {
      const secret = sessionSecret(request);
      if (secret !== undefined) await deleteSessionOf(read(), secret);
      cookies.clearSession(reply);
      return undefined;
    });

    route(app, endpoints.getTerms, async () => ({ ...terms, paragraphs: [...terms.paragraphs] }));
    const accept = acceptTerms(parts);
    route(app, endpoints.acceptTerms, ({ request, body }) => accept(request.actor, body.version).then(() => undefined));
    const prefer = changePreferences(parts);
    route(app, endpoints.changePreferences, ({ request, body }) => prefer(request.actor, body));

    route(app, endpoints.listMyIdentities, async ({ request }) => {
      require(mayUseAccount(request.actor));
      const linked = await identitiesOf(read(), personId(request.actor));
      return {
        items: linked.map((one) => ({ ...one, assurance: [...one.assurance], entitlements: [...one.entitlements] })),
      };
    });
    const unlink = unlinkIdentity(parts);
    route(app, endpoints.unlinkIdentity, ({ request, params }) =>
      unlink(request.actor, params.id).then(() => undefined),
    );

    route(app, endpoints.listMySessions, async ({ request }) => {
      require(mayUseAccount(request.actor));
      return { items: await sessionsOf(read(), personId(request.actor), clock.now(), sessionSecret(request)) };
    });
    route(app, endpoints.revokeSession, async ({ request, params }) => {
      require(mayUseAccount(request.actor));
      if (!(await deleteSession(read(), params.id, personId(request.actor)))) throw notFound(`session ${params.id}`);
      return undefined;
    });

    route(app, endpoints.listMyTokens, async ({ request }) => {
      require(mayUseAccount(request.actor));
      return { items: await tokensOf(read(), personId(request.actor)) };
    });
    const create = createToken(parts);
    route(app, endpoints.createToken, async ({ request, reply, body }) => {
      reply.header('cache-control', 'no-store');
      return create(request.actor, body);
    });
    const revoke = revokeToken(parts);
    route(app, endpoints.revokeToken, ({ request, params }) => revoke(request.actor, params.id).then(() => undefined));

    route(app, endpoints.exportMe, async ({ request, reply }) => {
      reply.headers({
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="portolan-my-data.json"',
      });
      return exportPerson(read(), parts, request.actor);
    });
    const erase = eraseMe(parts);
    route(app, endpoints.eraseMe, async ({ request, reply, body }) => {
      await erase(request.actor, body.email);
      cookies.clearSession(reply);
      return undefined;
    });
  };
