import { MessageInput } from '#contracts/ordering/message-schemas';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { nameTickets, type ForeignTicket } from '../../links/sql-ticket-store.ts';
import { addMessage } from '../../messages/write-message.ts';
import { jumpOrder } from '../../orders/jump-order.ts';
import { orderAudience } from '../../orders/order-audience.ts';
import type { Deed, OrderRow } from '../../orders/order.ts';
import { setVoucher } from '../../orders/set-voucher.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { tables } from '../../tables.ts';
import { isRecord } from './jira-input.ts';
import { readWebhook, type Heard } from './read-webhook.ts';

/**
 * Lets an order follow its ticket in another Jira: status, voucher, public comments (ordering.md 3.6). A ticket that
 * stands for no order here changes nothing; the same call twice is one, and an older change after a newer one none.
 */
export const hearWebhook =
  (context: OrderingContext) =>
  (issueId: string, body: unknown): Promise<void> =>
    context.kernel.database.transact(async (tx) => {
      const ticket = await foreignTicket(tx, issueId, body);
      const found = ticket && (await orderById(tx, ticket.order_id, true));
      if (!found) return;
      const heard = readWebhook(body, context.kernel.config.JIRA_USER);
      const deed: Deed = { byId: null, byName: new URL(ticket.source).host, byRole: 'shifter' };
      let order: OrderRow = found;
      if (await isNew(tx, ticket, heard)) {
        if (heard.voucher !== undefined) order = await setVoucher(context)(tx, order, heard.voucher, deed, system);
        if (heard.state !== undefined && heard.state !== order.state)
          order = await jumpOrder(context)(
            tx,
            order,
            {
              to: heard.state,
              ...(heard.state === 'rejected' ? { category: 'other' as const } : {}),
              ...(heard.state === 'closed' ? { reason: 'Closed in the ticket system' } : {}),
            },
            deed,
            system,
          );
        if (heard.state !== undefined) await noteState(tx, ticket, order.state);
      }
      if (heard.comment) await takeComment(context, tx, order, ticket.source, heard.comment);
    });

/**
 * The ticket of the call; where several systems use its id, the one whose address the body names. One that was linked by
 * its key is found by that, and known by its id from now on.
 */
async function foreignTicket(tx: Tx, issueId: string, body: unknown): Promise<ForeignTicket | undefined> {
  const issue = isRecord(body) ? body['issue'] : undefined;
  const word = (name: string) => (isRecord(issue) && typeof issue[name] === 'string' ? issue[name] : '');
  const rows = await tables(tx)
    .selectFrom('ordering.jira_foreign_tickets')
    .selectAll()
    .where((where) =>
      where.or([
        where('issue_id', '=', issueId),
        where.and([where('issue_id', 'is', null), where('issue_key', '=', word('key').toUpperCase())]),
      ]),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const self = word('self');
  const byAddress = rows.find(({ source }) => self.startsWith(`${source}/`));
  const found = byAddress ?? (rows.length < 2 && (self === '' || rows[0]?.issue_id === issueId) ? rows[0] : undefined);
  if (!found || found.unlinked_at !== null) return undefined;
  if (found.issue_id === null) await nameTickets(tx, found.source, [{ id: issueId, key: found.issue_key }]);
  return found;
}

async function isNew(tx: Tx, ticket: Pick<ForeignTicket, 'id' | 'last_change'>, { change }: Heard): Promise<boolean> {
  if (change === undefined) return true;
  if (ticket.last_change !== null && BigInt(change) <= BigInt(ticket.last_change)) return false;
  await tables(tx)
    .updateTable('ordering.jira_foreign_tickets')
    .set({ last_change: change })
    .where('id', '=', ticket.id)
    .execute();
  return true;
}

/** The order stands where its ticket does: whatever state it leaves later, it left here (see the import). */
async function noteState(tx: Tx, ticket: Pick<ForeignTicket, 'id'>, state: OrderRow['state']): Promise<void> {
  await tables(tx).updateTable('ordering.jira_foreign_tickets').set({ state }).where('id', '=', ticket.id).execute();
}

async function takeComment(
  context: OrderingContext,
  tx: Tx,
  order: OrderRow,
  source: string,
  { id, body, author }: NonNullable<Heard['comment']>,
): Promise<void> {
  const { kernel } = context;
  const known = await tables(tx)
    .selectFrom('ordering.jira_foreign_comments')
    .innerJoin('ordering.messages', 'ordering.messages.id', 'ordering.jira_foreign_comments.message_id')
    .select(['ordering.messages.id', 'ordering.messages.body'])
    .where('source', '=', source)
    .where('comment_id', '=', id)
    .executeTakeFirst();
  const input = MessageInput.parse({ scope: 'public', body: body.slice(0, 10_000) });
  if (!known) {
    const isCustomer = author.email !== '' && author.email.toLowerCase() === order.customer_email?.toLowerCase();
    const deed: Deed = isCustomer
      ? { byId: order.customer_id, byName: order.customer_name, byRole: 'customer' }
      : { byId: null, byName: author.name, byRole: 'shifter' };
    const message = await addMessage(context)(tx, system, order, deed, input);
    await tables(tx)
      .insertInto('ordering.jira_foreign_comments')
      .values({ source, comment_id: id, message_id: message.id })
      .execute();
    return;
  }
  if (known.body === input.body) return;
  await tables(tx)
    .updateTable('ordering.messages')
    .set({ body: input.body, edited_at: kernel.clock.now() })
    .where('id', '=', known.id)
    .execute();
  await kernel.publish(tx, {
    type: 'ordering.message_edited',
    aggregate: `order:${order.number}`,
    payload: {
      orderId: order.id,
      orderNumber: order.number,
      messageId: known.id,
      scope: 'public',
      before: known.body,
      after: input.body,
    },
    audience: await orderAudience(tx, order),
  });
  await kernel.audit(tx, { actor: system, action: 'ordering.edit_message', target: `order:${order.number}` });
}
