import type { GroupRota, RotaWeek, RotaWeekInput } from '#contracts/ordering/desk-schemas';
import { require, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import type { GroupRecord } from '../desk/group.ts';
import { allGroups, groupById } from '../desk/sql-group-store.ts';
import { seesDesk } from '../orders/order-access.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addDays, daysOutside, mayKeepRota, mondayOf, onDuty, weekOf, weekStart, type RotaWeekRecord } from './rota.ts';
import { keepRotaWeek, rotaWeeks } from './sql-rota-store.ts';

export interface RotaQuery {
  /** ISO week; the one of today where it is absent. */
  readonly from?: string | undefined;
  readonly weeks: number;
}

/** The rota of every group, for those who see the desk. */
export async function readRota(context: OrderingContext, actor: Actor, query: RotaQuery): Promise<GroupRota[]> {
  if (!seesDesk(actor)) throw new AppError('forbidden', 'desk_forbidden', 'Only the order desk reads the rota');
  const read = context.kernel.database.read();
  return Promise.all((await allGroups(read)).map((group) => rotaOf(context, read, actor, group, query)));
}

/** Says who of a group is on duty in a week, and who stands in. */
export const saveRotaWeek =
  (context: OrderingContext) =>
  async (
    actor: Actor,
    { groupId, week }: { readonly groupId: string; readonly week: string },
    input: RotaWeekInput,
  ): Promise<GroupRota> => {
    const { kernel, ports } = context;
    const group = await kernel.database.transact(async (tx) => {
      require(mayKeepRota(actor, groupId));
      const found = await groupById(tx, groupId);
      if (!found) throw invalid('unknown_group', [{ path: 'params.id', message: `there is no group ${groupId}` }]);
      const monday = mondayOf(week);
      if (monday === undefined)
        throw invalid('outside_week', [{ path: 'params.week', message: `this year has no week ${week.slice(-2)}` }]);
      const outside = daysOutside(input, monday);
      if (outside.length > 0) throw invalid('outside_week', outside);
      const members = new Set(
        ((await ports.groupRoles.membersOf(tx, [groupId])).get(groupId) ?? []).map(({ id }) => id),
      );
      const unknown = [
        ['person', input.person] as const,
        ['substitute.person', input.substitute?.person ?? null] as const,
      ].flatMap(([path, id]) =>
        id === null || members.has(id) ? [] : [{ path, message: `is no shifter of ${found.name}` }],
      );
      if (unknown.length > 0) throw invalid('unknown_assignee', unknown);
      const record: RotaWeekRecord = {
        startsOn: monday,
        personId: input.person,
        substitute: input.substitute && {
          personId: input.substitute.person,
          from: input.substitute.from,
          to: input.substitute.to,
        },
      };
      await keepRotaWeek(tx, groupId, record, kernel.clock.now());
      await kernel.publish(tx, {
        type: 'ordering.rota_changed',
        aggregate: `group:${groupId}`,
        payload: { groupId, week },
        audience: ['role:shifter', 'role:sla-coordinator', 'role:administrator'],
      });
      await kernel.audit(tx, {
        actor,
        action: 'ordering.save_rota',
        target: `group:${groupId}`,
        details: { week, ...input },
      });
      return found;
    });
    return rotaOf(context, kernel.database.read(), actor, group, { from: week, weeks: 1 });
  };

async function rotaOf(
  { kernel, ports, calendar }: OrderingContext,
  read: Read,
  actor: Actor,
  group: GroupRecord,
  { from, weeks }: RotaQuery,
): Promise<GroupRota> {
  const { timezone } = (await deskCalendars(read, calendar))(group.id);
  const today = Temporal.Instant.from(kernel.clock.now()).toZonedDateTimeISO(timezone).toPlainDate().toString();
  const now = weekStart(today);
  const first = (from === undefined ? undefined : mondayOf(from)) ?? now;
  const last = addDays(first, (weeks - 1) * 7);
  const [kept, current, members] = await Promise.all([
    rotaWeeks(read, group.id, { from: first, to: last }),
    rotaWeeks(read, group.id, { from: now, to: now }),
    ports.groupRoles.membersOf(read, [group.id]),
  ]);
  const people = members.get(group.id) ?? [];
  const ids = kept.flatMap(({ personId, substitute }) => [personId ?? [], substitute?.personId ?? []].flat());
  const cards = await ports.people.byIds(read, [...new Set(ids)]);
  const named = (id: string) => ({ id, name: cards.get(id)?.name ?? 'Somebody who has left' });
  const duty = onDuty(current[0], today, people);
  return {
    group: { id: group.id, name: group.name },
    members: people.map(({ id, name }) => ({ id, name })),
    onDuty: people.find(({ id }) => id === duty) ?? null,
    weeks: Array.from({ length: weeks }, (_, index): RotaWeek => {
      const startsOn = addDays(first, index * 7);
      const week = kept.find((one) => one.startsOn === startsOn);
      const gone = [week?.personId, week?.substitute?.personId].find(
        (id) => id !== undefined && id !== null && !people.some((member) => member.id === id),
      );
      return {
        week: weekOf(startsOn),
        startsOn,
        endsOn: addDays(startsOn, 6),
        isNow: startsOn === now,
        person: week && week.personId !== null ? named(week.personId) : null,
        substitute: week?.substitute
          ? { person: named(week.substitute.personId), from: week.substitute.from, to: week.substitute.to }
          : null,
        problem: gone ? `${named(gone).name} is no shifter of this group any more: nobody gets its orders` : null,
      };
    }),
    mayChange: mayKeepRota(actor, group.id).allowed,
  };
}
