import type { App } from '#kernel/http';
import { jiraUsers, type JiraContext } from './jira-context.ts';
import { bodyOf } from './jira-input.ts';
import { shownUrl } from './webhook-body.ts';
import {
  changeWebhook,
  readRegistration,
  registerWebhook,
  removeWebhook,
  requireKeeper,
  webhookNumbered,
  webhooksOf,
  type JiraWebhook,
} from './webhook-registration.ts';

interface One {
  readonly Params: { readonly id: string };
}

/** Registrations of webhooks: `/rest/webhooks/1.0/webhook` (ordering.md 3.6). */
export function webhookRoutes(app: App, context: JiraContext): void {
  const { kernel, base } = context;
  const { database } = kernel;
  const url = '/rest/webhooks/1.0/webhook';

  async function shown(rows: readonly JiraWebhook[]) {
    const users = await jiraUsers(
      context,
      database.read(),
      rows.map((row) => row.by_id),
    );
    return rows.map((row) => ({
      name: row.name,
      url: shownUrl(row.url),
      excludeBody: row.exclude_body,
      filters: { 'issue-related-events-section': row.filter },
      events: row.events,
      enabled: row.enabled,
      self: `${base}${url}/${row.number}`,
      lastUpdatedUser: users.nameOf(row.by_id),
      lastUpdatedDisplayName: users.card(row.by_id)?.name ?? users.nameOf(row.by_id),
      lastUpdated: Temporal.Instant.from(row.changed_at).epochMilliseconds,
    }));
  }

  app.addHook('preHandler', ({ actor }) => requireKeeper(context, actor));

  app.get(url, async () => shown(await webhooksOf(database.read())));

  app.post(url, async ({ actor, body }, reply) => {
    const settings = await readRegistration(context, actor, bodyOf(body));
    const row = await database.transact((tx) => registerWebhook(context)(tx, actor, settings));
    return reply.code(201).send((await shown([row]))[0]);
  });

  app.get<One>(`${url}/:id`, async ({ params }) =>
    (await shown([await webhookNumbered(database.read(), params.id)])).at(0),
  );

  app.put<One>(`${url}/:id`, async ({ actor, body, params }) => {
    const before = await webhookNumbered(database.read(), params.id);
    const settings = await readRegistration(context, actor, bodyOf(body), before);
    const { name, url: address, events, filter, exclude_body, enabled } = settings;
    const row = await database.transact((tx) =>
      changeWebhook(context)(tx, actor, before.number, {
        name,
        url: address,
        events,
        filter,
        exclude_body,
        enabled,
      }),
    );
    return (await shown([row])).at(0);
  });

  app.delete<One>(`${url}/:id`, async ({ actor, params }, reply) => {
    const { number } = await webhookNumbered(database.read(), params.id);
    await database.transact((tx) => removeWebhook(context)(tx, actor, number));
    return reply.code(204).send();
  });
}
