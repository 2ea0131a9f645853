import type { MigrationSource } from '#kernel/database';

/** What tickets say beyond their order or project, sessions of ticket clients, hidden messages, when an order last changed. */
export const jira: MigrationSource = {
  name: '0012_jira',
  statements: [
    // A ticket is an order or a project; a row stands here only where it says something of its own, or was deleted.
    `create table ordering.jira_tickets (
      issue_id int primary key,
      summary text, description text,
      fields jsonb not null default '{}',
      deleted_at timestamptz)`,
    `create table ordering.jira_sessions (
      token_hash text primary key, person_id text not null, created_at timestamptz not null, expires_at timestamptz not null)`,
    'create index jira_sessions_expiry on ordering.jira_sessions (expires_at)',
    'alter table ordering.messages add column hidden_at timestamptz',
    'alter table ordering.orders add column changed_at timestamptz',
    'create index orders_updated on ordering.orders ((greatest(submitted_at, state_since, last_public_at, changed_at)), number)',
  ],
};
