import { afterEach, describe, expect, test } from 'vitest';

import { chooseLocale, formatNumber, pseudo, t } from './messages.ts';

afterEach(() => chooseLocale(null));

describe('t', () => {
  test('fills values in and leaves unknown names alone', () => {
    expect(t('Order {number} of {who}', { number: 1284 })).toBe('Order 1284 of {who}');
  });

  test('chooses the plural form by n, and zero where one is written', () => {
    const orders = { zero: 'No order', one: '1 order', other: '{n} orders' };
    expect([0, 1, 38].map((n) => t(orders, { n }))).toEqual(['No order', '1 order', '38 orders']);
  });

  test('takes a translation where the catalogue has one, with the plural rules of that language', () => {
    chooseLocale('fr', { '1 order': '{n} commande', Send: 'Envoyer' });
    expect(t('Send')).toBe('Envoyer');
    expect(t({ one: '1 order', other: '{n} orders' }, { n: 0 })).toBe('0 commande');
  });

  test('the pseudo locale is at least 40 % longer and keeps placeholders', () => {
    chooseLocale('pseudo');
    expect(t('Assign {count} orders', { count: 3 })).toContain('3');
    expect(pseudo('Assign').length).toBeGreaterThanOrEqual('Assign'.length * 1.4);
  });
});

test('numbers are grouped from five digits on', () => {
  expect([1284, 12_840].map((n) => formatNumber(n))).toEqual(['1284', '12,840']);
});
