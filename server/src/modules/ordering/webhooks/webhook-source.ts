import type { DomainEvent } from '#kernel/outbox';
import type { WebhookSource } from '#kernel/webhooks';
import { allGroups } from '../desk/sql-group-store.ts';
import type { OrderRow } from '../orders/order.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';

/**
 * What webhooks hear of orders. Notes, drafts of shares, spam marks and everything else that the desk keeps to itself
 * have no place here.
 */
const kinds = {
  'ordering.order_placed': 'An order was placed',
  'ordering.order_registered': 'An order came to the desk',
  'ordering.order_taken': 'A shifter took an order',
  'ordering.order_asked': 'The customer was asked a question',
  'ordering.order_resumed': 'An order goes on after a question',
  'ordering.order_approved': 'An order was approved',
  'ordering.order_approval_withdrawn': 'An approval was withdrawn',
  'ordering.order_delivered': 'An order is ready to use',
  'ordering.order_rejected': 'An order was rejected',
  'ordering.order_closed': 'An order was closed or cancelled',
  'ordering.order_reopened': 'An order was re-opened',
  'ordering.order_set': 'An order system or ticket system put an order into a state to which no usual step leads',
  'ordering.order_reworded': 'An order system calls the state of an order by another word',
  'ordering.order_rated': 'A customer rated an order',
  'ordering.message_written': 'A public message was written on an order',
  'ordering.share_sent': 'A resource centre was asked for a share',
  'ordering.share_reminded': 'A resource centre was reminded of a share',
  'ordering.share_answered': 'A share was answered',
  'ordering.share_delivered': 'A share was delivered',
  'ordering.share_withdrawn': 'A share was withdrawn',
  'ordering.share_expired': 'A request for a share ran out',
  'ordering.shares_all_validated': 'All shares of an order are validated',
} as const;

/** The parts of a payload that may leave the house: states, numbers and names of sites, never a text that somebody wrote. */
const toldFacts = [
  'from',
  'to',
  'action',
  'kind',
  'source',
  'messageId',
  'by',
  'files',
  'shareNumber',
  'site',
  'before',
  'state',
  'service',
  'ordering',
] as const;

/** Orders for webhooks: which events there are, and the public facts of the order each is about. */
export function orderWebhooks({ kernel }: OrderingContext): WebhookSource {
  return {
    part: 'Orders',
    kinds,
    scopes: async (read) => (await allGroups(read)).map(({ id, name }) => ({ id: `group:${id}`, label: name })),
    async tell(tx, { payload }) {
      const order = await orderById(tx, String(payload['orderId']));
      if (!order) return undefined;
      return {
        about: `order ${order.number}`,
        scope: `group:${order.group_id}`,
        facts: publicFacts(kernel.config.publicUrl, order, payload),
      };
    },
  };
}

/** The facts of an order, and of what happened to it, that may leave the house. */
export const publicFacts = (publicUrl: string, order: OrderRow, payload: DomainEvent['payload']) => ({
  order: {
    number: order.number,
    state: order.state,
    offer: order.offer_ref,
    url: `${publicUrl}/orders/${order.number}`,
  },
  project: { number: order.project_number, name: order.project_name },
  provider: order.snapshot.provider,
  service: { slug: order.snapshot.serviceSlug, name: order.service_name },
  data: Object.fromEntries(
    toldFacts.flatMap((name) => (payload[name] === undefined || payload[name] === '' ? [] : [[name, payload[name]]])),
  ),
});
