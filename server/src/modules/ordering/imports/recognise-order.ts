import type { ParameterValue } from '#contracts/catalogue/parameters';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderableOffer } from '../ports.ts';
import { givenOf, type KnownOffer } from './imported-order.ts';
import type { DateOrder } from './legacy-dates.ts';
import { readSo1 } from './so1.ts';

/** The offers of the catalogue by the names that older orders carry. */
export type KnownOffers = ReadonlyMap<KnownOffer, OrderableOffer>;

export async function knownOffers({ kernel, ports }: OrderingContext): Promise<KnownOffers> {
  const offers = await ports.offers.all(kernel.database.read());
  return new Map(
    offers.map((offer) => [
      {
        category: offer.service.category,
        service: offer.service.name,
        offer: offer.name,
        parameters: offer.parameters,
      },
      offer,
    ]),
  );
}

/** What the text of an older order says; what stands in its way is told in `notes`. */
export type Recognised = {
  readonly category: string | null;
  readonly service?: string;
  readonly offerName?: string | null;
  readonly notes: readonly string[];
} & (
  | { readonly outcome: 'recognised'; readonly offer: OrderableOffer; readonly given: Record<string, ParameterValue> }
  | { readonly outcome: 'unknown_offer' | 'error' }
);

/**
 * Reads an order in either form of SO-1 (ordering.md 4.10, 4.11) against the catalogue, as it could be ordered on a day:
 * today unless said. Never throws.
 */
export function recogniseOrder(
  { kernel }: OrderingContext,
  known: KnownOffers,
  text: string,
  { dateOrder, today = kernel.clock.today() }: { readonly dateOrder: DateOrder; readonly today?: string | undefined },
): Recognised {
  const read = readSo1(text, [...known.keys()], { dateOrder });
  if ('problem' in read) return { outcome: 'error', category: null, notes: [read.problem] };
  const named = { category: read.category, service: read.service, offerName: read.offer };
  const notes = [
    ...read.ambiguousDates.map(
      ({ label, read: day, other }) => `ambiguous date: ${label} read as ${day}, could be ${other}`,
    ),
    ...read.warnings.filter((warning) => !warning.startsWith('ambiguous-date') && warning !== 'offer-not-in-catalogue'),
  ];
  const offer = read.known ? known.get(read.known) : undefined;
  if (!offer) {
    const name = [read.category, read.service, read.offer].filter(Boolean).join(' / ');
    return { ...named, outcome: 'unknown_offer', notes: [`unknown offer: ${name}`, ...notes] };
  }
  const given = givenOf(read);
  const { errors } = fillParameters(offer.parameters, given, today);
  if (errors.length > 0)
    return {
      ...named,
      outcome: 'error',
      notes: [...errors.map(({ path, message }) => `${path}: ${message}`), ...notes],
    };
  return { ...named, outcome: 'recognised', offer, given, notes };
}
