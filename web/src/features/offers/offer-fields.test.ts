import { expect, test } from 'vitest';

import { OfferInput } from '#contracts/catalogue/schemas';

import { entryOf, fieldsOf, OfferForm } from './offer-fields.ts';
import { newDraft } from './parameter-draft.ts';
import { placed } from './placed.ts';

const kept = OfferInput.parse({
  name: 'General purpose',
  description: 'Machines.',
  orderType: 'order_required',
  parameters: [
    {
      id: 'id1',
      label: 'Days',
      description: '',
      type: 'range',
      value_type: 'integer',
      config: { minimum: 1, maximum: 9 },
    },
  ],
  availability: { count: 3, unit: 'seats' },
  tags: ['a', 'b'],
  needsAgreement: true,
  metrics: { Days: 'day' },
  primaryOms: 4,
  omsParams: { queue: 'fast' },
});

test.each([
  ['for the desk', kept],
  [
    'external',
    { ...kept, internal: false, orderUrl: 'https://a.example', primaryOms: null, omsParams: {}, needsAgreement: false },
  ],
  [
    'open',
    { ...kept, internal: false, orderType: 'other' as const, primaryOms: null, omsParams: {}, needsAgreement: false },
  ],
])('an offer that is %s is sent as it was read', (_kind, entry) => {
  expect(OfferForm.parse(fieldsOf(entry, 'order_required'))).toEqual(entry);
});

test('a new one begins as a draft in the way of its service', () => {
  expect(fieldsOf(undefined, 'order_required')).toMatchObject({ kind: 'order', status: 'draft' });
  expect(entryOf(fieldsOf(undefined, 'fully_open_access'))).toMatchObject({
    orderType: 'fully_open_access',
    internal: false,
  });
});

test('mistakes are told at the fields in which they were made', () => {
  const fields = {
    ...fieldsOf(undefined, 'order_required'),
    kind: 'external' as const,
    limited: true,
    count: -1,
    status: 'published' as const,
    parameters: [newDraft('select', [])],
  };
  const paths = OfferForm.safeParse(fields).error?.issues.map(({ path }) => path.join('.'));
  expect(paths).toEqual(expect.arrayContaining(['name', 'count', 'parameters.0.label', 'parameters.0.values']));
});

test('the metric of a parameter follows its label; one that no parameter claims stays', () => {
  const fields = fieldsOf({ ...kept, metrics: { Days: 'day', Gone: 'gone' } }, 'order_required');
  const [days] = fields.parameters;
  if (!days) throw new Error('the parameter is there');
  expect(days.metric).toBe('day');
  const renamed = { ...fields, parameters: [{ ...days, label: 'Length' }] };
  expect(entryOf(renamed).metrics).toEqual({ Length: 'day', Gone: 'gone' });
  expect(entryOf({ ...fields, parameters: [{ ...days, metric: ' ' }] }).metrics).toEqual({ Gone: 'gone' });
});

test('an id that is used twice, or none, is told at the id', () => {
  const fields = fieldsOf(kept, 'order_required');
  const [days] = fields.parameters;
  if (!days) throw new Error('the parameter is there');
  const told = (parameters: typeof fields.parameters) =>
    OfferForm.safeParse({ ...fields, parameters }).error?.issues.map(({ path }) => path.join('.'));
  expect(told([days, { ...days, key: '1' }])).toEqual(['parameters.1.id']);
  expect(told([{ ...days, id: ' ' }])).toEqual(['parameters.0.id']);
});

test('a parameter is moved within its list alone', () => {
  expect(placed(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(placed(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(placed(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});
