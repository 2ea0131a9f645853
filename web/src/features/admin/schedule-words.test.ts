import { expect, test } from 'vitest';

import { scheduleWords } from './schedule-words.ts';

test.each([
  [null, 'when there is something'],
  ['17 * * * *', 'every hour at :17'],
  ['5 0 * * *', 'every day at 00:05 UTC'],
  ['* * * * *', 'every minute'],
  ['*/5 * * * *', 'every 5 minutes'],
  ['0 9 1 * *', '0 9 1 * *'],
])('%s runs %s', (cron, words) => expect(scheduleWords(cron)).toBe(words));
