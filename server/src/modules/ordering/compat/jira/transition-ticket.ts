import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { jumpOrder } from '../../orders/jump-order.ts';
import { orderMachine } from '../../orders/order-machine.ts';
import type { Deed } from '../../orders/order.ts';
import { orderByNumber } from '../../orders/sql-order-store.ts';
import { tellProjectChange } from '../../projects/project-parts.ts';
import { lockProject, saveProject } from '../../projects/sql-project-store.ts';
import type { JiraContext } from './jira-context.ts';
import { badRequest, noSuchIssue } from './jira-error.ts';
import { statuses, statusesOf, type TicketStatus } from './jira-names.ts';
import { markDeleted } from './sql-tickets.ts';
import { addComment, type CommentInput } from './ticket-comments.ts';
import { requireWork } from './ticket-rights.ts';
import type { Ticket } from './ticket.ts';

export interface TicketTransition {
  readonly id: string;
  readonly to: TicketStatus;
}

/** Ids tell the status they lead to: `71` leads to Ready, 7. */
const transitionTo = (to: TicketStatus): TicketTransition => ({ id: `${to.id}1`, to });

/**
 * What a ticket can become now: of an order the edges of its lifecycle, and ready at once for what is fresh or needs no
 * desk; a project is archived and brought back (ordering.md 4.1, 4.18).
 */
export function transitionsOf(ticket: Ticket): TicketTransition[] {
  if (ticket.kind === 'project')
    return statusesOf('project')
      .filter(({ id }) => id !== ticket.status.id)
      .map(transitionTo);
  const { state, kind } = ticket.order;
  const from = state === 'created' ? 'registered' : state;
  return statuses
    .filter(({ state: to }) => {
      if (to === undefined) return false;
      if (to === 'ready' && (from === 'registered' || (from === 'ready' && kind !== 'order'))) return true;
      return from !== to && orderMachine.leads(from, to);
    })
    .map(transitionTo);
}

/** Takes a transition that the ticket offers now, with a comment; refuses any other as Jira does. */
export const transitionTicket =
  (context: JiraContext) =>
  async (actor: Actor, ticket: Ticket, wanted: string, comments: readonly CommentInput[]): Promise<void> => {
    requireWork(actor, ticket, 'transition');
    const transition = transitionsOf(ticket).find(({ id, to }) => id === wanted || to.name === wanted);
    if (!transition) {
      const named = statuses.find(({ id }) => `${id}1` === wanted)?.name ?? wanted;
      throw badRequest(
        `It seems that you have tried to perform a workflow operation (${named}) that is not valid for the current state of this issue.`,
      );
    }
    await context.kernel.database.transact(async (tx) => {
      const { state } = transition.to;
      if (ticket.kind === 'project') {
        await archive(context)(tx, actor, ticket.number, transition.to.id === '8' ? 'archived' : 'active');
        for (const comment of comments) await addComment(context)(tx, actor, ticket, comment);
        return;
      }
      if (state === undefined) return;
      // A word to the customer goes with the move, so that one mail tells both.
      const [first, ...rest] = comments;
      const message = first && !first.internal ? first.body : undefined;
      for (const comment of message === undefined ? comments : rest)
        await addComment(context)(tx, actor, ticket, comment);
      await moveTo(context)(tx, actor, ticket.number, state, message);
    });
  };

const moveTo =
  (context: JiraContext) =>
  async (
    tx: Tx,
    actor: Actor,
    number: number,
    to: NonNullable<TicketStatus['state']>,
    message?: string,
  ): Promise<void> => {
    const order = await orderByNumber(tx, number, true);
    if (!order) throw noSuchIssue();
    const deed: Deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' };
    await jumpOrder(context)(
      tx,
      order,
      {
        to,
        ...(message === undefined ? {} : { message }),
        ...(to === 'rejected' ? { category: 'other' as const } : {}),
        ...(to === 'closed' ? { reason: 'Closed in the ticket system' } : {}),
      },
      deed,
      actor,
    );
  };

const archive =
  ({ kernel }: JiraContext) =>
  async (tx: Tx, actor: Actor, number: number, status: 'active' | 'archived'): Promise<void> => {
    const project = await lockProject(tx, number);
    if (!project || project.status === status) return;
    await saveProject(tx, { ...project, status }, kernel.clock.now());
    const [change, action] =
      status === 'active' ? ['restored', 'ordering.restore_project'] : ['archived', 'ordering.archive_project'];
    await tellProjectChange(tx, kernel, { actor, project, change, action });
  };

/** Takes a ticket away from Jira's clients. Its record stays: an open order is closed, a project archived. */
export const deleteTicket =
  (context: JiraContext) =>
  async (actor: Actor, ticket: Ticket): Promise<void> => {
    requireWork(actor, ticket, 'delete');
    await context.kernel.database.transact(async (tx) => {
      if (ticket.kind === 'project') await archive(context)(tx, actor, ticket.number, 'archived');
      else if (!['closed', 'rejected'].includes(ticket.order.state))
        await moveTo(context)(tx, actor, ticket.number, 'closed');
      await markDeleted(tx, ticket.issueId, context.kernel.clock.now());
      await context.kernel.publish(tx, {
        type: 'ordering.ticket_deleted',
        aggregate: `${ticket.kind}:${ticket.number}`,
        payload: { issueId: ticket.issueId, byId: actor.id },
        audience: [],
      });
      await context.kernel.audit(tx, {
        actor,
        action: 'ordering.delete_ticket',
        target: `${ticket.kind}:${ticket.number}`,
      });
    });
  };
