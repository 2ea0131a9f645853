import { dayNumberAt, type WorkingCalendar } from '#libs/working-time';
import type { StatisticsUnit } from '#contracts/ordering/statistics';

/** The day of an instant by the calendar; what a day is called is worked out once. */
export function dayIn(calendar: WorkingCalendar): (instant: number) => string {
  const known = new Map<number, string>();
  return (instant) => {
    const number = dayNumberAt(calendar, instant);
    const found = known.get(number) ?? new Temporal.PlainDate(1970, 1, 1).add({ days: number }).toString();
    known.set(number, found);
    return found;
  };
}

/** The bucket of a day: itself, its ISO week `2021-W18`, its month `2021-05`. */
export function bucketOf(day: string, unit: StatisticsUnit): string {
  if (unit === 'day') return day;
  if (unit === 'month') return day.slice(0, 7);
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day);
  return `${String(yearOfWeek)}-W${String(weekOfYear).padStart(2, '0')}`;
}

export interface Bucket {
  readonly bucket: string;
  /** First and last day of the whole bucket, whatever the range takes of it. */
  readonly first: string;
  readonly last: string;
}

/** The buckets from one day to another, both included, without a gap. */
export function bucketsBetween(from: string, to: string, unit: StatisticsUnit): Bucket[] {
  const found: Bucket[] = [];
  const end = Temporal.PlainDate.from(to);
  let first = startOf(Temporal.PlainDate.from(from), unit);
  while (Temporal.PlainDate.compare(first, end) <= 0) {
    const next = first.add({ [`${unit}s`]: 1 });
    found.push({
      bucket: bucketOf(first.toString(), unit),
      first: first.toString(),
      last: next.subtract({ days: 1 }).toString(),
    });
    first = next;
  }
  return found;
}

function startOf(day: Temporal.PlainDate, unit: StatisticsUnit): Temporal.PlainDate {
  if (unit === 'day') return day;
  return unit === 'month' ? day.with({ day: 1 }) : day.subtract({ days: day.dayOfWeek - 1 });
}

/** The instant at which a day begins in a time zone, in milliseconds. */
export const startOfDay = (day: string, timezone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds;
