import type { Provider } from 'oidc-provider';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CustomFetch } from 'openid-client';
import { z } from 'zod';
import { AppError } from '#kernel/errors';
import type { App, Plugin } from '#kernel/http';
import { tellOnPages } from '#kernel/pages';
import { sendLoginPage } from './login-page.ts';
import { findPersona, type Persona } from './personas.ts';
import { demoMount, sessionCookieName } from './provider.ts';

declare module 'node:http' {
  interface IncomingMessage {
    /** Where the request came in before a mount point was cut off; middleware reads it. */
    originalUrl?: string;
  }
}

const config = { ownCredentials: true };
const Choice = z.object({ persona: z.string().max(40) });

function atPublicAddress(request: FastifyRequest, publicUrl: URL): void {
  request.raw.headers.host = publicUrl.host;
  request.raw.headers['x-forwarded-host'] = publicUrl.host;
  request.raw.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
}

/** Nobody stays signed in at the demo provider, so that every sign-in asks anew who one wants to be. */
function forgetSession(request: FastifyRequest): void {
  const kept = (request.raw.headers.cookie ?? '')
    .split(/; */)
    .filter((cookie) => !cookie.startsWith(sessionCookieName));
  request.raw.headers.cookie = kept.join('; ');
}

/** The demo's identity provider under its mount point, with the page on which people choose who they are. */
export const demoProviderRoutes =
  ({
    provider,
    publicUrl,
    federation,
  }: {
    provider: () => Promise<Provider>;
    publicUrl: string;
    federation: string;
  }): Plugin =>
  async (app) => {
    const here = new URL(publicUrl);

    await app.register(async (pages) => {
      tellOnPages(pages, { from: federation });
      pages.get(`${demoMount}/login/:uid`, { config, schema: { hide: true } }, async (request, reply) => {
        const interaction = await (await provider()).interactionDetails(request.raw, reply.raw).catch(() => undefined);
        if (!interaction) return reply.redirect('/login/start');
        const hint = interaction.params['login_hint'];
        const hinted = typeof hint === 'string' ? findPersona(hint) : undefined;
        if (hinted) return reply.redirect(await chosen(request, reply, hinted), 303);
        return sendLoginPage(reply, { action: request.url.split('?', 1)[0] ?? request.url, federation });
      });
      pages.post(
        `${demoMount}/login/:uid`,
        { config, schema: { hide: true, body: Choice } },
        async (request, reply) => {
          const persona = findPersona(Choice.parse(request.body).persona);
          if (!persona) throw new AppError('invalid', 'persona_unknown', 'There is no such persona in the demo');
          return reply.redirect(await chosen(request, reply, persona), 303);
        },
      );
    });

    async function chosen(request: FastifyRequest, reply: FastifyReply, persona: Persona): Promise<string> {
      return (await provider()).interactionResult(request.raw, reply.raw, {
        login: { accountId: persona.subject, remember: false },
      });
    }

    await app.register(async (oidc) => {
      // The provider reads its bodies itself.
      oidc.removeAllContentTypeParsers();
      oidc.addContentTypeParser('*', (_request, _payload, done) => done(null));
      oidc.all(`${demoMount}/*`, { config, schema: { hide: true } }, async (request, reply) => {
        const callback = (await provider()).callback();
        atPublicAddress(request, here);
        forgetSession(request);
        reply.hijack();
        const url = request.raw.url ?? '/';
        request.raw.originalUrl = url;
        request.raw.url = url.slice(demoMount.length);
        await callback(request.raw, reply.raw);
      });
    });
  };

/** Reaches the demo provider without the network: PUBLIC_URL need not be an address that this process can open. */
export const inProcessFetch =
  (app: App): CustomFetch =>
  async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const answer = await app.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url: `${pathname}${search}`,
      headers: { ...headers },
      // The client sends forms and nothing else.
      ...(typeof body === 'string' || body instanceof URLSearchParams ? { payload: body.toString() } : {}),
    });
    const answered = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) answered.append(name, String(one));
    }
    return new Response(answer.rawPayload.length === 0 ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers: answered,
    });
  };
