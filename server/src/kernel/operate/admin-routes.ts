import { kernelEndpoints as endpoints } from '#contracts/kernel/endpoints';
import { holds, refuse, require, allow, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';

function administratorOnly(actor: Actor): void {
  require(
    holds(actor, 'administrator')
      ? allow
      : refuse('administrator_only', 'Only portal administrators see the background work'),
  );
}

/** Background work: what waits, runs and failed, and running it again. */
export const adminRoutes =
  ({ jobs, database, relay }: Kernel): Plugin =>
  async (app) => {
    route(app, endpoints.listJobs, async ({ request }) => {
      administratorOnly(request.actor);
      const [queues, stuck] = await Promise.all([
        jobs.queues(),
        database
          .read()
          .selectFrom('kernel.events')
          .select(['id', 'type', 'aggregate', 'occurred_at', 'attempts', 'failure'])
          .where('delivered_at', 'is', null)
          .where('attempts', '>', 0)
          .orderBy('seq')
          .limit(100)
          .execute(),
      ]);
      return { queues, stuckEvents: stuck.map(({ occurred_at: occurredAt, ...event }) => ({ ...event, occurredAt })) };
    });
    route(app, endpoints.recentJobs, async ({ params, request }) => {
      administratorOnly(request.actor);
      return { jobs: await jobs.recent(params.queue) };
    });
    route(app, endpoints.retryJob, async ({ params, request }) => {
      administratorOnly(request.actor);
      await jobs.retry(params.queue, params.id);
    });
    route(app, endpoints.retryEvent, async ({ params, request }) => {
      administratorOnly(request.actor);
      const again = await database
        .read()
        .updateTable('kernel.events')
        .set({ attempts: 0, next_attempt_at: null })
        .where('id', '=', params.id)
        .where('delivered_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!again) throw notFound(`waiting event ${params.id}`);
      void relay.drain().catch(() => undefined);
    });
  };
