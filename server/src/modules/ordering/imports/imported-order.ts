import type { Parameter, ParameterValue } from '#contracts/catalogue/parameters';
import { type DateOrder, readLegacyDate } from './legacy-dates.ts';

/** An offer of the catalogue, by the names that orders of older tools carry. */
export interface KnownOffer {
  readonly category: string;
  readonly service: string;
  readonly offer: string;
  readonly parameters: readonly Pick<Parameter, 'label' | 'type' | 'value_type'>[];
}

export interface ImportedAttribute {
  readonly label: string;
  /** As it was written. */
  readonly raw: string;
  /** Typed by the parameter; a day is ISO. Null where nothing was given. */
  readonly value: ParameterValue;
}

export interface AmbiguousDate {
  readonly label: string;
  readonly read: string;
  readonly other: string;
}

/** What one line of an older tool says. */
export interface ImportedOrder {
  readonly category: string | null;
  readonly service: string;
  /** Null before offers were part of the line. */
  readonly offer: string | null;
  readonly attributes: readonly ImportedAttribute[];
  /** `offer-not-in-catalogue`, `ambiguous-date:<label>`, `unreadable-date:<label>`, `unrecognised-text:<text>`. */
  readonly warnings: readonly string[];
  readonly ambiguousDates: readonly AmbiguousDate[];
  /** The offer of the catalogue that it names. */
  readonly known: KnownOffer | null;
}

/** The line is no order at all; says what is wrong with it. */
export interface ImportProblem {
  readonly problem: string;
}

export interface ImportSettings {
  /** The month comes first unless said otherwise. */
  readonly dateOrder?: DateOrder;
}

export interface TypedValue {
  readonly value: ParameterValue;
  readonly warnings: readonly string[];
  readonly ambiguous?: AmbiguousDate;
}

/** Types the text of one attribute by its parameter; what cannot be typed stays text. */
export function typeLegacyValue(
  parameter: KnownOffer['parameters'][number],
  raw: string,
  settings: ImportSettings,
): TypedValue {
  const { label, type } = parameter;
  if (raw === '') return { value: type === 'input' && parameter.value_type === 'string' ? '' : null, warnings: [] };
  if (type === 'date') {
    const date = readLegacyDate(raw, settings.dateOrder ?? 'month-first');
    if (!date) return { value: raw, warnings: [`unreadable-date:${label}`] };
    if (date.other === undefined) return { value: date.iso, warnings: [] };
    return {
      value: date.iso,
      warnings: [`ambiguous-date:${label}`],
      ambiguous: { label, read: date.iso, other: date.other },
    };
  }
  if (type === 'multiselect') return { value: readList(raw), warnings: [] };
  return { value: parameter.value_type === 'integer' ? toNumber(raw) : raw, warnings: [] };
}

/** The values by label, as `fillParameters` takes them; of equal labels the last wins. */
export function givenOf(order: Pick<ImportedOrder, 'attributes'>): Record<string, ParameterValue> {
  return Object.fromEntries(order.attributes.map(({ label, value }) => [label, value]));
}

function toNumber(text: string): ParameterValue {
  const number = Number(text);
  // Fractions stand among the "integers" of a few old offers.
  return /^-?\d+(\.\d+)?$/.test(text) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}

/** A list is printed as `["a", "b"]`; whatever else stands there is one text. */
function readList(raw: string): ParameterValue {
  try {
    const list: unknown = JSON.parse(raw);
    if (Array.isArray(list) && list.every((item) => typeof item === 'string' || typeof item === 'number')) return list;
  } catch {
    // Not the printed form of a list: kept as it is, and refused by the parameter.
  }
  return raw;
}
