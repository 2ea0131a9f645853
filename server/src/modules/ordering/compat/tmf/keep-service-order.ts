import type { FastifyRequest } from 'fastify';
import { PlaceBundle } from '#contracts/ordering/bundle-orders';
import { PlaceOrder } from '#contracts/ordering/order-input-schemas';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid, type FieldError } from '#kernel/errors';
import { idempotent } from '#kernel/http';
import { placeBundle } from '../../bundles/place-bundle.ts';
import { furtherLines } from '../../bundles/refresh-lines.ts';
import { keepLink } from '../../links/sql-link-store.ts';
import { mayWorkOrder } from '../../orders/order-access.ts';
import { orderAudience } from '../../orders/order-audience.ts';
import type { OrderRow } from '../../orders/order.ts';
import { placeOrder } from '../../orders/place-order.ts';
import { writeMessageIn } from '../../messages/write-message.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { ownProjectNamed } from '../../projects/own-project.ts';
import { cancelNow } from './cancel-service-order.ts';
import { loadServiceOrder } from './load-service-order.ts';
import { serviceOrder } from './service-order.ts';
import { linesOf, tmfOrderRows } from './sql-tmf-orders.ts';
import { markDeleted, saveDetails, saveItem } from './sql-tmf-store.ts';
import {
  fixedAttributes,
  parseTmf,
  ServiceOrderUpdate,
  type OrderedItem,
  type Said,
  type ServiceOrderCreate,
} from './tmf-input.ts';
import { finalTmfStates } from './tmf-states.ts';

const defaultProject = 'Service orders';

/** The party that names the project of an order: `role` or `@referredType` says so. */
function projectOf({ relatedParty }: ServiceOrderCreate): number | undefined {
  const named = relatedParty.find(
    (party) => party.role === 'project' || party['@referredType']?.toLowerCase() === 'project',
  );
  if (!named) return undefined;
  const number = Number(named.id);
  if (Number.isInteger(number) && number > 0 && number < 2 ** 31) return number;
  throw invalid('tmf_request_invalid', [{ path: 'relatedParty', message: 'a project is named by its number' }]);
}

/** `externalReference` of type `voucher`: its name is the voucher; `request` asks for one. */
function voucherOf({ externalReference = [] }: Said): PlaceOrder['voucher'] {
  const voucher = externalReference.find((reference) => reference.externalReferenceType === 'voucher');
  if (!voucher) return undefined;
  return voucher.name === 'request' ? { request: true } : { id: voucher.name };
}

/** Creating, changing and taking away service orders: the use cases of the house in the words of TMF 641. */
export function keepServiceOrders(context: OrderingContext) {
  const { kernel } = context;
  const { database, clock, config } = kernel;
  const parts = { ...kernel, publicUrl: config.publicUrl };

  return {
    /** Places an order for each item, a bundle as one of lines, all of them or none; answers the number of the first. */
    async create(request: FastifyRequest, input: ServiceOrderCreate): Promise<number> {
      const { actor } = request;
      const { note = [], ...said } = input;
      const project = projectOf(input) ?? (await ownProjectNamed(parts, actor, defaultProject));
      const comment = note.length > 0 ? note.map(({ text }) => text).join('\n\n') : (said.description ?? '');
      const placed = await database.transact((tx) =>
        idempotent(tx, request, clock, async () => {
          const items = input.serviceOrderItem;
          const vouchers = await vouchersFor(tx, items, said);
          let leader: OrderRow | undefined;
          for (const [index, item] of items.entries()) {
            const common = { project, comment: leader ? '' : comment, ...vouchers[index] };
            const order = await atItem(index, () => placeItem(tx, actor, item, common));
            await keepItems(tx, order, item, leader);
            leader ??= order;
          }
          if (!leader) throw new Error('a service order has at least one item');
          await saveDetails(tx, leader.id, said);
          return { number: leader.number };
        }),
      );
      return placed.number;
    },

    /** Changes what may be changed: what the client says of its order, new notes, and the state to `cancelled`. */
    async change(actor: Actor, number: number, body: unknown): Promise<void> {
      const fixed = fixedAttributes.filter((name) => typeof body === 'object' && body !== null && name in body);
      if (fixed.length > 0)
        throw invalid(
          'tmf_attribute_fixed',
          fixed.map((name) => ({ path: name, message: 'cannot be changed here' })),
        );
      const { note = [], state, ...said } = parseTmf(ServiceOrderUpdate, body);
      await database.transact(async (tx) => {
        const { order, relation } = await loadServiceOrder(tx, actor, number, { lock: true });
        const mayChange =
          relation.projectRight === 'owner' ||
          relation.projectRight === 'order' ||
          mayWorkOrder(actor, relation).allowed;
        if (!mayChange)
          throw new AppError('forbidden', 'order_transition_forbidden', 'You may read this order, but not change it');
        await saveDetails(tx, order.id, said);
        await kernel.publish(tx, {
          type: 'ordering.service_order_changed',
          aggregate: `order:${number}`,
          payload: { orderId: order.id, orderNumber: number },
          audience: await orderAudience(tx, order),
        });
        // A note that has an id stands there already: a client sends the list back with its new ones.
        for (const { text } of note.filter(({ id }) => id === undefined)) await writeNote(tx, actor, order, text);
        if (state === 'cancelled') await cancelNow(tx, context, actor, number);
      });
    },

    /** Takes an order that is over off this face; nothing of it is lost on the portal. */
    remove: (actor: Actor, number: number): Promise<void> =>
      database.transact(async (tx) => {
        const { order, relation } = await loadServiceOrder(tx, actor, number, { lock: true });
        const [row] = await tmfOrderRows(tx, [number]);
        if (relation.projectRight !== 'owner' && !mayWorkOrder(actor, relation).allowed)
          throw new AppError(
            'forbidden',
            'order_transition_forbidden',
            'Only its owner or the desk takes an order away',
          );
        if (!row || !finalTmfStates.includes(serviceOrder(row, config.publicUrl).state))
          throw new AppError('refused', 'tmf_order_open', `Order ${number} is under way. Cancel it first`);
        await markDeleted(tx, order.id, clock.now());
        await kernel.publish(tx, {
          type: 'ordering.service_order_deleted',
          aggregate: `order:${number}`,
          payload: { orderId: order.id, orderNumber: number },
          audience: await orderAudience(tx, order),
        });
      }),
  };

  /** The voucher for each item that takes one; an order whose items take none is refused with it. */
  async function vouchersFor(tx: Tx, items: readonly OrderedItem[], said: Said) {
    const voucher = voucherOf(said);
    if (!voucher) return items.map(() => ({}));
    const takes = await Promise.all(items.map((item) => takesVoucher(tx, item)));
    if (!takes.includes(true))
      throw invalid('invalid_parameters', [{ path: 'externalReference', message: 'no item takes a voucher' }]);
    return takes.map((taken) => (taken ? { voucher } : {}));
  }

  async function takesVoucher(tx: Tx, { service, serviceOrderItem: nested }: OrderedItem): Promise<boolean> {
    const ref = service.serviceSpecification.id;
    if (nested.length === 0) return (await context.ports.offers.byRef(tx, ref))?.voucherable ?? false;
    return (await context.ports.bundles.byRef(tx, ref))?.offers.some(({ voucherable }) => voucherable) ?? false;
  }

  function placeItem(
    tx: Tx,
    actor: Actor,
    { service, serviceOrderItem: nested }: OrderedItem,
    common: object,
  ): Promise<OrderRow> {
    const ref = service.serviceSpecification.id;
    const origin = { source: 'tmf641' } as const;
    if (nested.length === 0)
      return placeOrder(context)(
        tx,
        actor,
        parseTmf(PlaceOrder, { ...common, offer: ref, parameters: valuesOf(service) }),
        origin,
      );
    const lines = nested.map((item) => ({
      offer: item.service.serviceSpecification.id,
      parameters: valuesOf(item.service),
    }));
    return placeBundle(context)(tx, actor, parseTmf(PlaceBundle, { ...common, bundle: ref, lines }), origin);
  }

  /**
   * Keeps the ids of the client, and what a further item hangs on: on this face the number of the first one, for the desk
   * a link that it can read and take back.
   */
  async function keepItems(tx: Tx, order: OrderRow, item: OrderedItem, leader: OrderRow | undefined): Promise<void> {
    const leaderId = leader?.id ?? null;
    const nested = new Map(item.serviceOrderItem.map(({ id, service }) => [service.serviceSpecification.id, id]));
    const bundleId = nested.size > 0 ? item.id : null;
    await saveItem(tx, order.id, { id: nested.get(order.offer_ref) ?? item.id, bundleId, leaderId });
    if (nested.size > 0)
      for (const line of await furtherLines(tx, order.id))
        await saveItem(tx, line.id, { id: nested.get(line.offer_ref) ?? '', bundleId: null, leaderId });
    if (leader) await keepLink(tx, { from: order.id, to: leader.id, relation: 'part_of' }, clock.now());
  }

  /** A note answers every item that waits for the customer; where none does, it is said of the first. */
  async function writeNote(tx: Tx, actor: Actor, leader: OrderRow, text: string): Promise<void> {
    const waiting = (await linesOf(tx, leader.id)).filter(({ state }) => state === 'waiting_for_response');
    for (const { number } of waiting.length > 0 ? waiting : [leader])
      await writeMessageIn(context)(tx, actor, number, {
        scope: 'public',
        body: text,
        files: [],
        sharedWithProviders: false,
      });
  }
}

const valuesOf = ({ serviceCharacteristic }: OrderedItem['service']) =>
  Object.fromEntries(serviceCharacteristic.map(({ name, value }) => [name, value]));

/** Lets what an item is refused for name the item. */
async function atItem<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { errors = [{ path: '', message: error.message }] } = error.details as { errors?: readonly FieldError[] };
    const at = (path: string) =>
      [`serviceOrderItem.${index}`, path.replace(/^lines\./, 'serviceOrderItem.')]
        .filter((part) => part !== '')
        .join('.');
    throw new AppError(error.kind, error.code, error.message, {
      ...error.details,
      errors: errors.map(({ path, message }) => ({ path: at(path), message })),
    });
  }
}
