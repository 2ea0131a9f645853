import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Instant } from '#kernel/clock';
import { sha256 } from '#kernel/ids';
import type { OpenedSession } from './sql-session-store.ts';

export const sessionCookie = 'portolan_session';
export const csrfCookie = 'portolan_csrf';
const browserCookie = 'portolan_login';

const secretForm = /^[\w-]{43}$/;

function secretIn(request: FastifyRequest, name: string): string | undefined {
  const value = request.cookies[name];
  return value !== undefined && secretForm.test(value) ? value : undefined;
}

/** The secret of the session that this browser claims to have; undefined for anything that is none of ours. */
export function sessionSecret(request: FastifyRequest): string | undefined {
  return secretIn(request, sessionCookie);
}

/** Ties a sign-in under way to the browser that started it. */
export function browserSecret(request: FastifyRequest): string | undefined {
  return secretIn(request, browserCookie);
}

/** What a page of ours sends back with every change: follows from the session's secret and does not betray it. */
export function csrfToken(secret: string): string {
  return sha256(`portolan csrf ${secret}`);
}

/** Sets and clears the cookies of the portal; `Secure` where the portal is reached over TLS. */
export function createCookies(publicUrl: string) {
  const base: CookieSerializeOptions = { path: '/', sameSite: 'lax', secure: publicUrl.startsWith('https:') };
  const login: CookieSerializeOptions = { ...base, path: '/login', httpOnly: true };
  return {
    setSession(reply: FastifyReply, { secret, expiresAt }: OpenedSession, now: Instant): void {
      const maxAge = Math.floor((Date.parse(expiresAt) - Date.parse(now)) / 1000);
      reply.setCookie(sessionCookie, secret, { ...base, httpOnly: true, maxAge });
      reply.setCookie(csrfCookie, csrfToken(secret), { ...base, maxAge });
    },
    clearSession(reply: FastifyReply): void {
      reply.clearCookie(sessionCookie, { ...base, httpOnly: true });
      reply.clearCookie(csrfCookie, base);
    },
    setBrowser(reply: FastifyReply, secret: string, maxAge: number): void {
      reply.setCookie(browserCookie, secret, { ...login, maxAge });
    },
    clearBrowser(reply: FastifyReply): void {
      reply.clearCookie(browserCookie, login);
    },
  };
}

export type Cookies = ReturnType<typeof createCookies>;
