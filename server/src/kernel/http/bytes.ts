import type { FastifyReply } from 'fastify';
import type { AnyContract } from '#contracts/contract';
import { route, type Handler, type RouteContext } from './route.ts';
import type { App } from './types.ts';

type UploadHandler<C extends AnyContract> = (
  context: RouteContext<C> & { readonly bytes: Uint8Array },
) => ReturnType<Handler<C>>;

/** Serves a contract that `consumes` bytes: the whole body, of whatever type, up to `mostBytes`. */
export async function uploadRoute<C extends AnyContract>(
  app: App,
  contract: C,
  mostBytes: number,
  handler: UploadHandler<C>,
): Promise<void> {
  await app.register(async (bytes) => {
    bytes.removeAllContentTypeParsers();
    bytes.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
      done(null, body),
    );
    route(bytes, contract, (context) => {
      const { body } = context.request;
      return handler({ ...context, bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
    });
  });
}

const wellFormed = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,80}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/;

/** The media type a caller gives to its bytes, without parameters; unknown bytes where it gives none. */
export function mediaTypeOf(header: string | undefined): string {
  const type = (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return wellFormed.test(type) ? type : 'application/octet-stream';
}

/**
 * Sends a file that somebody uploaded. It is always saved and never shown, whatever its type says, so that it cannot run
 * in this site's name.
 */
export function sendDownload(
  reply: FastifyReply,
  { name, mediaType }: { readonly name: string; readonly mediaType: string },
  bytes: Uint8Array,
): FastifyReply {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  return reply
    .headers({
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
      'cache-control': 'private, no-cache',
    })
    .type(mediaType)
    .send(Buffer.from(bytes));
}
