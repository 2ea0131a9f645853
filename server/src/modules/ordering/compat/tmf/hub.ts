import type { Selectable } from 'kysely';
import { personId, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { invalid, notFound } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { orderByNumber } from '../../orders/sql-order-store.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { tables, type OrderingTables } from '../../tables.ts';
import { cancellation } from './cancellation-view.ts';
import { findServiceOrder } from './load-service-order.ts';
import { serviceOrder } from './service-order.ts';
import { standingOf, tmfOrderRows } from './sql-tmf-orders.ts';
import { HubCreate, parseTmf } from './tmf-input.ts';
import { tmfEventsOf, tmfEventTypes, tmfSources, type TmfEventType } from './tmf-events.ts';

type Hub = Selectable<OrderingTables['ordering.tmf_hubs']>;

export const hubChannel = 'ordering.tmf-hub';

/** What a hub is narrowed to: `eventType=A,B` and `state=pending`, joined with `&`. */
function readQuery(query: string) {
  const asked = new URLSearchParams(query.replace(/^\?/, ''));
  const unknown = [...asked.keys()].filter((name) => name !== 'eventType' && name !== 'state');
  if (unknown.length > 0)
    throw invalid('tmf_filter_unknown', [
      { path: 'query', message: `${unknown.join(', ')} is no filter; there are eventType and state` },
    ]);
  const values = (name: string) => asked.getAll(name).flatMap((text) => text.split(','));
  const types = values('eventType');
  const none = types.find((type) => !tmfEventTypes.some((known) => known === type));
  if (none !== undefined)
    throw invalid('tmf_filter_unknown', [{ path: 'query', message: `no event is called ${none}` }]);
  return { types, states: values('state') };
}

function wants({ query }: Hub, type: TmfEventType, state: string): boolean {
  const { types, states } = readQuery(query);
  return (types.length === 0 || types.includes(type)) && (states.length === 0 || states.includes(state));
}

/** Registers an address for the events of the orders that the actor may see. */
export const registerHub = (context: OrderingContext) => (actor: Actor, body: unknown) =>
  context.kernel.database.transact(async (tx) => {
    const { callback, query } = parseTmf(HubCreate, body);
    readQuery(query);
    context.kernel.outward.check(callback);
    const id = nextId();
    await tables(tx)
      .insertInto('ordering.tmf_hubs')
      .values({ id, person_id: personId(actor), callback, query, created_at: context.kernel.clock.now() })
      .execute();
    return { id, callback, query };
  });

export const removeHub = (context: OrderingContext) => (actor: Actor, id: string) =>
  context.kernel.database.transact(async (tx) => {
    const gone = await tables(tx)
      .deleteFrom('ordering.tmf_hubs')
      .where('id', '=', id)
      .where('person_id', '=', personId(actor))
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw notFound(`hub ${id}`);
  });

/** Lets deliveries find the address of a hub. */
export function addHubChannel({ kernel: { deliveries } }: OrderingContext): void {
  deliveries.addChannel({
    name: hubChannel,
    async target(read, subscriber) {
      const hub = await tables(read)
        .selectFrom('ordering.tmf_hubs')
        .select('callback')
        .where('id', '=', subscriber)
        .executeTakeFirst();
      return hub && { method: 'POST', url: hub.callback };
    },
  });
}

/** Tells the hubs of everybody who may see the order, as they may see it at that moment. */
export function tellHubs(context: OrderingContext): Reaction {
  return { name: 'ordering.tmf-hub', on: tmfSources, react: (tx, event) => tell(tx, context, event) };
}

async function tell(tx: Tx, { kernel, ports }: OrderingContext, event: DomainEvent): Promise<void> {
  const hubs = await tables(tx)
    .selectFrom('ordering.tmf_hubs')
    .selectAll()
    .where('created_at', '<=', event.occurredAt)
    .execute();
  const number = Number(event.payload['orderNumber']);
  if (!Number.isInteger(number)) return;
  const order = hubs.length === 0 ? undefined : await orderByNumber(tx, number);
  if (!order) return;
  const { leader } = await standingOf(tx, order.id);
  const [row] = await tmfOrderRows(tx, [leader]);
  const line = row?.lines.find((one) => one.order.id === order.id);
  if (!row || !line) return;
  const types = tmfEventsOf(event, row, line);
  if (types.length === 0) return;
  const { publicUrl } = kernel.config;
  const shown = serviceOrder(row, publicUrl);
  const taskId = event.payload['cancellationId'];
  const task =
    typeof taskId === 'string'
      ? await tables(tx)
          .selectFrom('ordering.tmf_cancellations')
          .selectAll()
          .where('id', '=', taskId)
          .executeTakeFirst()
      : undefined;
  const mayHear = new Map<string, boolean>();
  for (const hub of hubs) {
    if (!mayHear.has(hub.person_id)) {
      const actor = await ports.actors.of(tx, hub.person_id);
      mayHear.set(
        hub.person_id,
        actor !== undefined && (await findServiceOrder(tx, actor, leader, { deleted: true })) !== undefined,
      );
    }
    if (mayHear.get(hub.person_id) !== true) continue;
    for (const type of types.filter((one) => wants(hub, one, shown.state))) {
      const isCancellation = type.startsWith('Cancel');
      if (isCancellation && task?.by_id !== hub.person_id) continue;
      await kernel.deliveries.send(tx, {
        channel: hubChannel,
        subscriber: hub.id,
        key: `${event.id}:${type}`,
        about: `order ${leader}: ${type}`,
        body: JSON.stringify({
          eventId: `${event.id}:${type}`,
          eventTime: event.occurredAt,
          timeOcurred: event.occurredAt,
          eventType: type,
          correlationId: event.id,
          domain: 'serviceOrdering',
          title: type,
          description: `Service order ${leader}`,
          priority: 'normal',
          event:
            isCancellation && task
              ? { cancelServiceOrder: cancellation(task, leader, publicUrl) }
              : { serviceOrder: shown },
        }),
      });
    }
  }
}
