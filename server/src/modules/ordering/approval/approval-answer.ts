import type { AccessInput } from '#contracts/ordering/schemas';
import { anonymous } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { type ApprovalCase, approvalCase, standingOf } from './approval-case.ts';
import { askDesk } from '../messages/ask-desk.ts';
import type { Answer } from './approval-form.ts';
import { performOnShare, type ShareOccasion } from '../shares/perform-on-share.ts';
import type { SharesContext } from '../shares/share-links.ts';
import type { Tx } from '#kernel/database';

const byLink = { ...anonymous, name: 'approval link' };

function occasionOf({ order, share, link }: ApprovalCase): ShareOccasion {
  const deed = { byId: null, byName: share.site_name, byRole: 'provider' as const };
  return { order, share, actor: byLink, deed, linkId: link.id, signedBy: link.recipient };
}

/** Runs `work` with the case locked, if the page behind the link is still for that. */
async function withCase<T>(
  context: SharesContext,
  token: string,
  standing: 'open' | 'answered',
  work: (tx: Tx, found: ApprovalCase) => Promise<T>,
): Promise<T> {
  return context.kernel.database.transact(async (tx) => {
    const found = await approvalCase(tx, token, true);
    if (!found || standingOf(found, context.kernel.clock.now()) !== standing) {
      throw new AppError('refused', 'share_refused', 'The page has changed since you opened it. Look at it again');
    }
    return work(tx, found);
  });
}

/** Answers a share by its link, without an account. */
export const answerByLink =
  (context: SharesContext) =>
  async (token: string, { decision, input }: Answer): Promise<void> => {
    await withCase(context, token, 'open', (tx, found) =>
      performOnShare(context)(tx, occasionOf(found), decision, input),
    );
  };

/** Reports a validated share ready by its link. */
export const deliverByLink =
  (context: SharesContext) =>
  async (token: string, access: AccessInput): Promise<void> => {
    await withCase(context, token, 'answered', (tx, found) =>
      performOnShare(context)(tx, occasionOf(found), 'deliver', { comment: '', access }),
    );
  };

/** Asks the desk by a link. */
export const askByLink =
  (context: SharesContext) =>
  async (token: string, question: string, standing: 'open' | 'answered'): Promise<void> => {
    const { kernel } = context;
    await withCase(context, token, standing, async (tx, found) => {
      const { order, share } = found;
      await askDesk(tx, context, { order, share, byId: null, text: question });
      await kernel.audit(tx, {
        actor: byLink,
        action: 'ordering.share_ask',
        target: `order:${order.number}`,
        details: { share: share.number, link: found.link.id },
      });
    });
  };
