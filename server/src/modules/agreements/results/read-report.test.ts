import { describe, expect, test } from 'vitest';
import { readReport, UnreadableReport } from './read-report.ts';

const figures = { site: 'CESNET-MCC', month: '2026-10', availability: 99.25, reliability: 99.8, unknown: 0.4 };

describe('a report', () => {
  test.each([
    ['CSV', 'site,month,availability,reliability,unknown\r\nCESNET-MCC,2026-10,99.25,99.8,0.4\r\n'],
    ['CSV of a spreadsheet', '\uFEFFMonth;Site;Availability;Reliability;Unknown\n2026-10;CESNET-MCC;99.25;99.8;0.4'],
    ['a JSON list', JSON.stringify([figures])],
    ['a JSON object with a list', JSON.stringify({ results: [figures] })],
  ])('is %s', (_, text) => {
    expect(readReport(text)).toMatchObject([{ figures }]);
  });

  test('leaves empty what monitoring could not compute, and may do without unknown', () => {
    const [line] = readReport('site,month,availability,reliability\nA,2026-10,n/a,\n');
    expect(line).toEqual({
      line: 2,
      figures: { site: 'A', month: '2026-10', availability: null, reliability: null, unknown: null },
    });
  });

  test('says line by line what cannot be read', () => {
    const lines = readReport(
      'site,month,availability,reliability\n,2026-10,1,1\nA,October,1,1\nA,2026-10,101,1\nA,2026-10,1,"9,5"\nA,2026-10,-1,2\n',
    );
    expect(lines).toMatchObject([
      { line: 2, problem: 'names no site' },
      { line: 3, problem: 'month must be such as 2026-11, not "October"' },
      { line: 4, problem: 'availability must be percent from 0 to 100, not "101"' },
      { line: 5, problem: 'reliability must be percent from 0 to 100, not "9,5"' },
      { line: 6, problem: 'availability must be percent from 0 to 100, not "-1"' },
    ]);
    expect(readReport('[1]')).toMatchObject([{ line: 1, site: '' }]);
  });

  test.each([
    ['nothing', '  '],
    ['half of JSON', '[{"site":'],
    ['other JSON', '{"sites":[]}'],
    ['a table without the columns', 'a,b\n1,2\n'],
    ['only a head', 'site,month,availability,reliability\n'],
    ['an open quote', 'site,month,availability,reliability\n"A,2026-10,1,1\n'],
  ])('is not %s', (_, text) => {
    expect(() => readReport(text)).toThrow(UnreadableReport);
  });
});
