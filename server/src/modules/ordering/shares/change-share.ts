import type { ShareInput } from '#contracts/ordering/share-schemas';
import { require, type Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { insertDraft, requireDrafting, settleDraft, shareContent } from './add-share.ts';
import { loadShare } from './load-share.ts';
import type { ShareRecord } from '../orders/order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { supersedeShare } from './perform-on-share.ts';
import type { SharesContext } from './share-links.ts';
import { amountsInWords } from './share-words.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { saveShare } from './sql-share-store.ts';

/**
 * Changes a share. A draft changes in place. A share that a provider was already asked for is set aside and a draft
 * with the new terms takes its place, so that what was asked stays on record. A validated one has to be reopened first.
 */
export const changeShare =
  (context: SharesContext) =>
  (actor: Actor, at: { order: number; share: number }, input: ShareInput, seenVersion?: number): Promise<ShareRecord> =>
    context.kernel.database.transact(async (tx) => {
      const { order, share } = await loadShare(tx, actor, at, { lock: true });
      require(mayWorkOrder(actor, { groupId: order.group_id }));
      wantsVersion(seenVersion, share.version, `Share ${share.number} of order ${order.number}`);
      requireDrafting(order);
      switch (share.state) {
        case 'proposed': {
          const saved = await saveShare(tx, share, await shareContent(tx, context, order, input, share.id));
          const text = `changed the share for ${saved.site_name}: ${amountsInWords(saved.resources)}`;
          await settleDraft(tx, context, { order, actor, share: saved, text, action: 'change_share' });
          return saved;
        }
        case 'sent':
        case 'countered':
        case 'rejected':
        case 'expired': {
          const deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' as const };
          await supersedeShare(tx, context, { order, share, deed, by: input.site });
          return insertDraft(tx, context, { order: (await orderById(tx, order.id)) ?? order, actor, input });
        }
        case 'validated':
          throw new AppError(
            'refused',
            'share_refused',
            'The provider has validated this share. Reopen the answer first',
            { state: share.state },
          );
        case 'withdrawn':
        case 'superseded':
          throw new AppError('refused', 'share_refused', `This share is ${share.state}. Add a new one`, {
            state: share.state,
          });
      }
    });
