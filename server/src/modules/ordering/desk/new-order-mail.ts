import { catalogueLabels } from '#catalogue';
import { dayIn, letter, momentIn, type MailFrame, type MailReader } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { linesInWords } from '../bundles/line-words.ts';
import { orderFacts } from '../orders/mail-facts.ts';
import { deskAddress } from '../orders/desk-address.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { deskMoments } from './desk-moments.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** Tells whoever has a new order, or one that was no spam after all: its assignee or else its group, and the address that the offer names (ordering.md 4.4). */
export function newOrderMail({ kernel, ports, calendar }: OrderingContext): Reaction {
  const url = kernel.config.publicUrl;
  return {
    name: 'ordering.mail_new_order',
    on: ['ordering.order_registered', 'ordering.order_released'],
    async react(tx, event) {
      const order = await orderById(tx, String(event.payload['orderId']));
      // A bundle is told of with its first line.
      if (!order || order.parent_id !== null) return;
      if (order.state !== 'registered' || order.source === 'import' || order.spam !== 'no') return;
      const what = order.bundle_name ?? `${order.service_name}, ${order.offer_name}`;
      const rows: NonNullable<MailFrame['rows']> = [
        [catalogueLabels.service, `${order.service_name}, ${order.offer_name}`],
        [label.project, order.project_name],
        ...(order.starts_on === null ? [] : [[label.starts, dayIn(order.starts_on)] as const]),
        [label.customer, order.customer_name],
        [label.class, order.class],
        ...(order.first_reply_due_at === null
          ? []
          : [[label.firstReplyBy, momentIn(order.first_reply_due_at, calendar.timezone)] as const]),
      ];
      const facts = { mark: `[${order.number}]`, rows, facts: await linesInWords(tx, order) };
      const values = { ...orderFacts(order, kernel.config), 'order.title': what };
      const words = (reader: MailReader) => kernel.mailTexts.words(tx, deskMoments.newOrder, values, reader);
      const about = `order:${order.number}`;
      const desk = await deskAddress(tx, { ports, publicUrl: url }, order, 'desk');
      if (desk)
        await kernel.mailer.send(tx, {
          key: `order:${order.number}:${event.id}:desk`,
          to: desk.to,
          about,
          ...letter(await words(desk), { ...facts, url: `${url}/orders/${order.number}`, because: desk.because }),
        });
      if (order.copy_to !== null)
        await kernel.mailer.send(tx, {
          key: `order:${order.number}:${event.id}:target`,
          to: order.copy_to,
          about,
          ...letter(await words({}), {
            ...facts,
            because: `You get this copy because the offer ${order.offer_ref} names this address as its order target.`,
          }),
        });
    },
  };
}
