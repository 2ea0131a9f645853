import { catalogueLabels } from '#catalogue';
import type { Kernel } from '#kernel/assemble';
import { dayIn, periodIn, type InLanguage, type MailFrame } from '#kernel/mail-texts';
import type { OrderRow } from './order.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** What the text of every mail about an order may name: its public facts. */
export const orderPlaceholders = {
  'order.number': { meaning: 'Number of the order', sample: 1284 },
  'order.starts_on': { meaning: 'First day that is ordered; empty where there is none', sample: dayIn('2026-12-01') },
  'order.ends_on': { meaning: 'Last day that is ordered; empty where there is none', sample: dayIn('2027-05-30') },
  'service.name': { meaning: 'The service', sample: 'Cloud compute' },
  'offer.name': { meaning: 'The offer of the service', sample: 'Virtual machines' },
  'project.name': { meaning: 'Name of the project', sample: 'Aegean Coastal Forecast' },
  'customer.name': { meaning: 'Who ordered', sample: 'Eleni Kostas' },
  'federation.name': { meaning: 'Name of the federation', sample: 'EGI Federation' },
  'answer.by_mail': { meaning: 'Whether the mail can be answered, for {% if answer.by_mail %}', sample: true },
} as const;

/** The same for mails to people of the project, whose reader is known by name. */
export const customerPlaceholders = {
  ...orderPlaceholders,
  'reader.name': { meaning: 'Who reads the mail', sample: 'Eleni Kostas' },
} as const;

type MailConfig = Pick<Kernel['config'], 'FEDERATION_NAME' | 'MAIL_IN_DOMAIN'>;
type Facts = Pick<
  OrderRow,
  'number' | 'starts_on' | 'ends_on' | 'service_name' | 'offer_name' | 'project_name' | 'customer_name'
>;

const day = (date: string | null): string | InLanguage => (date === null ? '' : dayIn(date));

/** Values of `orderPlaceholders`. Customers read them: nothing internal belongs here. */
export const orderFacts = (order: Facts, config: MailConfig) => ({
  'order.number': order.number,
  'order.starts_on': day(order.starts_on),
  'order.ends_on': day(order.ends_on),
  'service.name': order.service_name,
  'offer.name': order.offer_name,
  'project.name': order.project_name,
  'customer.name': order.customer_name,
  'federation.name': config.FEDERATION_NAME,
  'answer.by_mail': config.MAIL_IN_DOMAIN !== undefined,
});

const mark = '[1284]';

/** Facts around the words of a mail to a customer, for previews. */
export const customerSample: MailFrame = {
  mark,
  rows: [
    [catalogueLabels.service, 'Cloud compute, Virtual machines'],
    [label.project, 'Aegean Coastal Forecast'],
    [label.period, periodIn('2026-12-01', '2027-05-30')],
  ],
  url: 'https://portolan.example/projects/17/lines/1',
  because: 'You get this because order 1284 belongs to your project Aegean Coastal Forecast.',
};

/** Facts around the words of a mail to the desk, for previews. */
export const deskSample: MailFrame = {
  mark,
  rows: [
    [catalogueLabels.service, 'Cloud compute, Virtual machines'],
    [label.project, 'Aegean Coastal Forecast'],
  ],
  url: 'https://portolan.example/orders/1284',
  because: 'You get this because order 1284 is assigned to you.',
};

/** Words of somebody, for previews. */
export const sampleQuote = (by: string) => ({ by, text: 'Can one site hold all of the data, or are two sites fine?' });
