import type { Reaction } from '#kernel/outbox';
import { groupById } from '../desk/sql-group-store.ts';
import { deskAddress } from '../orders/desk-address.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { missingApproval } from './approval-level.ts';
import { levelsOf } from './sql-level-store.ts';

/** Mails about levels of approval: to those whose turn it is, and to the desk when a level refused or all have agreed. */
export function levelMails({ kernel, ports }: OrderingContext): Reaction[] {
  const url = kernel.config.publicUrl;
  return [
    {
      name: 'ordering.mail_approvers',
      on: ['ordering.approval_asked'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']));
        const levels = order ? await levelsOf(tx, order.id) : [];
        const asked = levels.find(({ level }) => level.position === event.payload['position']);
        if (!order || asked?.level.state !== 'asked') return;
        const { level } = asked;
        const ids = level.approvers.flatMap(({ kind, id }) => (kind === 'person' ? [id] : []));
        const people = await ports.people.byIds(tx, ids);
        const addresses = await Promise.all(
          level.approvers.map(async ({ kind, id }) =>
            kind === 'person' ? people.get(id)?.email : (await groupById(tx, id))?.mail,
          ),
        );
        for (const to of new Set(addresses.flatMap((address) => (address ? [address] : [])))) {
          await kernel.mailer.send(tx, {
            key: `order:${order.number}:${event.id}:${to}`,
            to,
            subject: `[${order.number}] Do you agree to this order of ${order.service_name}?`,
            about: `order:${order.number}`,
            content: {
              opening: `${order.customer_name} ordered ${order.service_name}, ${order.offer_name}. Before the desk may approve it, ${level.name} has to agree.`,
              rows: [
                ['Project', order.project_name],
                ['Level', `${level.position} of ${levels.length}, ${level.name}`],
              ],
              button: { label: 'Read and answer', url: `${url}/approvals` },
              because: `You get this because a routing rule of the order desk names you as approver of ${level.name}.`,
            },
          });
        }
      },
    },
    {
      name: 'ordering.mail_levels_answered',
      on: ['ordering.approval_answered'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']));
        const { outcome } = event.payload;
        if (!order || (outcome !== 'approved' && outcome !== 'refused')) return;
        const missing = missingApproval(await levelsOf(tx, order.id));
        if (outcome === 'approved' && missing !== undefined) return;
        const desk = await deskAddress(tx, { ports, publicUrl: url }, order, 'desk');
        if (!desk) return;
        await kernel.mailer.send(tx, {
          key: `order:${order.number}:${event.id}:desk`,
          to: desk.to,
          subject: `[${order.number}] ${missing === undefined ? 'All approvers agreed' : 'An approver refused'}`,
          about: `order:${order.number}`,
          content: {
            opening:
              missing === undefined
                ? `Everybody who was asked agreed to order ${order.number}.`
                : `${missing}, order ${order.number}.`,
            button: { label: `Open order ${order.number}`, url: `${url}/orders/${order.number}` },
            because: desk.because,
          },
        });
      },
    },
  ];
}
