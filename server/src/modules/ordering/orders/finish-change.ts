import { json, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { Reaction } from '#kernel/outbox';
import { requestedResources } from '#contracts/ordering/requested-resources';
import { lineOf } from './carried-shares.ts';
import { systemDeed, type OrderRow, type ShareRecord } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { writtenTerms } from '../shares/share-decisions.ts';
import { tellShare } from '../shares/share-events.ts';
import { termsOf } from '../shares/share-terms.ts';
import { appendDesk, orderById, refreshOrder, saveOrder, sharesOf } from './sql-order-store.ts';
import { insertShare, saveShare } from '../shares/sql-share-store.ts';

/** When a change is delivered, the order it changes runs with the new values, the new end and the new shares. */
export function finishChange(context: OrderingContext): Reaction {
  return {
    name: 'ordering.finish-change',
    on: ['ordering.order_delivered'],
    async react(tx: Tx, event) {
      const change = await orderById(tx, String(event.payload['orderId']));
      if (change?.change_of === null || change === undefined) return;
      const order = await orderById(tx, change.change_of, true);
      if (!order || order.state !== 'ready') return;
      await takeShares(tx, context, order, change);
      const wanted = requestedResources(change.parameters, change.snapshot.labels);
      const saved = await saveOrder(tx, order, {
        parameters: json([...change.parameters]),
        requested: json(wanted.amounts),
        ends_on: wanted.endsOn,
        price: change.price === null ? null : json(change.price),
      });
      await refreshOrder(tx, saved, saved.value);
      await appendDesk(tx, context.kernel.clock, {
        orderId: order.id,
        text: `put the values of change ${change.number} in force`,
        deed: systemDeed,
      });
    },
  };
}

/** The shares that run become those of the change: with new terms, beside new ones, and without those it has none for. */
async function takeShares(tx: Tx, context: OrderingContext, order: OrderRow, change: OrderRow): Promise<void> {
  const isValidated = ({ state }: ShareRecord) => state === 'validated';
  const running = new Map((await sharesOf(tx, order.id)).filter(isValidated).map((share) => [lineOf(share), share]));
  for (const share of (await sharesOf(tx, change.id)).filter(isValidated)) {
    const content = { ...standing(share), ...writtenTerms(termsOf(share)) };
    const former = running.get(lineOf(share));
    running.delete(lineOf(share));
    const own = { id: nextId(), order_id: order.id, origin_id: lineOf(share), created_at: context.kernel.clock.now() };
    await saveShare(tx, former ?? (await insertShare(tx, { ...own, ...content })), {
      ...content,
      answer: share.answer,
    });
  }
  for (const given of running.values()) {
    const saved = await saveShare(tx, given, { state: 'superseded' });
    await tellShare(tx, context, {
      order,
      share: saved,
      before: given.state,
      action: 'supersede',
      byRole: systemDeed.byRole,
      byName: systemDeed.byName,
      comment: '',
      because: `change ${change.number} of the order gives it back`,
    });
  }
}

/** What a share says besides its terms once its provider has said yes. */
function standing({
  site_name,
  country,
  contact_name,
  contact_email,
  contact_person_id,
  note,
  state,
  sent_at,
  answered_at,
  delivered_at,
}: ShareRecord) {
  return {
    site_name,
    country,
    contact_name,
    contact_email,
    contact_person_id,
    note,
    state,
    sent_at,
    answered_at,
    delivered_at,
  };
}
