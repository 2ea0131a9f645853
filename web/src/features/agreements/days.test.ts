import { expect, test } from 'vitest';

import { nextValidity } from './days.ts';

test('a renewal begins the day after and lasts as long', () => {
  expect(nextValidity({ startsOn: '2026-12-01', endsOn: '2027-05-29' })).toEqual({
    startsOn: '2027-05-30',
    endsOn: '2027-11-25',
  });
});

test('an agreement of one day is renewed for one day', () => {
  expect(nextValidity({ startsOn: '2026-12-31', endsOn: '2026-12-31' })).toEqual({
    startsOn: '2027-01-01',
    endsOn: '2027-01-01',
  });
});
