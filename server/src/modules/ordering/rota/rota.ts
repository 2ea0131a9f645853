import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';
import type { FieldError } from '#kernel/errors';
import type { RotaWeekInput } from '#contracts/ordering/desk-schemas';
import { mayWorkOrder } from '../orders/order-access.ts';

/** Who of a group is on duty in the week from a Monday on. Days are ISO. */
export interface RotaWeekRecord {
  readonly startsOn: string;
  readonly personId: string | null;
  readonly substitute: { readonly personId: string; readonly from: string; readonly to: string } | null;
}

/** Monday of an ISO week; undefined for the 53rd week of a year that has 52. */
export function mondayOf(week: string): string | undefined {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  // The week of 4 January is the first of its year.
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 });
  return weekOf(monday.toString()) === week ? monday.toString() : undefined;
}

/** The ISO week of a day: `2026-W48`. */
export function weekOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
}

/** Monday of the week in which a day is. */
export function weekStart(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Who gets the orders that come in on a day: the substitute for it, else the one of the week, while they are members. */
export function onDuty(
  week: RotaWeekRecord | undefined,
  day: string,
  members: readonly { readonly id: string }[],
): string | undefined {
  if (!week) return undefined;
  const { substitute, personId } = week;
  const stands = substitute !== null && substitute.from <= day && day <= substitute.to;
  const named = stands ? substitute.personId : personId;
  return members.find(({ id }) => id === named)?.id;
}

/** The shifters of the group arrange it among themselves; coordinators and administrators arrange it for all. */
export function mayKeepRota(actor: Actor, groupId: string): Decision {
  if (holds(actor, 'administrator') || holds(actor, 'sla-coordinator') || mayWorkOrder(actor, { groupId }).allowed)
    return allow;
  return refuse('rota_forbidden', `Only shifters of ${groupId} and coordinators change its rota`);
}

/** What is wrong with the days of a substitute in the week from this Monday on. */
export function daysOutside({ substitute }: RotaWeekInput, monday: string): FieldError[] {
  if (substitute === null) return [];
  const sunday = addDays(monday, 6);
  const inside = (day: string) => monday <= day && day <= sunday;
  if (!inside(substitute.from) || !inside(substitute.to))
    return [{ path: 'substitute.from', message: `must be days from ${monday} to ${sunday}` }];
  return substitute.from > substitute.to
    ? [{ path: 'substitute.to', message: 'must not be before the first day' }]
    : [];
}
