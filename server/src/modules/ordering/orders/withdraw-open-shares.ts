import type { Tx } from '#kernel/database';
import type { Deed, OrderRow } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tellShare } from '../shares/share-events.ts';
import { isUnanswered } from '../shares/share-rollup.ts';
import { appendDesk, sharesOf } from './sql-order-store.ts';
import { revokeLinks, saveShare } from '../shares/sql-share-store.ts';

/**
 * Withdraws every share that nobody has settled, with its links, and tells the providers who were asked. The order is
 * locked in this transaction, and brought up to date by the caller.
 */
export const withdrawOpenShares =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, deed: Deed, because: string): Promise<void> => {
    const { clock } = context.kernel;
    for (const share of (await sharesOf(tx, order.id)).filter(isUnanswered)) {
      const saved = await saveShare(tx, share, { state: 'withdrawn' });
      await revokeLinks(tx, { shareId: share.id, because: 'withdrawn', now: clock.now() });
      await appendDesk(tx, clock, {
        orderId: order.id,
        share: saved,
        text: `withdrew the share of ${share.site_name}: ${because}`,
        deed,
      });
      const { byRole, byName } = deed;
      await tellShare(tx, context, {
        order,
        share: saved,
        before: share.state,
        action: 'withdraw',
        byRole,
        byName,
        comment: '',
        because,
      });
    }
  };
