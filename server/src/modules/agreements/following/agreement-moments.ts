import { catalogueLabels } from '#catalogue';
import { dayIn, periodIn, mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { orderingLabels } from '#ordering';
import { agreementLabels as label } from '../mail-labels.ts';

/** What the text of every mail about an agreement may name. */
export const agreementPlaceholders = {
  'agreement.name': { meaning: 'Name of the agreement', sample: 'SLA-1284' },
  'version.number': { meaning: 'Number of its version', sample: 2 },
  'version.starts_on': { meaning: 'First day on which it holds', sample: dayIn('2026-12-01', 'short') },
  'version.ends_on': { meaning: 'Last day on which it holds', sample: dayIn('2027-05-30', 'short') },
  'service.name': { meaning: 'The service', sample: 'Cloud compute' },
  'project.name': { meaning: 'Name of the project; empty where there is none', sample: 'Aegean Coastal Forecast' },
  'site.name': { meaning: 'The resource centre; empty where there is none', sample: 'IN2P3-IRES' },
  'party.name': { meaning: 'The other side of the agreement', sample: 'Eleni Kostas' },
  'federation.name': { meaning: 'Name of the federation', sample: 'EGI Federation' },
} as const;

const rows = [
  [label.agreement, 'Service level agreement SLA-1284, version 2'],
  [orderingLabels.project, 'Aegean Coastal Forecast'],
  [catalogueLabels.service, 'Cloud compute'],
  [label.valid, periodIn('2026-12-01', '2027-05-30', 'short')],
] as const;
const partySample: MailFrame = {
  mark: '[1284]',
  rows,
  url: 'https://portolan.example/s/link-of-your-own',
  because: 'You get this because you ordered Cloud compute for Aegean Coastal Forecast.',
};
const deskSample: MailFrame = {
  mark: '[1284]',
  rows,
  url: 'https://portolan.example/agreements/SLA-1284',
  because: 'You get this because you look after the agreements of the federation.',
};
const party = { reader: 'Party to the agreement', placeholders: agreementPlaceholders, sample: partySample } as const;
const desk = {
  reader: 'Order desk and SLA coordinators',
  placeholders: agreementPlaceholders,
  sample: deskSample,
} as const;

const version = '{{ agreement.name }}, version {{ version.number }}';
const button = 'Open the agreement';
const reviewed = {
  ...agreementPlaceholders,
  'review.on': { meaning: 'Day of the yearly review', sample: dayIn('2027-12-01', 'short') },
} as const;
const ended = {
  ...agreementPlaceholders,
  'version.reason': { meaning: 'Why; empty where nothing was said', sample: 'The project ended earlier.' },
} as const;
const reason = '{% if version.reason != "" %}The reason: {{ version.reason }}{% endif %}';
const endingText = (howToGoOn: string, label = '') =>
  mailText({
    subject: '{{ agreement.name }} ends on {{ version.ends_on }}',
    opening: `${version} ends on {{ version.ends_on }}.`,
    paragraphs: howToGoOn,
    button: label,
    otherwise: 'If you do nothing, the agreement ends on that day.',
  });

/** Mails about agreements to their other side: the customer, the provider, or whoever an agreement was written with. */
export const partyMoments = {
  proposed: mailMoment({
    ...party,
    id: 'agreements.proposed',
    title: 'An agreement waits for a signature',
    placeholders: {
      ...agreementPlaceholders,
      'link.works_until': { meaning: 'Last day of the link', sample: dayIn('2026-12-23', 'short') },
    },
    text: mailText({
      subject: 'Sign the agreement {{ agreement.name }}, version {{ version.number }}',
      opening: '{{ federation.name }} proposes an agreement and asks you to read and sign it.',
      button: 'Read and sign',
      otherwise:
        'You need no account. The link works until {{ link.works_until }}. Without your signature the agreement does not hold; a remark can be sent from the same page.',
    }),
  }),
  agreed: mailMoment({
    ...party,
    id: 'agreements.agreed',
    title: 'Both sides have signed',
    placeholders: {
      ...agreementPlaceholders,
      'version.signatures': {
        meaning: 'Who has signed, a line each',
        sample: 'Signed by Eleni Kostas, Scientist.\nSigned by Marta Ricci, SLA coordinator.',
      },
    },
    text: mailText({
      subject: `${version} is agreed`,
      opening: `Both sides have signed ${version}.`,
      paragraphs:
        '{{ version.signatures }}\n\nThe address below stays readable. It leads to the text and to the PDF, whose SHA-256 anyone can check.',
      button: 'Read the agreement',
    }),
  }),
  superseded: mailMoment({
    ...party,
    id: 'agreements.superseded',
    title: 'A newer version holds',
    placeholders: ended,
    text: mailText({
      subject: `${version} is superseded`,
      opening: `${version} is superseded.`,
      paragraphs: 'The newer version holds from now on; you have it in a mail of its own.',
    }),
  }),
  terminated: mailMoment({
    ...party,
    id: 'agreements.terminated',
    title: 'The agreement is terminated',
    placeholders: ended,
    text: mailText({
      subject: `${version} is terminated`,
      opening: `${version} is terminated.`,
      paragraphs: reason,
    }),
  }),
  withdrawn: mailMoment({
    ...party,
    id: 'agreements.withdrawn',
    title: 'A proposal is withdrawn',
    placeholders: ended,
    text: mailText({
      subject: `${version} is withdrawn`,
      opening: `${version} is withdrawn.`,
      paragraphs: reason,
    }),
  }),
  reviewDue: mailMoment({
    ...party,
    id: 'agreements.review_due',
    title: 'The yearly review comes',
    placeholders: reviewed,
    text: mailText({
      subject: '{{ agreement.name }} is reviewed on {{ review.on }}',
      opening: `Targets and content of ${version} are reviewed on {{ review.on }}, as every year.`,
      paragraphs: 'Tell us until then by answering this mail if anything should change.',
      otherwise: 'If you do nothing, the agreement goes on as it is.',
    }),
  }),
  orderEnding: mailMoment({
    ...party,
    id: 'agreements.sla_ending',
    title: 'The SLA of an order ends soon',
    text: endingText('To keep the service longer, change the order and choose a later end.', button),
  }),
  shareEnding: mailMoment({
    ...party,
    id: 'agreements.ola_ending',
    title: 'The OLA of a share ends soon',
    text: endingText('Nothing is asked of you; the desk writes when the share is to go on.'),
  }),
  writtenEnding: mailMoment({
    ...party,
    id: 'agreements.written_ending',
    title: 'An agreement without an order ends soon',
    text: endingText('We come back to you about a new version. Tell us by answering this mail what should change.'),
  }),
};

/** Mails about agreements to the desk and to those who look after all of them. */
export const agreementDeskMoments = {
  proposed: mailMoment({
    ...desk,
    id: 'agreements.proposed_desk',
    title: 'An agreement is proposed',
    text: mailText({
      subject: `${version} is proposed`,
      opening: `${version} is proposed. {{ party.name }} was asked to sign it.`,
      button,
    }),
  }),
  agreed: mailMoment({
    ...desk,
    id: 'agreements.agreed_desk',
    title: 'Both sides have signed',
    text: mailText({
      subject: `${version} is agreed`,
      opening: `Both sides have signed ${version}.`,
      button,
    }),
  }),
  reviewDue: mailMoment({
    ...desk,
    id: 'agreements.review_due_desk',
    title: 'The yearly review comes',
    placeholders: reviewed,
    text: mailText({
      subject: '{{ agreement.name }} is reviewed on {{ review.on }}',
      opening: `The yearly review of ${version} is due on {{ review.on }}. {{ party.name }} was told, too.`,
      button,
    }),
  }),
  ending: mailMoment({
    ...desk,
    id: 'agreements.ending_desk',
    title: 'An agreement ends soon',
    text: mailText({
      subject: '{{ agreement.name }} ends on {{ version.ends_on }}',
      opening: `${version} ends on {{ version.ends_on }}. {{ party.name }} was told, too.`,
      button,
    }),
  }),
};
