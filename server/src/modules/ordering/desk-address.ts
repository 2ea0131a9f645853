import type { Read } from '#kernel/database';
import type { OrderRow } from './order.ts';
import type { OrderingPorts } from './ports.ts';
import { groupById } from './sql-group-store.ts';

/** Where the desk reads mail about an order, and why there: its assignee, else the group that has it. */
export async function deskAddress(
  read: Read,
  { people }: Pick<OrderingPorts, 'people'>,
  order: Pick<OrderRow, 'number' | 'assignee_id' | 'group_id'>,
): Promise<{ readonly to: string; readonly because: string } | undefined> {
  const assignee =
    order.assignee_id === null ? undefined : (await people.byIds(read, [order.assignee_id])).get(order.assignee_id);
  if (assignee && assignee.email !== '')
    return { to: assignee.email, because: `You get this because order ${order.number} is assigned to you.` };
  const group = await groupById(read, order.group_id);
  return (
    group && {
      to: group.mail,
      because: `You get this because order ${order.number} is with the group ${group.name}.`,
    }
  );
}
