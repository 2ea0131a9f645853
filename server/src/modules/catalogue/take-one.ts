import type { Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import type { KeepTools } from './keep-entry.ts';
import { announceOffer } from './keep-offer.ts';
import { countDown, findOffer } from './sql-offer-store.ts';

/**
 * Counts a limited offer down by one, in the transaction of the order that takes it. False when none is left; true
 * without effect for an offer that is not limited.
 */
export const takeOne =
  (tools: Pick<KeepTools, 'clock' | 'publish'>) =>
  async (tx: Tx, offerId: string): Promise<boolean> => {
    const offer = await findOffer(tx, offerId);
    if (!offer) throw notFound('offer of this id');
    if (offer.availability === null) return true;
    const taken = await countDown(tx, offerId, tools.clock.now());
    if (taken === undefined) return false;
    const availability = { ...offer.availability, count: taken.left };
    await announceOffer(tx, tools, { ...offer, version: taken.version, availability }, 'taken');
    return true;
  };
