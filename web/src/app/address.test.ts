import { describe, expect, test } from 'vitest';

import { isOwn, parseSearch, readHref, valuesOf, writeSearch } from './address.ts';

describe('the query of an address', () => {
  test('keeps numbers as text and repeated keys as lists', () => {
    expect(parseSearch('?state=-closed&state=ready&page=2&q=1284')).toEqual({
      state: ['-closed', 'ready'],
      page: '2',
      q: '1284',
    });
  });

  test('comes back the same, readable, without what is empty', () => {
    const search = { group: ['cloud-compute', 'storage'], sort: '-decision,number', q: '' };
    const written = writeSearch(search);
    expect(written).toBe('?group=cloud-compute&group=storage&sort=-decision,number');
    expect(parseSearch(written)).toEqual({ group: ['cloud-compute', 'storage'], sort: '-decision,number' });
  });

  test('gives a single value as a list of one', () => {
    expect(valuesOf({ state: 'ready' }, 'state')).toEqual(['ready']);
    expect(valuesOf({}, 'state')).toEqual([]);
  });
});

test('an address is taken apart', () => {
  expect(readHref('/orders/1284?at=3#message-5512')).toEqual({
    pathname: '/orders/1284',
    search: { at: '3' },
    hash: 'message-5512',
  });
});

test('what the server answers itself is left to the browser', () => {
  expect(
    ['/orders', '/api/docs', '/login/callback', '//evil.example', 'https://x.example', '/login'].map(isOwn),
  ).toEqual([true, false, false, false, false, true]);
});
