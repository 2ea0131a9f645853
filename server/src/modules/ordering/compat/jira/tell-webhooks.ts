import type { Tx } from '#kernel/database';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../../ordering-context.ts';
import { tables } from '../../tables.ts';
import { jiraContext, jiraUsers, type JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { issueKey } from './jira-json.ts';
import { issueIdOf, ticketOf } from './jira-names.ts';
import { ticketMatches } from './search-tickets.ts';
import { messageById, ticketsOf } from './sql-tickets.ts';
import { newsOf, newsSources } from './ticket-news.ts';
import { webhookBody, webhookUrl } from './webhook-body.ts';
import type { JiraWebhook } from './webhook-registration.ts';

export const jiraWebhookChannel = 'ordering.jira-webhook';

/** Lets deliveries find the address of a webhook; what `${...}` stands for is in the key of each call. */
export function addJiraWebhookChannel({ kernel }: OrderingContext): void {
  kernel.deliveries.addChannel({
    name: jiraWebhookChannel,
    async target(read, subscriber, { key }) {
      const row = await tables(read)
        .selectFrom('ordering.jira_webhooks')
        .select('url')
        .where('number', '=', Number(subscriber))
        .where('enabled', '=', true)
        .executeTakeFirst();
      const [, issueId = '', commentId = ''] = key.split('/');
      return (
        row && {
          method: 'POST',
          url: webhookUrl(row.url, {
            issueId: Number(issueId),
            commentId,
            projectKey: kernel.config.JIRA_PROJECT_KEY,
          }),
        }
      );
    },
  });
}

/** Tells registered webhooks what happened to tickets, as Jira does (ordering.md 3.6). */
export function tellJiraWebhooks(ordering: OrderingContext): Reaction {
  const context = jiraContext(ordering);
  return { name: 'ordering.jira-webhook', on: newsSources, react: (tx, event) => tell(tx, context, event) };
}

async function tell(tx: Tx, context: JiraContext, event: DomainEvent): Promise<void> {
  const listening = await tables(tx)
    .selectFrom('ordering.jira_webhooks')
    .selectAll()
    .where('enabled', '=', true)
    .where('created_at', '<=', event.occurredAt)
    .orderBy('number')
    .execute();
  const issueId = issueOf(event);
  if (listening.length === 0 || issueId === undefined) return;
  // What happened before a ticket was deleted is told all the same, and so is that it was.
  const asOf = event.type === 'ordering.ticket_deleted' ? '' : event.occurredAt;
  const [ticket] = await ticketsOf(tx, [issueId], { asOf });
  if (!ticket) return;
  const messageId = event.payload['messageId'] ?? event.payload['hidden'];
  const isTakenBack = event.type === 'ordering.message_hidden';
  const comment =
    typeof messageId === 'string' && messageId !== '' ? await messageById(tx, messageId, isTakenBack) : undefined;
  const byId = event.payload['byId'];
  const users = await jiraUsers(context, tx, [
    typeof byId === 'string' ? byId : null,
    comment?.author_id ?? null,
    ticket.kind === 'project' ? ticket.project.ownerId : ticket.order.assignee_id,
  ]);
  const news = newsOf(event, ticket, { comment, nameOf: (id) => users.nameOf(id) });
  for (const one of news) {
    const body = webhookBody({ context, users, ticket, id: event.id, at: event.occurredAt }, one);
    for (const webhook of listening) {
      if (!webhook.events.includes(one.event) || !(await wants(context, tx, webhook, issueId))) continue;
      await context.kernel.deliveries.send(tx, {
        channel: jiraWebhookChannel,
        subscriber: String(webhook.number),
        key: [`${event.id}:${one.event}`, issueId, one.comment?.number ?? ''].join('/'),
        about: `${issueKey(context, issueId)}: ${one.event}`,
        body: webhook.exclude_body ? undefined : JSON.stringify(body),
      });
    }
  }
}

function issueOf({ payload, aggregate }: DomainEvent): number | undefined {
  const [, kind, digits] = /^(order|project):(\d+)$/.exec(aggregate) ?? [];
  if (kind === 'order' || kind === 'project') return issueIdOf(kind, Number(digits));
  return typeof payload['issueId'] === 'number' ? payload['issueId'] : undefined;
}

/** Whether the query of a webhook holds for the ticket; one that cannot be asked any more holds for none. */
async function wants(context: JiraContext, tx: Tx, { filter, by_id }: JiraWebhook, issueId: number): Promise<boolean> {
  if (filter === '') return true;
  try {
    return await ticketMatches(context, tx, by_id, filter, ticketOf(issueId));
  } catch (error) {
    if (error instanceof JiraError) return false;
    throw error;
  }
}
