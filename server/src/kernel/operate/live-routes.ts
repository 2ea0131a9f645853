import type { ServerResponse } from 'node:http';
import { kernelEndpoints as endpoints } from '#contracts/kernel/endpoints';
import { audienceOf } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { AppError } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';

const beatMilliseconds = 25_000;
const streamHeaders = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** `GET /api/stream`: server-sent events; each says what changed, never the content, which the reader asks for. */
export const liveRoutes =
  ({ live }: Kernel, isStopping: () => boolean): Plugin =>
  async (app) => {
    const open = new Set<ServerResponse>();
    // A stream has no end of its own: without this a stop would wait for its readers.
    app.addHook('preClose', (done) => {
      for (const stream of open) stream.end();
      done();
    });
    route(app, endpoints.stream, async ({ request, reply }) => {
      reply.headers(streamHeaders);
      // A stream has no end of its own; its head alone is answered at once.
      if (request.method === 'HEAD') return void (await reply.send());
      if (isStopping()) throw new AppError('unavailable', 'stopping', 'This process stops. Connect again');
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, { connection: 'keep-alive' });
      raw.write('retry: 2000\n\n');
      const unfollow = live.follow(audienceOf(request.actor), (update) =>
        raw.write(`id: ${update.id}\ndata: ${JSON.stringify(update)}\n\n`),
      );
      const beat = setInterval(() => raw.write(': still here\n\n'), beatMilliseconds);
      open.add(raw);
      raw.once('close', () => {
        open.delete(raw);
        clearInterval(beat);
        unfollow();
      });
    });
  };
