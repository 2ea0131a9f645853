import { expect, test } from 'vitest';

import type { AgreementState } from '#contracts/agreements/lifecycle';

import { portsOf } from './ports.ts';

const validity = { startsOn: '2026-12-01', endsOn: '2027-05-29' };
const pdf = { ready: false, name: 'SLA-1284-v1.pdf', sha256: null, sizeBytes: null };

function version(state: AgreementState) {
  const agreedAt = state === 'draft' || state === 'proposed' || state === 'withdrawn' ? null : '2026-11-21T09:00:00Z';
  const record = { version: 1, state, validity, orderNumber: 1284, preparedAt: '2026-11-20T09:00:00Z', agreedAt };
  return { version: 1, state, validity, versions: [{ ...record, reason: null, pdf }] };
}

const told = (state: AgreementState, today = '2026-11-24') =>
  portsOf(version(state), today).map(({ state: port, passage, missed }) => `${port} ${missed ? 'missed' : passage}`);

test('a proposed version has left its draft and has its days ahead', () => {
  expect(told('proposed')).toEqual(['draft passed', 'proposed now', 'agreed ahead', 'active ahead', 'expired ahead']);
});

test('a first day that passed before anybody signed is missed', () => {
  expect(told('draft', '2026-12-02')).toContain('active missed');
});

test.each(['withdrawn', 'terminated', 'superseded'] as const)('%s is where the voyage ends', (state) => {
  expect(told(state).at(-1)).toBe(`${state} now`);
});
