import { createHash } from 'node:crypto';
import type { Kernel } from '#kernel/assemble';
import { sameSecret } from '#kernel/ids';
import type { Plugin } from '#kernel/http';
import { z } from 'zod';

/** What the demo's procedure sends along, to show how a secret is kept. */
export const demoHubKey = 'demo-hub-key';

const Wanted = z.object({ order: z.number().int(), for: z.string().max(255), memory: z.unknown() });

/**
 * The programs that the demo calls, inside the demo itself: a hub that makes workspaces, and the receiver of a webhook. The
 * same order gets the same workspace however often it is asked for. They do not exist outside the demo.
 */
export const demoHub =
  ({ config }: Pick<Kernel, 'config'>): Plugin =>
  async (app) => {
    if (!config.demo) return;
    app.post('/api/demo/workspaces', { schema: { hide: true } }, async (request, reply) => {
      const key = request.headers['x-hub-key'];
      if (typeof key !== 'string' || !sameSecret(key, demoHubKey))
        return reply.code(401).send({ error: 'The header X-Hub-Key is missing or wrong' });
      const wanted = Wanted.safeParse(request.body);
      if (!wanted.success) return reply.code(422).send({ error: 'Say for which order and for whom' });
      const name = `workspace-${wanted.data.order}`;
      const password = createHash('sha256').update(`${demoHubKey}:${name}`).digest('base64url').slice(0, 12);
      return reply
        .code(201)
        .send({ workspace: name, access: { url: `${config.publicUrl}/api/demo/workspaces/${name}`, password } });
    });
    // Whom the demo's webhook tells of decided orders; it takes whatever it is told.
    app.post('/api/demo/billing', { schema: { hide: true } }, (_request, reply) =>
      reply.code(202).send({ taken: true }),
    );
    app.get<{ Params: { name: string } }>(
      '/api/demo/workspaces/:name',
      { schema: { hide: true } },
      (request, reply) => {
        const name = request.params.name.replaceAll(/[^a-z0-9-]/g, '').slice(0, 40);
        return reply
          .type('text/plain; charset=utf-8')
          .send(`This is ${name} of the demo's hub.\nA real hub would show notebooks here.\n`);
      },
    );
  };
