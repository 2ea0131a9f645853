import type { GroupCalendar as GroupCalendarView, GroupCalendarInput } from '#contracts/ordering/desk-schemas';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { IcalError, readDays } from '#libs/ical';
import { elapsed, isWorkingDay } from '#libs/working-time';
import type { GroupRecord } from '../desk/group.ts';
import { allGroups, groupById } from '../desk/sql-group-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { mayCoordinate } from '../routing/save-routing.ts';
import { requireDesk } from '../routing/try-routing.ts';
import { groupCalendars, keepGroupCalendar, type GroupCalendar } from './sql-calendar-store.ts';

const mostHolidays = 2000;
const yearsAhead = 5;

/** The working hours of every group: its own, or those of the settings. */
export async function listCalendars(context: OrderingContext, actor: Actor): Promise<GroupCalendarView[]> {
  requireDesk(actor);
  const read = context.kernel.database.read();
  const [groups, own] = await Promise.all([allGroups(read), groupCalendars(read)]);
  return groups.map((group) => shown(context, group, own.get(group.id)));
}

/** Gives a group working hours of its own; null gives it back to those of the settings. Deadlines follow as a reaction. */
export const saveCalendar =
  (context: OrderingContext) =>
  (actor: Actor, groupId: string, input: GroupCalendarInput | null): Promise<GroupCalendarView> =>
    context.kernel.database.transact(async (tx) => {
      const group = await keptGroup(tx, actor, groupId);
      const calendar = input && { ...input, holidays: byDay(input.holidays) };
      await keep(context, tx, actor, { group, calendar });
      return shown(context, group, calendar ?? undefined);
    });

/** Adds the days of an iCalendar text to the holidays of a group, from last year to five years ahead. */
export const importHolidays =
  (context: OrderingContext) =>
  (actor: Actor, groupId: string, ics: string): Promise<{ added: number; calendar: GroupCalendarView }> =>
    context.kernel.database.transact(async (tx) => {
      const group = await keptGroup(tx, actor, groupId);
      const current = (await groupCalendars(tx)).get(groupId) ?? ofSettings(context);
      const year = Number(context.kernel.clock.today().slice(0, 4));
      const found = daysIn(ics, { from: `${year - 1}-01-01`, to: `${year + yearsAhead}-12-31` });
      const known = new Set(current.holidays.map(({ day }) => day));
      const added = found.filter(({ day }) => !known.has(day));
      const holidays = byDay([...current.holidays, ...added]);
      if (holidays.length > mostHolidays)
        throw invalid('too_many_holidays', [{ path: 'ics', message: `a calendar keeps ${mostHolidays} holidays` }]);
      const calendar = { ...current, holidays };
      if (added.length > 0) await keep(context, tx, actor, { group, calendar });
      return { added: added.length, calendar: shown(context, group, calendar) };
    });

async function keptGroup(tx: Tx, actor: Actor, groupId: string): Promise<GroupRecord> {
  require(mayCoordinate(actor));
  const group = await groupById(tx, groupId);
  if (!group) throw invalid('unknown_group', [{ path: 'params.id', message: `there is no group ${groupId}` }]);
  return group;
}

async function keep(
  { kernel }: OrderingContext,
  tx: Tx,
  actor: Actor,
  { group, calendar }: { readonly group: GroupRecord; readonly calendar: GroupCalendar | null },
): Promise<void> {
  await keepGroupCalendar(tx, group.id, calendar, kernel.clock.now());
  const target = `group:${group.id}`;
  await kernel.publish(tx, {
    type: 'ordering.calendar_changed',
    aggregate: target,
    payload: { groupId: group.id },
    audience: ['role:shifter', 'role:sla-coordinator', 'role:administrator'],
  });
  const details = calendar && { ...calendar, holidays: calendar.holidays.length };
  await kernel.audit(tx, { actor, action: 'ordering.save_calendar', target, details: { calendar: details } });
}

function daysIn(ics: string, span: { from: string; to: string }) {
  try {
    return readDays(ics, span);
  } catch (error) {
    if (!(error instanceof IcalError)) throw error;
    const errors = [{ path: 'ics', message: error.message }];
    throw new AppError('invalid', 'calendar_unreadable', `The calendar cannot be read. ${error.message}`, { errors });
  }
}

const byDay = (holidays: GroupCalendar['holidays']) =>
  [...new Map(holidays.map((holiday) => [holiday.day, holiday])).values()].toSorted((one, other) =>
    one.day < other.day ? -1 : 1,
  );

function ofSettings({ calendar }: OrderingContext): GroupCalendar {
  return { ...calendar, holidays: calendar.holidays.map((day) => ({ day, name: '' })) };
}

function shown(context: OrderingContext, group: GroupRecord, own: GroupCalendar | undefined): GroupCalendarView {
  const calendar = own ?? ofSettings(context);
  const hours = { ...calendar, holidays: calendar.holidays.map(({ day }) => day) };
  const now = Temporal.Instant.from(context.kernel.clock.now());
  const today = now.toZonedDateTimeISO(calendar.timezone).toPlainDate().toString();
  return {
    group: { id: group.id, name: group.name },
    isOwn: own !== undefined,
    timezone: calendar.timezone,
    opens: calendar.opens,
    closes: calendar.closes,
    weekdays: [...calendar.weekdays],
    holidays: [...calendar.holidays],
    isOpen: isWorkingDay(hours, today) && elapsed(hours, now, now.add({ seconds: 1 })) > 0,
  };
}
