import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { AppError } from '#kernel/errors';
import type { App } from './types.ts';

const beatMilliseconds = 25_000;
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/** Sends one event, written down as JSON. */
export type SendEvent = (id: string, event: unknown) => void;

/**
 * Server-sent events of one part of the application. The stream is kept alive until the reader leaves or the process
 * stops; `follow` is told how to send, and answers how to stop following. Throws `stopping`.
 */
export function eventStreams(
  app: App,
): (reply: FastifyReply, follow: (send: SendEvent) => () => void) => Promise<void> {
  const open = new Set<ServerResponse>();
  let stopping = false;
  // A stream has no end of its own: without this a stop would wait for its readers.
  app.addHook('preClose', (done) => {
    stopping = true;
    for (const stream of open) stream.end();
    done();
  });
  return async (reply, follow) => {
    reply.headers(headers);
    // The head alone is answered at once.
    if (reply.request.method === 'HEAD') return void (await reply.send());
    if (stopping) throw new AppError('unavailable', 'stopping', 'This process stops. Connect again');
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, { connection: 'keep-alive' });
    raw.write('retry: 2000\n\n');
    const unfollow = follow((id, event) => raw.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`));
    const beat = setInterval(() => raw.write(': still here\n\n'), beatMilliseconds);
    open.add(raw);
    raw.once('close', () => {
      open.delete(raw);
      clearInterval(beat);
      unfollow();
    });
  };
}
