import type { Tx } from '#kernel/database';
import type { Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { orderByNumber } from '../../orders/sql-order-store.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { tables } from '../../tables.ts';

/** Says which ticket of another Jira, named by its address, an order follows from now on. */
export const linkTicket =
  ({ kernel }: OrderingContext) =>
  async (
    tx: Tx,
    actor: Actor,
    link: { readonly source: string; readonly issueId: string; readonly issueKey: string; readonly order: number },
  ): Promise<void> => {
    const order = await orderByNumber(tx, link.order);
    if (!order) throw notFound(`order ${link.order}`);
    const source = link.source.replace(/\/+$/, '');
    const values = { issue_key: link.issueKey, order_id: order.id, last_change: null, linked_at: kernel.clock.now() };
    await tables(tx)
      .insertInto('ordering.jira_foreign_tickets')
      .values({ source, issue_id: link.issueId, ...values })
      .onConflict((conflict) => conflict.columns(['source', 'issue_id']).doUpdateSet(values))
      .execute();
    await kernel.audit(tx, {
      actor,
      action: 'ordering.link_ticket',
      target: `order:${order.number}`,
      details: { source, issue: link.issueKey },
    });
  };
