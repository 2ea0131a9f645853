import { expect, test } from 'vitest';

import { moved, newStep } from './new-step.ts';

test('a new step has a key of its own', () => {
  expect(newStep('mail', ['mail', 'mail2']).key).toBe('mail3');
});

test('a step moves one place, and not past an end', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});
