import { mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { sampleQuote } from '../orders/mail-facts.ts';

const placeholders = {
  'question.number': { meaning: 'Number of the question', sample: 12 },
  'service.name': { meaning: 'The service', sample: 'Cloud compute' },
  'customer.name': { meaning: 'Who asks', sample: 'Eleni Kostas' },
} as const;

const mark = '[Question 12]';
const deskSample: MailFrame = {
  mark,
  quote: sampleQuote('Eleni Kostas'),
  url: 'https://portolan.example/questions/12',
  because: 'You get this because questions about this service come to the group Cloud.',
};
const desk = { reader: 'Order desk', placeholders, sample: deskSample } as const;
const button = 'Answer the question';

/** Mails about questions before an order. */
export const questionMoments = {
  asked: mailMoment({
    ...desk,
    id: 'ordering.question_asked',
    title: 'Somebody asks about a service',
    text: mailText({
      subject: '{{ service.name }}',
      opening: '{{ customer.name }} asks about {{ service.name }}.',
      button,
    }),
  }),
  askedOn: mailMoment({
    ...desk,
    id: 'ordering.question_asked_on',
    title: 'Somebody asks on about a service',
    text: mailText({
      subject: 'Once more: {{ service.name }}',
      opening: '{{ customer.name }} wrote again about {{ service.name }}.',
      button,
    }),
  }),
  answered: mailMoment({
    id: 'ordering.question_answered',
    title: 'A question about a service is answered',
    reader: 'Customer',
    placeholders: { ...placeholders, 'answer.author': { meaning: 'Who answers', sample: 'Anna de Wit' } },
    text: mailText({
      subject: 'An answer about {{ service.name }}',
      opening: '{{ answer.author }} of the order desk answered your question about {{ service.name }}.',
      button: 'Open the question',
      otherwise: 'If that settles it, you need to do nothing. You can ask on, or order the service, on its page.',
    }),
    sample: {
      mark,
      quote: { by: 'Anna de Wit', text: 'Two sites are fine.' },
      url: 'https://portolan.example/questions/12',
      because: 'You get this because you asked.',
    },
  }),
};
