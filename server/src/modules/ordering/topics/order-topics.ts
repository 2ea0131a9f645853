import type { DomainEvent } from '#kernel/outbox';
import type { Tx } from '#kernel/database';
import type { Announcement, EventTopic } from '#messaging';
import { obfuscated } from '../messages/message-place.ts';
import { eventObject } from '../order-systems/event-object.ts';
import { feedEventsOf } from '../order-systems/event-feed.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderRow } from '../orders/order.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { publicFacts } from '../webhooks/webhook-source.ts';

/**
 * What the messaging service tells of orders (ordering.md 3.9): every event of the feed of the Ordering API, orders that were
 * placed, and orders that were decided. As with webhooks, no text that somebody wrote leaves the house, and nothing of the desk's own
 * notes.
 */
export const orderTopics = ({ kernel }: OrderingContext): readonly EventTopic[] => {
  const { publicUrl } = kernel.config;

  async function tellFacts(tx: Tx, event: DomainEvent): Promise<readonly Announcement[]> {
    const order = await orderById(tx, String(event.payload['orderId']));
    if (!order) return [];
    const facts = publicFacts(publicUrl, order, event.payload);
    return [
      {
        attributes: attributesOf(order),
        data: { id: event.id, type: event.type, at: event.occurredAt, ...facts },
      },
    ];
  }

  return [
    {
      name: 'orders-events',
      on: ['ordering.*'],
      async tell(tx, event) {
        if (event.type === 'ordering.note_written' || event.payload['scope'] === 'internal') return [];
        return (await feedEventsOf(tx, event)).map((found) => ({
          attributes: found.order ? attributesOf(found.order) : {},
          data: {
            ...eventObject({
              at: event.occurredAt.replace(/(\.\d{3})Z$/, '$1000Z'),
              type: found.type,
              resource: found.resource,
              project_number: found.projectNumber,
              project_item_iid: found.order?.iid ?? null,
              message_number: found.message_number ?? null,
              changes: found.changes?.map((change) => (change.field === 'content' ? hidden(change) : change)) ?? null,
            }),
            ...(found.order ? { order_number: found.order.number } : {}),
          },
        }));
      },
    },
    { name: 'orders-new', on: ['ordering.order_placed'], tell: tellFacts },
    { name: 'orders-decided', on: ['ordering.order_approved', 'ordering.order_rejected'], tell: tellFacts },
  ];
};

const attributesOf = ({ number, snapshot }: OrderRow) => ({
  order: String(number),
  provider: snapshot.provider,
  service: snapshot.serviceSlug,
});

const hidden = <T extends object>(change: T) => ({ ...change, before: obfuscated, after: obfuscated });
