import { expect, test } from 'vitest';

import { monthText, reasonsText } from './result-words.ts';

test('a month is read with the name of its month', () => {
  expect([monthText('2026-01'), monthText('2026-12')]).toEqual(['Jan 2026', 'Dec 2026']);
});

test('what speaks against a month is said in words', () => {
  expect(reasonsText({ result: 'met', reasons: [], because: null })).toBe('');
  expect(reasonsText({ result: 'doubtful', reasons: ['unknown'], because: null })).toBe('more than 10 % unknown');
  expect(reasonsText({ result: 'violated', reasons: ['unknown', 'availability', 'reliability'], because: null })).toBe(
    'availability and reliability below target, more than 10 % unknown',
  );
  expect(reasonsText({ result: 'not-evaluated', reasons: [], because: 'no results' })).toBe('no results');
});
