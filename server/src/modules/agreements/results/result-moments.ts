import { catalogueLabels } from '#catalogue';
import { dayIn, monthIn, mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { orderingLabels } from '#ordering';
import { agreementLabels as label } from '../mail-labels.ts';

const placeholders = {
  'agreement.name': { meaning: 'Name of the agreement', sample: 'OLA-1284-1' },
  'site.name': { meaning: 'The resource centre', sample: 'IN2P3-IRES' },
  'service.name': { meaning: 'The service', sample: 'Cloud compute' },
  'result.month': { meaning: 'The month', sample: monthIn('2026-11') },
} as const;
const violated = {
  ...placeholders,
  'result.missed': { meaning: 'Which promises were missed', sample: 'availability and the reliability' },
  'explanation.due_on': { meaning: 'When the explanation is due', sample: dayIn('2026-12-14', 'short') },
} as const;

const rows = [
  [label.agreement, 'OLA-1284-1, version 1'],
  [orderingLabels.site, 'IN2P3-IRES'],
  [catalogueLabels.service, 'Cloud compute'],
  [label.month, monthIn('2026-11')],
  [label.availability, '91.2 %, promised 95 %'],
  [label.reliability, '94.8 %, promised 97 %'],
] as const;
const sample: MailFrame = {
  mark: '[1284]',
  rows,
  url: 'https://portolan.example/agreements/OLA-1284-1#results',
  because: 'You get this because you look after the agreements of the federation.',
};
const coordinator = { reader: 'SLA coordinators', placeholders, sample } as const;

const opening =
  'In {{ result.month }} {{ site.name }} stayed below the {{ result.missed }} that {{ agreement.name }} promises.';
const button = 'Open the agreement';

/** Mails that follow from the results of a month. */
export const resultMoments = {
  explain: mailMoment({
    id: 'agreements.explanation_asked',
    title: 'It is asked to explain a month below what is promised',
    reader: 'Resource centre',
    placeholders: violated,
    text: mailText({
      subject: 'Please explain {{ result.month }} at {{ site.name }}',
      opening,
      paragraphs:
        'Please say until {{ explanation.due_on }} what happened and what you do so that it does not happen again.',
      button: 'Explain',
      otherwise: 'You need no account. Your explanation goes to the SLA coordinator and into the next report.',
    }),
    sample: {
      ...sample,
      url: 'https://portolan.example/s/justify/link-of-your-own',
      because: 'You get this because IN2P3-IRES promises this service in OLA-1284-1.',
    },
  }),
  violated: mailMoment({
    ...coordinator,
    id: 'agreements.violated',
    title: 'A month stayed below what is promised',
    placeholders: violated,
    text: mailText({
      subject: '{{ agreement.name }} was violated in {{ result.month }}',
      opening: `${opening} The provider was asked to explain it.`,
      button,
    }),
  }),
  justified: mailMoment({
    ...coordinator,
    id: 'agreements.justified',
    title: 'A resource centre explains a month',
    placeholders: {
      ...placeholders,
      'explanation.by': { meaning: 'Who explains', sample: 'Claire Moreau' },
    },
    text: mailText({
      subject: '{{ site.name }} explains {{ result.month }}',
      opening: '{{ explanation.by }} explains {{ result.month }} at {{ site.name }}.',
      button,
    }),
    sample: { ...sample, facts: ['The storage was moved to a new building.'] },
  }),
  escalated: mailMoment({
    ...coordinator,
    id: 'agreements.escalated',
    title: 'Three months in a row stayed below what is promised',
    text: mailText({
      subject: 'Escalation: {{ site.name }}, three months below the availability of {{ agreement.name }}',
      opening:
        '{{ site.name }} stayed below the availability that {{ agreement.name }} promises in three evaluated months in a row, the last of them {{ result.month }}.',
      button,
    }),
    sample: { ...sample, rows: rows.slice(0, 3) },
  }),
};
