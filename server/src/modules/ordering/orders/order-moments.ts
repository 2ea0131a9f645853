import { dayIn, mailMoment, mailText } from '#kernel/mail-texts';
import { customerPlaceholders, customerSample, deskSample, orderPlaceholders, sampleQuote } from './mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

const customer = { reader: 'Customer', placeholders: customerPlaceholders, sample: customerSample } as const;
const desk = { reader: 'Order desk', placeholders: orderPlaceholders, sample: deskSample } as const;
const button = 'Open the order';
const deskParts = {
  button: 'Open order {{ order.number }}',
  otherwise:
    '{% if answer.by_mail %}Your answer to this mail becomes an internal note. Write to the customer on the page.{% endif %}',
} as const;
const writer = {
  'writer.name': { meaning: 'Who wrote the message', sample: 'Anna de Wit' },
  'message.is_private': {
    meaning: 'Whether the message is on the page alone, for {% if message.is_private %}',
    sample: false,
  },
} as const;
const title = { 'order.title': { meaning: 'What was ordered: the bundle, or the service', sample: 'Cloud compute' } };
const asked = {
  'question.asked_on': { meaning: 'When the question was asked', sample: dayIn('2026-11-23') },
} as const;
const messageOtherwise =
  '{% if message.is_private %}It is for you alone: you find it on the page of the order.{% elsif answer.by_mail %}You can answer this mail, or on the page of the order.{% endif %}';

/** Mails about an order to the people of its project, and to the desk (ordering.md 4.17). */
export const orderMoments = {
  added: mailMoment({
    ...customer,
    id: 'ordering.order_added',
    title: 'A service that needs no order is added to a project',
    hasSpecials: true,
    text: mailText({
      subject: '{{ service.name }} was added to your project',
      opening:
        '{{ service.name }}, {{ offer.name }} is now in your project {{ project.name }}. You can use it at once.',
      button,
    }),
  }),
  received: mailMoment({
    ...customer,
    id: 'ordering.order_received',
    title: 'An order is received',
    hasSpecials: true,
    placeholders: { ...customerPlaceholders, ...title },
    text: mailText({
      subject: 'We received your order of {{ order.title }}',
      opening: 'The order desk has your order {{ order.number }} and looks at it.',
      button,
      otherwise: 'You need to do nothing now. You can follow the order, write to the desk or cancel it on its page.',
    }),
  }),
  asked: mailMoment({
    ...customer,
    id: 'ordering.order_asked',
    title: 'The desk asks the customer something',
    text: mailText({
      subject: 'A question about your order of {{ service.name }}',
      opening: 'The order desk needs an answer from you about order {{ order.number }}.',
      button,
      otherwise:
        '{% if answer.by_mail %}The order waits until you answer: to this mail, or on its page.{% else %}The order waits until you answer on its page.{% endif %}',
    }),
    sample: { ...customerSample, rows: [], quote: sampleQuote('The order desk') },
  }),
  reminded: mailMoment({
    ...customer,
    id: 'ordering.question_reminded',
    title: 'A question waits for the customer: first reminder',
    placeholders: { ...customerPlaceholders, ...asked },
    text: mailText({
      subject: 'Your answer is needed: {{ service.name }}',
      opening:
        'The order desk asked you something about order {{ order.number }} on {{ question.asked_on }} and has no answer yet.',
      button,
      otherwise: 'The order waits until you answer.',
    }),
    sample: { ...customerSample, rows: [], quote: sampleQuote('The order desk') },
  }),
  remindedAgain: mailMoment({
    ...customer,
    id: 'ordering.question_reminded_again',
    title: 'A question waits for the customer: second reminder',
    placeholders: { ...customerPlaceholders, ...asked },
    text: mailText({
      subject: 'Your answer is needed: {{ service.name }}',
      opening:
        'The order desk asked you something about order {{ order.number }} on {{ question.asked_on }} and has no answer yet.',
      button,
      otherwise: 'Without an answer within three working days the desk decides whether the order is rejected.',
    }),
    sample: { ...customerSample, rows: [], quote: sampleQuote('The order desk') },
  }),
  approved: mailMoment({
    ...customer,
    id: 'ordering.order_approved',
    title: 'The order is approved',
    hasSpecials: true,
    text: mailText({
      subject: 'Your order of {{ service.name }} is approved',
      opening:
        'The order desk approved your order {{ order.number }} of {{ service.name }}. The providers set it up now.',
      button,
      otherwise: 'You need to do nothing. You get a mail when it is ready.',
    }),
  }),
  delivered: mailMoment({
    ...customer,
    id: 'ordering.order_delivered',
    title: 'What was ordered is ready',
    hasSpecials: true,
    text: mailText({
      subject: '{{ service.name }} is ready to use',
      opening: 'What you ordered is ready: your order {{ order.number }} of {{ service.name }}.',
      button,
    }),
    sample: { ...customerSample, facts: ['Access, from CESNET-MCC:\nLog in with your account of the federation.'] },
  }),
  rejected: mailMoment({
    ...customer,
    id: 'ordering.order_rejected',
    title: 'The order is rejected',
    text: mailText({
      subject: 'Your order of {{ service.name }} was rejected',
      opening: 'The order desk rejected your order {{ order.number }} of {{ service.name }}.',
      paragraphs: 'You can answer on the page of the order, or order again with other values.',
      button,
    }),
    sample: {
      ...customerSample,
      rows: [],
      quote: { by: 'The order desk', text: 'No resource centre has room for this before summer.' },
    },
  }),
  closed: mailMoment({
    ...customer,
    id: 'ordering.order_closed',
    title: 'The order is closed',
    text: mailText({
      subject: 'Your order of {{ service.name }} is closed',
      opening: 'Your order {{ order.number }} of {{ service.name }} is closed.',
      button,
    }),
    sample: { ...customerSample, rows: [...(customerSample.rows ?? []), [label.reason, 'Used until its end']] },
  }),
  cancelled: mailMoment({
    ...customer,
    id: 'ordering.order_cancelled',
    title: 'Somebody of the project cancels the order',
    placeholders: {
      ...customerPlaceholders,
      'canceller.name': { meaning: 'Who cancelled', sample: 'Eleni Kostas' },
    },
    text: mailText({
      subject: 'Your order of {{ service.name }} is closed',
      opening: '{{ canceller.name }} cancelled your order {{ order.number }} of {{ service.name }}.',
      button,
    }),
    sample: { ...customerSample, rows: [...(customerSample.rows ?? []), [label.reason, 'No longer needed']] },
  }),
  reopened: mailMoment({
    ...customer,
    id: 'ordering.order_reopened',
    title: 'The order is open again',
    text: mailText({
      subject: 'Your order of {{ service.name }} is open again',
      opening: 'The order desk looks at your order {{ order.number }} of {{ service.name }} again.',
      button,
    }),
    sample: { ...customerSample, rows: [] },
  }),
  messageWritten: mailMoment({
    ...customer,
    id: 'ordering.message_written',
    title: 'The desk or a provider writes to the customer',
    placeholders: {
      ...customerPlaceholders,
      ...writer,
      'writer.is_desk': { meaning: 'Whether the desk wrote, for {% if writer.is_desk %}', sample: true },
    },
    text: mailText({
      subject: 'A message about your order of {{ service.name }}',
      opening:
        '{{ writer.name }}{% if writer.is_desk %} of the order desk{% endif %} wrote to you about order {{ order.number }}.',
      button,
      otherwise: messageOtherwise,
    }),
    sample: { ...customerSample, rows: [], quote: sampleQuote('Anna de Wit') },
  }),
  messageEdited: mailMoment({
    ...customer,
    id: 'ordering.message_edited',
    title: 'A message to the customer is changed',
    placeholders: {
      ...customerPlaceholders,
      ...writer,
      'writer.is_desk': { meaning: 'Whether the desk wrote, for {% if writer.is_desk %}', sample: true },
    },
    text: mailText({
      subject: 'A message was changed about your order of {{ service.name }}',
      opening:
        '{{ writer.name }}{% if writer.is_desk %} of the order desk{% endif %} changed a message to you about order {{ order.number }}.',
      button,
      otherwise: messageOtherwise,
    }),
    sample: { ...customerSample, rows: [], quote: sampleQuote('Anna de Wit') },
  }),
  customerWrote: mailMoment({
    ...desk,
    id: 'ordering.customer_wrote',
    title: 'The customer writes',
    placeholders: { ...orderPlaceholders, ...writer },
    text: mailText({
      subject: '{{ customer.name }} wrote about the order',
      opening: '{{ writer.name }} wrote about order {{ order.number }}.',
      button: deskParts.button,
      otherwise: `{% if message.is_private %}It is for you alone: you find it on the page of the order.{% else %}${deskParts.otherwise}{% endif %}`,
    }),
    sample: { ...deskSample, rows: [], quote: sampleQuote('Eleni Kostas') },
  }),
  customerCancelled: mailMoment({
    ...desk,
    id: 'ordering.customer_cancelled',
    title: 'The customer cancels the order',
    placeholders: { ...orderPlaceholders, 'canceller.name': { meaning: 'Who cancelled', sample: 'Eleni Kostas' } },
    text: mailText({
      subject: 'The customer cancelled the order',
      opening: '{{ canceller.name }} cancelled order {{ order.number }}.',
      ...deskParts,
    }),
    sample: { ...deskSample, rows: [...(deskSample.rows ?? []), [label.reason, 'No longer needed']] },
  }),
  customerErased: mailMoment({
    ...desk,
    id: 'ordering.customer_erased',
    title: 'The customer erases their account',
    placeholders: {
      ...orderPlaceholders,
      'project.is_passed': {
        meaning: 'Whether somebody else of the project is the customer now, for {% if project.is_passed %}',
        sample: true,
      },
    },
    text: mailText({
      subject: 'The customer has erased their account',
      opening: 'The customer of order {{ order.number }} has erased their account.',
      paragraphs:
        '{% if project.is_passed %}{{ customer.name }} is the customer now and can answer.{% else %}Nobody of the project can answer any more, and the project is archived. Decide whether the order goes on.{% endif %}',
      ...deskParts,
    }),
  }),
  unanswered: mailMoment({
    ...desk,
    id: 'ordering.question_unanswered',
    title: 'The customer answers no reminder',
    placeholders: { ...orderPlaceholders, ...asked },
    text: mailText({
      subject: 'The customer does not answer: reject or go on',
      opening:
        'Order {{ order.number }} has waited for {{ customer.name }} since {{ question.asked_on }}, and two reminders brought no answer.',
      button: deskParts.button,
      otherwise: 'The order waits until you reject it or go on without the answer.',
    }),
    sample: { ...deskSample, quote: sampleQuote('The order desk') },
  }),
  strangerWrote: mailMoment({
    ...desk,
    id: 'ordering.stranger_wrote',
    title: 'Somebody unknown answers a mail of an order',
    text: mailText({
      subject: 'Somebody unknown wrote about the order',
      opening:
        'Order {{ order.number }} got a mail from somebody who may not write on it. It is kept as an internal note.',
      ...deskParts,
    }),
    sample: { ...deskSample, rows: [], quote: sampleQuote('someone@elsewhere.example') },
  }),
};
