import { mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import { sampleQuote } from '../orders/mail-facts.ts';
import { orderingLabels as label } from '../mail-labels.ts';

const placeholders = {
  'project.number': { meaning: 'Number of the project', sample: 17 },
  'project.name': { meaning: 'Name of the project', sample: 'Aegean Coastal Forecast' },
} as const;

const mark = '[Project 17]';
const sample: MailFrame = {
  mark,
  rows: [[label.project, 'Aegean Coastal Forecast']],
  url: 'https://portolan.example/projects/17',
  because: 'You get this mail because you are a member of this project.',
};
const button = 'Open the project';

const author = { 'message.author': { meaning: 'Who wrote', sample: 'Anna de Wit' } } as const;
const toPeople = {
  reader: 'People of a project',
  placeholders: {
    ...placeholders,
    ...author,
    'message.is_direct': {
      meaning: 'Whether it is for the customer alone, and not quoted, for {% if message.is_direct %}',
      sample: false,
    },
  },
  sample: {
    quote: sampleQuote('Anna de Wit'),
    url: sample.url,
    because: 'You get this because you are in the project Aegean Coastal Forecast.',
  },
} as const;
const otherwise = '{% if message.is_direct %}It is for you alone: you find it on the page of the project.{% endif %}';

/** Mails about projects as a whole and about who belongs to them. */
export const projectMoments = {
  invited: mailMoment({
    id: 'ordering.project_invitation',
    title: 'Somebody is invited to a project',
    reader: 'Who is invited',
    placeholders: {
      ...placeholders,
      'owner.name': { meaning: 'Who invites', sample: 'Eleni Kostas' },
      'reader.email': { meaning: 'The address that is invited', sample: 'tomas@uni.example', required: true },
    },
    text: mailText({
      subject: '{{ owner.name }} invites you to {{ project.name }}',
      opening: '{{ owner.name }} invites you to the project {{ project.name }}.',
      button,
      otherwise: 'Sign in with an account that has the address {{ reader.email }}. If you do nothing, nothing happens.',
    }),
    sample: {
      ...sample,
      rows: [
        [label.project, 'Aegean Coastal Forecast'],
        [label.invitedBy, 'Eleni Kostas'],
        [label.youMay, 'order services and write to the order desk'],
      ],
      because: 'You get this mail because Eleni Kostas gave your address.',
    },
  }),
  handedOver: mailMoment({
    id: 'ordering.project_handed_over',
    title: 'A project is handed over',
    reader: 'New owner of a project',
    placeholders: { ...placeholders, 'owner.name': { meaning: 'The former owner', sample: 'Eleni Kostas' } },
    text: mailText({
      subject: '{{ project.name }} is yours now',
      opening: '{{ owner.name }} handed the project {{ project.name }} over to you.',
      paragraphs: 'You are its owner now. {{ owner.name }} stays as a member who may order.',
      button,
    }),
    sample: {
      ...sample,
      rows: [
        [label.project, 'Aegean Coastal Forecast'],
        [label.formerOwner, 'Eleni Kostas'],
      ],
    },
  }),
  inherited: mailMoment({
    id: 'ordering.project_inherited',
    title: 'The owner of a project erased their account',
    reader: 'New owner of a project',
    placeholders,
    text: mailText({
      subject: '{{ project.name }} is yours now',
      opening: 'The owner of the project {{ project.name }} has erased their account. You are its owner now.',
      paragraphs: 'Its orders go on with you as their customer.',
      button,
    }),
    sample,
  }),
  written: mailMoment({
    ...toPeople,
    id: 'ordering.project_message',
    title: 'The desk writes about a project',
    text: mailText({
      subject: 'A message about your project {{ project.name }}',
      opening: '{{ message.author }} wrote to you about your project {{ project.name }}.',
      button,
      otherwise,
    }),
  }),
  edited: mailMoment({
    ...toPeople,
    id: 'ordering.project_message_edited',
    title: 'A message about a project was changed',
    text: mailText({
      subject: 'A message was changed about your project {{ project.name }}',
      opening: '{{ message.author }} changed a message to you about your project {{ project.name }}.',
      button,
      otherwise,
    }),
  }),
  toDesk: mailMoment({
    id: 'ordering.project_message_to_desk',
    title: 'Somebody writes to the desk about a project',
    reader: 'Order desk',
    placeholders: { ...placeholders, ...author },
    text: mailText({
      subject: '{{ project.name }}: a message to the desk',
      opening: '{{ message.author }} wrote to the order desk about the project {{ project.name }} as a whole.',
      button: 'Answer',
    }),
    sample: {
      mark,
      quote: sampleQuote('Eleni Kostas'),
      url: 'https://portolan.example/projects/17/conversation',
      because: 'You get this because messages about whole projects come to the group Cloud.',
    },
  }),
};

/** Values of what every mail about a project may name. */
export const projectFacts = ({ number, name }: { readonly number: number; readonly name: string }) => ({
  'project.number': number,
  'project.name': name,
});
