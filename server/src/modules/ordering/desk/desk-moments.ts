import { momentIn, mailMoment, mailText } from '#kernel/mail-texts';
import { deskSample, orderPlaceholders } from '../orders/mail-facts.ts';

const desk = { reader: 'Order desk', placeholders: orderPlaceholders, sample: deskSample } as const;
const button = 'Open order {{ order.number }}';
const clock = {
  ...orderPlaceholders,
  'clock.name': { meaning: 'What is due: first reply, or decision', sample: 'first reply' },
  'clock.due_at': { meaning: 'When it is due', sample: momentIn('2026-11-27T16:00:00Z', 'Europe/Amsterdam') },
} as const;

/** Mails to the desk about work that comes, and about deadlines (ordering.md 4.17). */
export const deskMoments = {
  newOrder: mailMoment({
    ...desk,
    id: 'ordering.order_registered',
    title: 'A new order',
    placeholders: {
      ...orderPlaceholders,
      'order.title': {
        meaning: 'What was ordered: the bundle, or the service with its offer',
        sample: 'Cloud compute, Virtual machines',
      },
    },
    text: mailText({
      subject: 'New order: {{ order.title }}',
      opening: '{{ customer.name }} ordered {{ order.title }}.',
      button,
    }),
  }),
  clockWarning: mailMoment({
    ...desk,
    id: 'ordering.clock_warning',
    title: 'Three quarters of a deadline are used',
    placeholders: clock,
    text: mailText({
      subject: 'The {{ clock.name }} is due soon',
      opening:
        'Three quarters of the time for the {{ clock.name }} of order {{ order.number }} are used. It is due {{ clock.due_at }}.',
      button,
    }),
  }),
  clockMissed: mailMoment({
    ...desk,
    id: 'ordering.clock_missed',
    title: 'A deadline is missed',
    placeholders: clock,
    text: mailText({
      subject: 'The {{ clock.name }} is late',
      opening: 'The {{ clock.name }} of order {{ order.number }} was due {{ clock.due_at }}.',
      button,
    }),
  }),
};
