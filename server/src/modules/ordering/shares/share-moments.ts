import { dayIn, mailMoment, mailText, weekdayIn, type MailFrame } from '#kernel/mail-texts';
import { sampleQuote } from '../orders/mail-facts.ts';
import { daysOfPeriod } from './share-mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** What the texts of mails about shares may name. Contacts of resource centres read them: public facts alone. */
const placeholders = {
  'order.number': { meaning: 'Number of the order', sample: 1284 },
  'service.name': { meaning: 'The service', sample: 'Cloud compute' },
  'project.name': { meaning: 'Name of the project', sample: 'Aegean Coastal Forecast' },
  'site.name': { meaning: 'The resource centre', sample: 'IN2P3-IRES' },
  'share.what': { meaning: 'What it is asked for', sample: '20 virtual machines' },
  'share.starts_on': { meaning: 'First day of the share', sample: dayIn('2026-12-01') },
  'share.ends_on': { meaning: 'Last day of the share', sample: dayIn('2027-05-30') },
  'federation.name': { meaning: 'Name of the federation', sample: 'EGI Federation' },
  'desk.phone': { meaning: 'Phone of the order desk', sample: '+31 20 555 0100' },
} as const;

const rows = [
  [label.resources, '20 virtual machines (4 cores, 16 GB each)'],
  [label.period, daysOfPeriod('2026-12-01', '2027-05-30')],
] as const;
const providerSample: MailFrame = {
  mark: '[1284]',
  rows,
  url: 'https://portolan.example/a/link-of-your-own',
  because:
    'You get this because grid@ires.example is a contact of IN2P3-IRES. The link is for you alone: please do not forward it.',
};
const deskSample: MailFrame = {
  mark: '[1284]',
  rows: [
    [label.site, 'IN2P3-IRES, grid@ires.example'],
    [label.resources, '20 virtual machines'],
  ],
  url: 'https://portolan.example/orders/1284#shares',
  because: 'You get this because order 1284 is assigned to you.',
};
const provider = { reader: 'Resource centre', placeholders, sample: providerSample } as const;
const desk = { reader: 'Order desk', placeholders, sample: deskSample } as const;

const askPlaceholders = {
  ...placeholders,
  'answer.by': { meaning: 'When the answer is due; empty without a deadline', sample: weekdayIn('2026-11-27') },
  'answer.is_late': { meaning: 'Whether that is over, for {% if answer.is_late %}', sample: false },
  'link.works_until': { meaning: 'Last day of the link', sample: dayIn('2026-12-23', 'short') },
} as const;
const due =
  '{% if answer.by != "" %} {% if answer.is_late %}It was due{% else %}Answer by{% endif %} {{ answer.by }}{% endif %}';
const asks =
  'The order desk of {{ federation.name }} asks whether {{ site.name }} can provide {{ share.what }} for order {{ order.number }}, {{ service.name }}.';
const askText = mailText({
  subject: `Can {{ site.name }} provide {{ share.what }}?${due}`,
  opening: asks,
  button: 'Answer this request',
  otherwise:
    'The page lets you say yes, yes with changes, or no, and ask the desk. If you do nothing, the desk reminds you and then asks another site. The link works until {{ link.works_until }}. Phone of the desk: {{ desk.phone }}.',
});
const askSample = { ...providerSample, quote: sampleQuote('The order desk') };

const answered = { button: 'Look at the answer' } as const;
const wrong = 'Is this wrong? Call the order desk, {{ desk.phone }}: it can reopen the answer.';
const byDesk = {
  ...placeholders,
  'answer.by_desk': { meaning: 'Whether the desk noted the answer, for {% if answer.by_desk %}', sample: false },
  'share.amounts': { meaning: 'What is provided', sample: '20 virtual machines' },
} as const;
/** `site` says or the desk noted what `verb` says. */
const who = (verb: string) =>
  `{% if answer.by_desk %}The order desk noted that {{ site.name }} ${verb}{% else %}{{ site.name }} ${verb}{% endif %} for order {{ order.number }}.`;
const answerText = (verb: string, next: string) =>
  mailText({
    subject: `Your answer: {{ site.name }} ${verb}`,
    opening: who(verb),
    paragraphs: next,
    otherwise: wrong,
    ...answered,
  });
const deliverNext = 'You are asked to deliver once the order is approved.';

const deskButton = 'Open order {{ order.number }}';
const deskText = (verb: string, otherwise: string) =>
  mailText({
    subject: `{{ site.name }} ${verb}`,
    opening: `{{ site.name }} ${verb} in order {{ order.number }}.`,
    button: deskButton,
    otherwise,
  });

/** Mails about shares to the contacts of resource centres (ordering.md 4.17). */
export const providerMoments = {
  asked: mailMoment({
    ...provider,
    id: 'ordering.share_sent',
    title: 'A resource centre is asked for a share',
    placeholders: askPlaceholders,
    text: askText,
    sample: askSample,
  }),
  askedAgain: mailMoment({
    ...provider,
    id: 'ordering.share_counter_refused',
    title: 'Its changes are refused and it is asked again',
    placeholders: askPlaceholders,
    text: {
      ...askText,
      opening: `The order desk could not accept your changes and asks once more. ${asks}`,
    },
    sample: askSample,
  }),
  reopened: mailMoment({
    ...provider,
    id: 'ordering.share_reopened',
    title: 'Its answer is reopened',
    placeholders: askPlaceholders,
    text: { ...askText, opening: `The order desk reopened your answer. ${asks}` },
    sample: askSample,
  }),
  reminded: mailMoment({
    ...provider,
    id: 'ordering.share_reminded',
    title: 'A resource centre is reminded',
    placeholders: askPlaceholders,
    text: {
      ...askText,
      subject: `Reminder: ${askText.subject}`,
      opening: `An answer is still missing. ${asks}`,
    },
    sample: askSample,
  }),
  validated: mailMoment({
    ...provider,
    id: 'ordering.share_validated',
    title: 'It has said yes',
    placeholders: byDesk,
    text: answerText('provides {{ share.amounts }}', deliverNext),
  }),
  rejected: mailMoment({
    ...provider,
    id: 'ordering.share_rejected',
    title: 'It has said no',
    placeholders: byDesk,
    text: answerText('cannot provide it', 'The order desk looks for another site. You need to do nothing.'),
  }),
  countered: mailMoment({
    ...provider,
    id: 'ordering.share_countered',
    title: 'It has offered changed terms',
    placeholders: byDesk,
    text: answerText('offers changed terms', 'The order desk decides and tells you.'),
  }),
  counterAccepted: mailMoment({
    ...provider,
    id: 'ordering.share_counter_accepted',
    title: 'Its changed terms are accepted',
    placeholders: byDesk,
    text: {
      ...answerText('provides it with changes', deliverNext),
      opening: 'The order desk accepted the changed offer of {{ site.name }} for order {{ order.number }}.',
    },
  }),
  noLonger: mailMoment({
    ...provider,
    id: 'ordering.share_withdrawn',
    title: 'It is not asked any more',
    placeholders: {
      ...placeholders,
      'withdrawal.reason': { meaning: 'Why; empty where nothing was said', sample: 'the customer needs less' },
    },
    text: mailText({
      subject: 'No longer needed: {{ share.what }} at {{ site.name }}',
      opening:
        'The order desk no longer asks {{ site.name }} for {{ share.what }} of order {{ order.number }}{% if withdrawal.reason != "" %}: {{ withdrawal.reason }}{% endif %}.',
      otherwise:
        'You need to do nothing. The link of the earlier mail no longer takes an answer. Phone of the desk: {{ desk.phone }}.',
    }),
  }),
  deliver: mailMoment({
    ...provider,
    id: 'ordering.share_to_deliver',
    title: 'The order is approved: it sets its share up',
    text: mailText({
      subject: 'Approved: set up {{ share.what }} at {{ site.name }}',
      opening:
        'Order {{ order.number }} is approved. The order desk asks {{ site.name }} to set up its share by {{ share.starts_on }}.',
      paragraphs: 'Report it ready with what the customer needs to get in: a text, an address or a secret.',
      button: 'Report ready',
      otherwise: 'The customer waits until every resource centre has reported its share ready.',
    }),
  }),
  release: mailMoment({
    ...provider,
    id: 'ordering.share_to_release',
    title: 'The order is closed: it releases its share',
    placeholders: {
      ...placeholders,
      'order.closed_on': { meaning: 'When the order was closed', sample: dayIn('2027-05-30') },
    },
    text: mailText({
      subject: 'Release {{ share.what }} at {{ site.name }}',
      opening:
        'Order {{ order.number }} was closed on {{ order.closed_on }}. {{ site.name }} can release what it provides for it.',
    }),
  }),
};

/** Mails about shares to the desk: what a resource centre did, or did not do. */
export const shareDeskMoments = {
  validated: mailMoment({
    ...desk,
    id: 'ordering.provider_validated',
    title: 'A resource centre says yes',
    text: deskText('validated {{ share.what }}', 'The page of the order shows what is still missing.'),
  }),
  rejected: mailMoment({
    ...desk,
    id: 'ordering.provider_rejected',
    title: 'A resource centre says no',
    text: deskText(
      'cannot provide {{ share.what }}',
      'Ask another resource centre for it, or the customer to accept less.',
    ),
  }),
  countered: mailMoment({
    ...desk,
    id: 'ordering.provider_countered',
    title: 'A resource centre offers changed terms',
    text: deskText(
      'offers changed terms for {{ share.what }}',
      'Accept the counter or refuse it on the page of the order.',
    ),
  }),
  delivered: mailMoment({
    ...desk,
    id: 'ordering.provider_delivered',
    title: 'A resource centre reports its share ready',
    text: deskText('reported {{ share.what }} ready', 'With the last share the order becomes ready by itself.'),
  }),
  expired: mailMoment({
    ...desk,
    id: 'ordering.provider_silent',
    title: 'The link of a resource centre has run out',
    text: deskText(
      'did not answer about {{ share.what }}',
      'The link has run out. Send the share again, or ask another resource centre.',
    ),
  }),
  escalated: mailMoment({
    ...desk,
    id: 'ordering.provider_late',
    title: 'A resource centre is long overdue',
    text: deskText(
      'has not answered about {{ share.what }} for 5 working days',
      'It was reminded once more. A call may help.',
    ),
  }),
  asks: mailMoment({
    ...desk,
    id: 'ordering.provider_asks',
    title: 'A resource centre asks something',
    text: mailText({
      subject: '{{ site.name }} asks something before it answers',
      opening: '{{ site.name }} has a question about its share of order {{ order.number }}.',
      button: deskButton,
    }),
    sample: { ...deskSample, rows: [], quote: sampleQuote('IN2P3-IRES') },
  }),
};
