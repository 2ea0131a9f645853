import { kernelEndpoints as endpoints } from '#contracts/kernel/endpoints';
import { audienceOf } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { AppError } from '#kernel/errors';
import { eventStreams, route, type Plugin } from '#kernel/http';

/** `GET /api/stream`: server-sent events; each says what changed, never the content, which the reader asks for. */
export const liveRoutes =
  ({ live }: Kernel, isStopping: () => boolean): Plugin =>
  async (app) => {
    const stream = eventStreams(app);
    route(app, endpoints.stream, async ({ request, reply }) => {
      if (isStopping()) throw new AppError('unavailable', 'stopping', 'This process stops. Connect again');
      await stream(reply, (send) => live.follow(audienceOf(request.actor), (update) => send(update.id, update)));
    });
  };
