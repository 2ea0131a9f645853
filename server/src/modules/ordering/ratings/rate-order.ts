import { anonymous, refuse, require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { loadOrder } from '../orders/load-order.ts';
import { deskTags, orderAudience } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { isLow, mayRate, sameRating, type Rating } from './rating.ts';
import type { Reviews } from '../ports.ts';
import { requireNow } from '../refusal.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { openLowRating, ratingOf, readyAt, upsertRating, type RatingLink } from './sql-rating-store.ts';

export type RatingParts = Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'> & {
  readonly reviews: Reviews;
};

/** Rates an order for its customer side; the same grades again change nothing. */
export const rateOrder =
  (parts: RatingParts) =>
  (actor: Actor, number: number, rating: Rating): Promise<void> =>
    parts.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      const right = relation.projectRight;
      if (right !== 'owner' && right !== 'order') {
        require(refuse('rating_refused', 'Only the customer and those who may order in the project rate an order'));
      }
      await keepRating(tx, parts, { actor, order, rating });
    });

/** Who came by a link of a mail. */
const linkHolder: Actor = { ...anonymous, name: 'rating link' };

/** Rates an order by a link that was looked up and has not expired. */
export const rateByLink =
  (parts: RatingParts) =>
  (link: RatingLink, rating: Rating): Promise<void> =>
    parts.database.transact(async (tx) => {
      const order = await orderById(tx, link.orderId, true);
      if (!order) throw new Error(`rating link ${link.id} leads to no order`);
      await keepRating(tx, parts, { actor: linkHolder, order, rating });
    });

interface Rated {
  readonly actor: Actor;
  readonly order: OrderRow;
  readonly rating: Rating;
}

async function keepRating(
  tx: Tx,
  { clock, publish, audit, reviews }: RatingParts,
  { actor, order, rating }: Rated,
): Promise<void> {
  const now = clock.now();
  const earlier = await ratingOf(tx, order.id, rating.ordering === null ? 'service' : 'order');
  if (earlier && sameRating(earlier, rating)) return;
  requireNow(mayRate({ state: order.state, readyAt: await readyAt(tx, order.id), ratedAt: earlier?.at ?? null, now }));
  await upsertRating(tx, order.id, rating, now);
  if (order.spam === 'no' && order.offer_id !== null) {
    await reviews.keep(tx, {
      orderId: order.id,
      offerId: order.offer_id,
      personId: order.customer_id,
      grade: rating.service,
      text: rating.publish === true ? rating.text : '',
    });
  }
  const target = `order:${order.number}`;
  const { service, ordering } = rating;
  const payload = { orderId: order.id, number: order.number, service, ordering };
  const audience = await orderAudience(tx, order);
  await publish(tx, { type: 'ordering.order_rated', aggregate: target, payload, audience });
  if (isLow(rating) && !(earlier && isLow(earlier))) {
    await openLowRating(tx, order.id, now);
    await publish(tx, {
      type: 'ordering.low_rating',
      aggregate: target,
      payload,
      audience: deskTags,
    });
  }
  await audit(tx, {
    actor,
    action: 'ordering.rate_order',
    target,
    details: { service, ordering, changed: earlier !== undefined },
  });
}
