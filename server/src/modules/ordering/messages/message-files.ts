import type { Tx } from '#kernel/database';
import { personId, type Actor } from '#kernel/access';
import { AppError, invalid, notFound } from '#kernel/errors';
import type { StoredFile } from '#kernel/files';
import { loadOrder } from '../orders/load-order.ts';
import { messageReader } from './message-scope.ts';
import { rolesOn } from '../orders/order-access.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { claimUploads, insertUpload, mayReadFile } from './sql-message-file-store.ts';

const uploadsPerHour = { name: 'upload-file', most: 200, windowSeconds: 3600 };

/** Keeps the bytes of a file that its uploader will send with a message of this order. */
export const attachFile =
  ({ kernel }: OrderingContext) =>
  async (
    actor: Actor,
    number: number,
    upload: { name: string; mediaType: string; bytes: Uint8Array },
  ): Promise<StoredFile> => {
    const { order, relation } = await loadOrder(kernel.database.read(), actor, number);
    if (rolesOn(actor, relation).length === 0)
      throw new AppError('forbidden', 'order_message_forbidden', 'You may read this order, but not write on it');
    if (upload.bytes.length === 0)
      throw invalid('invalid_request', [{ path: 'body', message: `${upload.name} is empty` }]);
    const by = personId(actor);
    await kernel.limit(uploadsPerHour, by);
    const hash = await kernel.files.keep(upload.bytes);
    return kernel.database.transact(async (tx) => {
      const file = await kernel.files.record(tx, {
        hash,
        name: upload.name,
        mediaType: upload.mediaType,
        sizeBytes: upload.bytes.length,
        owner: `order:${order.id}`,
      });
      await insertUpload(tx, { fileId: file.id, orderId: order.id, by, at: kernel.clock.now() });
      return file;
    });
  };

/** Sends uploads with a message; refuses one that is not the writer's, is of another order, or was sent before. */
export async function sendFiles(
  tx: Tx,
  actor: Actor,
  { fileIds, orderId, messageId }: { fileIds: readonly string[]; orderId: string; messageId: string },
): Promise<void> {
  if (fileIds.length === 0) return;
  const claimed = await claimUploads(tx, { fileIds, orderId, by: personId(actor), messageId });
  if (claimed !== new Set(fileIds).size)
    throw invalid('file_unknown', [
      { path: 'files', message: 'A file is not there, or went with another message. Attach it again' },
    ]);
}

/** A file of an order with its bytes; "not there" for everybody who may not read the message it went with. */
export const readFile =
  ({ kernel }: OrderingContext) =>
  async (actor: Actor, number: number, id: string): Promise<{ file: StoredFile; bytes: Uint8Array }> => {
    const read = kernel.database.read();
    const { order, relation } = await loadOrder(read, actor, number);
    const reader = { ...messageReader(actor, relation), id: actor.id };
    if (!(await mayReadFile(read, { id, orderId: order.id }, reader))) throw notFound(`file ${id}`);
    const file = await kernel.files.find(read, id);
    return { file, bytes: await kernel.files.content(file) };
  };
