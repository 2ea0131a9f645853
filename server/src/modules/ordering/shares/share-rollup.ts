import type { Amount } from '#contracts/ordering/schemas';
import type { Coverage, ShareState } from '#contracts/ordering/share-schemas';

/** What the roll-up of an order needs to know of one share. */
export interface ShareFacts {
  /** Absent while it is only thought of. */
  readonly id?: string;
  readonly state: ShareState;
  readonly resources: readonly Pick<Amount, 'metric' | 'quantity'>[];
}

export type RollUp =
  | 'no-allocation'
  | 'all-validated'
  | 'all-rejected'
  | 'waiting-for-providers'
  | 'countered'
  | 'partly-validated';

/** A metric of which a share would take more than is left. */
export interface OverAllocation {
  readonly metric: string;
  /** What the other shares leave. */
  readonly left: number;
  readonly message: string;
}

/** A share that was neither withdrawn nor replaced by another. */
export function isLive(share: Pick<ShareFacts, 'state'>): boolean {
  return share.state !== 'withdrawn' && share.state !== 'superseded';
}

/** A live share that somebody still has to send, answer or decide; an expired one goes back to the desk. */
export function isUnanswered(share: Pick<ShareFacts, 'state'>): boolean {
  return isLive(share) && share.state !== 'validated' && share.state !== 'rejected';
}

/**
 * Why no agreement is made of these shares yet. Agreements are made from what providers have promised: none may still owe
 * an answer, and one has to have said yes. Only a simple order, or a change that takes resources back, may have no share.
 */
export function agreementRefusal(
  { orderClass, isChange }: { readonly orderClass: string; readonly isChange: boolean },
  shares: readonly Pick<ShareFacts, 'state'>[],
): string | undefined {
  if (shares.some(isUnanswered)) return 'Some shares have no answer yet';
  const mayHaveNone = orderClass === 'simple' || isChange;
  if (mayHaveNone || shares.some(({ state }) => state === 'validated')) return undefined;
  return 'No provider has validated a share yet';
}

/** What the answers of all providers come to (ordering.md 4.7). */
export function rollUp(shares: readonly Pick<ShareFacts, 'state'>[]): RollUp {
  const live = shares.filter(isLive);
  if (live.length === 0) return 'no-allocation';
  if (live.every(({ state }) => state === 'validated')) return 'all-validated';
  if (live.every(({ state }) => state === 'rejected')) return 'all-rejected';
  if (live.some(({ state }) => state === 'countered')) return 'countered';
  return live.some(isUnanswered) ? 'waiting-for-providers' : 'partly-validated';
}

/**
 * Per requested metric: what is validated, what waits for an answer, and what is missing until it is validated too,
 * so that requested = validated + missing unless more was validated than asked for.
 */
export function coverage(requested: readonly Amount[], shares: readonly ShareFacts[]): Coverage[] {
  return requested.map(({ metric, label, unit, quantity }) => {
    const validated = total(
      shares.filter(({ state }) => state === 'validated'),
      metric,
    );
    return {
      metric,
      label,
      unit,
      requested: quantity,
      validated,
      waiting: total(shares.filter(isUnanswered), metric),
      missing: Math.max(0, rounded(quantity - validated)),
    };
  });
}

/** True when everything that was asked for is validated. */
export function isCovered(requested: readonly Amount[], shares: readonly ShareFacts[]): boolean {
  return coverage(requested, shares).every(({ missing }) => missing === 0);
}

/** What no share holds yet, per requested metric; what a new share starts with. A rejected share holds nothing. */
export function leftToAllocate(requested: readonly Amount[], shares: readonly ShareFacts[]): Amount[] {
  const holding = shares.filter(holds);
  return requested.map((amount) => ({
    ...amount,
    quantity: Math.max(0, rounded(amount.quantity - total(holding, amount.metric))),
  }));
}

/**
 * The metrics of which the candidate would take more than the other shares leave of the request; empty when it fits.
 * The candidate's own earlier terms (the share of the same id) do not count against it.
 */
export function overAllocation(
  requested: readonly Amount[],
  shares: readonly ShareFacts[],
  candidate: ShareFacts,
): OverAllocation[] {
  const others = shares.filter((share) => holds(share) && (candidate.id === undefined || share.id !== candidate.id));
  return candidate.resources.flatMap(({ metric, quantity }): OverAllocation[] => {
    const asked = requested.find((amount) => amount.metric === metric);
    if (!asked)
      return quantity > 0
        ? [{ metric, left: 0, message: `The order does not ask for ${metric}. Leave it out of this share` }]
        : [];
    const held = total(others, metric);
    const left = Math.max(0, rounded(asked.quantity - held));
    const wanted = total([candidate], metric);
    if (wanted <= left) return [];
    const unit = asked.unit ? ` ${asked.unit}` : '';
    const rest = held === 0 ? '' : `, other shares hold ${held}`;
    return [
      {
        metric,
        left,
        message: `${asked.label}: at most ${left}${unit}, not ${wanted}. The order asks for ${asked.quantity}${rest}`,
      },
    ];
  });
}

const holds = (share: ShareFacts): boolean => isLive(share) && share.state !== 'rejected';

function total(shares: readonly ShareFacts[], metric: string): number {
  const quantities = shares.flatMap(({ resources }) => resources.filter((amount) => amount.metric === metric));
  return rounded(quantities.reduce((sum, { quantity }) => sum + quantity, 0));
}

/** Quantities such as 0.5 TB must add up without the stray decimals of binary fractions. */
function rounded(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}
