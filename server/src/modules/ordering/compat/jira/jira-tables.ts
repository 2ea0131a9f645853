import type { ColumnType, Generated } from 'kysely';
import type { OrderState } from '#contracts/ordering/lifecycle';

/** What the ticket surface keeps besides orders and projects; part of `OrderingTables`. A type, as Kysely wants an index signature. */
export type JiraTables = {
  'ordering.jira_tickets': JiraTicketsTable;
  'ordering.jira_sessions': JiraSessionsTable;
  'ordering.jira_webhooks': JiraWebhooksTable;
  'ordering.jira_foreign_tickets': JiraForeignTicketsTable;
  'ordering.jira_foreign_comments': { source: string; comment_id: string; message_id: string };
  'ordering.jira_foreign_projects': JiraForeignProjectsTable;
  'ordering.jira_foreign_files': { source: string; attachment_id: string; file_id: string };
  'ordering.jira_imports': JiraImportsTable;
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
  id: Generated<string>;
  source: string;
  /** Null for one that was linked by its key, until a call names it. */
  issue_id: string | null;
  issue_key: string;
  order_id: string;
  /** Id of the newest change that was applied. */
  last_change: string | null;
  linked_at: string;
  /** Since when the order follows it no more. */
  unlinked_at: ColumnType<string | null, string | null | undefined, string | null>;
  /** When the import brought it; null for one that was only linked. */
  imported_at: ColumnType<string | null, string | null | undefined, string | null>;
  /** Its `updated` when the import last read it whole; null where something of it is still missing here. */
  updated: ColumnType<string | null, string | null | undefined, string | null>;
  /** The state that the order took from its ticket, by import or webhook: who moves it here afterwards decides. */
  state: ColumnType<OrderState | null, OrderState | null | undefined, OrderState | null>;
}

/** A ticket of another Jira that stands for a project of ours. */
interface JiraForeignProjectsTable {
  source: string;
  issue_id: string;
  issue_key: string;
  project_id: string;
  updated: string | null;
  imported_at: string;
}

/** How far an import of a project of another Jira has come. */
interface JiraImportsTable {
  source: string;
  project: string;
  /** The day from which it was asked for; empty where for all. */
  since: string;
  started_at: string;
  /** Up to where, by the creation of its tickets, all is done; null at the beginning. */
  reached: string | null;
  finished_at: string | null;
}
