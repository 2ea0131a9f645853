import type { FastifyRequest } from 'fastify';
import { PlaceOrder } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import { AppError, invalid, notFound } from '#kernel/errors';
import { idempotent } from '#kernel/http';
import { loadOrder } from '../../orders/load-order.ts';
import { mayWorkOrder } from '../../orders/order-access.ts';
import { orderAudience } from '../../orders/order-audience.ts';
import { placeOrder } from '../../orders/place-order.ts';
import { writeMessage } from '../../messages/write-message.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { ownProjectNamed } from '../../projects/own-project.ts';
import { cancelNow } from './cancel-service-order.ts';
import { serviceOrder } from './service-order.ts';
import { isDeleted, tmfOrderRows } from './sql-tmf-orders.ts';
import { markDeleted, saveDetails } from './sql-tmf-store.ts';
import { fixedAttributes, parseTmf, ServiceOrderCreate, ServiceOrderUpdate, type Said } from './tmf-input.ts';
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
    /** Places an order; answers its number. */
    async create(request: FastifyRequest): Promise<number> {
      const { actor } = request;
      const input = parseTmf(ServiceOrderCreate, request.body);
      const [item] = input.serviceOrderItem;
      if (item?.action !== 'add')
        throw invalid('tmf_request_invalid', [
          {
            path: 'serviceOrderItem.0.action',
            message: 'only `add` is taken: running services are changed and ended on the portal, or cancelled here',
          },
        ]);
      const { serviceSpecification, serviceCharacteristic } = item.service;
      const names = serviceCharacteristic.map(({ name }) => name);
      const twice = names.find((name, at) => names.indexOf(name) !== at);
      if (twice !== undefined)
        throw invalid('tmf_request_invalid', [
          { path: 'serviceOrderItem.0.service.serviceCharacteristic', message: `${twice} is given twice` },
        ]);
      const { note = [], ...said } = input;
      const voucher = voucherOf(said);
      const place = parseTmf(PlaceOrder, {
        project: projectOf(input) ?? (await ownProjectNamed(parts, actor, defaultProject)),
        offer: serviceSpecification.id,
        parameters: Object.fromEntries(serviceCharacteristic.map(({ name, value }) => [name, value])),
        comment: note.length > 0 ? note.map(({ text }) => text).join('\n\n') : (said.description ?? ''),
        ...(voucher ? { voucher } : {}),
      });
      const placed = await database.transact((tx) =>
        idempotent(tx, request, clock, async () => {
          const order = await placeOrder(context)(tx, actor, place, { source: 'tmf641' });
          await saveDetails(tx, order.id, said, item.id);
          return { number: order.number };
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
        const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
        if (await isDeleted(tx, order.id)) throw notFound(`service order ${number}`);
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
      });
      // A note that has an id stands there already: a client sends the list back with its new ones.
      for (const { text } of note.filter(({ id }) => id === undefined))
        await writeMessage(context)(actor, number, {
          scope: 'public',
          body: text,
          files: [],
          sharedWithProviders: false,
        });
      if (state === 'cancelled') await cancelNow(context)(actor, number);
    },

    /** Takes an order that is over off this face; nothing of it is lost on the portal. */
    remove: (actor: Actor, number: number): Promise<void> =>
      database.transact(async (tx) => {
        const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
        if (await isDeleted(tx, order.id)) throw notFound(`service order ${number}`);
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
}
