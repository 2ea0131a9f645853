import type { z } from 'zod';
import { Parameter } from '#contracts/catalogue/parameters';

type Input = z.input<typeof Parameter>;
type Without<Type extends Input['type']> = Omit<Extract<Input, { type: Type }>, 'id' | 'type'>;

const scalar = (values: readonly (string | number)[]) =>
  values.every((value) => typeof value === 'number') ? ('integer' as const) : ('string' as const);

interface Words {
  readonly unit?: string;
  readonly description?: string;
}

/** A parameter before it has its place in an offer. */
export type Unnumbered = { [Type in Input['type']]: { type: Type } & Without<Type> }[Input['type']];

/** Numbers the parameters of an offer: id1, id2, ... */
export function numbered(...parameters: readonly Unnumbered[]): Parameter[] {
  return parameters.map((parameter, index) => Parameter.parse({ ...parameter, id: `id${index + 1}` }));
}

export function choice(label: string, values: readonly (string | number)[], words: Words = {}): Unnumbered {
  return {
    type: 'select',
    label,
    value_type: scalar(values),
    config: { mode: 'buttons', values: [...values] },
    ...words,
  };
}

export function list(label: string, values: readonly (string | number)[], words: Words = {}): Unnumbered {
  return {
    type: 'select',
    label,
    value_type: scalar(values),
    config: { mode: 'dropdown', values: [...values] },
    ...words,
  };
}

export function several(
  label: string,
  values: readonly string[],
  limits: { minItems?: number; maxItems?: number } = {},
  words: Words = {},
): Unnumbered {
  return { type: 'multiselect', label, value_type: 'string', config: { values: [...values], ...limits }, ...words };
}

export function between(label: string, minimum: number, maximum: number, words: Words = {}): Unnumbered {
  return { type: 'range', label, value_type: 'integer', config: { minimum, maximum }, ...words };
}

export function text(label: string, description: string): Unnumbered {
  return { type: 'input', label, value_type: 'string', description };
}

export function number(label: string, words: Words & { value?: number } = {}): Unnumbered {
  return { type: 'input', label, value_type: 'integer', ...words };
}

export function fixed(label: string, value: string | number, words: Words = {}): Unnumbered {
  return { type: 'attribute', label, value_type: scalar([value]), value, ...words };
}

export function day(label: string, description: string, config?: { min?: string; max?: string }): Unnumbered {
  return { type: 'date', label, value_type: 'string', description, ...(config ? { config } : {}) };
}

export function priced(
  label: string,
  config: { start_price: number; step_price: number; max: number },
  words: Words = {},
): Unnumbered {
  return { type: 'quantity_price', label, value_type: 'integer', config: { ...config, currency: 'EUR' }, ...words };
}

/* Those that many offers ask for, under the labels by which older orders name them. */
export const start = day('Start of service', 'First day on which you need it');
export const days = between('Number of days', 1, 730, { description: 'How long you need it, up to two years' });
export const duration = number('Number of days', { value: 365, description: 'How long you need it' });
export const accessType = choice('Access type', ['opportunistic', 'reserved'], {
  description: 'Opportunistic uses what is free at the moment; reserved is kept for you and takes longer to arrange',
});
export const reserved = fixed('Access type', 'reserved', { description: 'Resources are kept for you' });
export const special: Unnumbered = text(
  'Special requirements',
  'Anything that the sites should know; write "none" if there is nothing',
);
export const machines = between('Number of VM instances', 1, 50, { description: 'How many machines of this size' });
