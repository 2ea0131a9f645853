import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { later, MINUTE, type Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { answerErrors, type App, type Plugin } from '#kernel/http';
import { newSecret } from '#kernel/ids';
import type { Limiter } from '#kernel/limits';
import { html, sendPage } from '#kernel/pages';
import { browserSecret, sessionSecret, type Cookies } from './cookies.ts';
import type { OidcClient } from './oidc-client.ts';
import { safePath } from './safe-path.ts';
import type { SignedIn, SignIn } from './sign-in.ts';
import { insertAttempt, takeAttempt } from './sql-login-store.ts';

export interface LoginParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly limit: Limiter;
  readonly cookies: Cookies;
  readonly client: (app: App) => Promise<OidcClient>;
  readonly signIn: (asked: SignIn) => Promise<SignedIn>;
  readonly publicUrl: string;
  readonly demo: boolean;
  readonly federation: string;
}

const attemptMinutes = 15;
const startLimit = { name: 'login-start', most: 60, windowSeconds: 60 };
const callbackLimit = { name: 'login-callback', most: 60, windowSeconds: 60 };

const one = z.union([z.string().max(2000), z.array(z.string().max(2000)).transform((values) => values[0])]).optional();
const StartQuery = z.object({ to: one, as: one, link: one, moved: one });
const CallbackQuery = z.object({ state: one });

/** Sign-in at the identity provider: `/login/start` leaves for it, `/login/callback` comes back. */
export const loginRoutes =
  (parts: LoginParts): Plugin =>
  async (app) => {
    app.setErrorHandler(answerErrors((reply, problem) => failed(reply, problem, parts.federation)));
    app.get('/login/start', { schema: { hide: true, querystring: StartQuery } }, (request, reply) =>
      start(app, parts, request, reply),
    );
    app.get('/login/callback', { schema: { hide: true, querystring: CallbackQuery } }, (request, reply) =>
      finish(app, parts, request, reply),
    );
  };

async function start(app: App, parts: LoginParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = StartQuery.parse(request.query);
  await parts.limit(startLimit, request.ip);
  // The provider sends people back to PUBLIC_URL, so the cookies of the sign-in have to be set there; one hop at most.
  if (request.host !== new URL(parts.publicUrl).host && query.moved === undefined) {
    const there = new URL(request.url, parts.publicUrl);
    there.searchParams.set('moved', '1');
    return reply.redirect(there.href);
  }
  const wantsLink = query.link === '1';
  if (wantsLink && request.actor.id === null) {
    throw new AppError('unauthenticated', 'sign_in_required', 'Sign in first, then link another identity');
  }
  const client = await parts.client(app);
  const hint = parts.demo ? query.as : undefined;
  const { url, secrets } = await client.begin({ hint, askAgain: wantsLink });
  const browser = browserSecret(request) ?? newSecret();
  await insertAttempt(parts.database.read(), {
    secrets,
    browser,
    toPath: safePath(query.to),
    linkPersonId: wantsLink ? request.actor.id : null,
    expiresAt: later(parts.clock.now(), attemptMinutes * MINUTE),
  });
  parts.cookies.setBrowser(reply, browser, attemptMinutes * 60);
  return reply.header('cache-control', 'no-store').redirect(url);
}

async function finish(
  app: App,
  parts: LoginParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { state } = CallbackQuery.parse(request.query);
  await parts.limit(callbackLimit, request.ip);
  const browser = browserSecret(request);
  const now = parts.clock.now();
  const attempt =
    state === undefined || browser === undefined
      ? undefined
      : await takeAttempt(parts.database.read(), { state, browser, now });
  if (!attempt) {
    throw new AppError(
      'refused',
      'sign_in_lost',
      'This sign-in was used, took longer than 15 minutes, or began in another browser. Start again',
    );
  }
  if (attempt.linkPersonId !== null && attempt.linkPersonId !== request.actor.id) {
    throw new AppError(
      'refused',
      'sign_in_lost',
      'You signed out before the identity was linked. Sign in and start again',
    );
  }
  const client = await parts.client(app);
  const claims = await client.finish(new URL(request.url, parts.publicUrl), attempt.secrets);
  const { session } = await parts.signIn({
    issuer: client.issuer,
    claims,
    linkTo: attempt.linkPersonId,
    device: request.headers['user-agent'] ?? 'unknown',
    earlier: sessionSecret(request),
  });
  parts.cookies.setSession(reply, session, now);
  return reply.header('cache-control', 'no-store').redirect(attempt.toPath);
}

function failed(
  reply: FastifyReply,
  { status, code, detail }: { status: number; code: string; detail: string },
  federation: string,
): FastifyReply {
  const body = html`<h1>You are not signed in</h1>
    <p class="lead">${detail}.</p>
    <div class="send"><a class="button" href="/login/start">Sign in again</a> <a href="/">Go to the front page</a></div>
    <p class="muted">Reason: <code>${code}</code></p>`;
  return sendPage(reply, { title: 'You are not signed in', from: federation, body, status });
}
