import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { escalationsIn, judgeMonth, lastDayOf, monthAfter, monthsBetween } from './evaluation.ts';

const vectors = new URL('../../../shared/reference/data/ordering/vectors/sla-evaluation.json', import.meta.url);

interface Vector {
  readonly name: string;
  readonly targets: { availability: number; reliability: number; unknownMax: number };
  readonly monthly: {
    month: string;
    availability: number;
    reliability: number;
    unknown: number;
    excluded?: string;
  }[];
  readonly expected: {
    months: { month: string; result: string; reasons?: string[] }[];
    threeConsecutiveLowAvailabilityAt: string;
  };
}

describe.skipIf(!existsSync(vectors))('the reference cases (skipped where the reference data is absent)', () => {
  const { cases } = existsSync(vectors)
    ? (JSON.parse(readFileSync(vectors, 'utf8')) as { cases: Vector[] })
    : { cases: [] };
  test.each(cases)('$name', ({ targets, monthly, expected }) => {
    const months = monthly.map((figures) => judgeMonth(targets, figures));
    expect(months).toMatchObject(expected.months);
    expect(escalationsIn(months)).toEqual([expected.threeConsecutiveLowAvailabilityAt]);
  });
});

const targets = { availability: 90, reliability: 95 };
const month = (name: string, availability: number | null, more: object = {}) =>
  judgeMonth(targets, { month: name, availability, reliability: 100, unknown: 0, ...more });

describe('a month', () => {
  test('that equals its targets meets them, and one hair less does not', () => {
    expect(month('2026-01', 90).result).toBe('met');
    expect(month('2026-01', 89.9999)).toMatchObject({ result: 'violated', reasons: ['availability'] });
  });
  test('is doubtful only above ten percent unknown', () => {
    expect(month('2026-01', 95, { unknown: 10 }).result).toBe('met');
    expect(month('2026-01', 95, { unknown: 10.01 })).toMatchObject({ result: 'doubtful', reasons: ['unknown'] });
  });
  test('without figures, or left out, is not evaluated and says why', () => {
    expect(month('2026-01', null)).toMatchObject({ result: 'not-evaluated', because: 'no results' });
    expect(month('2026-01', 10, { excluded: 'force majeure' })).toMatchObject({
      result: 'not-evaluated',
      reasons: [],
      because: 'force majeure',
    });
  });
});

describe('an escalation', () => {
  const low = (name: string) => month(name, 10);
  test('comes once for a long run, and again for a new one', () => {
    const run = ['2026-01', '2026-02', '2026-03', '2026-04'].map(low);
    expect(escalationsIn(run)).toEqual(['2026-03']);
    const again = [...run, month('2026-05', 99), ...['2026-06', '2026-07', '2026-08'].map(low)];
    expect(escalationsIn(again)).toEqual(['2026-03', '2026-08']);
  });
  test('counts across months that were not evaluated, and not across months that were met', () => {
    expect(escalationsIn([low('2026-01'), month('2026-02', null), low('2026-03'), low('2026-04')])).toEqual([
      '2026-04',
    ]);
    expect(escalationsIn([low('2026-01'), low('2026-02'), month('2026-03', 90), low('2026-04')])).toEqual([]);
  });
  test('is about availability, not about reliability', () => {
    const unreliable = ['2026-01', '2026-02', '2026-03'].map((name) => month(name, 95, { reliability: 10 }));
    expect(escalationsIn(unreliable)).toEqual([]);
  });
});

test('months follow each other over the year, and end on their last day', () => {
  expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
  expect([lastDayOf('2028-02'), lastDayOf('2027-02'), lastDayOf('2026-12')]).toEqual([
    '2028-02-29',
    '2027-02-28',
    '2026-12-31',
  ]);
});
