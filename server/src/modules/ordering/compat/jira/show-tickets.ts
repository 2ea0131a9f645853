import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { jiraUsers, technicalId, type JiraContext } from './jira-context.ts';
import { changelogJson, issueJson } from './jira-json.ts';
import { attachmentsOf, commentsOf, statusHistory } from './sql-tickets.ts';
import type { Ticket } from './ticket.ts';

export interface Shown {
  readonly chosen: (field: string) => boolean;
  readonly expand: readonly string[];
}

/** Tickets as they are answered, with as much of comments, files and history as was asked for and this reader may know. */
export async function showTickets(
  context: JiraContext,
  read: Read,
  actor: Actor,
  found: readonly Ticket[],
  { chosen, expand }: Shown,
) {
  const comments = chosen('comment') ? await commentsOf(read, actor, found) : new Map();
  const withHistory = expand.includes('changelog');
  const shown = [];
  const people = found.flatMap((ticket) => [
    ...(ticket.kind === 'order' ? [ticket.order.customer_id, ticket.order.assignee_id] : [ticket.project.ownerId]),
    ...(comments.get(ticket.issueId) ?? []).map((row: { author_id: string | null }) => row.author_id),
  ]);
  const users = await jiraUsers(context, read, [...people, await technicalId(context)]);
  for (const ticket of found) {
    const attachments = chosen('attachment') ? await attachmentsOf(read, actor, ticket) : [];
    const history = withHistory && ticket.kind === 'order' ? await statusHistory(read, ticket.order.id) : [];
    shown.push({
      ...issueJson(context, ticket, { users, comments, attachments }, chosen),
      ...(withHistory ? { changelog: changelogJson(context, users, history) } : {}),
    });
  }
  return shown;
}
