import type { Amount } from '#contracts/ordering/schemas';
import type { ShareTerms } from '#contracts/ordering/share-schemas';
import type { ShareRecord } from './order.ts';
import { termsOf } from '../shares/share-terms.ts';

/** The line of shares that a share belongs to, over all changes of its order: the id of the first. */
export function lineOf({ id, origin_id: origin }: Pick<ShareRecord, 'id' | 'origin_id'>): string {
  return origin ?? id;
}

/** What an order that runs is to become. */
export interface Wanted {
  readonly amounts: readonly Amount[];
  readonly endsOn: string | null;
}

/**
 * The terms with which the shares of a running order go on when it is changed: as much as is still wanted, from the first
 * share on, and until the new end where they ran to the old one. A share of which nothing is left has none.
 */
export function carriedTerms(
  running: readonly ShareRecord[],
  formerEnd: string | null,
  { amounts, endsOn }: Wanted,
): { readonly share: ShareRecord; readonly terms: ShareTerms | undefined }[] {
  const left = new Map(amounts.map(({ metric, quantity }) => [metric, quantity]));
  return running.map((share) => {
    const resources = share.resources.flatMap((amount) => {
      const quantity = Math.min(amount.quantity, left.get(amount.metric) ?? 0);
      left.set(amount.metric, (left.get(amount.metric) ?? 0) - quantity);
      return quantity > 0 ? [{ ...amount, quantity }] : [];
    });
    if (resources.length === 0) return { share, terms: undefined };
    const end = endsOn !== null && share.ends_on === formerEnd ? endsOn : share.ends_on;
    return { share, terms: { ...termsOf(share), resources, endsOn: end } };
  });
}
