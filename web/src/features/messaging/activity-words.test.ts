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
    'set_delivery',
    {
      subscription: 's',
      before: { push: null, deadLetter: null },
      after: {
        push: {
          type: 'http_endpoint',
          endpoint: 'https://a.example/in',
          authorization: 'generated',
          maxMessages: 5,
          base64Decode: true,
          retryPolicy: { type: 'linear', period: 1500 },
        },
        deadLetter: { topic: 'dead', attempts: 3 },
      },
    },
    'changed the delivery of s',
    'consumers pull',
    'https://a.example/in, up to 5 messages at once, linear, 1.5 s between requests, with an authorization header, data decoded, dead letters to dead after 3 attempts',
  ],
  [
    'set_subscription_limits',
    {
      subscription: 's',
      before: { messagesBehind: null, oldestMinutes: 4320 },
      after: { messagesBehind: null, oldestMinutes: null },
    },
    'changed the alerts of s',
    'a message waits for 3 days',
    'not watched',
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
  expect(actInWords(entry('set_colour', {}))).toBe('set colour');
});
