import type { Amount } from '#contracts/ordering/schemas';
import type { ShareActionInput, ShareTerms } from '#contracts/ordering/share-schemas';
import type { FieldError } from '#kernel/errors';
import { AppError, invalid } from '#kernel/errors';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { overAllocation, type ShareFacts } from './share-rollup.ts';

type Requested = Pick<OrderRow, 'requested' | 'starts_on' | 'ends_on'>;

/** The terms of a share as they stand. */
export function termsOf(
  share: Pick<ShareRecord, 'resources' | 'starts_on' | 'ends_on' | 'availability' | 'reliability'>,
): ShareTerms {
  return {
    resources: share.resources,
    startsOn: share.starts_on,
    endsOn: share.ends_on,
    availability: Number(share.availability),
    reliability: Number(share.reliability),
  };
}

/** The period of a new share: the order's, or a year from today as far as the order names none. */
export function defaultPeriod(order: Requested, today: string): { startsOn: string; endsOn: string } {
  const startsOn = order.starts_on ?? today;
  return { startsOn, endsOn: order.ends_on ?? Temporal.PlainDate.from(startsOn).add({ years: 1 }).toString() };
}

/** What is named first of a share: what the rest is counted by. */
const leading = ['vm', 'users', 'students', 'cores', 'memory', 'gpu', 'disk'];
const place = ({ metric }: { metric: string }) => (leading.includes(metric) ? leading.indexOf(metric) : leading.length);

/** Gives metrics the label and unit that they have in the order; one that the order does not ask for keeps its name. */
export function labelled(order: Requested, resources: readonly { metric: string; quantity: number }[]): Amount[] {
  const amounts = resources.map(({ metric, quantity }) => {
    const asked = order.requested.find((amount) => amount.metric === metric);
    return { metric, label: asked?.label ?? metric, quantity, unit: asked?.unit ?? null };
  });
  return amounts.toSorted((one, other) => place(one) - place(other));
}

/** What is wrong with terms in themselves, each with the field. */
function termErrors({
  resources,
  startsOn,
  endsOn,
}: Pick<ShareTerms, 'resources' | 'startsOn' | 'endsOn'>): FieldError[] {
  const errors: FieldError[] = [];
  const metrics = resources.map(({ metric }) => metric);
  const twice = metrics.find((metric, index) => metrics.indexOf(metric) !== index);
  if (twice !== undefined) errors.push({ path: 'resources', message: `${twice} stands there twice` });
  if (!resources.some(({ quantity }) => quantity > 0))
    errors.push({ path: 'resources', message: 'Give at least one amount above 0' });
  if (endsOn <= startsOn)
    errors.push({ path: 'endsOn', message: `End is not after start (${startsOn}). Choose a later day` });
  return errors;
}

/** Throws for terms that cannot be, and for those that would take more than the order asks for. */
export function requireTerms(
  order: Requested,
  shares: readonly ShareFacts[],
  candidate: ShareTerms & { readonly id?: string },
): void {
  const errors = termErrors(candidate);
  if (errors.length > 0) throw invalid('invalid_request', errors);
  const { id, resources } = candidate;
  const over = overAllocation(order.requested, shares, {
    ...(id === undefined ? {} : { id }),
    state: 'proposed',
    resources,
  });
  if (over.length === 0) return;
  const told = over.map(({ message }) => message).join('. ');
  throw new AppError('refused', 'over_allocated', told, {
    errors: over.map(({ metric, message }) => ({ path: `resources.${metric}`, message })),
  });
}

/** Throws for a counter that would last longer than what the order asks for, or than what the desk asked the site for. */
export function requireCounterPeriod(
  order: Requested,
  asked: Pick<ShareTerms, 'endsOn'>,
  counter: Pick<ShareTerms, 'endsOn'>,
): void {
  const last = [order.ends_on ?? asked.endsOn, asked.endsOn].toSorted().at(-1) ?? asked.endsOn;
  if (counter.endsOn > last)
    throw invalid('invalid_request', [
      { path: 'endsOn', message: `The request ends on ${last}. Choose that day or an earlier one` },
    ]);
}

/** The terms of a counter, with the labels of the order. */
export function counterTerms(order: Requested, counter: NonNullable<ShareActionInput['counter']>): ShareTerms {
  const { resources, ...rest } = counter;
  return { ...rest, resources: labelled(order, resources) };
}

/** Says whether two terms are the same. */
export function sameTerms(one: ShareTerms, other: ShareTerms): boolean {
  const amounts = (terms: ShareTerms) =>
    terms.resources
      .filter(({ quantity }) => quantity > 0)
      .map(({ metric, quantity }) => `${metric}=${quantity}`)
      .toSorted()
      .join();
  const rest = ({ startsOn, endsOn, availability, reliability }: ShareTerms) =>
    [startsOn, endsOn, availability, reliability].join();
  return amounts(one) === amounts(other) && rest(one) === rest(other);
}
