import { isoDay } from '#contracts/catalogue/parameter-days';
import { fillParameters, readParameterValue } from '#contracts/catalogue/parameter-rules';
import type { Filling } from '#contracts/catalogue/parameter-rules';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { Offer } from '#contracts/catalogue/schemas';

/** What somebody answered so far, kept as a draft under `wizard:<slug>`. */
export interface Answers {
  /** Number of the offer. */
  readonly offer: number | null;
  /** Offer whose access somebody has read. */
  readonly read: number | null;
  /** Value by id of the parameter, as it stands in the field. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly voucher: 'id' | 'request' | null;
  readonly voucherId: string;
  readonly project: number | null;
  readonly comment: string;
  /** When these answers were begun, in milliseconds: how long somebody took tells people from machines. */
  readonly since: number;
}

export const noAnswers: Answers = {
  offer: null,
  read: null,
  values: {},
  voucher: null,
  voucherId: '',
  project: null,
  comment: '',
  since: 0,
};

/** Reads a draft back; what is not one gives nothing. */
export function answersIn(content: unknown): Answers | undefined {
  if (typeof content !== 'object' || content === null || !('values' in content)) return undefined;
  const given: Readonly<Record<string, unknown>> = { ...content };
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { values, voucher } = given;
  return {
    offer: number(given['offer']),
    read: number(given['read']),
    values: typeof values === 'object' && values !== null ? { ...values } : {},
    voucher: voucher === 'id' || voucher === 'request' ? voucher : null,
    voucherId: text(given['voucherId']),
    project: number(given['project']),
    comment: text(given['comment']),
    since: number(given['since']) ?? 0,
  };
}

/** What stands in the field at first: a default of the offer, one of what is counted, else nothing. */
export function firstValue(parameter: Parameter): unknown {
  if (parameter.type === 'input') return parameter.value ?? '';
  if (parameter.type === 'quantity_price') return 1;
  if (parameter.type === 'multiselect') return [];
  return '';
}

/** The value of an older order as it stands in a field. */
export function fieldValue(parameter: Parameter, value: unknown): unknown {
  if (value === null || value === undefined) return firstValue(parameter);
  if (parameter.type === 'date') return typeof value === 'string' ? (isoDay(value) ?? '') : '';
  return value;
}

/** Answers to every question of an offer, those not given yet as they stand in the field at first. */
export function valuesFor(offer: Pick<Offer, 'parameters'>, given: Answers['values']): Record<string, unknown> {
  return Object.fromEntries(
    offer.parameters
      .filter((parameter) => parameter.type !== 'attribute')
      .map((parameter) => [parameter.id, given[parameter.id] ?? firstValue(parameter)]),
  );
}

/** What would be stored, what is wrong where, and the price. */
export function fill(offer: Pick<Offer, 'parameters'>, given: Answers['values'], today: string): Filling {
  return fillParameters(offer.parameters, valuesFor(offer, given), today);
}

/** What is wrong at one field. */
export function problemAt(parameter: Parameter, value: unknown, today: string): string | undefined {
  return readParameterValue(parameter, value, today).problem;
}

/** Everything that keeps the configuration from being sent, by field. */
export function configurationErrors(offer: Offer, answers: Answers, today: string): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of fill(offer, answers.values, today).errors) errors[`parameters.${path}`] = message;
  if (offer.voucherable && answers.voucher === null)
    errors['voucher'] = 'Give the id of a voucher you hold, or ask for one';
  if (offer.voucherable && answers.voucher === 'id' && answers.voucherId.trim() === '')
    errors['voucher.id'] = 'Write the id of your voucher';
  return errors;
}
