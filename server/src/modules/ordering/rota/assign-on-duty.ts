import type { Tx } from '#kernel/database';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { deskTags } from '../orders/order-audience.ts';
import { systemDeed, type OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { appendDesk, refreshOrder } from '../orders/sql-order-store.ts';
import { onDuty, weekStart } from './rota.ts';
import { rotaWeeks } from './sql-rota-store.ts';
import type { Read } from '#kernel/database';

/** Who of a group gets the orders that come in now, by the day in the group's own zone; undefined when nobody is on duty. */
export async function personOnDuty(
  { kernel, ports, calendar }: OrderingContext,
  read: Read | Tx,
  groupId: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const { timezone } = (await deskCalendars(read, calendar))(groupId);
  const today = Temporal.Instant.from(kernel.clock.now()).toZonedDateTimeISO(timezone).toPlainDate().toString();
  const monday = weekStart(today);
  const [week] = await rotaWeeks(read, groupId, { from: monday, to: monday });
  if (!week) return undefined;
  const members = (await ports.groupRoles.membersOf(read, [groupId])).get(groupId) ?? [];
  const id = onDuty(week, today, members);
  return members.find((member) => member.id === id);
}

/** Gives an order that nobody has to the person on duty in its group; out of rota it stays with the group. */
export const assignOnDuty =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow): Promise<OrderRow> => {
    // A further line of a bundle follows the first one.
    if (order.parent_id !== null) return order;
    if (order.assignee_id !== null || order.kind !== 'order' || order.source === 'import' || order.spam !== 'no')
      return order;
    const person = await personOnDuty(context, tx, order.group_id);
    if (!person) return order;
    const { kernel } = context;
    const saved = await refreshOrder(tx, { ...order, assignee_id: person.id }, order.value, {
      assignee_id: person.id,
    });
    const text = `assigned it to ${person.name}, who is on duty`;
    await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed: systemDeed });
    await kernel.publish(tx, {
      type: 'ordering.desk_changed',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number, changed: ['assignee'] },
      audience: deskTags,
    });
    return saved;
  };
