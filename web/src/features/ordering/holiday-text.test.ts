import { expect, test } from 'vitest';

import { holidaysOf, holidayText } from './holiday-text.ts';

test('holidays are read as they are written, one a line', () => {
  const holidays = [
    { day: '2026-12-25', name: 'Christmas' },
    { day: '2027-01-01', name: '' },
  ];
  expect(holidayText(holidays)).toBe('2026-12-25 Christmas\n2027-01-01');
  expect(holidaysOf(`\n${holidayText(holidays)}\n`)).toEqual(holidays);
  expect(holidaysOf('Christmas')).toBeUndefined();
});
