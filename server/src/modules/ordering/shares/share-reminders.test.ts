import { describe, expect, test } from 'vitest';
import type { WorkingCalendar } from '#libs/working-time';
import { isReminderTime, reminderDue } from './share-reminders.ts';

const calendar: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: ['2026-12-25'],
};
// A Monday, 10:00 in Amsterdam.
const sent = { state: 'sent', sent_at: '2026-11-23T09:00:00.000Z', reminded_at: null, escalated_at: null } as const;

describe('what is due for a share that waits', () => {
  test.each([
    ['2026-11-26T08:59:00.000Z', undefined],
    ['2026-11-26T09:00:00.000Z', 'remind'],
    ['2026-11-30T08:59:00.000Z', 'remind'],
    ['2026-11-30T09:00:00.000Z', 'escalate'],
    ['2026-12-23T08:59:00.000Z', 'escalate'],
    ['2026-12-23T09:00:00.000Z', 'expire'],
  ])('at %s it is %s', (now, due) => {
    expect(reminderDue(sent, calendar, now)).toBe(due);
  });

  test('each step comes once', () => {
    const reminded = { ...sent, reminded_at: '2026-11-26T09:00:00.000Z' };
    expect(reminderDue(reminded, calendar, '2026-11-27T09:00:00.000Z')).toBeUndefined();
    expect(reminderDue(reminded, calendar, '2026-11-30T09:00:00.000Z')).toBe('escalate');
    const escalated = { ...reminded, escalated_at: '2026-11-30T09:00:00.000Z' };
    expect(reminderDue(escalated, calendar, '2026-12-20T09:00:00.000Z')).toBeUndefined();
    expect(reminderDue(escalated, calendar, '2026-12-23T09:00:00.000Z')).toBe('expire');
  });

  test.each(['proposed', 'countered', 'validated', 'rejected', 'withdrawn', 'superseded', 'expired'] as const)(
    'a %s share is left in peace',
    (state) => expect(reminderDue({ ...sent, state }, calendar, '2027-06-01T09:00:00.000Z')).toBeUndefined(),
  );

  test('weekends and holidays do not count', () => {
    const beforeChristmas = { ...sent, sent_at: '2026-12-23T09:00:00.000Z' };
    expect(reminderDue(beforeChristmas, calendar, '2026-12-28T16:00:00.000Z')).toBeUndefined();
    expect(reminderDue(beforeChristmas, calendar, '2026-12-29T09:00:00.000Z')).toBe('remind');
  });
});

test.each([
  ['2026-11-23T06:59:00.000Z', false, 'before eight in winter'],
  ['2026-11-23T07:00:00.000Z', true, 'eight in winter'],
  ['2026-07-20T06:00:00.000Z', true, 'eight in summer'],
  ['2026-11-23T16:00:00.000Z', false, 'after hours'],
  ['2026-11-22T10:00:00.000Z', false, 'a Sunday'],
  ['2026-12-25T10:00:00.000Z', false, 'a holiday'],
])('at %s reminders going out is %s: %s', (now, expected) => {
  expect(isReminderTime(calendar, now)).toBe(expected);
});
