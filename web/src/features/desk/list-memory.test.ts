import { expect, test } from 'vitest';

import { placeIn } from './list-memory.ts';

const list = { href: '/orders?due=overdue', view: 'Overdue', numbers: [1284, 1297, 1291], total: 38 };

test('an order knows its place and its neighbours in the list it was opened from', () => {
  expect(placeIn(list, 1297)).toEqual({
    href: '/orders?due=overdue',
    view: 'Overdue',
    position: 2,
    total: 38,
    previous: 1284,
    next: 1291,
  });
});

test('the first has nothing before it, and an order opened by its address has no neighbours', () => {
  expect(placeIn(list, 1284).previous).toBeUndefined();
  expect(placeIn(list, 7)).toMatchObject({ href: list.href, position: null, next: undefined });
  expect(placeIn(undefined, 7)).toMatchObject({ href: '/orders', position: null });
});
