import type { WorkItem } from '#contracts/ordering/work-schemas';
import type { WorkingCalendar } from '#libs/working-time';

export type Lane = WorkItem['lane'];
const lanes: readonly Lane[] = ['late', 'today', 'week', 'later'];

/** What waits in another module, before it is known whether it was looked at. */
export type OtherWork = Omit<WorkItem, 'unread'>;

/** One thing that waits, before it is put into its lane. */
export interface Waiting extends Omit<OtherWork, 'lane'> {
  /** Instant by which it is due, where no clock says it. */
  readonly dueAt?: string | null;
}

function startOf(now: string, { timezone }: WorkingCalendar): Temporal.ZonedDateTime {
  return Temporal.Instant.from(now).toZonedDateTimeISO(timezone).startOfDay();
}

const textOf = (day: Temporal.ZonedDateTime) => day.toInstant().toString({ smallestUnit: 'millisecond' });

/** The beginning of this week's Monday, by the desk's calendar. */
export function startOfWeek(now: string, calendar: WorkingCalendar): string {
  const today = startOf(now, calendar);
  return textOf(today.subtract({ days: today.dayOfWeek - 1 }));
}

/** Late, due by the end of the desk's day, due within 7 days, or later; what has no deadline is for today. */
export function laneOf(dueAt: string | null, now: string, calendar: WorkingCalendar): Lane {
  if (dueAt === null) return 'today';
  if (dueAt < now) return 'late';
  const today = startOf(now, calendar);
  if (dueAt <= textOf(today.add({ days: 1 }))) return 'today';
  return dueAt <= textOf(today.add({ days: 7 })) ? 'week' : 'later';
}

/** Puts what waits into its lane. */
export function inLane({ dueAt, ...item }: Waiting, now: string, calendar: WorkingCalendar): OtherWork {
  return { ...item, lane: laneOf(item.clock?.dueAt ?? dueAt ?? null, now, calendar) };
}

/** Late things first, then by lane; within a lane the soonest deadline first, and what has no clock last. */
export function soonestFirst<Item extends OtherWork>(items: readonly Item[]): Item[] {
  const key = (item: Item) => `${lanes.indexOf(item.lane)} ${item.clock?.dueAt ?? '9999'} ${item.id}`;
  return items
    .map((item) => ({ item, key: key(item) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ item }) => item);
}

/** Middle of the values, or the mean of the middle two; null without values. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}
