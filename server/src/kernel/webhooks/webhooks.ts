import type { Read, Tx } from '#kernel/database';
import type { Plugin } from '#kernel/http';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { signature, signatureHeader } from './sign.ts';
import { hears, webhookChannel, type WebhookParts, type WebhookRecord, type WebhookSource } from './webhook.ts';
import { webhookRoutes } from './webhook-routes.ts';

export interface Webhooks {
  /** Adds what a module tells; at start only. */
  addSource(source: WebhookSource): void;
  /** Those that were paused because nobody took their calls, and that nobody has resumed. */
  givenUp(read: Read): Promise<readonly WebhookRecord[]>;
  readonly routes: Plugin;
}

/** Calls given up one after another until the webhook is paused: at five tries an hour each, a working day. */
const mostFailures = 8;

/** Tells addresses outside of events: signed, in order, retried, and paused where nobody answers any more. */
export function createWebhooks(parts: WebhookParts & { addReactions(reactions: readonly Reaction[]): void }): Webhooks {
  const { database, clock, publish, deliveries } = parts;
  const sources: WebhookSource[] = [];

  deliveries.addChannel({
    name: webhookChannel,
    async target(read, subscriber, delivery) {
      const webhook = await read
        .selectFrom('kernel.webhooks')
        .selectAll()
        .where('id', '=', subscriber)
        .where('state', '=', 'active')
        .executeTakeFirst();
      if (!webhook) return undefined;
      const seconds = Math.floor(Date.parse(clock.now()) / 1000);
      return {
        method: 'POST',
        url: webhook.url,
        headers: {
          'portolan-delivery': delivery.id,
          [signatureHeader]: signature(webhook.secret, seconds, delivery.body ?? ''),
        },
      };
    },
    settled: (id, outcome) => database.transact((tx) => countOutcome(tx, id, outcome)),
  });

  async function countOutcome(tx: Tx, id: string, outcome: 'delivered' | 'failed'): Promise<void> {
    const webhook = await tx
      .updateTable('kernel.webhooks')
      .set((row) => ({ failures: outcome === 'delivered' ? 0 : row('failures', '+', 1) }))
      .where('id', '=', id)
      .where('state', '=', 'active')
      .returningAll()
      .executeTakeFirst();
    if (!webhook || webhook.failures < mostFailures) return;
    const now = clock.now();
    await tx
      .updateTable('kernel.webhooks')
      .set({
        state: 'paused',
        paused_at: now,
        paused_because: `${webhook.failures} calls in a row were not taken`,
        changed_at: now,
      })
      .where('id', '=', id)
      .execute();
    await publish(tx, {
      type: 'kernel.webhook_paused',
      aggregate: `webhook:${id}`,
      payload: { webhookId: id },
      audience: ['role:administrator'],
    });
  }

  async function tell(tx: Tx, source: WebhookSource, event: DomainEvent): Promise<void> {
    const active = await tx.selectFrom('kernel.webhooks').selectAll().where('state', '=', 'active').execute();
    const listening = active.filter(({ kinds }) => hears(kinds, event.type));
    if (listening.length === 0) return;
    const told = await source.tell(tx, event);
    if (!told) return;
    const body = JSON.stringify({ id: event.id, type: event.type, at: event.occurredAt, ...told.facts });
    for (const { id, scope } of listening) {
      if (scope !== null && scope !== told.scope) continue;
      await deliveries.send(tx, {
        channel: webhookChannel,
        subscriber: id,
        key: event.id,
        about: `${told.about}: ${event.type}`,
        body,
      });
    }
  }

  return {
    addSource(source) {
      sources.push(source);
      parts.addReactions([
        {
          name: `webhooks.${source.part.toLowerCase()}`,
          on: Object.keys(source.kinds),
          react: (tx, event) => tell(tx, source, event),
        },
      ]);
    },
    // Whoever pauses or resumes a webhook by hand lets its failures count anew.
    givenUp: (read) =>
      read
        .selectFrom('kernel.webhooks')
        .selectAll()
        .where('state', '=', 'paused')
        .where('failures', '>', 0)
        .orderBy('paused_at')
        .execute(),
    routes: webhookRoutes(parts, () => sources),
  };
}
