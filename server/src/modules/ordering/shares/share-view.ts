import type { Action } from '#contracts/kernel/schemas';
import type { Share } from '#contracts/ordering/share-schemas';
import type { Actor } from '#kernel/access';
import { elapsed, type WorkingCalendar, workingDaySeconds } from '#libs/working-time';
import { providerAnswerClock } from '../desk/clocks.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { rolesOnShare } from './share-access.ts';
import { shareFacts, shareMachine } from './share-machine.ts';
import { termsOf } from './share-terms.ts';

interface ShareViewer {
  readonly actor: Actor;
  /** The actor is a shifter of the order's group. */
  readonly mayWork: boolean;
  readonly calendar: WorkingCalendar;
  readonly now: string;
}

/** A share as the desk and its contacts read it, with what the reader can do and why not. */
export function shareView(share: ShareRecord, order: Pick<OrderRow, 'number' | 'state'>, viewer: ShareViewer): Share {
  const { calendar, now } = viewer;
  const endedAt = share.state === 'withdrawn' || share.state === 'superseded' || share.state === 'expired' ? now : null;
  const isWaiting = share.state === 'sent' && share.sent_at !== null;
  return {
    id: share.id,
    number: share.number,
    orderNumber: order.number,
    version: share.version,
    site: { name: share.site_name, country: share.country },
    contact: { name: share.contact_name, email: share.contact_email },
    note: share.note,
    state: share.state,
    generation: share.generation,
    ...termsOf(share),
    sentAt: share.sent_at,
    seenAt: share.seen_at,
    remindedAt: share.reminded_at,
    answer: share.answer,
    counter: share.counter,
    deliveredAt: share.delivered_at,
    undelivered: share.undelivered_to,
    waitingDays: isWaiting ? waitingDays(calendar, share.sent_at ?? now, now) : null,
    clock:
      share.sent_at === null
        ? null
        : providerAnswerClock({ sentAt: share.sent_at, answeredAt: share.answered_at, endedAt }, { calendar, now }),
    actions: actionsOn(share, order, viewer),
  };
}

/** Working days since it was sent, to one decimal. */
function waitingDays(calendar: WorkingCalendar, sentAt: string, now: string): number {
  return Math.round((elapsed(calendar, sentAt, now) / workingDaySeconds(calendar)) * 10) / 10;
}

function actionsOn(share: ShareRecord, order: Pick<OrderRow, 'state'>, { actor, mayWork }: ShareViewer): Action[] {
  const facts = shareFacts(order, share);
  const seen = new Set<string>();
  const actions = rolesOnShare(actor, share, mayWork)
    .flatMap((role) => shareMachine.available(share.state, facts, role))
    .filter(({ edge }) => edge.by.some((role) => role !== 'system') && !seen.has(edge.action) && seen.add(edge.action))
    .map(({ edge, refusal }): Action => ({
      action: edge.action,
      label: edge.label,
      refusal: refusal ?? null,
      effect: edge.effect,
      needs: [...edge.needs],
      primary: false,
    }));
  const due = actions.find(
    ({ action, refusal }) =>
      refusal === null && ['send', 'accept_counter', 'remind', 'validate', 'deliver'].includes(action),
  );
  return actions.map((action) => ({ ...action, primary: action === due }));
}
