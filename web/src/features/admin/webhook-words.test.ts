import { expect, test } from 'vitest';
import { aboutInWords, kindOptions, kindsInWords } from './webhook-words.ts';

const choices = {
  kinds: [
    { type: 'ordering.order_placed', label: 'An order was placed', part: 'Orders' },
    { type: 'ordering.order_approved', label: 'An order was approved', part: 'Orders' },
  ],
  scopes: [{ id: 'group:cloud-compute', label: 'Cloud compute' }],
};

test('kinds are offered in plain words, with one for all of a part', () => {
  expect(kindOptions(choices)).toEqual([
    { value: 'ordering.*', label: 'Anything happens in Orders' },
    { value: 'ordering.order_placed', label: 'An order was placed' },
    { value: 'ordering.order_approved', label: 'An order was approved' },
  ]);
});

test('what a webhook hears of is said in a line; a kind without words by its name', () => {
  expect(kindsInWords({ kinds: ['ordering.*'], scope: 'group:cloud-compute' }, choices)).toBe(
    'Anything happens in Orders, in Cloud compute',
  );
  const many = ['ordering.order_placed', 'ordering.order_approved', 'ordering.share_*', 'ordering.order_rated'];
  expect(kindsInWords({ kinds: many, scope: null }, choices)).toBe(
    'An order was placed, An order was approved, ordering.share_* and 1 more',
  );
});

test('a call says in plain words what it tells; one that nobody has words for stays as it is', () => {
  expect(aboutInWords('order 1015: ordering.order_approved', choices)).toBe('order 1015: An order was approved');
  expect(aboutInWords('test', choices)).toBe('test');
});
