import { MessageInput } from '#contracts/ordering/message-schemas';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { deskTags } from '../../orders/order-audience.ts';
import { loadOrder } from '../../orders/load-order.ts';
import { rolesOn } from '../../orders/order-access.ts';
import type { Deed } from '../../orders/order.ts';
import { editMessage, hideMessage } from '../../messages/change-message.ts';
import { addMessage } from '../../messages/write-message.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import { tables } from '../../tables.ts';
import type { JiraContext } from './jira-context.ts';
import { badField, JiraError, noSuchIssue } from './jira-error.ts';
import type { Body } from './jira-input.ts';
import { isRestricted } from './read-webhook.ts';
import type { CommentRow } from './sql-tickets.ts';
import type { Ticket } from './ticket.ts';
import { worksTicket } from './ticket-rights.ts';

export interface CommentInput {
  readonly body: string;
  readonly internal: boolean;
}

/** Reads a comment. A visibility other than role `User`, or the mark of a service desk, makes it internal (ordering.md 3.5). */
export function readComment(given: Body): CommentInput {
  const { body } = given;
  if (typeof body !== 'string' || body.trim() === '') throw badField('comment', 'Comment body can not be empty!');
  const read = MessageInput.shape.body.safeParse(body);
  if (!read.success) throw badField('comment', 'The comment is too long.');
  return { body: read.data, internal: isRestricted(given) };
}

/**
 * Writes a comment. On tickets that a marketplace made, what its account writes in public are the words of the customer;
 * everybody else writes in their own role.
 */
export const writeComment =
  (context: JiraContext) =>
  (actor: Actor, ticket: Ticket, input: CommentInput, files: readonly string[] = []): Promise<{ number: number }> =>
    context.kernel.database.transact((tx) => addComment(context)(tx, actor, ticket, input, files));

export const addComment =
  (context: JiraContext) =>
  async (
    tx: Tx,
    actor: Actor,
    ticket: Ticket,
    { body, internal }: CommentInput,
    files: readonly string[] = [],
  ): Promise<{ number: number }> => {
    if (internal && !worksTicket(actor, ticket))
      throw new JiraError(403, ['You do not have permission to restrict comments of this issue.']);
    if (ticket.kind === 'project') return addProjectComment(context)(tx, actor, ticket, { body, internal });
    const { order, relation } = await loadOrder(tx, actor, ticket.number, { lock: true });
    const forCustomer = !internal && order.source === 'jira' && (await isTechnical(context, actor));
    const role = forCustomer ? 'customer' : rolesOn(actor, relation)[0];
    if (role === undefined) throw new JiraError(403, ['You do not have permission to comment on this issue.']);
    const deed: Deed = { byId: actor.id, byName: forCustomer ? order.customer_name : actor.name, byRole: role };
    const scope = internal ? ('internal' as const) : ('public' as const);
    return addMessage(context)(tx, actor, order, deed, MessageInput.parse({ scope, body, files: [...files] }));
  };

/** Read from memory: the account was asked for when the request came in. */
async function isTechnical({ ports, kernel }: JiraContext, actor: Actor): Promise<boolean> {
  return (await ports.accounts.technical(kernel.config.JIRA_USER)).id === actor.id;
}

const addProjectComment =
  ({ kernel }: JiraContext) =>
  async (tx: Tx, actor: Actor, { project }: Extract<Ticket, { kind: 'project' }>, { body, internal }: CommentInput) => {
    const row = await tables(tx)
      .insertInto('ordering.messages')
      .values({
        id: nextId(),
        order_id: null,
        project_id: project.id,
        at: kernel.clock.now(),
        scope: internal ? 'internal' : 'public',
        author_role: 'shifter',
        author_id: actor.id,
        author_name: actor.name,
        body,
      })
      .returning(['id', 'number'])
      .executeTakeFirstOrThrow();
    await kernel.publish(tx, {
      type: 'ordering.project_message_written',
      aggregate: `project:${project.number}`,
      payload: { projectId: project.id, projectNumber: project.number, messageId: row.id },
      audience: internal ? deskTags : [...deskTags, `person:${project.ownerId}`],
    });
    return row;
  };

/** Changes the text of a comment, which is marked as edited, or takes it back: it stays kept, and nobody reads it. */
export const changeComment =
  ({ kernel }: JiraContext) =>
  (actor: Actor, ticket: Ticket, comment: CommentRow, change: CommentInput | 'hide'): Promise<void> =>
    kernel.database.transact(async (tx) => {
      if (comment.author_id !== actor.id && !worksTicket(actor, ticket))
        throw new JiraError(403, ['You do not have permission to change this comment.']);
      const order = comment.order_id === null ? undefined : await orderById(tx, comment.order_id);
      if (comment.order_id !== null && !order) throw noSuchIssue();
      const project = { id: comment.project_id, number: order?.project_number ?? ticket.number };
      const place = { actor, order, project, message: comment };
      if (change === 'hide') return hideMessage({ kernel })(tx, place);
      const scope = change.internal ? 'internal' : 'public';
      await editMessage({ kernel })(tx, { ...place, content: change.body, scope });
    });
