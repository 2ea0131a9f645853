import type { Selectable } from 'kysely';
import { json, type Read, type Tx } from '#kernel/database';
import type { WorkingCalendar } from '#libs/working-time';
import { tables, type GroupCalendarsTable } from '../tables.ts';

/** Working hours of one group, its holidays with their names. */
export interface GroupCalendar extends Omit<WorkingCalendar, 'holidays'> {
  readonly holidays: readonly { readonly day: string; readonly name: string }[];
}

const toCalendar = (row: Selectable<GroupCalendarsTable>): GroupCalendar => ({
  timezone: row.timezone,
  opens: row.opens,
  closes: row.closes,
  weekdays: row.weekdays,
  holidays: row.holidays,
});

/** The calendars of those groups that have one of their own. */
export async function groupCalendars(read: Read | Tx): Promise<ReadonlyMap<string, GroupCalendar>> {
  const rows = await tables(read).selectFrom('ordering.group_calendars').selectAll().execute();
  return new Map(rows.map((row) => [row.group_id, toCalendar(row)]));
}

/** Writes the calendar of a group; null gives it back to the settings of the desk. */
export async function keepGroupCalendar(
  tx: Tx,
  groupId: string,
  calendar: GroupCalendar | null,
  now: string,
): Promise<void> {
  if (calendar === null) {
    await tables(tx).deleteFrom('ordering.group_calendars').where('group_id', '=', groupId).execute();
    return;
  }
  const values = {
    timezone: calendar.timezone,
    opens: calendar.opens,
    closes: calendar.closes,
    weekdays: json([...calendar.weekdays]),
    holidays: json([...calendar.holidays]),
    changed_at: now,
  };
  await tables(tx)
    .insertInto('ordering.group_calendars')
    .values({ group_id: groupId, ...values })
    .onConflict((conflict) => conflict.column('group_id').doUpdateSet(values))
    .execute();
}
