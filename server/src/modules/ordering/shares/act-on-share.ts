import type { ShareAction, ShareActionInput } from '#contracts/ordering/share-schemas';
import type { Actor } from '#kernel/access';
import { wantsVersion } from '#kernel/http';
import { loadShare, roleFor } from './load-share.ts';
import type { ShareRecord } from '../orders/order.ts';
import { performOnShare } from './perform-on-share.ts';
import type { SharesContext } from './share-links.ts';

/** Does one of the actions that a share lists, for a shifter or for a provider with an account. */
export const actOnShare =
  (context: SharesContext) =>
  (
    actor: Actor,
    at: { order: number; share: number },
    action: ShareAction,
    input: ShareActionInput,
    seenVersion?: number,
  ): Promise<ShareRecord> =>
    context.kernel.database.transact(async (tx) => {
      const loaded = await loadShare(tx, actor, at, { lock: true });
      const { order, share } = loaded;
      wantsVersion(seenVersion, share.version, `Share ${share.number} of order ${order.number}`);
      const deed = { byId: actor.id, byName: actor.name, byRole: roleFor(actor, loaded, action) };
      return performOnShare(context)(tx, { order, share, actor, deed }, action, input);
    });
