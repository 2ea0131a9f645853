import type { Generated } from 'kysely';

/** What the ticket surface keeps besides orders and projects; part of `OrderingTables`. A type, as Kysely wants an index signature. */
export type JiraTables = {
  'ordering.jira_tickets': JiraTicketsTable;
  'ordering.jira_sessions': JiraSessionsTable;
  'ordering.jira_webhooks': JiraWebhooksTable;
  'ordering.jira_foreign_tickets': JiraForeignTicketsTable;
  'ordering.jira_foreign_comments': { source: string; comment_id: string; message_id: string };
};

/** What a ticket says beyond its order or project; `issue_id` counts both. */
interface JiraTicketsTable {
  issue_id: number;
  summary: string | null;
  description: string | null;
  /** By the id of the custom field, as it was given. */
  fields: Record<string, unknown>;
  deleted_at: string | null;
}

interface JiraSessionsTable {
  token_hash: string;
  person_id: string;
  created_at: string;
  expires_at: string;
}

/** A receiver that a client of the ticket surface registered, or an administrator for a marketplace. */
interface JiraWebhooksTable {
  number: Generated<number>;
  name: string;
  /** With `${issue.id}` and the like, and mostly a secret: never shown whole. */
  url: string;
  events: readonly string[];
  /** JQL; every ticket where empty. */
  filter: string;
  exclude_body: boolean;
  enabled: boolean;
  by_id: string;
  created_at: string;
  changed_at: string;
}

/** A ticket of another Jira, named by its address, that stands for an order of ours. */
interface JiraForeignTicketsTable {
  source: string;
  issue_id: string;
  issue_key: string;
  order_id: string;
  /** Id of the newest change that was applied. */
  last_change: string | null;
  linked_at: string;
}
