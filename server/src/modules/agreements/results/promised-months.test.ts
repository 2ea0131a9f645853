import { describe, expect, test } from 'vitest';
import { judgeShare, type PromisedSpan } from './promised-months.ts';

const span = (startsOn: string, endsOn: string, more: Partial<PromisedSpan> = {}): PromisedSpan => ({
  agreementId: 'a',
  version: 1,
  site: 'CESNET-MCC',
  startsOn,
  endsOn,
  targets: { availability: 90, reliability: 95 },
  ...more,
});
const figures = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02'].map((month) => ({
  site: 'CESNET-MCC',
  month,
  availability: 92,
  reliability: 99,
  unknown: 0,
}));
const judged = (spans: PromisedSpan[], more: Partial<Parameters<typeof judgeShare>[0]> = {}) =>
  judgeShare({ spans, figures, exclusions: [], today: '2027-03-10', ...more }).map(({ month, result, because }) => [
    month,
    because ?? result,
  ]);

describe('the months of a share', () => {
  test('count only as a whole: the agreement held on the first day and on the last', () => {
    expect(judged([span('2026-11-02', '2027-02-27')])).toEqual([
      ['2026-11', 'it began on 2 Nov 2026'],
      ['2026-12', 'met'],
      ['2027-01', 'met'],
      ['2027-02', 'it ended on 27 Feb 2027'],
    ]);
  });
  test('are over: the one that runs is not judged', () => {
    expect(judged([span('2026-12-01', '2027-12-31')], { today: '2027-01-31' })).toEqual([['2026-12', 'met']]);
  });
  test('are judged by the promise that holds on their last day, over a renewal in their middle', () => {
    const renewed = span('2027-01-15', '2027-12-31', {
      version: 2,
      targets: { availability: 95, reliability: 95 },
    });
    expect(judged([span('2026-12-01', '2027-01-14'), renewed])).toEqual([
      ['2026-12', 'met'],
      ['2027-01', 'violated'],
      ['2027-02', 'violated'],
    ]);
  });
  test('are left out where an exclusion is for their site or for all, and not for another', () => {
    const exclusion = (month: string, site: string | null) =>
      ({ month, site, reason: 'force_majeure', note: 'Flood' }) as const;
    expect(
      judged([span('2026-12-01', '2027-12-31')], {
        exclusions: [exclusion('2026-12', null), exclusion('2027-01', 'CESNET-MCC'), exclusion('2027-02', 'OTHER')],
      }),
    ).toEqual([
      ['2026-12', 'force majeure: Flood'],
      ['2027-01', 'force majeure: Flood'],
      ['2027-02', 'met'],
    ]);
  });
  test('without figures are not evaluated', () => {
    expect(judged([span('2026-12-01', '2027-12-31')], { figures: [], today: '2027-01-01' })).toEqual([
      ['2026-12', 'no results'],
    ]);
  });
});
