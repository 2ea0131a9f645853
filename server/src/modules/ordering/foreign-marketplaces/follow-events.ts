import { orderStates, type OrderState } from '#contracts/ordering/lifecycle';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import { MessageInput } from '#contracts/ordering/message-schemas';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { sha256 } from '#kernel/ids';
import { editMessage } from '../messages/change-message.ts';
import { writeOmsMessage } from '../order-systems/write-oms-message.ts';
import { addMessage } from '../messages/write-message.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { jumpOrder } from '../orders/jump-order.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import { orderById, orderByNumber } from '../orders/sql-order-store.ts';
import { tables } from '../tables.ts';
import { ForeignFailure, pageSize, type ForeignClient } from './foreign-client.ts';
import type { ForeignEvent, ForeignItem, ForeignMessage } from './foreign-texts.ts';
import { answersOf, keepArrived, keyOf, offerNamed, placeArrived, type Arrival } from './place-foreign-order.ts';
import {
  appendLog,
  countEvent,
  isSeen,
  itemLink,
  keepTold,
  linkMessage,
  lostMessages,
  messageLink,
  noteEvent,
  saveMarketplace,
  type ItemLink,
  type MarketplaceRow,
} from './sql-foreign-store.ts';

const mostPages = 100;
const widestPage = 5000;
const longestBody = 10_000;

/** Something that an event makes happen here, in the transaction that notes the event; answers a line for the log. */
type Effect = (tx: Tx) => Promise<{ text: string; order?: OrderRow } | undefined>;

/**
 * Reads what happened in a marketplace since the last time and lets orders, states and messages follow. Each event is worked
 * once; what it is about is read as it is now, so that an event which comes late or again changes nothing.
 */
export async function followEvents(
  context: OrderingContext,
  client: ForeignClient,
  marketplace: MarketplaceRow,
): Promise<void> {
  const { database, clock } = context.kernel;
  const { id } = marketplace;
  let after = marketplace.read_to;
  let limit = pageSize;
  for (let page = 0; page < mostPages; page += 1) {
    const events = await client.events(after, limit);
    for (const event of events) await work(event);
    const last = events.at(-1)?.timestamp ?? after;
    if (last !== after) await saveMarketplace(database.read(), id, { read_to: last });
    if (events.length < limit) return;
    // A marketplace that prints whole seconds answers the last second again: a second with more than a page needs a wider one.
    limit = last === after ? Math.min(limit * 2, widestPage) : pageSize;
    after = last;
  }

  async function work(event: ForeignEvent): Promise<void> {
    const parts = partsOf(event);
    const [first] = parts;
    if (!first || (await isSeen(database.read(), id, first))) return;
    let effects: Effect[];
    try {
      effects = await effectsOf(event);
    } catch (error) {
      if (!(error instanceof ForeignFailure) || !error.isRefusal) throw error;
      const { message } = error;
      effects = [async () => ({ text: `Skipped an event: ${message}` })];
    }
    for (const [nth, effect] of effects.entries()) {
      const isLast = nth === effects.length - 1;
      const isDone = await attempt(effect, isLast);
      if (isDone) return;
    }

    /** With a further effect at hand, one that is refused is left for it. */
    async function attempt(effect: Effect, isLast: boolean): Promise<boolean> {
      try {
        await database.transact(async (tx) => {
          const isNew = (await noteEvent(tx, id, parts)) > 0;
          await countEvent(tx, id, event.timestamp, isNew);
          if (!isNew) return;
          const told = await effect(tx);
          if (told)
            await appendLog(tx, {
              marketplace_id: id,
              at: clock.now(),
              kind: 'in',
              text: told.text,
              order_number: told.order?.number ?? null,
            });
        });
        return true;
      } catch (error) {
        if (isLast || !(error instanceof AppError) || error.kind === 'conflict') throw error;
        return false;
      }
    }
  }

  async function effectsOf(event: ForeignEvent): Promise<Effect[]> {
    const { resource, project_id: project, project_item_id: iid, message_id: number } = event;
    if (resource === 'project_item' && typeof iid === 'number') {
      const item = await client.item(project, iid);
      const link = await itemLink(database.read(), id, project, iid);
      return link ? [(tx) => followStatus(tx, link, item)] : arrivals(item);
    }
    if (resource === 'message' && typeof number === 'number') {
      if (typeof iid !== 'number')
        return [async () => ({ text: `A message on project ${project} as a whole stays in the marketplace` })];
      const message = await client.message(number);
      const known = await itemLink(database.read(), id, project, iid);
      if (known) return [(tx) => followMessage(tx, known, message)];
      const placing = await arrivals(await client.item(project, iid));
      return placing.map((place) => async (tx) => {
        const placed = await place(tx);
        const link = await itemLink(tx, id, project, iid);
        if (link) await followMessage(tx, link, message);
        return placed;
      });
    }
    return [async () => undefined];
  }

  /** How an item that is new here becomes an order: as an order of the catalogue, else as one to be completed. */
  async function arrivals(item: ForeignItem): Promise<Effect[]> {
    const { attributes } = item;
    const name = `item ${item.id} of project ${item.project_id}`;
    if (attributes.order_type !== '' && attributes.order_type !== 'order_required')
      return [async () => ({ text: `Left out ${name}: ${attributes.order_type} needs no desk` })];
    const arrival: Arrival = { marketplace, project: await client.project(item.project_id), item };
    const offer = offerNamed(await context.ports.offers.all(database.read()), attributes);
    const wanted = [attributes.category, attributes.service, attributes.offer].filter(Boolean).join(' / ');
    const wrong = offer ? fillParameters(offer.parameters, answersOf(offer, attributes), clock.today()).errors : [];
    const lacks = [
      ...(offer ? [] : [`no offer here is called ${wanted}`]),
      ...wrong.map(({ path, message }) => `${path}: ${message}`),
    ];
    const taken = (place: (tx: Tx) => Promise<OrderRow>): Effect => {
      return async (tx) => {
        const there = await tables(tx)
          .selectFrom('ordering.orders')
          .select('number')
          .where('source_key', '=', keyOf(arrival))
          .executeTakeFirst();
        const known = there && (await orderByNumber(tx, there.number, true));
        const order = known ?? (await place(tx));
        const told = { told_type: item.status.type, told_value: item.status.value };
        const link: ItemLink = {
          marketplace_id: id,
          project: item.project_id,
          item: item.id,
          order_id: order.id,
          ...told,
          told_secrets: '',
        };
        await tables(tx).insertInto('ordering.foreign_items').values(link).execute();
        const isFurther = !['created', 'registered'].includes(item.status.type);
        if (isFurther) await jump(tx, order, item);
        return { text: `Took ${name}: ${wanted}`, order };
      };
    };
    const keep = (why: readonly string[]) => taken((tx) => keepArrived(context, tx, arrival, why));
    if (!offer || lacks.length > 0) return [keep(lacks)];
    return [
      taken((tx) => placeArrived(context, tx, arrival, offer)),
      keep([`${wanted} could not be ordered as it is`]),
    ];
  }

  /** A state that somebody set there counts here, unless it is the one that both sides know of. */
  async function followStatus(tx: Tx, link: ItemLink, item: ForeignItem) {
    const { type, value } = item.status;
    if (type === link.told_type && value === link.told_value) return undefined;
    const order = await orderById(tx, link.order_id, true);
    if (!order) return undefined;
    await keepTold(tx, order.id, { told_type: type, told_value: value });
    await jump(tx, order, item);
    return { text: `Item ${item.id} of project ${item.project_id} is ${type} (${value})`, order };
  }

  async function jump(tx: Tx, order: OrderRow, { status: { type, value } }: ForeignItem): Promise<void> {
    const to = orderStates.find((state) => state === type);
    if (to === undefined || to === 'created') return;
    const deed: Deed = { byId: null, byName: marketplace.name, byRole: 'system' };
    await jumpOrder(context)(tx, order, { to, value: wordOf(order, to, value) }, deed, system);
  }

  async function followMessage(tx: Tx, link: ItemLink, message: ForeignMessage) {
    const order = await orderById(tx, link.order_id, true);
    if (!order) return undefined;
    const digest = sha256(message.content);
    const known = await messageLink(tx, id, { message: message.id });
    const kept = { marketplace_id: id, message: message.id, digest };
    if (known) {
      if (known.digest === digest || known.message_id === null) return undefined;
      await linkMessage(tx, { ...known, digest });
      await edit(tx, order, known.message_id, message.content);
      return { text: `Message ${message.id} was changed`, order };
    }
    const own = message.author.role === 'user' ? undefined : await lostOwn(tx, order, message);
    if (own !== undefined) {
      await linkMessage(tx, { ...kept, message_id: own, is_ours: true });
      return { text: `Message ${message.id} is ours`, order };
    }
    const messageId = await write(tx, order, message);
    await linkMessage(tx, { ...kept, message_id: messageId, is_ours: false });
    return messageId === null ? undefined : { text: `Message ${message.id} of ${message.author.role}`, order };
  }

  /** Ours, where it was sent and the answer never came. */
  async function lostOwn(tx: Tx, order: OrderRow, { content, author }: ForeignMessage): Promise<string | undefined> {
    const lost = await lostMessages(tx, order.id);
    return lost.find(({ body, author_name: name }) => body === content && name === author.name)?.id;
  }

  /** Keeps a message of somebody there; null for what is hidden from order systems or empty. */
  async function write(tx: Tx, order: OrderRow, { author, scope, content }: ForeignMessage): Promise<string | null> {
    const body = content.trim().slice(0, longestBody);
    if (body === '' || (scope !== 'public' && scope !== 'internal')) return null;
    if (author.role === 'user') {
      const deed: Deed = { byId: order.customer_id, byName: author.name || order.customer_name, byRole: 'customer' };
      const input = MessageInput.parse({ scope: 'public', body, files: [] });
      return (await addMessage(context)(tx, system, order, deed, input)).id;
    }
    const { message } = await writeOmsMessage(context)(tx, {
      actor: system,
      order,
      project: { id: order.project_id, number: order.project_number },
      author: { name: author.name || marketplace.name, email: author.email, uid: author.uid ?? null },
      role: author.role === 'provider' ? 'provider' : 'mediator',
      scope,
      content: body,
    });
    return message.id;
  }

  async function edit(tx: Tx, order: OrderRow, messageId: string, content: string): Promise<void> {
    const message = await tables(tx)
      .selectFrom('ordering.messages')
      .selectAll()
      .where('id', '=', messageId)
      .executeTakeFirst();
    const body = content.trim().slice(0, longestBody);
    if (!message || body === '' || body === message.body) return;
    const project = { id: order.project_id, number: order.project_number };
    await editMessage(context)(tx, { actor: system, order, project, message, content: body });
  }
}

/** The word to keep beside a state: ours, where theirs is but the name of the state. */
const wordOf = (order: OrderRow, to: OrderState, value: string) =>
  value === '' || (to !== order.state && value === to) ? undefined : value.slice(0, 255);

function partsOf({ timestamp, project_id, project_item_id, message_id, changes }: ForeignEvent) {
  const place = { at: timestamp, project: project_id, item: project_item_id ?? 0, message: message_id ?? 0 };
  if (!changes || changes.length === 0) return [{ ...place, field: '', change: '' }];
  return changes.map(({ field, before, after }) => ({
    ...place,
    field,
    change: sha256(JSON.stringify([before, after])),
  }));
}
