import { jiraEndpoints as endpoints, type JiraWebhook as ShownWebhook } from '#contracts/ordering/jira';
import { allow, holds, refuse, require, type Actor } from '#kernel/access';
import { deliveryPage } from '#kernel/deliveries';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { newSecret } from '#kernel/ids';
import { linkTicket } from '../../links/followed-tickets.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { checkConnector } from './check-connector.ts';
import { connectorSettings } from './connector-settings.ts';
import { jiraContext, technicalId } from './jira-context.ts';
import { jiraWebhookChannel } from './tell-webhooks.ts';
import { hiddenValues, maskedUrl, webhookEvents } from './webhook-body.ts';
import { changeWebhook, registerWebhook, removeWebhook, webhooksOf, type JiraWebhook } from './webhook-registration.ts';

function requireAdministrator(actor: Actor): void {
  require(
    holds(actor, 'administrator') ? allow : refuse('administrator_only', 'Only portal administrators connect tools'),
  );
}

const shown = (row: JiraWebhook): ShownWebhook => ({
  id: row.number,
  name: row.name,
  url: maskedUrl(row.url),
  events: [...row.events],
  filter: row.filter,
  enabled: row.enabled,
  changedAt: row.changed_at,
});

/** The ticket surface in the administration. */
export function jiraAdminRoutes(ordering: OrderingContext): Plugin {
  const context = jiraContext(ordering);
  const { kernel, ports, projectKey } = context;
  const { database, deliveries } = kernel;

  async function one(id: number): Promise<JiraWebhook> {
    const row = (await webhooksOf(database.read())).find(({ number }) => number === id);
    if (!row) throw notFound(`webhook ${id}`);
    return row;
  }

  return async (app) => {
    route(app, endpoints.readJiraConnection, async ({ request }) => {
      requireAdministrator(request.actor);
      return {
        url: context.base,
        user: kernel.config.JIRA_USER,
        hasPassword: kernel.config.JIRA_PASSWORD !== undefined,
        settings: connectorSettings(context),
        webhooks: (await webhooksOf(database.read())).map(shown),
      };
    });
    route(app, endpoints.makeJiraToken, async ({ request, reply }) => {
      requireAdministrator(request.actor);
      const personId = await technicalId(context);
      const token = await database.transact(async (tx) => {
        await kernel.audit(tx, { actor: request.actor, action: 'ordering.make_jira_token', target: 'jira' });
        return ports.accounts.tokenFor(tx, personId, 'Marketplace');
      });
      reply.header('cache-control', 'no-store');
      return { token };
    });
    route(app, endpoints.checkJira, async ({ request }) => {
      requireAdministrator(request.actor);
      return { items: await checkConnector(context, app)() };
    });
    route(app, endpoints.connectMarketplace, async ({ request, reply, body }) => {
      requireAdministrator(request.actor);
      const { origin, host, pathname } = new URL(body.marketplace);
      kernel.outward.check(origin);
      const secret = newSecret();
      const url = `${origin}${pathname.replace(/\/+$/, '')}/api/webhooks/jira?issue_id=\${issue.id}&secret=${secret}`;
      const webhook = await database.transact((tx) =>
        registerWebhook(context)(tx, request.actor, {
          name: host,
          url,
          events: webhookEvents,
          filter: `project = ${projectKey}`,
          exclude_body: false,
          enabled: true,
        }),
      );
      reply.header('cache-control', 'no-store');
      return { webhook: shown(webhook), secret };
    });
    route(app, endpoints.switchJiraWebhook, async ({ request, params, body }) => {
      requireAdministrator(request.actor);
      const { name, url, events, filter, exclude_body } = await one(params.id);
      const settings = { name, url, events, filter, exclude_body, enabled: body.enabled };
      return shown(await database.transact((tx) => changeWebhook(context)(tx, request.actor, params.id, settings)));
    });
    route(app, endpoints.removeJiraWebhook, async ({ request, params }) => {
      requireAdministrator(request.actor);
      await one(params.id);
      await database.transact((tx) => removeWebhook(context)(tx, request.actor, params.id));
      return undefined;
    });
    route(app, endpoints.listJiraCalls, async ({ request, params, query }) => {
      requireAdministrator(request.actor);
      const { url } = await one(params.id);
      const of = { channel: jiraWebhookChannel, subscriber: String(params.id) };
      const page = await deliveryPage(deliveries, database.read(), of, query);
      // A receiver may answer with the address that it was called at.
      const hide = (text: string | null) =>
        text === null ? null : hiddenValues(url).reduce((kept, value) => kept.replaceAll(value, '***'), text);
      return {
        ...page,
        items: page.items.map((item) => ({ ...item, answer: hide(item.answer), failure: hide(item.failure) })),
      };
    });
    route(app, endpoints.repeatJiraCall, async ({ request, params }) => {
      requireAdministrator(request.actor);
      await one(params.id);
      const of = { channel: jiraWebhookChannel, subscriber: String(params.id) };
      await database.transact((tx) => deliveries.sendAgain(tx, params.call, of));
      return undefined;
    });
    route(app, endpoints.linkJiraTicket, async ({ request, body }) => {
      requireAdministrator(request.actor);
      await database.transact((tx) => linkTicket(context)(tx, request.actor, body));
      return undefined;
    });
  };
}
