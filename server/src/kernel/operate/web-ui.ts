import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import { problemOf, type Plugin } from '#kernel/http';
import { notFound } from '#kernel/errors';

const root = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));

/** Says whether there is a web UI to serve. */
export const isWebBuilt = (): boolean => existsSync(`${root}index.html`);

/**
 * Serves the built web UI: hashed assets for ever, the page itself fresh. Every other address that a browser asks for
 * as a page is the UI's own, and the front page is one however it is asked for; anything else that is not there is a
 * problem document.
 */
export const webUi: Plugin = async (app) => {
  await app.register(compress, { global: false, encodings: ['br', 'gzip'] });
  const built = isWebBuilt();
  if (built) {
    await app.register(fastifyStatic, {
      root,
      serve: true,
      index: false,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      (/^\/(\?|$)/.test(request.url) ||
        ((request.headers.accept ?? '').includes('text/html') && !/^\/(api|auth|v1|jira|assets)\//.test(request.url)));
    if (isPage && built) {
      const page = await readFile(`${root}index.html`, 'utf8');
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
