import type { Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { wantExchange } from './exchange.ts';

/** Where marketplaces call when something happened there (ordering.md 3.4). */
export const triggerPath = '/mp/trigger';

/** Answers every call at once and leaves the reading to a job; what the call carries is not looked at. */
export const triggerReceiver =
  (context: OrderingContext): Plugin =>
  async (app) => {
    await app.register(async (receiver) => {
      receiver.removeAllContentTypeParsers();
      receiver.addContentTypeParser('*', (_request, body, done) => {
        body.resume();
        done(null, undefined);
      });
      receiver.route({
        method: ['GET', 'POST', 'PUT'],
        url: triggerPath,
        config: { ownCredentials: true },
        schema: { hide: true },
        handler: async (_request, reply) => {
          await context.kernel.database.transact((tx) => wantExchange(context, tx));
          return reply.code(204).send();
        },
      });
    });
  };
