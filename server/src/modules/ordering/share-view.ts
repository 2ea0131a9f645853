import type { Share } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import type { WorkingCalendar } from '#libs/working-time';
import type { OrderRow, ShareRecord } from './order.ts';

/** A share as the desk reads it. */
export function shareView(share: ShareRecord, order: OrderRow, _view: { actor: Actor; mayWork: boolean; calendar: WorkingCalendar; now: string }): Share {
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
    resources: share.resources,
    startsOn: share.starts_on,
    endsOn: share.ends_on,
    availability: Number(share.availability),
    reliability: Number(share.reliability),
    sentAt: share.sent_at,
    seenAt: share.seen_at,
    remindedAt: share.reminded_at,
    answer: share.answer,
    counter: share.counter,
    deliveredAt: share.delivered_at,
    waitingDays: null,
    clock: null,
    actions: [],
  };
}
