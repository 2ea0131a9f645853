import { sameSecret } from '#kernel/ids';
import type { Plugin } from '#kernel/http';
import type { OrderingContext } from '../../ordering-context.ts';
import { hearWebhook } from './hear-webhook.ts';

const guesses = { name: 'jira-webhook', most: 60, windowSeconds: 300 };

interface Call {
  readonly Querystring: { readonly issue_id?: unknown; readonly secret?: unknown };
}

/** Where another Jira tells of its tickets, at the address that the marketplace has for it (ordering.md 3.6). */
export function jiraWebhookIn(context: OrderingContext): Plugin {
  const { kernel } = context;
  return async (app) => {
    await app.register(async (inner) => {
      inner.removeAllContentTypeParsers();
      inner.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
        try {
          done(null, typeof body === 'string' && body.trim() !== '' ? JSON.parse(body) : undefined);
        } catch {
          // What cannot be read tells nothing; the answer depends on the secret alone.
          done(null, undefined);
        }
      });
      inner.post<Call>(
        '/api/webhooks/jira',
        { schema: { hide: true }, config: { ownCredentials: true } },
        async ({ query, body, ip }, reply) => {
          const { JIRA_WEBHOOK_SECRET: kept } = kernel.config;
          await kernel.within(guesses, ip);
          if (kept === undefined || typeof query.secret !== 'string' || !sameSecret(query.secret, kept)) {
            await kernel.limit(guesses, ip);
            return reply.code(400).send({ message: 'Secret does not match' });
          }
          if (typeof query.issue_id === 'string') await hearWebhook(context)(query.issue_id, body);
          return reply.send({ message: 'Updated' });
        },
      );
    });
  };
}
