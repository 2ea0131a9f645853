import { mailMoment, mailText } from '#kernel/mail-texts';
import { deskSample, orderPlaceholders } from '../orders/mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

const button = 'Open order {{ order.number }}';
const desk = { reader: 'Order desk', placeholders: orderPlaceholders, sample: { ...deskSample, rows: [] } } as const;

/** Mails about levels of approval. */
export const levelMoments = {
  asked: mailMoment({
    id: 'ordering.approval_asked',
    title: 'It is the turn of an approver',
    reader: 'Approver',
    placeholders: {
      ...orderPlaceholders,
      'level.name': { meaning: 'Name of the level of approval', sample: 'Resource board' },
    },
    text: mailText({
      subject: 'Do you agree to this order of {{ service.name }}?',
      opening:
        '{{ customer.name }} ordered {{ service.name }}, {{ offer.name }}. Before the desk may approve it, {{ level.name }} has to agree.',
      button: 'Read and answer',
    }),
    sample: {
      mark: '[1284]',
      rows: [
        [label.project, 'Aegean Coastal Forecast'],
        [label.level, '1 of 2, Resource board'],
      ],
      url: 'https://portolan.example/approvals',
      because: 'You get this because a routing rule of the order desk names you as approver of Resource board.',
    },
  }),
  agreed: mailMoment({
    ...desk,
    id: 'ordering.approvers_agreed',
    title: 'All approvers have agreed',
    text: mailText({
      subject: 'All approvers agreed',
      opening: 'Everybody who was asked agreed to order {{ order.number }}.',
      button,
    }),
  }),
  refused: mailMoment({
    ...desk,
    id: 'ordering.approver_refused',
    title: 'An approver has refused',
    placeholders: {
      ...orderPlaceholders,
      'level.missing': { meaning: 'What is missing, in words', sample: 'Resource board has refused' },
    },
    text: mailText({
      subject: 'An approver refused',
      opening: '{{ level.missing }}, order {{ order.number }}.',
      button,
    }),
  }),
};
