import { isoDay } from '../catalogue/parameter-days.ts';
import type { FilledParameter } from '../catalogue/parameters.ts';
import type { Amount } from './schemas.ts';
import { type LabelMap, type Meaning, meaningOf } from './resource-labels.ts';

/** What an order asks for altogether, and for which period. */
export interface RequestedResources {
  readonly amounts: Amount[];
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** Calendar days between start and end, as far as they can be told. */
  readonly days: number | null;
}

/** Stands for an order that names no quantity, so that it can still be given to one provider as a whole. */
export const wholeService: Amount = { metric: 'service', label: 'Service as a whole', quantity: 1, unit: null };

/**
 * Derives the totals from the filled-in parameters (ordering.md 4.7 point 4): 10 machines with 4 cores and 2 GB per
 * core are 10 machines, 40 cores and 80 GB. `labels` adds to the default meanings of labels, or overrides them, for
 * one offer. Numbers under labels that nobody has described count as metrics of their own.
 */
export function requestedResources(parameters: readonly FilledParameter[], labels: LabelMap = {}): RequestedResources {
  const read = parameters.map((parameter) => ({
    parameter,
    meaning: meaningOf(parameter, labels) ?? fallback(parameter),
  }));

  const counts = new Map<string, number>();
  const amounts: Amount[] = [];
  // What is counted per something waits until that something is known: memory per core, after cores per machine.
  let waiting = read.flatMap(({ parameter, meaning }) => {
    const value = quantityOf(parameter);
    return meaning?.is === 'amount' && value !== undefined ? [{ parameter, meaning, value }] : [];
  });
  while (waiting.length > 0) {
    const open = new Set(waiting.map(({ meaning }) => meaning.metric));
    const ready = waiting.filter(
      ({ meaning }) => !(meaning.per ?? []).some((other) => other !== meaning.metric && open.has(other)),
    );
    const batch = ready.length > 0 ? ready : waiting;
    for (const { parameter, meaning, value } of batch) {
      const factor = (meaning.per ?? []).reduce((product, other) => product * (counts.get(other) ?? 1), 1);
      const amount = {
        metric: meaning.metric,
        label: meaning.label,
        quantity: rounded(value * factor),
        unit: unitOf(parameter) ?? meaning.unit ?? null,
      };
      counts.set(meaning.metric, (counts.get(meaning.metric) ?? 0) + amount.quantity);
      amounts.push(amount);
    }
    waiting = waiting.filter((one) => !batch.includes(one));
  }

  const inOrder = read.flatMap(({ meaning }) => (meaning?.is === 'amount' ? [meaning.metric] : []));
  const summed = sumByMetric(
    amounts.toSorted((one, other) => inOrder.indexOf(one.metric) - inOrder.indexOf(other.metric)),
  );
  const asked = summed.filter(({ quantity }) => quantity > 0);
  return { amounts: asked.length > 0 ? asked : [wholeService], ...periodOf(read) };
}

type Read = { readonly parameter: FilledParameter; readonly meaning: Meaning | undefined };

function periodOf(read: readonly Read[]): Omit<RequestedResources, 'amounts'> {
  const dayOf = (is: 'start' | 'end') =>
    read.flatMap(({ parameter, meaning }) =>
      meaning?.is === is && typeof parameter.value === 'string' ? (isoDay(parameter.value) ?? []) : [],
    )[0];
  const durations = read.flatMap(({ parameter, meaning }) => {
    const value = quantityOf(parameter);
    return meaning?.is === 'duration' && value !== undefined ? [{ [meaning.of]: Math.min(value, 100_000) }] : [];
  });
  const [duration] = durations;
  const start = dayOf('start');
  const startsOn = start === undefined ? null : Temporal.PlainDate.from(start);
  const end = dayOf('end');
  const endsOn =
    end === undefined ? (startsOn && duration ? startsOn.add(duration) : null) : Temporal.PlainDate.from(end);
  const days = startsOn && endsOn ? startsOn.until(endsOn).days : (duration?.['days'] ?? null);
  return { startsOn: startsOn?.toString() ?? null, endsOn: endsOn?.toString() ?? null, days };
}

/** A number that no map names: a range, a priced quantity, or anything with a unit, unless it is a rate ("per user"). */
function fallback(parameter: FilledParameter): Meaning | undefined {
  const counts = parameter.type === 'range' || parameter.type === 'quantity_price' || unitOf(parameter) !== undefined;
  if (!counts || parameter.value_type !== 'integer' || /\bper\b/i.test(parameter.label)) return undefined;
  const metric = parameter.label
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
  return {
    is: 'amount',
    metric: metric === '' ? parameter.id : metric.slice(0, 100),
    label: parameter.label.slice(0, 200),
  };
}

function quantityOf(parameter: FilledParameter): number | undefined {
  return typeof parameter.value === 'number' && Number.isFinite(parameter.value) && parameter.value >= 0
    ? parameter.value
    : undefined;
}

function unitOf(parameter: FilledParameter): string | undefined {
  return parameter.type === 'date' ? undefined : (parameter.unit ?? undefined);
}

/** Adds up what is the same metric; where units differ, each unit stays a metric of its own. */
function sumByMetric(amounts: readonly Amount[]): Amount[] {
  const found: Amount[] = [];
  for (const amount of amounts) {
    const same = found.find(({ label, unit }) => label === amount.label && unit === amount.unit);
    const taken = found.some(({ metric }) => metric === amount.metric);
    if (same) same.quantity = rounded(same.quantity + amount.quantity);
    else
      found.push({
        ...amount,
        metric: taken ? `${amount.metric}_${(amount.unit ?? 'count').toLowerCase()}` : amount.metric,
      });
  }
  return found;
}

function rounded(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}

export type { LabelMap };
