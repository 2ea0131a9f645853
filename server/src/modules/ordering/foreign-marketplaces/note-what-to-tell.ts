import { sha256 } from '#kernel/ids';
import type { Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../ordering-context.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { tables } from '../tables.ts';
import { wantExchange } from './exchange.ts';
import { owedOf } from './item-standing.ts';
import { addTask, linkOfOrder, messageLink } from './sql-foreign-store.ts';

/** Notes what happened to an order of a foreign marketplace and is to be told there; what came from there is not. */
export function noteWhatToTell(context: OrderingContext): Reaction {
  const { kernel } = context;
  return {
    name: 'ordering.tell-foreign-marketplace',
    on: ['ordering.order_*', 'ordering.share_*', 'ordering.message_*', 'ordering.voucher_changed'],
    async react(tx, { payload }) {
      const orderId = payload['orderId'];
      const link = typeof orderId === 'string' && orderId !== '' ? await linkOfOrder(tx, orderId) : undefined;
      const order = link && (await orderById(tx, link.order_id));
      if (!link || !order) return;
      const task = { marketplace_id: link.marketplace_id, order_id: order.id, created_at: kernel.clock.now() };
      const messageId = payload['messageId'];
      const tellsMessage = typeof messageId === 'string' && (await isToBeTold(messageId));
      const { status, secrets } = await owedOf(tx, order, link);
      if (tellsMessage) await addTask(tx, { ...task, kind: 'message', message_id: messageId });
      if (status || secrets) await addTask(tx, { ...task, kind: 'item', message_id: '' });
      if (tellsMessage || status || secrets) await wantExchange(context, tx, { id: link.marketplace_id });

      async function isToBeTold(number: string): Promise<boolean> {
        const message = await tables(tx)
          .selectFrom('ordering.messages')
          .select(['scope', 'author_role', 'body', 'hidden_at'])
          .where('id', '=', number)
          .executeTakeFirst();
        const isOurs = message?.scope === 'public' && message.author_role !== 'customer' && message.hidden_at === null;
        if (!isOurs) return false;
        const known = await messageLink(tx, task.marketplace_id, { messageId: number });
        return !known || (known.is_ours && known.digest !== sha256(message.body));
      }
    },
  };
}
