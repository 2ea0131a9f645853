import { createHmac } from 'node:crypto';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { nextId, sha256 } from '#kernel/ids';
import { addressesOf } from './share-access.ts';
import type { ShareRecord } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { type ApprovalLink, insertLink } from './sql-share-store.ts';

/** What use cases of shares work with besides the rest: the key from which the secrets of links are derived. */
export interface SharesContext extends OrderingContext {
  readonly linkSecret: string;
}

/** Days for which an approval link can be used, and after which an unanswered share goes back to the desk. */
export const linkDays = 30;

/**
 * The secret of a link. It is derived and kept nowhere, so that a reminder can repeat the same link while the database
 * holds only its hash.
 */
export function linkToken(linkSecret: string, link: Pick<ApprovalLink, 'id' | 'generation'>): string {
  return createHmac('sha256', linkSecret)
    .update(JSON.stringify(['approval', link.id, link.generation]))
    .digest('base64url');
}

/** Makes a link for each contact who has no account; the others answer on their own page. */
export async function issueLinks(tx: Tx, context: SharesContext, share: ShareRecord): Promise<void> {
  const now = context.kernel.clock.now();
  for (const recipient of addressesOf(share.contact_email)) {
    if (await context.ports.people.byEmail(tx, recipient)) continue;
    const link = { id: nextId(), generation: share.generation };
    await insertLink(tx, {
      ...link,
      share_id: share.id,
      recipient,
      token_hash: sha256(linkToken(context.linkSecret, link)),
      created_at: now,
      expires_at: later(now, linkDays * DAY),
    });
  }
}
