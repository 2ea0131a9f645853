import { expect, test } from 'vitest';

import { linksIn, withOutsideLinks } from './mail-html.ts';

test('links of a mail open beside the mailbox, with a head and without', () => {
  expect(withOutsideLinks('<html><head lang="en"><title>x</title></head></html>')).toBe(
    '<html><head lang="en"><base target="_blank"><title>x</title></head></html>',
  );
  expect(withOutsideLinks('<p>x</p>')).toBe('<base target="_blank"><p>x</p>');
});

test('addresses in a text become links, the full stop behind them does not', () => {
  expect(linksIn('Answer at https://portolan.example/a/1. Thank you')).toEqual([
    { text: 'Answer at ', at: 0 },
    { text: 'https://portolan.example/a/1', href: 'https://portolan.example/a/1', at: 10 },
    { text: '. Thank you', at: 38 },
  ]);
});
