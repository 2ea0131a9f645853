import type { FollowedTicket } from '#contracts/ordering/link-schemas';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { loadOrder } from '../orders/load-order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { appendDesk, orderByNumber, orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { followedTickets, knownSources, keepLinkedTicket, ticketNamed, unlinkTicket } from './sql-ticket-store.ts';

interface TicketName {
  /** Address of the other Jira, with its context path. */
  readonly source: string;
  readonly issueKey: string;
  /** Null while only its key is known: the first call that names it tells it. */
  readonly issueId: string | null;
}

const key = /^[A-Z][A-Z0-9_]*-\d{1,9}$/;
const pathOfTicket = /^(?<context>.*?)\/(?:browse|projects\/[^/]+\/issues)\/(?<key>[^/]+)\/?$/;

/** The ticket that an address names as a browser shows it; undefined for what is no such address. */
export function ticketAt(address: string): Omit<TicketName, 'issueId'> | undefined {
  const url = URL.parse(address);
  const parts = url && /^https?:$/.test(url.protocol) ? pathOfTicket.exec(url.pathname)?.groups : undefined;
  const issueKey = parts?.['key']?.toUpperCase() ?? '';
  return url && key.test(issueKey) ? { source: `${url.origin}${parts?.['context'] ?? ''}`, issueKey } : undefined;
}

/** Lets an order follow a ticket of another Jira, named by its address, or by its key where one other Jira is known. */
export const linkTicketOfOrder =
  (context: OrderingContext) =>
  (actor: Actor, number: number, named: string): Promise<FollowedTicket[]> =>
    context.kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      require(mayWorkOrder(actor, relation));
      await follow(context, tx, actor, order, { ...(await ticketMeant(context, tx, named)), issueId: null });
      return followedTickets(tx, order.id);
    });

/** As `linkTicketOfOrder`, for a program that knows the id of the ticket. */
export const linkTicket =
  (context: OrderingContext) =>
  async (tx: Tx, actor: Actor, { order: number, ...ticket }: TicketName & { order: number }): Promise<void> => {
    const order = await orderByNumber(tx, number, true);
    if (!order) throw notFound(`order ${number}`);
    await follow(context, tx, actor, order, { ...ticket, source: ticket.source.replace(/\/+$/, '') });
  };

/** From now on an order hears nothing of the ticket; what it heard stays. */
export const unlinkTicketOfOrder =
  (context: OrderingContext) =>
  (actor: Actor, number: number, id: string): Promise<FollowedTicket[]> =>
    context.kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      require(mayWorkOrder(actor, relation));
      const gone = (await followedTickets(tx, order.id)).find((ticket) => ticket.id === id);
      if (!gone) throw notFound(`linked ticket ${id} of order ${number}`);
      await unlinkTicket(tx, id, context.kernel.clock.now());
      await tell(context, tx, actor, order, {
        action: 'ordering.unlink_ticket',
        text: `unlinked ticket ${gone.key} of ${hostOf(gone.source)}`,
        ticket: { source: gone.source, issueKey: gone.key },
      });
      return followedTickets(tx, order.id);
    });

async function ticketMeant({ kernel }: OrderingContext, tx: Tx, named: string) {
  const text = named.trim();
  const unclear = (message: string) => invalid('ticket_unclear', [{ path: 'ticket', message }]);
  const ticket = ticketAt(text);
  if (ticket) {
    if (ticket.source === `${kernel.config.publicUrl}/jira`)
      throw unclear('this is a ticket of Portolan itself: link the one of the other Jira');
    return ticket;
  }
  const issueKey = text.toUpperCase();
  if (!key.test(issueKey))
    throw unclear('give the address of the ticket, such as https://jira.example.org/browse/ABC-12, or its key');
  const sources = await knownSources(tx);
  const [source] = sources;
  if (source === undefined)
    throw unclear('no other Jira is known yet: give the whole address of the ticket, not its key alone');
  if (sources.length > 1)
    throw unclear(`there are several other Jiras, ${sources.map(hostOf).join(', ')}: give the whole address`);
  return { source, issueKey };
}

async function follow(
  context: OrderingContext,
  tx: Tx,
  actor: Actor,
  order: OrderRow,
  ticket: TicketName,
): Promise<void> {
  const known = await ticketNamed(tx, ticket);
  if (known?.order_id === order.id && known.unlinked_at === null && ticket.issueId === null) return;
  // The order that an import made of a ticket stays its order: the next import would look for it there.
  if (known && known.order_id !== order.id && (known.unlinked_at === null || known.imported_at !== null)) {
    const other = await orderById(tx, known.order_id);
    throw new AppError(
      'refused',
      'ticket_linked',
      known.unlinked_at === null
        ? `Ticket ${ticket.issueKey} is linked to order ${other?.number ?? ''}: unlink it there first`
        : `Order ${other?.number ?? ''} was imported from ticket ${ticket.issueKey}: it can only be linked there`,
    );
  }
  await keepLinkedTicket(tx, { known, ticket, orderId: order.id, now: context.kernel.clock.now() });
  await tell(context, tx, actor, order, {
    action: 'ordering.link_ticket',
    text: `linked ticket ${ticket.issueKey} of ${hostOf(ticket.source)}`,
    ticket,
  });
}

async function tell(
  { kernel }: OrderingContext,
  tx: Tx,
  actor: Actor,
  order: OrderRow,
  done: {
    readonly action: string;
    readonly text: string;
    readonly ticket: Pick<TicketName, 'source' | 'issueKey'>;
  },
): Promise<void> {
  const deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' as const };
  await appendDesk(tx, kernel.clock, { orderId: order.id, text: done.text, deed });
  await kernel.publish(tx, {
    type: 'ordering.desk_changed',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, changed: ['tickets'] },
    audience: deskTags,
  });
  await kernel.audit(tx, {
    actor,
    action: done.action,
    target: `order:${order.number}`,
    details: { source: done.ticket.source, issue: done.ticket.issueKey },
  });
}

const hostOf = (source: string): string => URL.parse(source)?.host ?? source;
