import type { MigrationSource } from '#kernel/database';

/** Webhooks as Jira's clients register them; which tickets of another Jira became ours, and how far taking them over has come. */
export const jiraWebhooks: MigrationSource = {
  name: '0022_jira_webhooks',
  statements: [
    `create table ordering.jira_webhooks (
      number int generated always as identity primary key,
      name text not null, url text not null, events jsonb not null default '[]', filter text not null default '',
      exclude_body boolean not null default false, enabled boolean not null default true,
      by_id text not null, created_at timestamptz not null, changed_at timestamptz not null)`,
    // source: the address of the other Jira; a ticket is taken over once.
    `create table ordering.jira_foreign_tickets (
      source text not null, issue_id text not null, issue_key text not null,
      kind text not null check (kind in ('order', 'project')), number int not null, taken_at timestamptz not null,
      primary key (source, issue_id))`,
    'create index jira_foreign_tickets_issue on ordering.jira_foreign_tickets (issue_id)',
    `create table ordering.jira_foreign_comments (
      source text not null, comment_id text not null, message_number int not null,
      primary key (source, comment_id))`,
    `create table ordering.jira_imports (
      source text not null, project_key text not null, kind text not null check (kind in ('order', 'project')),
      reached int not null default 0, changed_at timestamptz not null,
      primary key (source, project_key, kind))`,
  ],
};
