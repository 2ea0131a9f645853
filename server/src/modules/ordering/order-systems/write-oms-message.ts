import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { aggregateOf, messageAudience, placeIn, type MessagePlace } from '../messages/message-place.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addToSearch, alsoSearchable, appendMessage, saveOrder } from '../orders/sql-order-store.ts';
import type { MessagesTable } from '../tables.ts';
import type { ForeignScope } from './order-system.ts';

export const ownScope = { public: 'public', internal: 'internal', user_direct: 'direct' } as const;
const ownRole = { provider: 'provider', mediator: 'shifter' } as const;
export interface OmsMessage extends MessagePlace {
  readonly actor: Actor;
  readonly author: { readonly name: string; readonly email: string; readonly uid: string | null };
  readonly role: 'provider' | 'mediator';
  readonly scope: ForeignScope;
  readonly content: string;
}

/**
 * Keeps a message that an order system writes, and publishes it as one of the desk or of the provider. The order is locked
 * in this transaction; who may write what is asked before.
 */
export const writeOmsMessage =
  ({ kernel }: OrderingContext) =>
  async (tx: Tx, message: OmsMessage) => {
    const { actor, order, project, author, content } = message;
    const scope = ownScope[message.scope];
    const deed: Deed = { byId: null, byName: author.name, byRole: ownRole[message.role] };
    const kept = await appendMessage(tx, kernel.clock, {
      order: order ?? { id: null, project_id: project.id },
      deed,
      scope,
      body: content,
      author,
    });
    const saved = order && (await markOrder(tx, { order, scope, content, now: kernel.clock.now() }));
    await kernel.publish(tx, {
      type: eventOf(scope, order !== undefined),
      aggregate: aggregateOf(message),
      payload: { ...placeIn(message), messageId: kept.id, scope, by: deed.byRole, files: 0 },
      audience: await messageAudience(tx, message, scope),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.write_oms_message',
      target: aggregateOf(message),
      details: { message: kept.number, scope },
    });
    return { message: kept, order: saved };
  };

async function markOrder(
  tx: Tx,
  { order, scope, content, now }: { order: OrderRow; scope: MessagesTable['scope']; content: string; now: string },
): Promise<OrderRow> {
  switch (scope) {
    case 'internal':
      await addToSearch(tx, order.id, content);
      return order;
    case 'direct':
      return saveOrder(tx, order, { customer_unread: order.customer_unread + 1 });
    case 'public':
      return saveOrder(tx, order, {
        last_public_at: now,
        customer_unread: order.customer_unread + 1,
        ...alsoSearchable(content),
        ...(order.first_reply_at === null ? { first_reply_at: now } : {}),
      });
  }
}

function eventOf(scope: MessagesTable['scope'], onOrder: boolean): string {
  if (!onOrder) return 'ordering.project_message_written';
  switch (scope) {
    case 'public':
      return 'ordering.message_written';
    case 'internal':
      return 'ordering.note_written';
    case 'direct':
      return 'ordering.direct_message_written';
  }
}
