import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import { problemOf, type Plugin } from '#kernel/http';
import { notFound } from '#kernel/errors';

const built = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));

/** Says whether there is a web UI to serve. */
export const isWebBuilt = (): boolean => existsSync(`${built}index.html`);

/**
 * Serves the built web UI as it lies in the folder at the moment: hashed assets for ever, the page itself fresh. Every
 * other address that a browser asks for as a page is the UI's own, and the front page is one however it is asked for;
 * anything else that is not there is a problem document.
 */
export const webUi =
  (root: string = built): Plugin =>
  async (app) => {
    await app.register(compress, { encodings: ['br', 'gzip'] });
    await app.register(fastifyStatic, {
      root,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
    app.setNotFoundHandler(async (request, reply) => {
      const isPage =
        (request.method === 'GET' || request.method === 'HEAD') &&
        (/^\/(\?|$)/.test(request.url) ||
          ((request.headers.accept ?? '').includes('text/html') &&
            !/^\/(api|auth|v1|jira|assets)\//.test(request.url)));
      // Not there before the first build, nor for a moment while the UI is built anew.
      const page = isPage ? await readFile(`${root}/index.html`, 'utf8').catch(() => undefined) : undefined;
      if (page !== undefined) {
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-cache')
          .serializer((content: string) => content)
          .send(page);
      }
      const { problem } = problemOf(notFound(`${request.method} ${request.url.split('?')[0] ?? ''}`), request.id);
      return reply.code(404).type('application/problem+json').serializer(JSON.stringify).send(problem);
    });
  };
