import type { Read, Tx } from '#kernel/database';
import type { Decision } from './approval-form.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { counterTerms, sameTerms } from '../shares/share-terms.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { type ApprovalLink, linkByToken, shareById } from '../shares/sql-share-store.ts';
import type { Answer } from './approval-form.ts';

/** A link with everything it leads to. */
export interface ApprovalCase {
  readonly link: ApprovalLink;
  readonly share: ShareRecord;
  readonly order: OrderRow;
}

/** What the page behind a link is for now: an answer, the answer given, or why there is nothing to do any more. */
export type Standing = 'open' | 'answered' | 'expired' | 'withdrawn' | 'replaced';

/** The case that a token opens; undefined for one that is none. With `lock` the order stands still. */
export async function approvalCase(db: Read | Tx, token: string, lock = false): Promise<ApprovalCase | undefined> {
  const link = await linkByToken(db, token);
  const share = link && (await shareById(db, link.share_id));
  const order = share && (await orderById(db, share.order_id, lock));
  if (!link || !share || !order) return undefined;
  // Read again after waiting for the lock: an answer may have come in meanwhile.
  if (lock)
    return { link: (await linkByToken(db, token)) ?? link, share: (await shareById(db, share.id)) ?? share, order };
  return { link, share, order };
}

export function standingOf({ link, share }: Pick<ApprovalCase, 'link' | 'share'>, now: string): Standing {
  if (link.generation !== share.generation) return 'replaced';
  switch (share.state) {
    case 'sent':
      if (link.revoked_at !== null) return 'replaced';
      return now > link.expires_at ? 'expired' : 'open';
    case 'validated':
    case 'countered':
    case 'rejected':
      return 'answered';
    case 'expired':
      return 'expired';
    case 'withdrawn':
      return 'withdrawn';
    case 'superseded':
    case 'proposed':
      return 'replaced';
  }
}

const statesOf: Record<Decision, ShareRecord['state']> = {
  validate: 'validated',
  counter: 'countered',
  reject: 'rejected',
};

/** The same answer once more, from a second click or a second window. */
export function isSameAnswer(
  { order, share }: ApprovalCase,
  decision: Decision | undefined,
  answer: Answer | undefined,
): boolean {
  if (decision === undefined || statesOf[decision] !== share.state) return false;
  if (decision !== 'counter' || !answer?.input.counter || !share.counter) return true;
  return sameTerms(counterTerms(order, answer.input.counter), share.counter);
}
