import type { Tx } from '#kernel/database';
import { contactTags, deskTags } from '../orders/order-audience.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { alsoSearchable, appendMessage, saveOrder } from '../orders/sql-order-store.ts';

interface Question {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  /** Null for somebody who came by a link. */
  readonly byId: string | null;
  readonly text: string;
}

/** Keeps a question of a provider as a note that the desk and this resource centre read; the customer never does. */
export async function askDesk(tx: Tx, { kernel }: OrderingContext, { order, share, byId, text }: Question) {
  const message = await appendMessage(tx, kernel.clock, {
    order,
    deed: { byId, byName: share.site_name, byRole: 'provider' },
    scope: 'internal',
    body: text,
    sharedWithProviders: true,
  });
  await saveOrder(tx, order, { desk_unread: order.desk_unread + 1, ...alsoSearchable(text) });
  await kernel.publish(tx, {
    type: 'ordering.share_question_asked',
    aggregate: `order:${order.number}`,
    payload: {
      orderId: order.id,
      orderNumber: order.number,
      shareId: share.id,
      shareNumber: share.number,
      generation: share.generation,
      messageId: message.id,
    },
    audience: [...deskTags, ...contactTags(share)],
  });
  return message;
}
