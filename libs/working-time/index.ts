import { type CompiledCalendar, compile, dayOf, type WorkingCalendar } from './calendar.ts';

export type { Weekday, WorkingCalendar } from './calendar.ts';

/** An instant, or its ISO text. */
export type InstantLike = Temporal.Instant | string;
/** A time that does not count; an open one (`null`) lasts until whatever is asked about. */
export type Pause = readonly [from: InstantLike, to: InstantLike | null];

const milliseconds = (instant: InstantLike): number =>
  typeof instant === 'string' ? Temporal.Instant.from(instant).epochMilliseconds : instant.epochMilliseconds;

/** Working seconds of a full day of the calendar: 28,800 for 9 to 17. */
export function workingDaySeconds(calendar: WorkingCalendar): number {
  return compile(calendar).dayMs / 1000;
}

/**
 * The instant at which so many working seconds after the start have passed. A start outside hours counts from the
 * next opening; a deadline that falls on closing time stays there. Pauses do not count; while an open one stands
 * in the way there is no deadline.
 */
export function deadline(calendar: WorkingCalendar, start: InstantLike, workingSeconds: number): Temporal.Instant;
export function deadline(
  calendar: WorkingCalendar,
  start: InstantLike,
  workingSeconds: number,
  pauses: readonly Pause[],
): Temporal.Instant | undefined;
export function deadline(
  calendar: WorkingCalendar,
  start: InstantLike,
  workingSeconds: number,
  pauses: readonly Pause[] = [],
): Temporal.Instant | undefined {
  if (!Number.isFinite(workingSeconds) || workingSeconds < 0)
    throw new RangeError(`A deadline needs working seconds of 0 or more, not ${workingSeconds}`);
  const compiled = compile(calendar);
  let from = milliseconds(start);
  let left = Math.round(workingSeconds * 1000);
  for (const pause of merged(pauses, from, Number.POSITIVE_INFINITY)) {
    const before = worked(compiled, from, pause.from);
    if (before >= left && before > 0) break;
    left -= before;
    if (pause.to === Number.POSITIVE_INFINITY) return undefined;
    from = pause.to;
  }
  return Temporal.Instant.fromEpochMilliseconds(advance(compiled, from, left));
}

/** Working seconds between two instants, less those of the pauses; 0 when the end is not after the start. */
export function elapsed(
  calendar: WorkingCalendar,
  from: InstantLike,
  to: InstantLike,
  pauses: readonly Pause[] = [],
): number {
  const compiled = compile(calendar);
  const [start, end] = [milliseconds(from), milliseconds(to)];
  const paused = merged(pauses, start, end).reduce((sum, pause) => sum + worked(compiled, pause.from, pause.to), 0);
  return Math.floor((worked(compiled, start, end) - paused) / 1000);
}

/** Working seconds from now until the deadline; negative when it has passed. */
export function remaining(calendar: WorkingCalendar, now: InstantLike, due: InstantLike): number {
  const [start, end] = [milliseconds(now), milliseconds(due)];
  const compiled = compile(calendar);
  return start <= end
    ? Math.floor(worked(compiled, start, end) / 1000)
    : -Math.floor(worked(compiled, end, start) / 1000);
}

/** The instant so many working days later: Friday 16:00 and 1 day is Monday 16:00. */
export function addWorkingDays(calendar: WorkingCalendar, start: InstantLike, days: number): Temporal.Instant {
  return deadline(calendar, start, days * workingDaySeconds(calendar));
}

/** True when the day (`2026-12-01`) is neither a holiday nor outside the weekdays. */
export function isWorkingDay(calendar: WorkingCalendar, day: string): boolean {
  return compile(calendar).isWorking(dayOf(Temporal.PlainDate.from(day)));
}

/** Number of the calendar day of an instant in milliseconds, counted from 1 January 1970. */
export function dayNumberAt(calendar: WorkingCalendar, instant: number): number {
  return compile(calendar).dayAt(instant);
}

function worked(calendar: CompiledCalendar, from: number, to: number): number {
  if (to <= from) return 0;
  const first = calendar.dayAt(from);
  const last = calendar.dayAt(to);
  if (first === last) return within(calendar, first, to) - within(calendar, first, from);
  return (
    calendar.workedOn(first) -
    within(calendar, first, from) +
    calendar.workedBetween(first + 1, last) +
    within(calendar, last, to)
  );
}

/** Working milliseconds of a day that have passed at an instant. */
function within(calendar: CompiledCalendar, day: number, at: number): number {
  if (!calendar.isWorking(day)) return 0;
  const { opens, closes } = calendar.hoursOf(day);
  return Math.min(Math.max(at, opens), closes) - opens;
}

function advance(calendar: CompiledCalendar, from: number, amount: number): number {
  const first = calendar.dayAt(from);
  const passed = within(calendar, first, from);
  const today = calendar.workedOn(first);
  if (today > 0 && passed + amount <= today && (passed < today || amount === 0)) {
    return Math.max(from, calendar.hoursOf(first).opens) + amount;
  }
  const left = amount - (today - passed);
  const day = dayThatCovers(calendar, first + 1, left);
  return calendar.hoursOf(day).opens + left - calendar.workedBetween(first + 1, day);
}

/** The first working day by whose closing so much has been worked since the start of `from`. */
function dayThatCovers(calendar: CompiledCalendar, from: number, amount: number): number {
  const needed = Math.max(amount, 1);
  let span = 8;
  while (calendar.workedBetween(from, from + span) < needed) {
    span *= 2;
    if (span > 400 * 366) throw new RangeError('The calendar leaves no working day for this deadline');
  }
  let [low, high] = [from, from + span - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (calendar.workedBetween(from, middle + 1) >= needed) high = middle;
    else low = middle + 1;
  }
  return low;
}

function merged(pauses: readonly Pause[], from: number, to: number): { from: number; to: number }[] {
  const sorted = pauses
    .map(([start, end]) => ({
      from: Math.max(milliseconds(start), from),
      to: Math.min(end === null ? Number.POSITIVE_INFINITY : milliseconds(end), to),
    }))
    .filter((pause) => pause.from < pause.to)
    .toSorted((one, other) => one.from - other.from);
  const found: { from: number; to: number }[] = [];
  for (const pause of sorted) {
    const last = found.at(-1);
    if (last && pause.from <= last.to) last.to = Math.max(last.to, pause.to);
    else found.push(pause);
  }
  return found;
}
