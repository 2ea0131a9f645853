import type { OrderState } from '#contracts/ordering/lifecycle';
import { allow, refuse, type Decision } from '#kernel/access';
import { DAY, later } from '#kernel/clock';

export interface Rating {
  /** Grade of the service, 1 to 5. */
  readonly service: number;
  /** Grade of the ordering, 1 to 5; null where only the service in use was asked about, which is an answer of its own. */
  readonly ordering: number | null;
  readonly text: string;
  /** The customer agreed that the text stands on the page of the service. */
  readonly publish?: boolean;
}

export interface RatingFacts {
  readonly state: OrderState;
  /** When it became ready, or null when it never did. */
  readonly readyAt: string | null;
  /** When it was rated first. */
  readonly ratedAt: string | null;
  readonly now: string;
}

/** What a mail asks about: the order once it is ready, or the service after long use (ordering.md 4.16). */
export type RatingSubject = 'order' | 'service';

/** Days for which a rating can be changed (ordering.md 4.16). */
export const daysToChange = 30;

/** The last instant at which a rating of this instant can be changed. */
export const changeableUntil = (ratedAt: string): string => later(ratedAt, daysToChange * DAY);

/** Only what became ready is rated, while it runs or after it is over, and a rating stays after 30 days. */
export function mayRate({ state, readyAt, ratedAt, now }: RatingFacts): Decision {
  const no = (reason: string) => refuse('rating_refused', reason);
  if (state === 'rejected') return no('This order was rejected, so there is nothing to rate');
  if (state === 'closed' && readyAt === null) return no('This order was never ready, so there is nothing to rate');
  if (state !== 'ready' && state !== 'closed') return no('This order is not ready yet. Rate it once it is');
  if (ratedAt !== null && now > changeableUntil(ratedAt)) {
    return no(`A rating can be changed for ${daysToChange} days, and these are over`);
  }
  return allow;
}

export const sameRating = (one: Rating, other: Rating): boolean =>
  one.service === other.service &&
  one.ordering === other.ordering &&
  one.text === other.text &&
  (one.publish ?? false) === (other.publish ?? false);

/** A grade of 1 or 2 is a complaint that somebody has to look at. */
export const isLow = ({ service, ordering }: Rating): boolean => Math.min(service, ordering ?? service) <= 2;
