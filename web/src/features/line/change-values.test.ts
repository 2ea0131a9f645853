import { expect, test } from 'vitest';

import type { Parameter } from '#contracts/catalogue/parameters';

import { changeableOf, differences, runningValues } from './change-values.ts';

const parameters: readonly Parameter[] = [
  { id: 'vms', label: 'Machines', type: 'range', value_type: 'integer', config: { minimum: 1, maximum: 50 } },
  { id: 'start', label: 'Start', type: 'date', value_type: 'string' },
  { id: 'os', label: 'System', type: 'attribute', value_type: 'string', value: 'Linux' },
];
const order = {
  parameters: [
    { id: 'vms', label: 'Machines', value: 20, unit: null, shown: '20' },
    { id: 'start', label: 'Start', value: '01-12-2026', unit: null, shown: '1 Dec 2026' },
    { id: 'os', label: 'System', value: 'Linux', unit: null, shown: 'Linux' },
  ],
};

test('constants cannot be changed', () => {
  expect(changeableOf(order, parameters).map(({ id }) => id)).toEqual(['vms', 'start']);
});

test('the form begins with what runs, and nothing differs', () => {
  const values = runningValues(order, changeableOf(order, parameters));
  expect(values).toEqual({ vms: 20, start: '2026-12-01' });
  expect(differences(order, changeableOf(order, parameters), values)).toEqual([]);
});

test('only what differs is shown, old beside new', () => {
  expect(differences(order, changeableOf(order, parameters), { vms: '30', start: '2026-12-01' })).toEqual([
    { id: 'vms', label: 'Machines', before: '20', after: '30' },
  ]);
});
