import { isoDay, readableDay, storedDay } from './parameter-days.ts';
import { type FilledParameter, highest, lowest, type Parameter, type ParameterValue } from './parameters.ts';

export interface ParameterReading {
  /** What is stored. */
  readonly value: ParameterValue;
  /** What is wrong with it, as a sentence for the person at the field. */
  readonly problem?: string;
  /** Only for a quantity with a price. */
  readonly price?: number;
}

export interface FieldError {
  /** The key under which the value was given; the id of the parameter where nothing was. */
  readonly path: string;
  readonly message: string;
}

export interface Price {
  readonly amount: number;
  readonly currency: string;
}

export interface Filling {
  /** Every parameter of the offer in its order, with what was read; complete only when there are no errors. */
  readonly filled: FilledParameter[];
  readonly errors: FieldError[];
  /** Null when the offer has no prices. */
  readonly price: Price | null;
}

type Of<Type extends Parameter['type']> = Extract<Parameter, { type: Type }>;

/**
 * Reads what a form or a program hands over for one parameter: text becomes a number where one is expected, blanks of
 * a list are dropped, days become `dd-mm-yyyy`. `today` (ISO) is what the limit `now` of a date means.
 */
export function readParameterValue(parameter: Parameter, submitted: unknown, today?: string): ParameterReading {
  switch (parameter.type) {
    case 'attribute':
      return readAttribute(parameter, submitted);
    case 'input':
      return readInput(parameter, submitted);
    case 'select':
      return readSelect(parameter, submitted);
    case 'multiselect':
      return readMultiselect(parameter, submitted);
    case 'date':
      return readDate(parameter, submitted, today);
    case 'range':
      return readRange(parameter, submitted);
    case 'quantity_price':
      return readQuantity(parameter, submitted);
  }
}

/** Price of a value: 0 for none, else the first one's price and the step for each further one. Null without a price. */
export function priceOf(parameter: Parameter | FilledParameter, value: unknown): number | null {
  if (parameter.type !== 'quantity_price' || typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    return null;
  const { start_price, step_price } = parameter.config;
  return value === 0 ? 0 : roundMoney(start_price + (value - 1) * step_price);
}

/** Reads the answers to all parameters of an offer, given by id or by label. Keys that are neither are errors. */
export function fillParameters(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
  today?: string,
): Filling {
  const errors: FieldError[] = [];
  const answers = new Map<Parameter, { key: string; submitted: unknown }>();
  for (const [key, submitted] of Object.entries(given)) {
    const parameter = parameters.find(({ id }) => id === key) ?? parameters.find(({ label }) => label === key);
    if (!parameter) errors.push({ path: key, message: unknownKey(parameters, key) });
    else if (answers.has(parameter))
      errors.push({ path: key, message: `${parameter.label} is given twice, by its id and by its label` });
    else answers.set(parameter, { key, submitted });
  }

  const filled: FilledParameter[] = [];
  const prices: Price[] = [];
  for (const parameter of parameters) {
    const answer = answers.get(parameter);
    const reading = readParameterValue(parameter, answer ? answer.submitted : defaultOf(parameter), today);
    if (reading.problem !== undefined) {
      errors.push({
        path: answer?.key ?? parameter.id,
        message: answer ? reading.problem : `${parameter.label} is missing. ${reading.problem}`,
      });
    }
    filled.push({ ...parameter, value: reading.value });
    if (parameter.type === 'quantity_price')
      prices.push({ amount: reading.price ?? 0, currency: parameter.config.currency });
  }
  const [first] = prices;
  const price = first
    ? { amount: roundMoney(prices.reduce((sum, { amount }) => sum + amount, 0)), currency: first.currency }
    : null;
  return { filled, errors, price };
}

/** The value as people read it: `4 GB`, `1 Dec 2026`, `FTS3, Others`; an en dash where nothing was given. */
export function showParameterValue(parameter: Parameter | FilledParameter, value: unknown): string {
  const list = (Array.isArray(value) ? value : [value])
    .filter((item) => typeof item === 'string' || typeof item === 'number')
    .map(String);
  const text = list.filter((item) => item !== '').join(', ');
  if (text === '') return '–';
  if (parameter.type === 'date') {
    const iso = isoDay(text);
    return iso ? readableDay(iso) : text;
  }
  return parameter.unit ? `${text} ${parameter.unit}` : text;
}

function readAttribute(parameter: Of<'attribute'>, submitted: unknown): ParameterReading {
  const { value } = parameter;
  if (isNothing(submitted) || same(submitted, value)) return { value };
  return { value, problem: `This is always ${showParameterValue(parameter, value)}` };
}

function readInput(parameter: Of<'input'>, submitted: unknown): ParameterReading {
  if (parameter.value_type === 'string') {
    // An empty text is a text: free remarks may be left out.
    if (submitted === undefined || submitted === null) return { value: '' };
    return typeof submitted === 'string' ? { value: submitted } : { value: kept(submitted), problem: 'Write a text' };
  }
  const value = toInteger(submitted);
  return isInteger(value) ? { value } : { value, problem: `Give a whole number${ofUnit(parameter.unit)}` };
}

function readSelect(parameter: Of<'select'>, submitted: unknown): ParameterReading {
  const { values } = parameter.config;
  const [first] = withoutBlanks(submitted);
  const value = first === undefined ? null : readChoice(parameter, first);
  if (value === null) return { value, problem: `Choose ${listed(values, parameter.unit)}` };
  if (typeof value !== 'object' && values.includes(value)) return { value };
  return { value, problem: `${String(value)} is not offered. Choose ${listed(values, parameter.unit)}` };
}

function readMultiselect(parameter: Of<'multiselect'>, submitted: unknown): ParameterReading {
  const { values } = parameter.config;
  const minimum = parameter.config.minItems ?? 1;
  const maximum = parameter.config.maxItems ?? values.length;
  const read = withoutBlanks(submitted).map((item) => readChoice(parameter, item));
  const value = [...new Set(read.filter((item) => typeof item === 'string' || typeof item === 'number'))];
  const stranger = value.find((item) => !values.includes(item));
  if (stranger !== undefined)
    return { value, problem: `${stranger} is not offered. Choose from ${listed(values, parameter.unit, 'and')}` };
  if (value.length < minimum) return { value, problem: `Choose at least ${minimum}` };
  if (value.length > maximum) return { value, problem: `Choose at most ${maximum}, not ${value.length}` };
  return { value };
}

function readDate(parameter: Of<'date'>, submitted: unknown, today: string | undefined): ParameterReading {
  if (isNothing(submitted)) return { value: null, problem: 'Choose a day' };
  const iso = typeof submitted === 'string' ? isoDay(submitted.trim()) : undefined;
  if (iso === undefined) return { value: kept(submitted), problem: 'Write a day such as 2026-12-01' };
  const value = storedDay(iso);
  const limit = (text: string | null | undefined) => (text === 'now' ? today : isoDay(text ?? ''));
  const earliest = limit(parameter.config?.min);
  const latest = limit(parameter.config?.max);
  if (earliest !== undefined && iso < earliest) {
    return parameter.config?.min === 'now'
      ? { value, problem: `${readableDay(iso)} has passed. Choose today or a later day` }
      : { value, problem: `${readableDay(iso)} is before ${readableDay(earliest)}. Choose that day or a later one` };
  }
  if (latest !== undefined && iso > latest) {
    return parameter.config?.max === 'now'
      ? { value, problem: `${readableDay(iso)} is still to come. Choose today or an earlier day` }
      : { value, problem: `${readableDay(iso)} is after ${readableDay(latest)}. Choose that day or an earlier one` };
  }
  return { value };
}

function readRange(parameter: Of<'range'>, submitted: unknown): ParameterReading {
  const [from, to] = [lowest(parameter.config), highest(parameter.config)];
  const value = toInteger(submitted);
  if (isInteger(value) && value >= from && value <= to) return { value };
  return { value, problem: `Give a whole number from ${from} to ${to}${parameter.unit ? ` ${parameter.unit}` : ''}` };
}

function readQuantity(parameter: Of<'quantity_price'>, submitted: unknown): ParameterReading {
  const { max } = parameter.config;
  const value = toInteger(submitted);
  if (!isInteger(value) || value < 0)
    return { value, problem: `Give a whole number${ofUnit(parameter.unit)}, 0 or more` };
  if (max !== undefined && max !== null && value > max)
    return { value, problem: `At most ${max}${parameter.unit ? ` ${parameter.unit}` : ''} can be ordered` };
  const price = priceOf(parameter, value);
  return price === null ? { value } : { value, price };
}

function defaultOf(parameter: Parameter): unknown {
  return parameter.type === 'input' ? parameter.value : undefined;
}

const isNothing = (submitted: unknown): boolean => submitted === undefined || submitted === null || submitted === '';
const isInteger = (value: ParameterValue): value is number => typeof value === 'number' && Number.isSafeInteger(value);

function same(submitted: unknown, value: string | number): boolean {
  return (typeof submitted === 'string' || typeof submitted === 'number') && String(submitted).trim() === String(value);
}

function withoutBlanks(submitted: unknown): unknown[] {
  const list: unknown[] = Array.isArray(submitted) ? submitted : [submitted];
  return list.filter((item) => !isNothing(item) && !(typeof item === 'string' && item.trim() === ''));
}

/** Integers are read from text; a text that is no integer stays text, and is refused by its parameter. */
function toInteger(submitted: unknown): ParameterValue {
  if (typeof submitted !== 'string') return kept(submitted);
  const text = submitted.trim();
  if (text === '') return null;
  const number = Number(text);
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(number) ? number : submitted;
}

/** One value of a list; old offers list fractions such as 0.5 among their "integers". */
function readChoice(parameter: Of<'select' | 'multiselect'>, submitted: unknown): ParameterValue {
  if (parameter.value_type === 'string') return kept(submitted);
  const listedAs = parameter.config.values.find((value) => same(submitted, value));
  return listedAs ?? toInteger(submitted);
}

/** What was given, as far as it can be stored beside its error. */
function kept(submitted: unknown): ParameterValue {
  if (typeof submitted === 'string' || typeof submitted === 'number') return submitted;
  return submitted === undefined || submitted === null ? null : JSON.stringify(submitted);
}

function listed(values: readonly (string | number)[], unit: string | null | undefined, last = 'or'): string {
  const suffix = unit ? ` ${unit}` : '';
  if (values.length > 12) return `one of the ${values.length} values offered`;
  if (values.length < 2) return `${values.join('')}${suffix}`;
  return `${values.slice(0, -1).join(', ')} ${last} ${values.at(-1)}${suffix}`;
}

const ofUnit = (unit: string | null | undefined): string => (unit ? ` of ${unit}` : '');

function unknownKey(parameters: readonly Parameter[], key: string): string {
  if (parameters.length === 0) return `This offer has no parameters, so ${key} cannot be given`;
  return `This offer has no parameter ${key}. It has ${parameters.map(({ label }) => label).join(', ')}`;
}

/** Prices carry at most 6 decimals; the sum of binary fractions must not show more. */
function roundMoney(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
