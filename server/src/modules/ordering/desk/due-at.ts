import type { Instant } from '#kernel/clock';
import { addWorkingDays, deadline, remaining, type WorkingCalendar } from '#libs/working-time';

const text = (instant: Temporal.Instant): Instant => instant.toString({ smallestUnit: 'millisecond' });

/** When so many working days have passed on the desk's calendar. */
export function dueAt(calendar: WorkingCalendar, from: Instant, days: number): Instant {
  return text(addWorkingDays(calendar, from, days));
}

/** A deadline after a pause: what was left when the pause began is left when it ends; a missed one stays missed. */
export function dueAfterPause(calendar: WorkingCalendar, due: Instant, pausedAt: Instant, now: Instant): Instant {
  const left = remaining(calendar, pausedAt, due);
  return left <= 0 ? due : text(deadline(calendar, now, left));
}
