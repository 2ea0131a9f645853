import type { Selectable } from 'kysely';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { newSecret, nextId, sha256 } from '#kernel/ids';
import { tables, type AgreementsTables } from '../tables.ts';

export type SignLink = Selectable<AgreementsTables['agreements.sign_links']>;

/** Makes a link of a version for one recipient and answers its token, which is kept nowhere. */
export async function insertLink(
  tx: Tx,
  link: {
    versionId: string;
    purpose: 'sign' | 'read';
    name: string;
    email: string;
    expiresAt: Instant | null;
    now: Instant;
  },
): Promise<{ id: string; token: string }> {
  const id = nextId();
  const token = newSecret();
  await tables(tx)
    .insertInto('agreements.sign_links')
    .values({
      id,
      version_id: link.versionId,
      purpose: link.purpose,
      token_hash: sha256(token),
      recipient_name: link.name,
      recipient_email: link.email,
      created_at: link.now,
      expires_at: link.expiresAt,
      revoked_at: null,
      used_at: null,
    })
    .execute();
  return { id, token };
}

export async function findLink(read: Read, token: string): Promise<SignLink | undefined> {
  return tables(read)
    .selectFrom('agreements.sign_links')
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .executeTakeFirst();
}

export async function markLinkUsed(tx: Tx, id: string, now: Instant): Promise<void> {
  await tables(tx).updateTable('agreements.sign_links').set({ used_at: now }).where('id', '=', id).execute();
}

/** Ends the links to sign a version that nobody used. */
export async function revokeLinks(tx: Tx, versionId: string, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('agreements.sign_links')
    .set({ revoked_at: now })
    .where('version_id', '=', versionId)
    .where('purpose', '=', 'sign')
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Says whether the recipient of a version was ever asked to sign it. */
export async function wasAsked(read: Read, versionId: string): Promise<boolean> {
  const found = await tables(read)
    .selectFrom('agreements.sign_links')
    .select('id')
    .where('version_id', '=', versionId)
    .executeTakeFirst();
  return found !== undefined;
}
