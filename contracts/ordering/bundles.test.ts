import { expect, test } from 'vitest';
import { bundleStateOf } from './bundles.ts';

test.each([
  [['created', 'registered'], 'new'],
  [['ready', 'ready'], 'ready'],
  [['rejected', 'rejected'], 'rejected'],
  [['closed', 'closed'], 'closed'],
  [['closed', 'rejected'], 'closed'],
  [['ready', 'rejected'], 'partial'],
  [['ready', 'closed', 'rejected'], 'partial'],
  [['in_progress', 'waiting_for_response', 'rejected'], 'pending'],
  [['approved', 'ready'], 'approved'],
  [['registered', 'in_progress'], 'in_progress'],
  [['registered', 'ready'], 'in_progress'],
] as const)('lines in %j make a bundle that is %s', (states, state) => {
  expect(bundleStateOf(states)).toBe(state);
});
