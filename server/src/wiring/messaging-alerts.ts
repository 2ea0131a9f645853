import type { IdentityModule } from '#identity';
import type { Kernel } from '#kernel/assemble';
import { letter, mailMoment, mailText, type MailFrame } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { messagingLabels as label, type MessagingAlert, type MessagingModule } from '#messaging';
import { orderingLabels } from '#ordering';

const because = 'You get this because you administer this portal.';
const sample: MailFrame = {
  rows: [
    [orderingLabels.project, 'EGI-ACCOUNTING'],
    [label.topic, 'gLite-APEL'],
    [label.subscription, 'grid-accounting'],
  ],
  url: 'https://portolan.example/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting',
  because,
};
const placeholders = {
  'alert.about': { meaning: 'The subscription or topic it is about', sample: 'The subscription grid-accounting' },
  'alert.what': {
    meaning: 'What is the matter, with its limit',
    sample: 'is 12000 messages behind; the limit is 10000',
  },
} as const;

export const messagingAlertMoments = {
  opened: mailMoment({
    id: 'messaging.alert_opened',
    title: 'A subscription lags, or a topic is silent',
    reader: 'Administrator',
    placeholders,
    text: mailText({
      subject: '{{ alert.about }} {{ alert.what }}',
      opening: '{{ alert.about }} {{ alert.what }}.',
      button: 'Look at it',
      otherwise:
        'Messages are kept for seven days, whether they were read or not. You are told again when this is over.',
    }),
    sample,
  }),
  closed: mailMoment({
    id: 'messaging.alert_closed',
    title: 'A subscription has caught up, or a topic is heard again',
    reader: 'Administrator',
    placeholders: { 'alert.about': placeholders['alert.about'] },
    text: mailText({
      subject: '{{ alert.about }} is well again',
      opening: '{{ alert.about }} is well below its limit again.',
      button: 'Look at it',
    }),
    sample,
  }),
};

/** Mails to every portal administrator that messages are not read, or not published, and that they are again. */
export function mailMessagingAlerts(
  kernel: Kernel,
  people: IdentityModule['people'],
  watch: MessagingModule['watch'],
): Reaction {
  return {
    name: 'wiring.mail_messaging_alerts',
    on: ['messaging.alert_opened', 'messaging.alert_closed'],
    async react(tx, event) {
      const alert = await watch.alertById(tx, String(event.payload['alertId']));
      if (!alert) return;
      const values = { 'alert.about': aboutOf(alert), 'alert.what': whatOf(alert) };
      const { opened, closed } = messagingAlertMoments;
      const isOpened = event.type === opened.id;
      const administrators = (await people.withRole(tx, 'administrator')).map(({ id }) => id);
      for (const { id, email, language } of (await people.cards(tx, administrators)).values()) {
        const words = isOpened
          ? await kernel.mailTexts.words(tx, opened, values, { language })
          : await kernel.mailTexts.words(tx, closed, values, { language });
        await kernel.mailer.send(tx, {
          key: `messaging-alert:${event.id}:${id}`,
          to: email,
          about: `messaging-alert:${alert.id}`,
          ...letter(words, { rows: rowsOf(alert), url: kernel.config.publicUrl + pageOf(alert), because }),
        });
      }
    },
  };
}

const aboutOf = ({ subscription, topic }: MessagingAlert) =>
  subscription === null ? `The topic ${topic}` : `The subscription ${subscription}`;

function whatOf({ kind, value, most }: MessagingAlert): string {
  if (kind === 'messages-behind') return `is ${value} messages behind; the limit is ${most}`;
  if (kind === 'silence') return `has been silent for ${value} minutes; the limit is ${most}`;
  return `has had a message wait for ${value} minutes; the limit is ${most}`;
}

const pageOf = ({ project, topic, subscription }: MessagingAlert) =>
  subscription === null
    ? `/messaging/${project}/topics/${topic}`
    : `/messaging/${project}/subscriptions/${subscription}`;

function rowsOf({ project, topic, subscription }: MessagingAlert): NonNullable<MailFrame['rows']> {
  return [
    [orderingLabels.project, project],
    [label.topic, topic],
    ...(subscription === null ? [] : [[label.subscription, subscription] as const]),
  ];
}
