import { json, type Read, type Tx } from '#kernel/database';
import { tables } from '../tables.ts';

/** Most drafts of one person; beyond them the one saved longest ago goes. */
const mostDrafts = 200;

export async function findDraft(read: Read, owner: string, key: string) {
  return tables(read)
    .selectFrom('ordering.drafts')
    .select(['content', 'saved_at'])
    .where('person_id', '=', owner)
    .where('key', '=', key)
    .executeTakeFirst();
}

export async function deleteDraft(tx: Tx, owner: string, key: string): Promise<void> {
  await tables(tx).deleteFrom('ordering.drafts').where('person_id', '=', owner).where('key', '=', key).execute();
}

interface NewDraft {
  readonly owner: string;
  readonly key: string;
  readonly content: unknown;
  readonly savedAt: string;
}

export async function upsertDraft(tx: Tx, { owner, key, content, savedAt }: NewDraft): Promise<void> {
  await tables(tx)
    .insertInto('ordering.drafts')
    .values({ person_id: owner, key, content: json(content), saved_at: savedAt })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'key']).doUpdateSet({ content: json(content), saved_at: savedAt }),
    )
    .execute();
  await tables(tx)
    .deleteFrom('ordering.drafts')
    .where('person_id', '=', owner)
    .where('key', 'in', (from) =>
      from
        .selectFrom('ordering.drafts as older')
        .select('older.key')
        .where('older.person_id', '=', owner)
        .orderBy('older.saved_at', 'desc')
        .orderBy('older.key')
        .offset(mostDrafts),
    )
    .execute();
}
