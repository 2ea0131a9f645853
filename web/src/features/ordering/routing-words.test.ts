import { expect, test } from 'vitest';

import { RoutingConditions } from '#contracts/ordering/desk-schemas';

import { conditionWords, listOf, parametersOf } from './routing-words.ts';

test('conditions read as a sentence each', () => {
  const conditions = RoutingConditions.parse({
    category: ['Compute', 'Storage'],
    class: ['joint'],
    parameters: [{ label: 'Region', value: 'North' }],
  });
  expect(conditionWords(conditions)).toEqual(['Category: Compute or Storage', 'Class: Joint', 'Region = North']);
});

test('lists and parameters are read from what people type', () => {
  expect(listOf(' Greece,  Italy\nMalta, ')).toEqual(['Greece', 'Italy', 'Malta']);
  expect(parametersOf('Region = North\n\nURL=https://x.example/?a=b')).toEqual([
    { label: 'Region', value: 'North' },
    { label: 'URL', value: 'https://x.example/?a=b' },
  ]);
});
