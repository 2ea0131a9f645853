import type { Actor } from '#kernel/access';
import { holds } from '#kernel/access';
import { mayWorkOrder } from '../../orders/order-access.ts';
import { JiraError } from './jira-error.ts';
import type { Ticket } from './ticket.ts';

/** Whether somebody works this ticket: shifters of the order's group; of a project, any shifter. */
export function worksTicket(actor: Actor, ticket: Ticket): boolean {
  return ticket.kind === 'order'
    ? mayWorkOrder(actor, { groupId: ticket.order.group_id }).allowed
    : holds(actor, 'shifter') || holds(actor, 'administrator');
}

export function requireWork(actor: Actor, ticket: Ticket, deed: string): void {
  if (!worksTicket(actor, ticket)) throw new JiraError(403, [`You do not have permission to ${deed} this issue.`]);
}

export function requireDesk(actor: Actor, deed: string): void {
  if (!holds(actor, 'shifter')) throw new JiraError(403, [`You do not have permission to ${deed} in this project.`]);
}
