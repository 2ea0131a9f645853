import type { IdentityModule } from '#identity';
import type { Kernel } from '#kernel/assemble';
import { letter, mailMoment, mailText } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { messagingLabels as label, type MessagingModule } from '#messaging';

const because = 'You get this because you administer this portal.';

export const registrationWaitingMoment = mailMoment({
  id: 'messaging.registration_waiting',
  title: 'A registration for the messaging service waits',
  reader: 'Administrator',
  placeholders: {
    'user.name': { meaning: 'Name of the user that is asked for', sample: 'grid-publisher' },
  },
  text: mailText({
    subject: 'Somebody asks for the messaging user {{ user.name }}',
    opening:
      'Somebody asks for the user {{ user.name }} of the messaging service, and waits to be told what comes of it.',
    otherwise:
      'Accept or decline it, with a word to the applicant. A user is in no project until somebody puts it there.',
    button: 'Open the registrations',
  }),
  sample: {
    rows: [
      [label.user, 'grid-publisher'],
      [label.name, 'Ada Rossi'],
      [label.organisation, 'INFN'],
      [label.mail, 'ada.rossi@example.org'],
    ],
    quote: { by: 'The applicant', text: 'Usage records of our site' },
    url: 'https://portolan.example/messaging?tab=registrations',
    because,
  },
});

/** Mails to every portal administrator that somebody asks for a user of the messaging service. */
export function mailWaitingRegistrations(
  kernel: Kernel,
  people: IdentityModule['people'],
  registrationById: MessagingModule['registrationById'],
): Reaction {
  return {
    name: 'wiring.mail_waiting_registrations',
    on: ['messaging.registration_asked'],
    async react(tx, event) {
      const asked = await registrationById(tx, String(event.payload['registrationId']));
      if (asked?.status !== 'pending') return;
      const administrators = (await people.withRole(tx, 'administrator')).map(({ id }) => id);
      for (const { id, email, language } of (await people.cards(tx, administrators)).values()) {
        const words = await kernel.mailTexts.words(
          tx,
          registrationWaitingMoment,
          { 'user.name': asked.name },
          { language },
        );
        await kernel.mailer.send(tx, {
          key: `messaging-registration-waiting:${event.id}:${id}`,
          to: email,
          about: `messaging-registration:${asked.id}`,
          ...letter(words, {
            rows: [
              [label.user, asked.name],
              [label.name, `${asked.firstName} ${asked.lastName}`.trim()],
              [label.organisation, asked.organization],
              [label.mail, asked.email],
            ],
            ...(asked.description === '' ? {} : { quote: { by: 'The applicant', text: asked.description } }),
            url: `${kernel.config.publicUrl}/messaging?tab=registrations`,
            because,
          }),
        });
      }
    },
  };
}
