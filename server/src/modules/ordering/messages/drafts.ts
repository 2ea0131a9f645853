import { personId, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { invalid } from '#kernel/errors';
import { deleteDraft, findDraft, upsertDraft } from './sql-draft-store.ts';

/** Most bytes of one draft as JSON. */
export const mostDraftBytes = 65_536;

type DraftParts = Pick<Kernel, 'database' | 'clock'>;

export interface Draft {
  readonly key: string;
  readonly content: unknown;
  readonly savedAt: string | null;
}

/** What the actor began to write under this key; content null where there is nothing. */
export const readDraft =
  ({ database }: DraftParts) =>
  async (actor: Actor, key: string): Promise<Draft> => {
    const draft = await findDraft(database.read(), personId(actor), key);
    return { key, content: draft?.content ?? null, savedAt: draft?.saved_at ?? null };
  };

/** Keeps what the actor is writing, in place of what was kept before; null forgets it. */
export const keepDraft =
  ({ database, clock }: DraftParts) =>
  (actor: Actor, key: string, content: unknown): Promise<{ savedAt: string }> =>
    database.transact(async (tx) => {
      const owner = personId(actor);
      const savedAt = clock.now();
      if (content === null || content === undefined) {
        await deleteDraft(tx, owner, key);
        return { savedAt };
      }
      if (Buffer.byteLength(JSON.stringify(content)) > mostDraftBytes) {
        throw invalid('draft_too_large', [{ path: 'content', message: 'A draft has at most 64 kB. Shorten it' }]);
      }
      await upsertDraft(tx, { owner, key, content, savedAt });
      return { savedAt };
    });
