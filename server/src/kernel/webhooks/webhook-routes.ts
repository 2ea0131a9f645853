import { webhookEndpoints as endpoints, type Webhook } from '#contracts/kernel/webhooks';
import { allow, holds, refuse, require, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { deliveryPage, type DeliveryRecord } from '#kernel/deliveries';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { keepWebhooks } from './keep-webhook.ts';
import { webhookChannel, type WebhookParts, type WebhookRecord, type WebhookSource } from './webhook.ts';

function requireAdministrator(actor: Actor): void {
  require(
    holds(actor, 'administrator') ? allow : refuse('administrator_only', 'Only portal administrators keep webhooks'),
  );
}

function toWebhook(row: WebhookRecord, last: DeliveryRecord | undefined): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    kinds: row.kinds,
    scope: row.scope,
    state: row.state,
    pausedBecause: row.paused_because,
    pausedAt: row.paused_at,
    failures: row.failures,
    createdAt: row.created_at,
    last:
      last && last.tried_at !== null
        ? { at: last.tried_at, state: last.state, status: last.status, failure: last.failure }
        : null,
  };
}

/** Webhooks in the administration: list, change, try, log of calls. */
export const webhookRoutes =
  (parts: WebhookParts, sources: () => readonly WebhookSource[]): Plugin =>
  async (app) => {
    const { database, deliveries } = parts;
    const keep = keepWebhooks(parts, sources);

    async function shown(read: Read, id?: string): Promise<Webhook[]> {
      const rows = await read
        .selectFrom('kernel.webhooks')
        .selectAll()
        .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
        .orderBy('name')
        .orderBy('id')
        .execute();
      const last = await deliveries.lastOf(
        read,
        webhookChannel,
        rows.map((row) => row.id),
      );
      return rows.map((row) => toWebhook(row, last.get(row.id)));
    }
    async function one(id: string): Promise<Webhook> {
      const [webhook] = await shown(database.read(), id);
      if (!webhook) throw notFound(`webhook ${id}`);
      return webhook;
    }

    route(app, endpoints.listWebhooks, async ({ request }) => {
      requireAdministrator(request.actor);
      return { items: await shown(database.read()) };
    });
    route(app, endpoints.webhookChoices, async ({ request }) => {
      requireAdministrator(request.actor);
      const scopes = await Promise.all(sources().map((source) => source.scopes(database.read())));
      return {
        kinds: sources().flatMap(({ part, kinds }) =>
          Object.entries(kinds).map(([type, label]) => ({ type, label, part })),
        ),
        scopes: scopes.flat().map((scope) => ({ ...scope })),
      };
    });
    route(app, endpoints.createWebhook, async ({ request, reply, body }) => {
      requireAdministrator(request.actor);
      const { id, secret } = await keep.create(request.actor, body);
      reply.header('cache-control', 'no-store');
      return { webhook: await one(id), secret };
    });
    route(app, endpoints.readWebhook, async ({ request, params }) => {
      requireAdministrator(request.actor);
      return one(params.id);
    });
    route(app, endpoints.changeWebhook, async ({ request, params, body }) => {
      requireAdministrator(request.actor);
      await keep.change(request.actor, params.id, body);
      return one(params.id);
    });
    route(app, endpoints.removeWebhook, async ({ request, params }) => {
      requireAdministrator(request.actor);
      await keep.remove(request.actor, params.id);
      return undefined;
    });
    route(app, endpoints.renewWebhookSecret, async ({ request, reply, params }) => {
      requireAdministrator(request.actor);
      const { id, secret } = await keep.renew(request.actor, params.id);
      reply.header('cache-control', 'no-store');
      return { webhook: await one(id), secret };
    });
    route(app, endpoints.testWebhook, async ({ request, params }) => {
      requireAdministrator(request.actor);
      await keep.test(params.id);
      return undefined;
    });
    route(app, endpoints.listWebhookCalls, async ({ request, params, query }) => {
      requireAdministrator(request.actor);
      await one(params.id);
      return deliveryPage(deliveries, database.read(), { channel: webhookChannel, subscriber: params.id }, query);
    });
    route(app, endpoints.repeatWebhookCall, async ({ request, params }) => {
      requireAdministrator(request.actor);
      await keep.again(params.id, params.call);
      return undefined;
    });
  };
