import type { NoticeTopic } from '#contracts/identity/schemas';
import type { Read } from '#kernel/database';
import type { OrderRow } from './order.ts';
import type { OrderingPorts } from '../ports.ts';
import { groupById } from '../desk/sql-group-store.ts';

interface DeskAddress {
  readonly to: string;
  /** Whose address it is: the assignee, or the group. */
  readonly name: string;
  /** Language that the assignee has chosen for mails. */
  readonly language: string | null;
  readonly because: string;
  /** Wants this once a day. */
  readonly hold: boolean;
}

/**
 * Where the desk reads mail about an order, and why there: its assignee, else the group that has it. Nowhere for a topic
 * of which the assignee wants no mail.
 */
export async function deskAddress(
  read: Read,
  { ports, publicUrl }: { readonly ports: Pick<OrderingPorts, 'people'>; readonly publicUrl: string },
  order: Pick<OrderRow, 'number' | 'assignee_id' | 'group_id'>,
  topic: NoticeTopic | null,
): Promise<DeskAddress | undefined> {
  const { assignee_id: id } = order;
  const assignee = id === null ? undefined : (await ports.people.byIds(read, [id])).get(id);
  if (assignee && assignee.email !== '') {
    if (topic !== null && assignee.mailless.includes(topic)) return undefined;
    return {
      to: assignee.email,
      name: assignee.name,
      language: assignee.language,
      because: `You get this because order ${order.number} is assigned to you. Settings: ${publicUrl}/settings/notifications`,
      hold: topic !== null && assignee.digested.includes(topic),
    };
  }
  const group = await groupById(read, order.group_id);
  return (
    group && {
      to: group.mail,
      name: group.name,
      language: null,
      because: `You get this because order ${order.number} is with the group ${group.name}.`,
      hold: false,
    }
  );
}
