import { expect, test } from 'vitest';

import { lateness, turnOf } from './words.ts';

const validity = { startsOn: '2026-12-01', endsOn: '2027-05-29' };
const agreement = {
  state: 'draft',
  version: 1,
  openVersion: 1,
  waitingFor: 'nobody',
  party: 'HCMR',
  validity,
} as const;

test.each([
  ["a draft is the desk's to propose", agreement, 'Order desk review and propose'],
  [
    'a proposed one waits for who has not signed',
    { ...agreement, state: 'proposed', waitingFor: 'party' },
    'HCMR sign',
  ],
  ['both may be missing', { ...agreement, state: 'proposed', waitingFor: 'both' }, 'Both sides sign'],
  [
    'a new version of one in force is being made',
    { ...agreement, state: 'active', openVersion: 2 },
    'Order desk review and propose',
  ],
  ['one in force waits for nobody', { ...agreement, state: 'active', openVersion: null }, ''],
] as const)('%s', (_case, row, told) => {
  const turn = turnOf(row);
  expect(turn ? `${turn.who} ${turn.why}` : '').toBe(told);
});

test.each([
  ['draft', '2026-11-28', 'begins in 3 d', null],
  ['proposed', '2027-01-27', 'should have begun 57 d ago', 'red'],
  ['active', '2027-05-01', 'ends in 28 d', 'amber'],
  ['active', '2026-12-02', 'ends in 178 d', null],
] as const)('%s on %s: %s', (state, today, words, tone) => {
  expect(lateness({ ...agreement, state }, today)).toEqual({ words, tone });
});

test('what is over is neither late nor near its end', () => {
  expect(lateness({ ...agreement, state: 'terminated' }, '2027-01-01')).toBeNull();
});
