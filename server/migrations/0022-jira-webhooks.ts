import type { MigrationSource } from '#kernel/database';

/** Webhooks as Jira's clients register them; which orders have their tickets in another Jira, and what was heard from there. */
export const jiraWebhooks: MigrationSource = {
  name: '0022_jira_webhooks',
  statements: [
    `create table ordering.jira_webhooks (
      number int generated always as identity primary key,
      name text not null, url text not null, events jsonb not null default '[]', filter text not null default '',
      exclude_body boolean not null default false, enabled boolean not null default true,
      by_id text not null, created_at timestamptz not null, changed_at timestamptz not null)`,
    // source: the address of the other Jira; last_change: the newest change of the ticket that was applied.
    `create table ordering.jira_foreign_tickets (
      source text not null, issue_id text not null, issue_key text not null,
      order_id text not null references ordering.orders (id),
      last_change text, linked_at timestamptz not null,
      primary key (source, issue_id))`,
    'create index jira_foreign_tickets_issue on ordering.jira_foreign_tickets (issue_id)',
    'create index jira_foreign_tickets_order on ordering.jira_foreign_tickets (order_id)',
    `create table ordering.jira_foreign_comments (
      source text not null, comment_id text not null, message_id text not null references ordering.messages (id),
      primary key (source, comment_id))`,
  ],
};
