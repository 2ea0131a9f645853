import { mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { catalogueLabels as label } from '../mail-labels.ts';

const placeholders = {
  'service.name': { meaning: 'The service', sample: 'Cloud GPU' },
  'offer.name': { meaning: 'The offer of the service', sample: 'A100 cards' },
  'offer.unit': { meaning: 'What is counted; empty where nothing is', sample: 'cards' },
  'provider.name': { meaning: 'Who provides the service', sample: 'EGI Federation' },
} as const;

const sample: MailFrame = {
  rows: [
    [label.service, 'Cloud GPU'],
    [label.offer, 'A100 cards'],
    [label.provider, 'EGI Federation'],
  ],
  url: 'https://portolan.example/marketplace/cloud-gpu/offers/1',
  because: 'You get this because you keep the entries of EGI Federation.',
};

/** Mails of limited offers (ordering.md 2.2). */
export const availabilityMoments = {
  soldOut: mailMoment({
    id: 'catalogue.sold_out',
    title: 'The last of a limited offer is taken',
    reader: 'Administrator of the provider',
    placeholders,
    text: mailText({
      subject: 'Sold out: {{ service.name }}, {{ offer.name }}',
      opening:
        'The last {% if offer.unit != "" %}{{ offer.unit }}{% else %}piece{% endif %} of {{ offer.name }} was just ordered.',
      paragraphs: 'Nobody can order it until there is some again. Customers can ask to be told.',
      button: 'Say how many there are',
      otherwise: 'If you do nothing, the offer stays in the catalogue and says that all are taken.',
    }),
    sample,
  }),
  back: mailMoment({
    id: 'catalogue.available_again',
    title: 'An offer can be ordered again',
    reader: 'Customer',
    placeholders: {
      ...placeholders,
      'offer.is_counted': { meaning: 'Whether the offer is limited, for {% if offer.is_counted %}', sample: true },
      'offer.left': { meaning: 'How many there are; 0 where nothing is counted', sample: 4 },
    },
    text: mailText({
      subject: 'Available again: {{ service.name }}, {{ offer.name }}',
      opening:
        '{% if offer.is_counted %}There are {{ offer.left }} {{ offer.unit }} of {{ offer.name }} again.{% else %}{{ offer.name }} can be ordered again.{% endif %}',
      paragraphs: 'Who orders first gets it; nothing is held for you.',
      button: 'Order it',
      otherwise: 'If you do nothing, nothing happens. You are told once.',
    }),
    sample: {
      ...sample,
      url: 'https://portolan.example/marketplace/cloud-gpu/order?offer=1',
      because: 'You get this because you asked to be told.',
    },
  }),
};
