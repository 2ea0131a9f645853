import type { AttachedFile } from '#contracts/ordering/message-schemas';
import type { Read, Tx } from '#kernel/database';
import { readableBy, type MessageReader } from './message-scope.ts';
import { tables } from '../tables.ts';

/** Notes a file that its uploader will send with a message, or that went with one already. */
export async function insertUpload(
  tx: Tx,
  upload: { fileId: string; orderId: string; by: string; at: string; messageId?: string },
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.message_files')
    .values({
      file_id: upload.fileId,
      order_id: upload.orderId,
      message_id: upload.messageId ?? null,
      uploaded_by: upload.by,
      at: upload.at,
    })
    .execute();
}

/** Gives uploads to a message; answers how many of them were the writer's, for this order, and not sent yet. */
export async function claimUploads(
  tx: Tx,
  claim: { fileIds: readonly string[]; orderId: string; by: string; messageId: string },
): Promise<number> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable('ordering.message_files')
    .set({ message_id: claim.messageId })
    .where('file_id', 'in', claim.fileIds)
    .where('order_id', '=', claim.orderId)
    .where('uploaded_by', '=', claim.by)
    .where('message_id', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** The files of each message of an order, by the id of the message and in the order of their upload. */
export async function filesByMessage(read: Read, orderId: string): Promise<ReadonlyMap<string, AttachedFile[]>> {
  const rows = await tables(read)
    .selectFrom('ordering.message_files')
    .innerJoin('kernel.files', 'kernel.files.id', 'ordering.message_files.file_id')
    .select((row) => [
      row.ref('ordering.message_files.message_id').$notNull().as('message'),
      'kernel.files.id',
      'kernel.files.name',
      'kernel.files.media_type as mediaType',
      'kernel.files.size_bytes as sizeBytes',
    ])
    .where('ordering.message_files.order_id', '=', orderId)
    .where('ordering.message_files.message_id', 'is not', null)
    .orderBy('kernel.files.id')
    .execute();
  const byMessage = new Map<string, AttachedFile[]>();
  for (const { message, ...file } of rows) byMessage.set(message, [...(byMessage.get(message) ?? []), file]);
  return byMessage;
}

/** Whether a file of this order is for this reader: it went with a message that they may read, or they uploaded it. */
export async function mayReadFile(
  read: Read,
  file: { id: string; orderId: string },
  reader: MessageReader & { readonly id: string | null },
): Promise<boolean> {
  const found = await tables(read)
    .selectFrom('ordering.message_files')
    .leftJoin('ordering.messages', 'ordering.messages.id', 'ordering.message_files.message_id')
    .select('ordering.message_files.file_id')
    .where('ordering.message_files.file_id', '=', file.id)
    .where('ordering.message_files.order_id', '=', file.orderId)
    .where((where) =>
      where.or([
        where.and([where('ordering.messages.id', 'is not', null), readableBy(reader)(where)]),
        ...(reader.id === null ? [] : [where('ordering.message_files.uploaded_by', '=', reader.id)]),
      ]),
    )
    .executeTakeFirst();
  return found !== undefined;
}
