import { expect, test } from 'vitest';

import { parameterTypes } from '#contracts/catalogue/parameters';
import type { Parameter } from '#contracts/catalogue/parameters';

import { draftOf, fieldAt, finished, freeId, newDraft, parameterOf } from './parameter-draft.ts';

const all: Parameter[] = [
  { id: '0', label: 'Kind', description: '', type: 'attribute', value_type: 'integer', value: 12 },
  { id: '1', label: 'Note', description: '', type: 'input', value_type: 'string', unit: 'words', sensitive: true },
  {
    id: '2',
    label: 'Cores',
    description: 'Each',
    type: 'select',
    value_type: 'integer',
    config: { values: [1, 2.5], mode: 'buttons' },
  },
  {
    id: '3',
    label: 'Tools',
    description: '',
    type: 'multiselect',
    value_type: 'string',
    config: { values: ['a', 'b'], minItems: 1, maxItems: null },
  },
  {
    id: '4',
    label: 'Start',
    description: '',
    type: 'date',
    value_type: 'string',
    config: { min: 'now', max: '2027-01-01' },
  },
  {
    id: '5',
    label: 'Days',
    description: '',
    type: 'range',
    value_type: 'integer',
    config: { minimum: 1, maximum: 9, exclusiveMinimum: true },
  },
  {
    id: '6',
    label: 'Seats',
    description: '',
    type: 'quantity_price',
    value_type: 'integer',
    config: { start_price: 1000, step_price: 100, currency: 'EUR', max: 15 },
  },
];

test.each(all)('a parameter of type $type is written as it was read', (parameter) => {
  expect(parameterOf(draftOf(parameter))).toEqual(parameter);
  expect(finished(draftOf(parameter))).toEqual(parameter);
});

test('a new parameter has an id of its own and is not finished before it is named', () => {
  expect(freeId(['0', '2', 'id1'])).toBe('1');
  for (const type of parameterTypes) expect(finished(newDraft(type, []))).toBeUndefined();
  expect(finished({ ...newDraft('range', []), label: 'Days' })).toMatchObject({ label: 'Days' });
});

test('a mistake is shown at the field in which it was made', () => {
  expect(fieldAt('select', ['config', 'values', 2])).toBe('values');
  expect(fieldAt('quantity_price', ['config', 'max'])).toBe('most');
  expect(fieldAt('date', ['config', 'max'])).toBe('max');
  expect(fieldAt('quantity_price', ['config', 'start_price'])).toBe('startPrice');
  expect(fieldAt('input', ['label'])).toBe('label');
});
