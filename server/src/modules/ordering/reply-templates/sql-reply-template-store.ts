import type { ReplyTemplate, ReplyTemplateInput } from '#contracts/ordering/reply-templates';
import type { Actor } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';

/** The replies that are offered, in order of name and language. */
export async function replyTemplates(read: Read): Promise<ReplyTemplate[]> {
  const rows = await tables(read)
    .selectFrom('ordering.reply_templates')
    .selectAll()
    .where('archived_at', 'is', null)
    .orderBy('name')
    .orderBy('language')
    .execute();
  return rows.map(({ id, name, language, action, body, version, changed_by: changedBy, changed_at: changedAt }) => ({
    id,
    name,
    language,
    use: action,
    body,
    version,
    changedBy,
    changedAt,
  }));
}

export async function versionOf(tx: Tx, id: string): Promise<number | undefined> {
  const row = await tables(tx)
    .selectFrom('ordering.reply_templates')
    .select('version')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row?.version;
}

export async function upsertReplyTemplate(
  tx: Tx,
  {
    id,
    input,
    version,
    by,
    at,
  }: { id: string; input: ReplyTemplateInput; version: number; by: Pick<Actor, 'id' | 'name'>; at: Instant },
): Promise<void> {
  const { name, language, use: action, body } = input;
  const values = { name, language, action, body, version, changed_by_id: by.id, changed_by: by.name, changed_at: at };
  await tables(tx)
    .insertInto('ordering.reply_templates')
    .values({ id, ...values, archived_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

export async function archiveReplyTemplate(tx: Tx, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable('ordering.reply_templates')
    .set({ archived_at: at })
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
