import type { IdentityModule } from '#identity';
import { holds } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import { letter, mailLabels, mailMoment, mailText } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import type { MoreWork } from '#ordering';

type People = IdentityModule['people'];

/** Where webhooks are kept. */
const page = '/admin/webhooks';
const label = mailLabels({
  en: { madeBy: 'Made by' },
  cs: { madeBy: 'Vytvořil(a)' },
  de: { madeBy: 'Angelegt von' },
  el: { madeBy: 'Δημιουργήθηκε από' },
  es: { madeBy: 'Creado por' },
  fr: { madeBy: 'Créé par' },
  it: { madeBy: 'Creato da' },
  nl: { madeBy: 'Gemaakt door' },
  pl: { madeBy: 'Autor' },
  pt: { madeBy: 'Criado por' },
});
const because = 'You get this because you keep the webhooks of this portal, or made this one.';

export const webhookPausedMoment = mailMoment({
  id: 'kernel.webhook_paused',
  title: 'A webhook is paused, as nobody takes its calls',
  reader: 'Administrator',
  placeholders: {
    'webhook.name': { meaning: 'Name of the webhook', sample: 'Billing' },
    'webhook.host': { meaning: 'Host that it calls', sample: 'billing.example.org' },
    'webhook.why': { meaning: 'Why it is paused', sample: '8 calls in a row were not taken' },
  },
  text: mailText({
    subject: 'The webhook {{ webhook.name }} is paused',
    opening:
      '{{ webhook.host }} is told of nothing more: {{ webhook.why }}. What happens until somebody resumes it is not told later.',
    button: 'Look at the webhook',
  }),
  sample: { rows: [[label.madeBy, 'Sofia Rossi']], url: `https://portolan.example${page}`, because },
});

/** Mails to every portal administrator, and to who made it, that the calls of a webhook are not taken any more. */
export function mailPausedWebhooks(kernel: Kernel, people: People): Reaction {
  return {
    name: 'wiring.mail_paused_webhooks',
    on: ['kernel.webhook_paused'],
    async react(tx, event) {
      const webhook = (await kernel.webhooks.givenUp(tx)).find(({ id }) => id === event.payload['webhookId']);
      if (!webhook) return;
      const maker = webhook.created_by;
      const readers = await readersOf(people, tx, maker);
      const host = new URL(webhook.url).host;
      const values = { 'webhook.name': webhook.name, 'webhook.host': host, 'webhook.why': webhook.paused_because };
      for (const { id, email, language } of readers.values()) {
        const words = await kernel.mailTexts.words(tx, webhookPausedMoment, values, { language });
        await kernel.mailer.send(tx, {
          key: `webhook-paused:${event.id}:${id}`,
          to: email,
          about: `webhook:${webhook.id}`,
          ...letter(words, {
            rows: maker === null ? [] : [[label.madeBy, readers.get(maker)?.name ?? 'somebody without an account']],
            url: `${kernel.config.publicUrl}${page}`,
            because,
          }),
        });
      }
    },
  };
}

async function readersOf(people: People, read: Read, maker: string | null) {
  const administrators = (await people.withRole(read, 'administrator')).map(({ id }) => id);
  return people.cards(read, [...administrators, ...(maker === null ? [] : [maker])]);
}

/** Webhooks that wait for an administrator to look why nobody takes their calls. */
export const pausedWebhookWork =
  ({ webhooks }: Pick<Kernel, 'webhooks'>): MoreWork =>
  async (read, actor) => {
    if (!holds(actor, 'administrator')) return { items: [], navigation: {} };
    const paused = await webhooks.givenUp(read);
    return {
      items: paused.map(({ id, name, paused_at, paused_because }) => ({
        id: `webhook-paused-${id}`,
        lane: 'today' as const,
        clock: null,
        record: `Webhook ${name}`,
        subject: `Webhook ${name}`,
        text: `It is paused: ${paused_because}`,
        path: page,
        button: 'Look at it',
        since: paused_at,
        why: 'You are a portal administrator',
        topic: 'fixed' as const,
      })),
      navigation: {},
    };
  };
