import type { Amount } from '#contracts/ordering/schemas';
import type { ShareTerms } from '#contracts/ordering/share-schemas';

/** One amount on the form of a counter: a total, or so much of each unit of another metric. */
interface AmountField {
  readonly name: string;
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  /** As asked, in the measure of this field. */
  readonly asked: number;
  /** Metric that it is multiplied by. */
  readonly per: string | null;
  /** What was asked altogether, for the sum. */
  readonly total: Amount;
}

/** How people of data centres think of these: cores of each machine, memory of each core. */
const measures: Readonly<Record<string, { readonly per: string; readonly label: string }>> = {
  cores: { per: 'vm', label: 'Cores each' },
  memory: { per: 'cores', label: 'RAM per core' },
  disk: { per: 'vm', label: 'Disk each' },
  gpu: { per: 'vm', label: 'GPUs each' },
};

/** The fields for changing the amounts of a share; those that come out even are asked for by unit. */
export function amountFields(resources: readonly Amount[]): AmountField[] {
  const fields: AmountField[] = [];
  for (const [index, amount] of resources.entries()) {
    const measure = measures[amount.metric];
    const base = resources.slice(0, index).find(({ metric, quantity }) => metric === measure?.per && quantity > 0);
    const each = base === undefined ? 0 : amount.quantity / base.quantity;
    const isEven = base !== undefined && each > 0 && Number.isInteger(Math.round(each * 1e8) / 1e6);
    const common = { name: `amount-${amount.metric}`, metric: amount.metric, unit: amount.unit, total: amount };
    fields.push(
      measure !== undefined && isEven
        ? { ...common, label: measure.label, asked: each, per: measure.per }
        : { ...common, label: amount.label, asked: amount.quantity, per: null },
    );
  }
  return fields;
}

/** The totals that values of these fields come to. */
export function totalsOf(
  fields: readonly AmountField[],
  values: ReadonlyMap<string, number>,
): { metric: string; quantity: number }[] {
  const totals = new Map<string, number>();
  for (const { metric, per } of fields) {
    const factor = per === null ? 1 : (totals.get(per) ?? 0);
    totals.set(metric, Math.round((values.get(metric) ?? 0) * factor * 1e6) / 1e6);
  }
  return [...totals].map(([metric, quantity]) => ({ metric, quantity }));
}

/** Terms as the form shows them before anything is typed. */
export function askedValues(terms: ShareTerms): Record<string, string> {
  return {
    ...Object.fromEntries(amountFields(terms.resources).map(({ name, asked }) => [name, String(asked)])),
    startsOn: terms.startsOn,
    endsOn: terms.endsOn,
    availability: String(terms.availability),
    reliability: String(terms.reliability),
  };
}
