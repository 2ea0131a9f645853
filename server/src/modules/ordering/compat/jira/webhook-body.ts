import type { JiraContext, JiraUsers } from './jira-context.ts';
import type { CommentRow } from './sql-tickets.ts';
import { commentJson, issueKey, jiraTime, personJson, userJson } from './jira-json.ts';
import { issueTypes, ticketProjectId, ticketProjectName } from './jira-names.ts';
import { summaryOf, type Ticket } from './ticket.ts';

/** Events that are told here; registrations may name others of Jira, which never happen. */
export const webhookEvents = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** One change of a ticket; `field` is the name of the field, also of a custom one. */
export interface ChangeItem {
  readonly field: string;
  readonly fieldtype: 'jira' | 'custom';
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

/** What happened to a ticket, in Jira's terms. */
export interface TicketNews {
  readonly event: WebhookEvent;
  /** `issue_created`, `issue_generic` (status), `issue_updated`, `issue_deleted`; none of comments. */
  readonly typeName?: string;
  /** Who did it; null where nobody in person did. */
  readonly byId: string | null;
  readonly items?: readonly ChangeItem[];
  readonly comment?: CommentRow;
}

export interface Telling {
  readonly context: JiraContext;
  readonly users: JiraUsers;
  readonly ticket: Ticket;
  /** Id and moment of the event of ours. */
  readonly id: string;
  readonly at: string;
}

/** The number of a change: the first 64 bits of the id of our event, which grow with time. */
const changeId = (id: string) => BigInt(`0x${id.replaceAll('-', '').slice(0, 16)}`).toString();

/** The body of a call, with the members that Jira Server sends and the connector reads (ordering.md 3.6). */
export function webhookBody({ context, users, ticket, id, at }: Telling, news: TicketNews) {
  const { event, typeName, byId, items, comment } = news;
  return {
    timestamp: Temporal.Instant.from(at).epochMilliseconds,
    webhookEvent: event,
    ...(typeName === undefined
      ? {}
      : {
          issue_event_type_name: typeName,
          user:
            personJson(context, users, byId) ??
            userJson(context, { name: 'portolan', displayName: 'Portolan', email: '' }),
        }),
    ...(comment ? { comment: commentJson(context, users, ticket.issueId, comment) } : {}),
    issue: webhookIssue(context, users, ticket),
    ...(items && items.length > 0 ? { changelog: { id: changeId(id), items } } : {}),
  };
}

function webhookIssue(context: JiraContext, users: JiraUsers, ticket: Ticket) {
  const { api, projectKey } = context;
  const type = issueTypes[ticket.kind];
  const owner = ticket.kind === 'project' ? users.card(ticket.project.ownerId) : undefined;
  return {
    id: String(ticket.issueId),
    self: `${api}/issue/${ticket.issueId}`,
    key: issueKey(context, ticket.issueId),
    fields: {
      summary: summaryOf(ticket, owner),
      issuetype: { id: type.id, name: type.name, subtask: false },
      project: { id: ticketProjectId, key: projectKey, name: ticketProjectName },
      status: { id: ticket.status.id, name: ticket.status.name, self: `${api}/status/${ticket.status.id}` },
      created: jiraTime(ticket.created),
      updated: jiraTime(ticket.updated),
      labels: ticket.kind === 'order' ? ticket.order.tags : [],
    },
  };
}

/** What `${...}` in the address of a webhook stands for. */
export interface UrlFacts {
  readonly issueId: number;
  readonly commentId: string;
  readonly projectKey: string;
}

/** The address of a call. What is not known is left empty, as in Jira. */
export function webhookUrl(template: string, { issueId, commentId, projectKey }: UrlFacts): string {
  const known: Record<string, string> = {
    'issue.id': String(issueId),
    'issue.key': `${projectKey}-${issueId}`,
    'project.id': ticketProjectId,
    'project.key': projectKey,
    'comment.id': commentId,
  };
  return template.replaceAll(/\$\{([a-z.]+)\}/gi, (_all, name: string) => encodeURIComponent(known[name] ?? ''));
}

const query = (url: string) => url.slice(url.includes('?') ? url.indexOf('?') + 1 : url.length);
const isTemplate = (value: string) => /^\$\{[a-z.]+\}$/i.test(value);

/** The values in the query of an address that are no placeholders: whatever of them is a secret. */
export function hiddenValues(url: string): string[] {
  return query(url)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
    .filter((value) => value.length >= 4 && !isTemplate(value));
}

/** The address with every value in its query hidden but placeholders, for people to read. */
export function maskedUrl(url: string): string {
  return url.replaceAll(/([?&][^=&]+)=([^&#]*)/g, (all, name: string, value: string) =>
    value === '' || isTemplate(value) ? all : `${name}=***`,
  );
}

/**
 * The address as clients of the registration read it: without its secret. The connector's self-check compares just
 * this with its own address.
 */
export function shownUrl(url: string): string {
  return url.replace(/([?&])secret=[^&#]*(&?)/g, (_all, before: string, after: string) => (after === '' ? '' : before));
}
