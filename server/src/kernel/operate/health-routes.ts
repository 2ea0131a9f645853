import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';

/**
 * `/healthz` says that the process lives, `/readyz` that it can work, `/metrics` what it has done. A part that does not
 * answer is named and leaves the process ready, since everything else works.
 */
export const healthRoutes =
  (
    { config, database, metrics, live, logger }: Kernel,
    isStopping: () => boolean,
    parts: Readonly<Record<string, () => Promise<void>>> = {},
  ): Plugin =>
  async (app) => {
    app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
    app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
      if (isStopping()) return reply.code(503).send({ status: 'stopping' });
      try {
        await database.ping();
      } catch (error) {
        logger.warn({ err: error }, 'database does not answer');
        return reply.code(503).send({ status: 'database does not answer' });
      }
      const silent: string[] = [];
      for (const [name, ping] of Object.entries(parts)) {
        await ping().catch((error: unknown) => {
          logger.warn({ err: error }, `${name} do not answer`);
          silent.push(name);
        });
      }
      return silent.length === 0 ? { status: 'ready' } : { status: 'ready', silent };
    });
    if (!config.METRICS) return;
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const waiting = await database
        .read()
        .selectFrom('kernel.events')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('delivered_at', 'is', null)
        .executeTakeFirstOrThrow();
      metrics.events.set(waiting.count);
      metrics.live.set(live.count());
      return reply
        .type(metrics.registry.contentType)
        .serializer((text: string) => text)
        .send(await metrics.registry.metrics());
    });
  };
