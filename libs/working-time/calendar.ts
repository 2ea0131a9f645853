const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];

/** When people work: one opening and closing time, on some days of the week, but not on holidays. */
export interface WorkingCalendar {
  /** IANA name: `Europe/Amsterdam`. */
  readonly timezone: string;
  /** Wall time, `09:00`. */
  readonly opens: string;
  /** Wall time after opening, at most `24:00`. */
  readonly closes: string;
  readonly weekdays: readonly Weekday[];
  /** Days such as `2026-12-25`. */
  readonly holidays: readonly string[];
}

/** A calendar made ready for arithmetic. Days are counted from 1 January 1970, instants in milliseconds. */
export interface CompiledCalendar {
  /** Working time of a day on which no clock changes. */
  readonly dayMs: number;
  dayAt(instant: number): number;
  isWorking(day: number): boolean;
  hoursOf(day: number): { opens: number; closes: number };
  workedOn(day: number): number;
  /** Working time of whole days, the last one excluded; costs the same for a week and for ten years. */
  workedBetween(from: number, to: number): number;
}

const DAY_MS = 86_400_000;
const compiledCalendars = new WeakMap<WorkingCalendar, CompiledCalendar>();

/** Checks a calendar and makes it ready; remembers the result as long as the calendar object lives. */
export function compile(calendar: WorkingCalendar): CompiledCalendar {
  const known = compiledCalendars.get(calendar);
  if (known) return known;
  const compiled = build(calendar);
  compiledCalendars.set(calendar, compiled);
  return compiled;
}

/** Number of a calendar day. */
export function dayOf(date: { readonly year: number; readonly month: number; readonly day: number }): number {
  return Date.UTC(date.year, date.month - 1, date.day) / DAY_MS;
}

function build({ timezone, opens, closes, weekdays: working, holidays }: WorkingCalendar): CompiledCalendar {
  const opening = minutesOf(opens);
  const closing = minutesOf(closes);
  if (closing <= opening) throw new RangeError(`Closing time ${closes} is not after opening time ${opens}`);
  const dayMs = (closing - opening) * 60_000;
  const isWeekday = weekdays.map((weekday) => working.includes(weekday));
  // Day 0 was a Thursday.
  const onWeekday = (day: number): boolean => isWeekday[mod(day + 3, 7)] === true;
  const perWeek = isWeekday.filter(Boolean).length;
  const off = [...new Set(holidays.map((day) => dayOf(Temporal.PlainDate.from(day))))]
    .filter(onWeekday)
    .toSorted((one, other) => one - other);
  const offDays = new Set(off);
  const isWorking = (day: number): boolean => onWeekday(day) && !offDays.has(day);

  const at = (day: number, minutes: number): number =>
    dateOf(minutes === 24 * 60 ? day + 1 : day).toZonedDateTime({
      timeZone: timezone,
      plainTime: minutes === 24 * 60 ? '00:00' : new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60),
    }).epochMilliseconds;
  // What a day is does not change while the calendar lives, and asking the time zone is the dear part.
  const startOf = remembered((day) => at(day, 0));
  const hoursOf = remembered((day) => ({ opens: at(day, opening), closes: at(day, closing) }));
  function dayAt(instant: number): number {
    const day = Math.floor(instant / DAY_MS);
    if (instant < startOf(day)) return day - 1;
    return instant < startOf(day + 1) ? day : day + 1;
  }

  // Days on which the clock changes during working hours, year by year: rare, but they must not shift a deadline.
  const oddDays = remembered((year) => {
    const found: { day: number; delta: number }[] = [];
    const end = Temporal.PlainDate.from({ year: year + 1, month: 1, day: 1 }).toZonedDateTime(timezone);
    let change = Temporal.PlainDate.from({ year, month: 1, day: 1 })
      .toZonedDateTime(timezone)
      .subtract({ seconds: 1 })
      .getTimeZoneTransition('next');
    while (change && Temporal.ZonedDateTime.compare(change, end) < 0) {
      const day = dayOf(change);
      // A change at midnight touches the day before as well, where that one closes at 24:00.
      for (const touched of [day - 1, day]) {
        const { opens: from, closes: to } = hoursOf(touched);
        const delta = to - from - dayMs;
        if (delta !== 0 && isWorking(touched) && !found.some((odd) => odd.day === touched))
          found.push({ day: touched, delta });
      }
      change = change.getTimeZoneTransition('next');
    }
    return found;
  });

  function offBefore(day: number): number {
    let [low, high] = [0, off.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((off[middle] ?? 0) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    dayMs,
    isWorking,
    hoursOf,
    dayAt,
    workedOn(day) {
      if (!isWorking(day)) return 0;
      const { opens: from, closes: to } = hoursOf(day);
      return to - from;
    },
    workedBetween(from, to) {
      if (to <= from) return 0;
      const weeks = Math.floor((to - from) / 7);
      let days = weeks * perWeek;
      for (let day = from + weeks * 7; day < to; day += 1) if (onWeekday(day)) days += 1;
      days -= offBefore(to) - offBefore(from);
      let time = days * dayMs;
      for (let year = nearYear(from - 2); year <= nearYear(to + 2); year += 1) {
        for (const odd of oddDays(year)) if (odd.day >= from && odd.day < to) time += odd.delta;
      }
      return time;
    },
  };
}

function remembered<Value>(find: (key: number) => Value): (key: number) => Value {
  const known = new Map<number, Value>();
  return (key) => {
    const found = known.get(key) ?? find(key);
    known.set(key, found);
    return found;
  };
}

/** The year of a day, right but for the two days around New Year. */
function nearYear(day: number): number {
  return 1970 + Math.floor(day / 365.2425);
}

function dateOf(day: number): Temporal.PlainDate {
  return new Temporal.PlainDate(1970, 1, 1).add({ days: day });
}

function minutesOf(wallTime: string): number {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/.exec(wallTime) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (Number.isNaN(total) || total > 24 * 60) throw new RangeError(`A time of day looks like 09:00, not ${wallTime}`);
  return total;
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
