import type { Tx } from '#kernel/database';
import type { Kernel } from '#kernel/assemble';
import { nextId } from '#kernel/ids';
import { findOffer } from '../sql-offer-store.ts';
import { tables } from '../tables.ts';
import { countAnew } from './sql-review-store.ts';

/** What a customer said of a service after delivery. */
export interface GivenReview {
  readonly orderId: string;
  readonly offerId: string;
  readonly personId: string;
  /** 1 to 5. */
  readonly grade: number;
  /** Empty where the customer did not agree to show it. */
  readonly text: string;
}

/**
 * Keeps what was said of a service, in the transaction of the rating: one review an order, the last one counts. A text
 * that is changed is out of sight no more, whoever hid the former one looks again.
 */
export const keepReview =
  ({ clock }: Pick<Kernel, 'clock'>) =>
  async (tx: Tx, { orderId, offerId, personId, grade, text }: GivenReview): Promise<void> => {
    const offer = await findOffer(tx, offerId);
    if (!offer) return;
    // Two that rate at once count one after the other.
    await tables(tx)
      .selectFrom('catalogue.services')
      .select('id')
      .where('id', '=', offer.service.id)
      .forUpdate()
      .execute();
    const earlier = await tables(tx)
      .selectFrom('catalogue.reviews')
      .select('text')
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    const said = {
      grade,
      text,
      ...(earlier?.text === text ? {} : { hidden_at: null, hidden_by: null, hidden_reason: '' }),
    };
    await tables(tx)
      .insertInto('catalogue.reviews')
      .values({
        id: nextId(),
        order_id: orderId,
        service_id: offer.service.id,
        person_id: personId,
        at: clock.now(),
        hidden_at: null,
        hidden_by: null,
        ...said,
      })
      .onConflict((conflict) => conflict.column('order_id').doUpdateSet(said))
      .execute();
    await countAnew(tx, offer.service.id);
  };
