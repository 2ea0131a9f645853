import { describe, expect, test } from 'vitest';

import {
  formatAge,
  formatBytes,
  formatDay,
  formatDayWithin,
  formatFull,
  formatLong,
  formatShort,
  formatWithin,
  formatWorkingTime,
  placeOf,
} from './format.ts';

const reader = { now: Date.parse('2026-11-20T13:32:00Z'), zone: 'Europe/Amsterdam' };

describe('times', () => {
  test.each([
    ['2026-11-20T08:12:00Z', '09:12'],
    ['2026-11-19T15:40:00Z', 'Yesterday'],
    ['2026-11-17T09:00:00Z', '3 d ago'],
    ['2026-11-13T09:00:00Z', '13 Nov'],
    ['2025-11-13T09:00:00Z', '13 Nov 2025'],
    ['2026-11-21T09:00:00Z', 'Tomorrow'],
  ])('%s is shown short as %s', (iso, shown) => expect(formatShort(iso, reader)).toBe(shown));

  test.each([
    ['2026-11-20T08:12:00Z', '09:12'],
    ['2026-11-19T15:40:00Z', 'Yesterday 16:40'],
    ['2026-11-16T15:20:00Z', 'Mon 16 Nov 16:20'],
    ['2025-11-16T15:20:00Z', '16 Nov 2025 16:20'],
  ])('%s is shown long as %s', (iso, shown) => expect(formatLong(iso, reader)).toBe(shown));

  test.each([
    ['2026-11-20T08:12:00Z', 'today 09:12'],
    ['2026-11-19T15:40:00Z', 'yesterday'],
    ['2026-11-17T09:00:00Z', '17 Nov'],
    ['2025-11-13T09:00:00Z', '13 Nov 2025'],
    ['2026-11-13T09:00:00Z', '13 Nov'],
  ])('%s inside a sentence is %s', (iso, shown) => expect(formatWithin(iso, reader)).toBe(shown));

  test('the day changes in the zone of the reader, not in UTC', () => {
    expect(formatShort('2026-11-19T23:30:00Z', reader)).toBe('00:30');
  });

  test('the tooltip says UTC, with the day where it differs', () => {
    expect(formatFull('2026-11-23T15:20:00Z', 'Europe/Amsterdam')).toBe('Mon 23 Nov 2026 16:20 (15:20 UTC)');
    expect(formatFull('2026-11-22T23:20:00Z', 'Europe/Amsterdam')).toBe('Mon 23 Nov 2026 00:20 (22 Nov 23:20 UTC)');
  });

  test('a calendar day has no zone', () => {
    expect(formatDay('2026-12-01')).toBe('1 Dec 2026');
    expect(formatDay('2026-12-01', { year: false })).toBe('1 Dec');
  });

  test('a day inside a sentence says its year where it is another', () => {
    expect(formatDayWithin('2026-12-01', reader)).toBe('1 Dec');
    expect(formatDayWithin('2027-05-29', reader)).toBe('29 May 2027');
  });

  test.each([
    ['2026-11-20T13:02:00Z', '30 m old'],
    ['2026-11-20T07:32:00Z', '6 h old'],
    ['2026-11-19T07:32:00Z', '1 d old'],
    ['2026-11-04T07:32:00Z', '16 d old'],
  ])('%s is %s', (iso, shown) => expect(formatAge(iso, reader)).toBe(shown));
});

test.each([
  [0, '0 m'],
  [35, '35 m'],
  [62, '1 h 02 m'],
  [148, '2 h 28 m'],
  [240, '4 h'],
  [480, '1 d'],
  [6 * 480 + 60, '6 d 1 h'],
])('%i working minutes are %s', (minutes, shown) => expect(formatWorkingTime(minutes)).toBe(shown));

test('sizes and places', () => {
  expect([912, 4_200_000, 12_000].map(formatBytes)).toEqual(['912 B', '4.2 MB', '12 kB']);
  expect(placeOf('America/New_York')).toBe('New York');
});
