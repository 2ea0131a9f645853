import { json, type Read, type Tx } from '#kernel/database';
import type { ApiToken } from '#contracts/identity/schemas';
import { tables, type IdentityTables } from './tables.ts';

function toToken(row: IdentityTables['identity.api_tokens']): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    hint: row.hint,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

/** The tokens of a person, newest first; those that ran out stay listed until they are revoked or swept. */
export async function tokensOf(read: Read, personId: string): Promise<ApiToken[]> {
  const rows = await tables(read)
    .selectFrom('identity.api_tokens')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toToken);
}

export async function insertToken(tx: Tx, token: ApiToken & { personId: string; hash: string }): Promise<void> {
  await tables(tx)
    .insertInto('identity.api_tokens')
    .values({
      id: token.id,
      token_hash: token.hash,
      person_id: token.personId,
      name: token.name,
      scopes: json(token.scopes),
      hint: token.hint,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      last_used_at: null,
    })
    .execute();
}

/** Removes a token of a person; false when there is none of that id. */
export async function deleteToken(tx: Tx, id: string, personId: string): Promise<boolean> {
  const done = await tables(tx)
    .deleteFrom('identity.api_tokens')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return done.numDeletedRows > 0n;
}
