import { z } from 'zod';

import { Parameter, parameterTypes } from '#contracts/catalogue/parameters';
import type { ParameterType } from '#contracts/catalogue/parameters';

const Text = z.union([z.string(), z.number()]);

/** A parameter as it is written in the editor: everything is text, whichever type it has at the moment. */
export const ParameterDraft = z.object({
  /** Tells the drafts apart while everything else of them is written, the id too. */
  key: z.string(),
  id: z.string(),
  type: z.enum(parameterTypes),
  label: z.string(),
  description: z.string(),
  valueType: z.string(),
  unit: z.string(),
  value: z.string(),
  sensitive: z.boolean(),
  /** One a line. */
  values: z.string(),
  mode: z.string(),
  minItems: Text,
  maxItems: Text,
  min: z.string(),
  max: z.string(),
  minimum: Text,
  maximum: Text,
  exclusiveMinimum: z.boolean(),
  exclusiveMaximum: z.boolean(),
  startPrice: Text,
  stepPrice: Text,
  currency: z.string(),
  most: Text,
  /** What its number counts, where that is not the usual of its label. */
  metric: z.string(),
});
export type ParameterDraft = z.infer<typeof ParameterDraft>;

export const typeWords: Readonly<Record<ParameterType, string>> = {
  attribute: 'Constant',
  input: 'Text or number',
  select: 'One of several',
  multiselect: 'Some of several',
  date: 'Day',
  range: 'Number in a range',
  quantity_price: 'Quantity with price',
};

/** The smallest number that is not taken yet. */
export function freeId(taken: readonly string[]): string {
  let next = 0;
  while (taken.includes(String(next))) next += 1;
  return String(next);
}

/** A parameter to begin with, beside those that are there. */
export function newDraft(type: ParameterType, beside: readonly Pick<ParameterDraft, 'id' | 'key'>[]): ParameterDraft {
  const isNumber = type === 'range' || type === 'quantity_price';
  return {
    key: freeId(beside.map(({ key }) => key)),
    id: freeId(beside.map(({ id }) => id)),
    type,
    label: '',
    description: '',
    valueType: isNumber ? 'integer' : 'string',
    unit: '',
    value: '',
    sensitive: false,
    values: '',
    mode: 'buttons',
    minItems: '',
    maxItems: '',
    min: type === 'date' ? 'now' : '',
    max: '',
    minimum: 1,
    maximum: 10,
    exclusiveMinimum: false,
    exclusiveMaximum: false,
    startPrice: 0,
    stepPrice: 0,
    currency: 'EUR',
    most: '',
    metric: '',
  };
}

/** What is written, as the contract takes it; not checked yet. */
export function parameterOf(draft: ParameterDraft): unknown {
  const number = (text: string | number) => (text === '' || Number.isNaN(Number(text)) ? text : Number(text));
  const orNull = (text: string | number) => (text === '' ? null : number(text));
  const typed = (text: string) => (draft.valueType === 'integer' ? number(text.trim()) : text);
  const unit = draft.unit.trim() === '' ? {} : { unit: draft.unit.trim() };
  const values = draft.values
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(typed);
  const common = {
    id: draft.id.trim(),
    type: draft.type,
    label: draft.label.trim(),
    description: draft.description.trim(),
    value_type: draft.valueType,
  };
  switch (draft.type) {
    case 'attribute':
      return { ...common, ...unit, value: typed(draft.value) };
    case 'input':
      return {
        ...common,
        ...unit,
        ...(draft.sensitive ? { sensitive: true } : {}),
        ...(draft.value === '' ? {} : { value: typed(draft.value) }),
      };
    case 'select':
      return { ...common, ...unit, config: { values, mode: draft.mode } };
    case 'multiselect':
      return {
        ...common,
        ...unit,
        config: { values, minItems: orNull(draft.minItems), maxItems: orNull(draft.maxItems) },
      };
    case 'date':
      return {
        ...common,
        value_type: 'string',
        ...(draft.min === '' && draft.max === '' ? {} : { config: { min: draft.min || null, max: draft.max || null } }),
      };
    case 'range':
      return {
        ...common,
        ...unit,
        value_type: 'integer',
        config: {
          minimum: number(draft.minimum),
          maximum: number(draft.maximum),
          ...(draft.exclusiveMinimum ? { exclusiveMinimum: true } : {}),
          ...(draft.exclusiveMaximum ? { exclusiveMaximum: true } : {}),
        },
      };
    case 'quantity_price':
      return {
        ...common,
        ...unit,
        value_type: 'integer',
        config: {
          start_price: number(draft.startPrice),
          step_price: number(draft.stepPrice),
          currency: draft.currency.trim(),
          max: orNull(draft.most),
        },
      };
  }
}

/** A parameter that is there, as it stands in the editor at this place; `metrics` are those of its offer by label. */
export function draftOf(
  parameter: Parameter,
  place = 0,
  metrics: Readonly<Record<string, string>> = {},
): ParameterDraft {
  const config: Readonly<Record<string, unknown>> = 'config' in parameter ? { ...parameter.config } : {};
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : '');
  return {
    ...newDraft(parameter.type, []),
    key: String(place),
    id: parameter.id,
    label: parameter.label,
    description: parameter.description ?? '',
    valueType: parameter.value_type,
    unit: ('unit' in parameter ? parameter.unit : null) ?? '',
    value: 'value' in parameter ? String(text(parameter.value)) : '',
    sensitive: 'sensitive' in parameter && parameter.sensitive === true,
    values: Array.isArray(config['values']) ? config['values'].map(String).join('\n') : '',
    mode: config['mode'] === 'buttons' ? 'buttons' : 'dropdown',
    minItems: text(config['minItems']),
    maxItems: text(config['maxItems']),
    min: String(text(config['min'])),
    max: parameter.type === 'date' ? String(text(config['max'])) : '',
    minimum: text(config['minimum']),
    maximum: text(config['maximum']),
    exclusiveMinimum: config['exclusiveMinimum'] === true,
    exclusiveMaximum: config['exclusiveMaximum'] === true,
    startPrice: text(config['start_price']),
    stepPrice: text(config['step_price']),
    currency: String(text(config['currency'])),
    most: parameter.type === 'quantity_price' ? text(config['max']) : '',
    metric: metrics[parameter.label] ?? '',
  };
}

/** Metrics by the labels of the drafts that name one. */
export function metricsOf(drafts: readonly ParameterDraft[]): Record<string, string> {
  return Object.fromEntries(
    drafts.flatMap(({ label, metric }) => (metric.trim() === '' ? [] : [[label.trim(), metric.trim()]])),
  );
}

/** The parameter that a draft makes; undefined while it is not finished. */
export function finished(draft: ParameterDraft): Parameter | undefined {
  return Parameter.safeParse(parameterOf(draft)).data;
}

const fieldOf: Readonly<Record<string, keyof ParameterDraft>> = {
  value_type: 'valueType',
  start_price: 'startPrice',
  step_price: 'stepPrice',
};

/** The field of the editor in which the mistake at this place of a parameter stands: `config.values.2` is in `values`. */
export function fieldAt(type: ParameterType | undefined, path: readonly PropertyKey[]): string {
  const [first] = path[0] === 'config' ? path.slice(1) : path;
  const name = String(first ?? 'label');
  if (name === 'max' && type === 'quantity_price') return 'most';
  return fieldOf[name] ?? name;
}
