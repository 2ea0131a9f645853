import type { DomainEvent, Reaction } from '#kernel/outbox';
import type { Tx } from '#kernel/database';
import type { OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { tables, type EventChange } from '../tables.ts';
import { appendEvent, letRead, letReadProject, omsesInProject, type FeedEvent } from './sql-event-feed.ts';
import { obfuscated } from '../messages/message-place.ts';

type New = Pick<FeedEvent, 'type' | 'resource'> &
  Partial<Pick<FeedEvent, 'changes' | 'message_number'>> & {
    /** Undefined for what concerns a project as a whole. */
    readonly order?: OrderRow;
    readonly projectNumber: number;
  };

/**
 * The feed of the Ordering API (ordering.md 3.2.5, 4.13), written from the outbox alone: one event for each watched change
 * that was kept. With each, the triggers of the default order system and of those in reach are called.
 */
export function eventFeed({ kernel, ports }: OrderingContext): Reaction {
  return {
    name: 'ordering.event-feed',
    on: ['ordering.*'],
    async react(tx, event) {
      const found = await feedEventsOf(tx, event);
      if (found.length === 0) return;
      const omses = await ports.omses.all(tx);
      for (const one of found) {
        const { order, projectNumber } = one;
        const at = await appendEvent(
          tx,
          {
            type: one.type,
            resource: one.resource,
            project_number: projectNumber,
            project_item_iid: order?.iid ?? null,
            message_number: one.message_number ?? null,
            changes: one.changes ?? null,
          },
          kernel.clock.now(),
        );
        const reached = order ? (order.oms_id === null ? [] : [order.oms_id]) : await omsesInProject(tx, projectNumber);
        await letRead(tx, at, reached);
        // Who gets an order in a project reads what was said on the project before.
        if (one.type === 'create' && one.resource === 'project_item')
          for (const omsId of reached) await letReadProject(tx, projectNumber, omsId);
        for (const oms of omses)
          if (oms.trigger && (oms.isDefault || reached.includes(oms.id)))
            await ports.omses.call(tx, { omsId: oms.id, key: at, about: wordsOf(one) });
      }
    },
  };
}

function wordsOf({ type, resource, order, projectNumber, message_number: message }: New): string {
  const place = order ? `project ${projectNumber}, item ${order.iid}` : `project ${projectNumber}`;
  return `${type} ${resource.replace('_', ' ')}: ${place}${message ? `, message ${message}` : ''}`;
}

const text = ({ payload }: DomainEvent, key: string): string => {
  const value = payload[key];
  return typeof value === 'string' ? value : '';
};

/** What the feed tells of an event of the outbox. */
export async function feedEventsOf(tx: Tx, event: DomainEvent): Promise<New[]> {
  if (event.type === 'ordering.project_changed')
    return event.payload['change'] === 'created'
      ? [{ type: 'create', resource: 'project', projectNumber: Number(event.payload['number']) }]
      : [];
  const order = text(event, 'orderId') === '' ? undefined : await orderById(tx, text(event, 'orderId'));
  const message = text(event, 'messageId') === '' ? undefined : await messageOf(tx, text(event, 'messageId'));
  const projectNumber = order?.project_number ?? Number(event.payload['projectNumber'] ?? Number.NaN);
  if (Number.isNaN(projectNumber)) return [];
  const place = { projectNumber, ...(order ? { order } : {}) };
  const found: New[] = [];
  if (event.type === 'ordering.order_placed') {
    found.push({ ...place, type: 'create', resource: 'project_item' });
    // What is open at once is created and ready in one go.
    if (event.payload['kind'] !== 'order')
      found.push({ ...place, type: 'update', resource: 'project_item', changes: statusChanges('created', 'ready') });
  } else if (order && typeof event.payload['wordAfter'] === 'string') {
    const changes = itemChanges(event);
    if (changes.length > 0) found.push({ ...place, type: 'update', resource: 'project_item', changes });
  }
  if (message && event.type === 'ordering.message_edited') {
    const changes = [{ field: 'content', before: text(event, 'before'), after: text(event, 'after') }];
    found.push({ ...place, type: 'update', resource: 'message', message_number: message.number, changes });
  } else if (message) found.push({ ...place, type: 'create', resource: 'message', message_number: message.number });
  return found;
}

const statusChanges = (before: string, after: string): EventChange[] => [
  { field: 'status.value', before, after },
  { field: 'status.type', before, after },
];

function itemChanges(event: DomainEvent): EventChange[] {
  const change = (field: string, before: string, after: string) => (before === after ? [] : [{ field, before, after }]);
  return [
    ...change('status.value', text(event, 'wordBefore'), text(event, 'wordAfter')),
    ...change('status.type', text(event, 'from'), text(event, 'to')),
    ...(event.payload['secretsChanged'] === true
      ? [{ field: 'user_secrets', before: obfuscated, after: obfuscated }]
      : []),
  ];
}

async function messageOf(tx: Tx, id: string): Promise<{ number: number } | undefined> {
  return tables(tx).selectFrom('ordering.messages').select('number').where('id', '=', id).executeTakeFirst();
}
