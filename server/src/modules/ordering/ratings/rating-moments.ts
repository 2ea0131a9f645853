import { catalogueLabels } from '#catalogue';
import { mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { orderPlaceholders } from '../orders/mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

const sample: MailFrame = {
  mark: '[1284]',
  rows: [
    [label.order, '1284'],
    [catalogueLabels.service, 'Cloud compute, Virtual machines'],
    [label.project, 'Aegean Coastal Forecast'],
  ],
  url: 'https://portolan.example/r/link-of-your-own',
  because: 'You get this because this order is yours. The link works without an account: keep it to yourself.',
};
const customer = { reader: 'Customer', placeholders: orderPlaceholders, sample } as const;

/** Mails that ask customers how it went (ordering.md 4.16). */
export const ratingMoments = {
  order: mailMoment({
    ...customer,
    id: 'ordering.rating_asked',
    title: 'How the order went',
    text: mailText({
      subject: 'How was {{ service.name }}?',
      opening: 'The order desk asks how your order of {{ service.name }} went.',
      paragraphs: 'Two grades from 1 to 5: one for the service, one for the ordering. It takes less than a minute.',
      button: 'Rate the order',
      otherwise: 'If you do nothing, nothing happens. You are asked once more, about the service after 90 days of use.',
    }),
  }),
  service: mailMoment({
    ...customer,
    id: 'ordering.service_rating_asked',
    title: 'How the service is in use',
    text: mailText({
      subject: 'How is {{ service.name }} in use?',
      opening: 'You have had {{ service.name }} for three months. The order desk asks how it is.',
      paragraphs: 'One grade from 1 to 5 for the service. It takes less than a minute.',
      button: 'Rate the service',
      otherwise: 'If you do nothing, nothing happens, and you are not asked again.',
    }),
  }),
};
