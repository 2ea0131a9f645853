import {
  issueTypes,
  priorities,
  resolutionOf,
  statusCategories,
  statusOfState,
  ticketProjectId,
  ticketProjectName,
  type TicketKind,
  type TicketStatus,
} from './jira-names.ts';
import type { JiraContext, JiraUsers } from './jira-context.ts';
import { customFields, fieldId, systemFields, type CustomField, type SelectOption } from './jira-fields.ts';
import { customValues, descriptionOf, summaryOf, type Ticket } from './ticket.ts';
import type { AttachmentRow, CommentRow } from './sql-tickets.ts';

/** `2021-05-25T21:07:42.000+0000`, Jira's form of a moment. */
export function jiraTime(instant: string): string {
  return `${Temporal.Instant.from(instant).toString({ fractionalSecondDigits: 3 }).slice(0, -1)}+0000`;
}

export const issueKey = ({ projectKey }: Pick<JiraContext, 'projectKey'>, issueId: number) =>
  `${projectKey}-${issueId}`;

/** Everything that a ticket's answer is written from besides the ticket. */
export interface Surroundings {
  readonly users: JiraUsers;
  readonly comments: ReadonlyMap<number, readonly CommentRow[]>;
  readonly attachments: readonly AttachmentRow[];
}

export interface UserName {
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
}

export function userJson({ api }: JiraContext, { name, displayName, email }: UserName) {
  return {
    self: `${api}/user?username=${encodeURIComponent(name)}`,
    key: name,
    name,
    emailAddress: email,
    avatarUrls: {},
    displayName,
    active: true,
    timeZone: 'Etc/UTC',
  };
}

export function personJson(context: JiraContext, users: JiraUsers, id: string | null) {
  if (id === null || id === '') return null;
  const card = users.card(id);
  return userJson(context, { name: users.nameOf(id), displayName: card?.name ?? id, email: card?.email ?? '' });
}

export function statusJson({ api, base }: JiraContext, { id, name, category }: TicketStatus) {
  const { id: categoryId, ...rest } = statusCategories[category];
  return {
    self: `${api}/status/${id}`,
    description: '',
    iconUrl: `${base}/images/icons/status_generic.gif`,
    name,
    id,
    statusCategory: { self: `${api}/statuscategory/${categoryId}`, id: categoryId, ...rest },
  };
}

export function issueTypeJson({ api, base }: JiraContext, kind: TicketKind) {
  const { id, name, description } = issueTypes[kind];
  return {
    self: `${api}/issuetype/${id}`,
    id,
    description,
    iconUrl: `${base}/images/icons/${kind}.svg`,
    name,
    subtask: false,
  };
}

export function projectJson({ api, projectKey }: JiraContext) {
  return {
    self: `${api}/project/${ticketProjectId}`,
    id: ticketProjectId,
    key: projectKey,
    name: ticketProjectName,
    projectTypeKey: 'business',
    avatarUrls: {},
  };
}

export function priorityJson({ api, base }: JiraContext, { id, name, statusColor }: (typeof priorities)[number]) {
  return {
    self: `${api}/priority/${id}`,
    statusColor,
    description: '',
    iconUrl: `${base}/images/icons/priority.gif`,
    name,
    id,
  };
}

export function optionJson({ api }: JiraContext, { id, value }: SelectOption) {
  return { self: `${api}/customFieldOption/${id}`, value, id };
}

const schemaOf = (field: CustomField) => {
  const plugin = 'com.atlassian.jira.plugin.system.customfieldtypes';
  switch (field.type) {
    case 'select':
      return { type: 'option', custom: `${plugin}:select`, customId: field.number };
    case 'epic link':
      return { type: 'any', custom: 'com.pyxis.greenhopper.jira:gh-epic-link', customId: field.number };
    case 'text':
      return field.name === 'Epic Name'
        ? { type: 'string', custom: 'com.pyxis.greenhopper.jira:gh-epic-label', customId: field.number }
        : { type: 'string', custom: `${plugin}:${field.long ? 'textarea' : 'textfield'}`, customId: field.number };
  }
};

/** All fields, as `GET field` lists them. */
export const fieldsJson = () => [
  ...systemFields.map((field) => ({
    id: field.id,
    key: field.id,
    name: field.name,
    custom: false,
    orderable: true,
    navigable: field.navigable ?? true,
    searchable: field.clauses.length > 0,
    clauseNames: field.clauses,
    schema: { type: field.type, ...(field.items === undefined ? {} : { items: field.items }), system: field.id },
  })),
  ...customFields.map((field) => ({
    id: fieldId(field),
    key: fieldId(field),
    name: field.name,
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: [`cf[${field.number}]`, field.name],
    schema: schemaOf(field),
  })),
];

export function commentJson(context: JiraContext, users: JiraUsers, issueId: number, row: CommentRow) {
  const author =
    (row.author_uid === null ? personJson(context, users, row.author_id) : null) ??
    userJson(context, {
      name: row.author_uid ?? row.author_name,
      displayName: row.author_name,
      email: row.author_email ?? '',
    });
  return {
    self: `${context.api}/issue/${issueId}/comment/${row.number}`,
    id: String(row.number),
    author,
    body: row.body,
    updateAuthor: author,
    created: jiraTime(row.at),
    updated: jiraTime(row.edited_at ?? row.at),
    ...(row.scope === 'internal' ? { visibility: { type: 'role', value: 'Administrators' } } : {}),
  };
}

export function attachmentJson(context: JiraContext, users: JiraUsers, row: AttachmentRow) {
  return {
    self: `${context.api}/attachment/${row.id}`,
    id: row.id,
    filename: row.name,
    author: personJson(context, users, row.by),
    created: jiraTime(row.at),
    size: row.sizeBytes,
    mimeType: row.mediaType,
    content: `${context.base}/secure/attachment/${row.id}/${encodeURIComponent(row.name)}`,
  };
}

/** Fields that a client asks for: ids, `*all`, `*navigable`, `-comment`. */
export function fieldChoice(asked: readonly string[], otherwise: '*all' | '*navigable'): (id: string) => boolean {
  const wanted = asked.map((name) => name.trim()).filter((name) => name !== '');
  const out = new Set(wanted.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
  const named = wanted.filter((name) => !name.startsWith('-'));
  const groups = named.length === 0 ? [otherwise] : named;
  const hidden = new Set<string>(systemFields.filter(({ navigable }) => navigable === false).map(({ id }) => id));
  return (id) =>
    !out.has(id) && groups.some((name) => name === id || name === '*all' || (name === '*navigable' && !hidden.has(id)));
}

/** A ticket as `GET issue` and searches answer it. */
export function issueJson(context: JiraContext, ticket: Ticket, around: Surroundings, chosen: (id: string) => boolean) {
  const { users } = around;
  const { api } = context;
  const self = `${api}/issue/${ticket.issueId}`;
  const key = issueKey(context, ticket.issueId);
  const ownerId = ticket.kind === 'order' ? null : ticket.project.ownerId;
  const byTicket = ticket.kind === 'order' && ticket.order.source === 'jira';
  const customer = ticket.kind === 'order' ? ticket.order.customer_id : ticket.project.ownerId;
  const reporter = personJson(context, users, byTicket ? users.technical : customer);
  const comments = (around.comments.get(ticket.issueId) ?? []).map((row) =>
    commentJson(context, users, ticket.issueId, row),
  );
  const resolution = resolutionOf(ticket.status);
  const resolvedAt =
    ticket.kind === 'order' ? (ticket.order.ended_at ?? ticket.order.state_since) : ticket.project.changedAt;
  const priority = priorities.find(
    ({ ours }) => ours === (ticket.kind === 'order' ? ticket.order.priority : 'less urgent'),
  );
  const custom = customValues(ticket, {
    publicUrl: context.kernel.config.publicUrl,
    projectKey: context.projectKey,
    owner: users.card(ownerId),
  });
  const fields: Record<string, unknown> = {
    summary: summaryOf(ticket, users.card(ownerId)),
    status: statusJson(context, ticket.status),
    issuetype: issueTypeJson(context, ticket.kind),
    project: projectJson(context),
    creator: reporter,
    reporter,
    assignee: ticket.kind === 'order' ? personJson(context, users, ticket.order.assignee_id) : null,
    priority: priority ? priorityJson(context, priority) : null,
    resolution: resolution && { self: `${api}/resolution/${resolution.id}`, ...resolution },
    resolutiondate: resolution ? jiraTime(resolvedAt) : null,
    created: jiraTime(ticket.created),
    updated: jiraTime(ticket.updated),
    description: descriptionOf(ticket),
    labels: ticket.kind === 'order' ? ticket.order.tags : [],
    components: [],
    fixVersions: [],
    versions: [],
    issuelinks: [],
    subtasks: [],
    comment: { comments, maxResults: comments.length, total: comments.length, startAt: 0 },
    attachment: around.attachments.map((row) => attachmentJson(context, users, row)),
    watches: { self: `${api}/issue/${key}/watchers`, watchCount: 0, isWatching: false },
    votes: { self: `${api}/issue/${key}/votes`, votes: 0, hasVoted: false },
    worklog: { startAt: 0, maxResults: 20, total: 0, worklogs: [] },
    ...Object.fromEntries(
      Object.entries(custom).map(([id, value]) => [id, isOption(value) ? optionJson(context, value) : value]),
    ),
  };
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,transitions',
    id: String(ticket.issueId),
    self,
    key,
    fields: Object.fromEntries(Object.entries(fields).filter(([id]) => chosen(id))),
  };
}

function isOption(value: unknown): value is SelectOption {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value;
}

interface Change {
  readonly id: string;
  readonly at: string;
  readonly from_state: Parameters<typeof statusOfState>[0] | null;
  readonly to_state: Parameters<typeof statusOfState>[0];
  readonly by_id: string | null;
  readonly by_name: string;
}

/** Changes of status, as `changelog` lists them. */
export function changelogJson(context: JiraContext, users: JiraUsers, changes: readonly Change[]) {
  const histories = changes.map((change, index) => {
    const from = change.from_state && statusOfState(change.from_state);
    const to = statusOfState(change.to_state);
    return {
      id: String(index + 1),
      author:
        personJson(context, users, change.by_id) ??
        userJson(context, { name: change.by_name, displayName: change.by_name, email: '' }),
      created: jiraTime(change.at),
      items: [
        {
          field: 'status',
          fieldtype: 'jira',
          from: from?.id ?? null,
          fromString: from?.name ?? null,
          to: to.id,
          toString: to.name,
        },
      ],
    };
  });
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
}

export const serverInfo = ({ base }: JiraContext, now: string, title: string) => ({
  baseUrl: base,
  version: '8.20.0',
  versionNumbers: [8, 20, 0],
  deploymentType: 'Server',
  buildNumber: 820000,
  buildDate: '2021-10-18T00:00:00.000+0000',
  serverTime: jiraTime(now),
  scmInfo: '',
  serverTitle: title,
});
