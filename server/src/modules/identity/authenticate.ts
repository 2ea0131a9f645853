import type { FastifyRequest } from 'fastify';
import { anonymous, type Actor } from '#kernel/access';
import { MINUTE, type Clock, type Instant } from '#kernel/clock';
import type { Database, Read } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Authenticate } from '#kernel/http';
import { sameSecret } from '#kernel/ids';
import { tokenPrefix } from './api-tokens.ts';
import { csrfToken, sessionSecret } from './cookies.ts';
import { holderOf, openSession, openToken, touchSession, touchToken, type Holder } from './sql-session-store.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A surface that finds out for itself who calls, by credentials of its own dialect. */
    ownCredentials?: boolean;
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

function toActor(holder: Holder, tokenScopes: readonly string[] | null): Actor {
  return {
    kind: 'person',
    id: holder.personId,
    name: holder.name,
    email: holder.email,
    roles: holder.roles,
    tokenScopes,
  };
}

/** Uses are written down at most once a minute, so that reading stays reading. */
function isStale(usedAt: Instant | null, now: Instant): boolean {
  return usedAt === null || Date.parse(now) - Date.parse(usedAt) >= MINUTE;
}

/** A person with their roles as they are now, where something is done on their behalf; undefined without an account. */
export async function actorOfPerson(read: Read, personId: string): Promise<Actor | undefined> {
  const holder = await holderOf(read, personId);
  return holder && toActor(holder, null);
}

export type ActorOfToken = (secret: string) => Promise<Actor>;

/** Who stands behind an API token, in whatever header it came; throws `unauthenticated` for one that does not hold. */
export const actorOfToken =
  ({ database, clock }: { database: Database; clock: Clock }): ActorOfToken =>
  async (secret) => {
    const now = clock.now();
    const token = secret.startsWith(tokenPrefix) ? await openToken(database.read(), secret, now) : undefined;
    if (!token) {
      throw new AppError(
        'unauthenticated',
        'token_unknown',
        'This API token is unknown, revoked or expired. Make a new one in the settings',
      );
    }
    if (isStale(token.usedAt, now)) await touchToken(database.read(), token.id, now);
    return toActor(token, token.scopes);
  };

function requireScope(actor: Actor, scope: string | undefined): void {
  if (scope === undefined || actor.tokenScopes?.includes(scope) || actor.tokenScopes?.includes('*')) return;
  throw new AppError('forbidden', 'token_scope_missing', `This needs an API token with the scope ${scope}`, { scope });
}

function requireCsrf(request: FastifyRequest, secret: string): void {
  if (safeMethods.has(request.method) || request.routeOptions.config.ownNonce) return;
  const sent = request.headers['x-csrf-token'];
  if (typeof sent === 'string' && sameSecret(sent, csrfToken(secret))) return;
  throw new AppError(
    'forbidden',
    'csrf_missing',
    'The request lacks the value of the cookie portolan_csrf as X-CSRF-Token. Reload the page and try again',
  );
}

/** Finds out who sends a request: an API token in `Authorization: Bearer`, or the session of a browser. */
export function createAuthenticate(parts: { database: Database; clock: Clock }): Authenticate {
  const { database, clock } = parts;
  const openBearer = actorOfToken(parts);
  return async (request) => {
    const { config } = request.routeOptions;
    if (config.ownCredentials) return anonymous;
    const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const actor = await openBearer(bearer);
      requireScope(actor, config.scope);
      return actor;
    }
    const secret = sessionSecret(request);
    if (secret === undefined) return anonymous;
    const now = clock.now();
    const session = await openSession(database.read(), secret, now);
    if (!session) return anonymous;
    requireCsrf(request, secret);
    if (isStale(session.usedAt, now)) await touchSession(database.read(), session.id, now);
    return toActor(session, null);
  };
}
