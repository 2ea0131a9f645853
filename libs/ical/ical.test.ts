import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IcalError, readDays } from './index.ts';

const calendar = (...events: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const span = { from: '2026-01-01', to: '2028-12-31' };
const days = (...events: readonly string[]) => readDays(calendar(...events), span);

describe('days of a calendar', () => {
  test('are those of its events, sorted, with their names', () => {
    expect(
      days(
        event('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas\\, both days'),
        event('SUMMARY;LANGUAGE=nl:Koningsdag', 'DTSTART;VALUE=DATE:20260427'),
      ),
    ).toEqual([
      { day: '2026-04-27', name: 'Koningsdag' },
      { day: '2026-12-25', name: 'Christmas, both days' },
      { day: '2026-12-26', name: 'Christmas, both days' },
    ]);
  });

  test('repeat every year within the span, until or as often as the rule says, and not where it is excepted', () => {
    const yearly = (rule: string, ...more: readonly string[]) =>
      days(event('DTSTART;VALUE=DATE:20200501', `RRULE:${rule}`, ...more)).map(({ day }) => day);
    expect(yearly('FREQ=YEARLY')).toEqual(['2026-05-01', '2027-05-01', '2028-05-01']);
    expect(yearly('FREQ=YEARLY;INTERVAL=2')).toEqual(['2026-05-01', '2028-05-01']);
    expect(yearly('FREQ=YEARLY;UNTIL=20270101')).toEqual(['2026-05-01']);
    expect(yearly('FREQ=YEARLY;COUNT=8')).toEqual(['2026-05-01', '2027-05-01']);
    expect(yearly('FREQ=YEARLY', 'EXDATE;VALUE=DATE:20270501')).toEqual(['2026-05-01', '2028-05-01']);
    expect(days(event('DTSTART;VALUE=DATE:20200229', 'RRULE:FREQ=YEARLY')).map(({ day }) => day)).toEqual([
      '2028-02-29',
    ]);
  });

  test('take times as their day, fold lines together and leave out what was cancelled', () => {
    expect(
      days(
        event('DTSTART:20260601T090000Z', 'DTEND:20260601T170000Z', 'SUMMARY:Open', ' ing day'),
        event('DTSTART;VALUE=DATE:20260602', 'STATUS:CANCELLED'),
      ),
    ).toEqual([{ day: '2026-06-01', name: 'Opening day' }]);
    expect(
      days(event('DTSTART;TZID="Europe/Athens":20260603T000000', 'BEGIN:VALARM', 'ACTION:DISPLAY', 'END:VALARM')),
    ).toHaveLength(1);
  });
});

test.each<[string, number, string]>([
  ['', 1, 'begins with BEGIN:VCALENDAR'],
  ['<html>', 1, 'name of a property'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261331\nEND:VEVENT\nEND:VCALENDAR', 3, 'there is no day 20261331'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR', 3, 'no day such as 20261225'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR', 2, 'no DTSTART'],
  ['BEGIN:VCALENDAR\nSUMMARY\nEND:VCALENDAR', 2, 'no ":" after SUMMARY'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR', 3, 'END:VCALENDAR where END:VEVENT belongs'],
  ['BEGIN:VCALENDAR', 1, 'has no END'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR', 4, 'every year'],
  [
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nDTEND:20290101\nEND:VEVENT\nEND:VCALENDAR',
    4,
    'longer than a year',
  ],
])('%j is refused with line %i', (text, line, words) => {
  let caught: unknown;
  try {
    readDays(text, span);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(IcalError);
  expect(caught).toMatchObject({ line, message: expect.stringContaining(words) });
});

test('whatever a text holds, it is read or refused, never anything else', () => {
  const piece = fc.constantFrom(
    'BEGIN:VEVENT',
    'END:VEVENT',
    'DTSTART:20260101',
    'RRULE:FREQ=YEARLY',
    ' folded',
    'X;A="b:c":d',
    'DTEND:2026',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (lines) => {
      try {
        readDays(calendar(...lines), span);
      } catch (error) {
        expect(error).toBeInstanceOf(IcalError);
      }
    }),
  );
});
