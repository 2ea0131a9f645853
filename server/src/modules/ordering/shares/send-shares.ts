import { require, type Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { loadOrder } from '../orders/load-order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { performOnShare } from './perform-on-share.ts';
import type { SharesContext } from './share-links.ts';
import { orderById } from '../orders/sql-order-store.ts';

/** Sends every draft share, and those that ran out without an answer, to its contacts: all of them or none. */
export const sendShares =
  (context: SharesContext) =>
  (actor: Actor, number: number): Promise<void> =>
    context.kernel.database.transact(async (tx) => {
      const { order, shares, relation } = await loadOrder(tx, actor, number, { lock: true });
      require(mayWorkOrder(actor, relation));
      const drafts = shares.filter(({ state }) => state === 'proposed' || state === 'expired');
      if (drafts.length === 0)
        throw new AppError('refused', 'share_refused', 'There is no draft to send. Add a resource centre first');
      const deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' as const };
      for (const share of drafts) {
        // Each sending gives the order a new version.
        const current = (await orderById(tx, order.id)) ?? order;
        await performOnShare(context)(tx, { order: current, share, actor, deed }, 'send');
      }
    });
