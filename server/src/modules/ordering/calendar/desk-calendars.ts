import type { Read, Tx } from '#kernel/database';
import type { WorkingCalendar } from '#libs/working-time';
import { groupCalendars, type GroupCalendar } from './sql-calendar-store.ts';

/** The calendar by which the clocks of a group run: its own, or that of the settings. */
export type CalendarOf = (groupId: string) => WorkingCalendar;

/**
 * Calendars by what is in them: working time is reckoned fast for an object that was seen before, and what is in a
 * calendar never changes.
 */
const known = new Map<string, WorkingCalendar>();
const mostKnown = 1000;

function remembered({ holidays, ...hours }: GroupCalendar): WorkingCalendar {
  const calendar = { ...hours, holidays: holidays.map(({ day }) => day) };
  const key = JSON.stringify(calendar);
  const found = known.get(key) ?? calendar;
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

/** Reads the calendars of all groups once, for any number of orders. */
export async function deskCalendars(read: Read | Tx, settings: WorkingCalendar): Promise<CalendarOf> {
  const own = await groupCalendars(read);
  return (groupId) => {
    const calendar = own.get(groupId);
    return calendar ? remembered(calendar) : settings;
  };
}
