import { expect, test } from 'vitest';

import type { PlaceOrder } from '#contracts/ordering/order-input-schemas';

import { isSameOrder } from './use-sending.ts';

const order: PlaceOrder = {
  project: 12,
  offer: 'egi-cloud-compute/1',
  parameters: { cores: 4 },
  comment: '',
  form: { seconds: 40, website: '' },
};

test('an order is the same however long its form was open, and another one with another answer', () => {
  expect(isSameOrder(order, { ...order, form: { seconds: 55, website: '' } })).toBe(true);
  expect(isSameOrder(order, { ...order, parameters: { cores: 8 } })).toBe(false);
  expect(isSameOrder(order, { ...order, comment: 'Two sites are fine.' })).toBe(false);
});
