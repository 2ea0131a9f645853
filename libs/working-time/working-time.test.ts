import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  deadline,
  elapsed,
  isWorkingDay,
  remaining,
  type WorkingCalendar,
  workingDaySeconds,
} from './index.ts';

interface Vectors {
  readonly calendar: Omit<WorkingCalendar, 'holidays'>;
  readonly deadlines: readonly {
    readonly name: string;
    readonly start: string;
    readonly targetWorkingHours: number;
    readonly holidays: readonly string[];
    readonly due: string;
    readonly warnAt75Percent: string;
  }[];
  readonly elapsed: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly pauses: readonly (readonly [string, string])[];
    readonly workingSeconds: number;
  }[];
}

const file = new URL('../../../shared/reference/data/ordering/vectors/working-time.json', import.meta.url);
const vectors: Vectors | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

const desk: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: [],
};
const HOUR = 3600;

describe.skipIf(!vectors)('the working time vectors (skipped without ../shared)', () => {
  test.each(vectors?.deadlines ?? [])(
    'deadline: $name',
    ({ start, targetWorkingHours, holidays, due, warnAt75Percent }) => {
      const calendar = { ...desk, ...vectors?.calendar, holidays };
      expect(deadline(calendar, start, targetWorkingHours * HOUR).toString()).toBe(due);
      expect(deadline(calendar, start, targetWorkingHours * HOUR * 0.75).toString()).toBe(warnAt75Percent);
    },
  );

  test.each(vectors?.elapsed ?? [])('elapsed: $name', ({ from, to, pauses, workingSeconds }) => {
    expect(elapsed({ ...desk, ...vectors?.calendar }, from, to, pauses)).toBe(workingSeconds);
  });
});

describe('deadline', () => {
  const at = (local: string) => Temporal.ZonedDateTime.from(`${local}[Europe/Amsterdam]`).toInstant();

  test('counts over the weekend', () => {
    expect(deadline(desk, at('2026-11-20T16:00'), 8 * HOUR)).toEqual(at('2026-11-23T16:00'));
  });

  test('skips holidays', () => {
    expect(deadline({ ...desk, holidays: ['2026-11-23'] }, at('2026-11-20T16:00'), 8 * HOUR)).toEqual(
      at('2026-11-24T16:00'),
    );
  });

  test('a holiday on a Sunday changes nothing', () => {
    expect(deadline({ ...desk, holidays: ['2026-11-22'] }, at('2026-11-20T16:00'), 8 * HOUR)).toEqual(
      at('2026-11-23T16:00'),
    );
  });

  test('a start outside hours counts from the next opening', () => {
    expect(deadline(desk, at('2026-11-21T10:00'), 4 * HOUR)).toEqual(at('2026-11-23T13:00'));
    expect(deadline(desk, at('2026-11-23T17:00'), 4 * HOUR)).toEqual(at('2026-11-24T13:00'));
  });

  test('stays on closing time', () => {
    expect(deadline(desk, at('2026-11-23T09:00'), 8 * HOUR)).toEqual(at('2026-11-23T17:00'));
  });

  test('nothing to work: the start itself, or the next opening', () => {
    expect(deadline(desk, at('2026-11-23T10:00'), 0)).toEqual(at('2026-11-23T10:00'));
    expect(deadline(desk, at('2026-11-21T10:00'), 0)).toEqual(at('2026-11-23T09:00'));
  });

  test('moves behind the pauses that it meets, and no others', () => {
    const pauses = [[at('2026-11-23T11:00'), at('2026-11-24T10:00')]] as const;
    expect(deadline(desk, at('2026-11-23T10:00'), 2 * HOUR, pauses)).toEqual(at('2026-11-24T11:00'));
    expect(deadline(desk, at('2026-11-23T10:00'), HOUR, pauses)).toEqual(at('2026-11-23T11:00'));
    expect(deadline(desk, at('2026-11-24T10:00'), HOUR, pauses)).toEqual(at('2026-11-24T11:00'));
  });

  test('there is none while an open pause stands in the way', () => {
    expect(deadline(desk, at('2026-11-23T10:00'), 2 * HOUR, [[at('2026-11-23T11:00'), null]])).toBeUndefined();
  });

  test('keeps wall time where the clock changes within working hours', () => {
    const night: WorkingCalendar = { ...desk, opens: '00:00', closes: '08:00', weekdays: ['SU', 'MO'] };
    // 29 March 2026 has 7 hours until 08:00, 25 October has 9.
    expect(deadline(night, at('2026-03-29T00:00'), 7 * HOUR)).toEqual(at('2026-03-29T08:00'));
    expect(deadline(night, at('2026-03-29T00:00'), 8 * HOUR)).toEqual(at('2026-03-30T01:00'));
    expect(elapsed(night, at('2026-10-25T00:00'), at('2026-10-26T08:00'))).toBe(17 * HOUR);
    // Ten nights in March, one of them an hour short.
    expect(elapsed(night, at('2026-03-01T00:00'), at('2026-04-01T00:00'))).toBe((9 * 8 + 7) * HOUR);
  });

  test('a calendar around the clock is plain time', () => {
    const always: WorkingCalendar = {
      ...desk,
      opens: '00:00',
      closes: '24:00',
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'],
    };
    expect(deadline(always, '2026-03-27T12:00:00Z', 100 * HOUR).toString()).toBe('2026-03-31T16:00:00Z');
    expect(elapsed(always, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toBe(365 * 24 * HOUR);
  });

  test('refuses what cannot be', () => {
    expect(() => deadline(desk, '2026-11-23T10:00:00Z', -1)).toThrow('0 or more');
    expect(() => deadline({ ...desk, weekdays: [] }, '2026-11-23T10:00:00Z', 1)).toThrow('no working day');
    expect(() => deadline({ ...desk, opens: '9' }, '2026-11-23T10:00:00Z', 1)).toThrow('looks like 09:00');
    expect(() => deadline({ ...desk, opens: '18:00' }, '2026-11-23T10:00:00Z', 1)).toThrow('not after opening');
  });
});

describe('elapsed', () => {
  test('counts a pause once, however often it is named', () => {
    const pause = ['2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z'] as const;
    const overlapping = ['2026-11-23T11:00:00Z', '2026-11-23T13:00:00Z'] as const;
    expect(elapsed(desk, '2026-11-23T08:00:00Z', '2026-11-23T16:00:00Z', [pause, pause, overlapping])).toBe(5 * HOUR);
  });

  test('an open pause lasts until the end', () => {
    expect(elapsed(desk, '2026-11-23T08:00:00Z', '2026-11-27T16:00:00Z', [['2026-11-23T10:00:00Z', null]])).toBe(
      2 * HOUR,
    );
  });

  test('is 0 when the end is before the start', () => {
    expect(elapsed(desk, '2026-11-24T08:00:00Z', '2026-11-23T08:00:00Z')).toBe(0);
  });
});

describe('remaining', () => {
  test('turns negative after the deadline', () => {
    expect(remaining(desk, '2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z')).toBe(2 * HOUR);
    expect(remaining(desk, '2026-11-24T09:00:00Z', '2026-11-23T12:00:00Z')).toBe(-5 * HOUR);
  });
});

describe('isWorkingDay', () => {
  test('is neither a weekend nor a holiday', () => {
    const calendar = { ...desk, holidays: ['2026-12-25'] };
    expect(['2026-12-24', '2026-12-25', '2026-12-26'].map((day) => isWorkingDay(calendar, day))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('addWorkingDays', () => {
  test('keeps the time of day', () => {
    expect(addWorkingDays(desk, '2026-11-20T15:00:00Z', 3).toString()).toBe('2026-11-25T15:00:00Z');
    expect(workingDaySeconds(desk)).toBe(8 * HOUR);
  });
});

describe('properties', () => {
  const zone = fc.constantFrom(
    'Europe/Amsterdam',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'UTC',
  );
  const hours = fc.constantFrom(['09:00', '17:00'], ['00:00', '08:00'], ['01:30', '24:00'], ['00:00', '24:00']);
  const week = fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const, { minLength: 1 });
  const instant = fc
    .integer({ min: Date.UTC(2010, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
    .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));
  const holidays = fc.array(
    instant.map((at) => at.toString().slice(0, 10)),
    { maxLength: 20 },
  );
  const calendars = fc
    .record({ timezone: zone, hours, weekdays: week, holidays })
    .map(({ hours: [opens = '', closes = ''], ...rest }): WorkingCalendar => ({ ...rest, opens, closes }));

  test('exactly the target has been worked at its deadline', () => {
    fc.assert(
      fc.property(calendars, instant, fc.integer({ min: 0, max: 4000 * HOUR }), (calendar, start, seconds) => {
        const due = deadline(calendar, start, seconds);
        expect(elapsed(calendar, start, due)).toBe(seconds);
        expect(remaining(calendar, start, due)).toBe(seconds);
      }),
    );
  });

  test('a span is the sum of its parts', () => {
    fc.assert(
      fc.property(calendars, fc.tuple(instant, instant, instant), (calendar, instants) => {
        const [from, middle, to] = instants.toSorted((one, other) => Temporal.Instant.compare(one, other));
        if (!from || !middle || !to) return;
        expect(elapsed(calendar, from, to)).toBe(elapsed(calendar, from, middle) + elapsed(calendar, middle, to));
      }),
    );
  });

  test('a pause never adds time, and the deadline waits for it', () => {
    fc.assert(
      fc.property(
        calendars,
        instant,
        fc.integer({ min: 1, max: 400 * HOUR }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 1, max: 500_000 })), {
          maxLength: 4,
        }),
        (calendar, start, seconds, spans) => {
          const pauses = spans.map(
            ([after, lasts]) => [start.add({ seconds: after }), start.add({ seconds: after + lasts })] as const,
          );
          const due = deadline(calendar, start, seconds, pauses);
          expect(due && elapsed(calendar, start, due, pauses)).toBe(seconds);
        },
      ),
    );
  });
});

test('ten years cost no more than a day', () => {
  elapsed(desk, '2016-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
  const started = performance.now();
  for (let run = 0; run < 100; run += 1) elapsed(desk, '2016-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
  expect((performance.now() - started) / 100).toBeLessThan(1);
});
