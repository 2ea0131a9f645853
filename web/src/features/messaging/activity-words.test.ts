import { expect, test } from 'vitest';

import { actInWords, changeInWords } from './activity-words.ts';

const entry = (action: string, details: Record<string, unknown>) => ({
  id: '1',
  at: '2026-11-23T10:00:00.000Z',
  by: 'Anna de Wit',
  action: `messaging.${action}`,
  details,
});

test.each([
  ['move_offset', { subscription: 's', before: 1200, after: 900 }, 'moved s', 'message 1200', 'message 900'],
  ['set_topic_users', { topic: 'x', before: [], after: ['a', 'b'] }, 'changed who may publish to x', 'nobody', 'a, b'],
  ['set_ack_deadline', { subscription: 's', before: 10, after: 60 }, 'changed the deadline of s', '10 s', '60 s'],
  [
    'set_member',
    { user: 'u', before: null, after: ['project_admin'] },
    'set the roles of u',
    'nothing',
    'Project admin',
  ],
  [
    'update_project',
    { before: { name: 'A', description: '' }, after: { name: 'A', description: 'new' } },
    'changed the project',
    'A, nothing',
    'A, new',
  ],
])('%s is said in words', (action, details, act, before, after) => {
  expect(actInWords(entry(action, details))).toBe(act);
  expect(changeInWords(entry(action, details))).toEqual({ before, after });
});

test('what has no before and after says itself, and what is unknown is still readable', () => {
  expect(changeInWords(entry('create_topic', { topic: 'x' }))).toBeNull();
  expect(actInWords(entry('set_push', {}))).toBe('set push');
});
