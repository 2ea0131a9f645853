import type { Insertable, Selectable, Updateable } from 'kysely';
import { json, type Read, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { sha256 } from '#kernel/ids';
import { readableBy } from '../messages/message-scope.ts';
import type { ShareRecord } from '../orders/order.ts';
import { type ApprovalLinksTable, type SharesTable, tables } from '../tables.ts';

export type ApprovalLink = Selectable<ApprovalLinksTable>;

/** Why a link no longer opens the form. */
type Revocation = 'answered' | 'withdrawn' | 'superseded' | 'expired';

export async function shareById(db: Read | Tx, id: string): Promise<ShareRecord | undefined> {
  return tables(db).selectFrom('ordering.shares').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Order and number of the first share of each line that goes on over a change, by its id. */
export async function firstOfLines(
  db: Read | Tx,
  shares: readonly Pick<ShareRecord, 'origin_id'>[],
): Promise<ReadonlyMap<string, { readonly orderNumber: number; readonly number: number }>> {
  const ids = shares.flatMap(({ origin_id: origin }) => origin ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tables(db)
    .selectFrom('ordering.shares as share')
    .innerJoin('ordering.orders as of_order', 'of_order.id', 'share.order_id')
    .select(['share.id', 'share.number', 'of_order.number as orderNumber'])
    .where('share.id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ...first }) => [id, first]));
}

/** Keeps a share under the next number of its order, which is locked. */
export async function insertShare(
  tx: Tx,
  share: Omit<Insertable<SharesTable>, 'number' | 'answer' | 'counter'>,
): Promise<ShareRecord> {
  const { highest } = await tables(tx)
    .selectFrom('ordering.shares')
    .select((select) => select.fn.coalesce(select.fn.max('number'), select.lit(0)).as('highest'))
    .where('order_id', '=', share.order_id)
    .executeTakeFirstOrThrow();
  return tables(tx)
    .insertInto('ordering.shares')
    .values({ ...share, number: highest + 1, resources: json(share.resources) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Writes changes to a share that was read in this version; `conflict` when it has moved on since. */
export async function saveShare(
  tx: Tx,
  share: Pick<ShareRecord, 'id' | 'version' | 'number'>,
  changes: Updateable<SharesTable>,
): Promise<ShareRecord> {
  const saved = await tables(tx)
    .updateTable('ordering.shares')
    .set({ ...written(changes), version: share.version + 1 })
    .where('id', '=', share.id)
    .where('version', '=', share.version)
    .returningAll()
    .executeTakeFirst();
  if (saved) return saved;
  throw new AppError(
    'conflict',
    'stale_version',
    `Share ${share.number} was changed by somebody else at the same time. Try again`,
  );
}

/** Changes with their jsonb columns as the driver wants them. */
function written({ resources, counter, answer, ...rest }: Updateable<SharesTable>) {
  return {
    ...rest,
    ...(resources === undefined ? {} : { resources: json(resources) }),
    ...(counter === undefined ? {} : { counter: counter === null ? null : json(counter) }),
    ...(answer === undefined ? {} : { answer: answer === null ? null : json(answer) }),
  };
}

export async function insertLink(tx: Tx, link: Insertable<ApprovalLinksTable>): Promise<void> {
  await tables(tx).insertInto('ordering.approval_links').values(link).execute();
}

/** The link that a token opens; only the hash is known here. */
export async function linkByToken(read: Read | Tx, token: string): Promise<ApprovalLink | undefined> {
  return tables(read)
    .selectFrom('ordering.approval_links')
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .executeTakeFirst();
}

/** Links of one generation of a share, in the order in which they were made. */
export async function linksOf(read: Read | Tx, share: Pick<ShareRecord, 'id' | 'generation'>): Promise<ApprovalLink[]> {
  return tables(read)
    .selectFrom('ordering.approval_links')
    .selectAll()
    .where('share_id', '=', share.id)
    .where('generation', '=', share.generation)
    .orderBy('id')
    .execute();
}

/** Gives a link another hash, where the key that secrets are derived from has changed. */
export async function rehashLink(tx: Tx, linkId: string, tokenHash: string): Promise<void> {
  await tables(tx)
    .updateTable('ordering.approval_links')
    .set({ token_hash: tokenHash })
    .where('id', '=', linkId)
    .execute();
}

export async function useLink(tx: Tx, linkId: string, now: string): Promise<void> {
  await tables(tx).updateTable('ordering.approval_links').set({ used_at: now }).where('id', '=', linkId).execute();
}

/**
 * Ends links of a share. Those that end because somebody answered still show the answer; any later reason wins over
 * that one. The link that brought the answer itself stays.
 */
export async function revokeLinks(
  tx: Tx,
  { shareId, because, now, except }: { shareId: string; because: Revocation; now: string; except?: string | undefined },
): Promise<void> {
  let query = tables(tx)
    .updateTable('ordering.approval_links')
    .set({ revoked_at: now, revoked_because: because })
    .where('share_id', '=', shareId)
    .where((where) => where.or([where('revoked_because', 'is', null), where('revoked_because', '=', 'answered')]));
  if (because === 'answered') query = query.where('used_at', 'is', null);
  if (except !== undefined) query = query.where('id', '!=', except);
  await query.execute();
}

/** Notes that the page behind a link was looked at first; the only thing that looking stores. */
export async function markSeen(
  read: Read,
  link: Pick<ApprovalLink, 'id' | 'share_id' | 'generation'>,
  now: string,
): Promise<void> {
  const db = tables(read);
  await db
    .updateTable('ordering.approval_links')
    .set({ seen_at: now })
    .where('id', '=', link.id)
    .where('seen_at', 'is', null)
    .execute();
  await db
    .updateTable('ordering.shares')
    .set({ seen_at: now })
    .where('id', '=', link.share_id)
    .where('generation', '=', link.generation)
    .where('seen_at', 'is', null)
    .execute();
}

/** Shares that were sent and have no answer, for the reminders. */
export async function unansweredShares(
  read: Read,
): Promise<(ShareRecord & { order_number: number; group_id: string })[]> {
  return tables(read)
    .selectFrom('ordering.shares as s')
    .innerJoin('ordering.orders as o', 'o.id', 's.order_id')
    .selectAll('s')
    .select(['o.number as order_number', 'o.group_id'])
    .where('s.state', '=', 'sent')
    .orderBy('s.sent_at')
    .execute();
}

export interface SharedMessage {
  readonly at: string;
  readonly author: string;
  readonly role: 'customer' | 'shifter' | 'provider' | 'system';
  readonly body: string;
}

/**
 * What the contacts of one resource centre may read of the conversation, oldest first: public messages, notes that were
 * shared with providers, and their own questions. What other resource centres wrote to the desk stays with the desk.
 */
export async function conversationOf(
  read: Read,
  { order_id: orderId, site_name: site }: Pick<ShareRecord, 'order_id' | 'site_name'>,
): Promise<SharedMessage[]> {
  const rows = await tables(read)
    .selectFrom('ordering.messages')
    .select(['at', 'author_name', 'author_role', 'body'])
    .where('order_id', '=', orderId)
    .where(readableBy({ internal: false, direct: false, sites: [site] }))
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
  return rows
    .map((row) => ({ at: row.at, author: row.author_name, role: row.author_role, body: row.body }))
    .toReversed();
}

/** How many other resource centres are asked, or have been, for a part of the same order. */
export async function othersAsked(
  read: Read,
  { order_id: orderId, site_name: site }: Pick<ShareRecord, 'order_id' | 'site_name'>,
): Promise<number> {
  const { count } = await tables(read)
    .selectFrom('ordering.shares')
    .select((select) => select.fn.count<number>('site_name').distinct().as('count'))
    .where('order_id', '=', orderId)
    .where('site_name', '!=', site)
    .where('state', 'in', ['sent', 'countered', 'validated'])
    .executeTakeFirstOrThrow();
  return count;
}

/** How the customer gets in, as the contact of a share reported it; secrets stay where they are. */
export async function grantOf(
  read: Read,
  shareId: string,
): Promise<{ text: string; url: string; secrets: number; at: string } | undefined> {
  const row = await tables(read)
    .selectFrom('ordering.access_grants')
    .select(['access_text', 'access_url', 'secrets', 'at'])
    .where('share_id', '=', shareId)
    .orderBy('at', 'desc')
    .executeTakeFirst();
  return row && { text: row.access_text, url: row.access_url, secrets: Object.keys(row.secrets).length, at: row.at };
}
