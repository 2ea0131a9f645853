import { expect, test } from 'vitest';

import { attributesOf } from './attribute-lines.ts';

test('attributes are read from lines; a value may hold colons and be empty', () => {
  expect(attributesOf('type: metric_data\n\n url : https://a.example\nempty:')).toEqual({
    attributes: { type: 'metric_data', url: 'https://a.example', empty: '' },
    fault: null,
  });
});

test('a line that is none is named, and so is a name that stands there twice', () => {
  expect(attributesOf('a: 1\nnothing').fault).toBe('Line 2: write name: value');
  expect(attributesOf(': 1').fault).toBe('Line 1: write name: value');
  expect(attributesOf('a: 1\na: 2').fault).toBe('Line 2: a stands there twice');
});
