import type { Kernel } from '#kernel/assemble';
import { letter, mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { messagingLabels as label } from '../mail-labels.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { registrationById } from './keep-registration.ts';

const because = 'You get this because somebody gave this address when asking for a user of the messaging service.';
const sample: MailFrame = {
  rows: [[label.user, 'grid-publisher']],
  url: 'https://portolan.example/messaging/register/0198.abc',
  because,
};
const placeholders = {
  'user.name': { meaning: 'Name of the user that is asked for', sample: 'grid-publisher' },
} as const;

export const registrationMoments = {
  asked: mailMoment({
    id: 'messaging.registration_asked',
    title: 'Somebody asks for a user of the messaging service',
    reader: 'Applicant',
    placeholders,
    text: mailText({
      subject: 'You asked for the messaging user {{ user.name }}',
      opening: 'An administrator looks at what you asked for. You are told by mail what came of it.',
      button: 'See how it stands',
      otherwise: 'If it was not you, you need do nothing.',
    }),
    sample,
  }),
  accepted: mailMoment({
    id: 'messaging.registration_accepted',
    title: 'A user of the messaging service is made',
    reader: 'Applicant',
    placeholders,
    text: mailText({
      subject: 'The messaging user {{ user.name }} is there',
      opening: 'The user {{ user.name }} was made for you. The page behind the button shows its token for 14 days.',
      paragraphs: 'Please do not forward this mail: whoever has it can read the token.',
      button: 'Get the token',
    }),
    sample,
  }),
  declined: mailMoment({
    id: 'messaging.registration_declined',
    title: 'A user of the messaging service is refused',
    reader: 'Applicant',
    placeholders,
    text: mailText({
      subject: 'The messaging user {{ user.name }} was not made',
      opening: 'An administrator did not make the user {{ user.name }}.',
      button: 'Ask again',
    }),
    sample: { ...sample, quote: { by: 'The administrator', text: 'Use the user of your site' } },
  }),
};

/** Mails the applicant what became of the registration. */
export function mailRegistrations(kernel: Kernel, context: MessagingContext): Reaction {
  return {
    name: 'messaging.mail_registrations',
    on: Object.values(registrationMoments).map(({ id }) => id),
    async react(tx, event) {
      const id = String(event.payload['registrationId']);
      const asked = await registrationById(tx, id);
      if (!asked) return;
      const { name, email, declineComment } = asked;
      const moment = Object.values(registrationMoments).find((one) => one.id === event.type);
      if (!moment) return;
      const page = `${kernel.config.publicUrl}/messaging/register`;
      const words = await kernel.mailTexts.words(tx, moment, { 'user.name': name });
      await kernel.mailer.send(tx, {
        key: `messaging-registration:${event.id}`,
        to: email,
        about: `messaging-registration:${id}`,
        ...letter(words, {
          rows: [[label.user, name]],
          ...(declineComment === '' ? {} : { quote: { by: 'The administrator', text: declineComment } }),
          url: moment === registrationMoments.declined ? page : `${page}/${id}.${context.tokens.ofLink(id)}`,
          because,
        }),
      });
    },
  };
}
