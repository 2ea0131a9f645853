import type { MigrationSource } from '#kernel/database';

/** Tickets of another Jira that the desk links by their key, whose ids nobody has told yet, and that it lets go of again. */
export const followedTickets: MigrationSource = {
  name: '0043_followed_tickets',
  statements: [
    // issue_id: null until a call of the other Jira names it; unlinked_at: since when the order follows it no more.
    `alter table ordering.jira_foreign_tickets
      add column id text not null default gen_random_uuid()::text,
      add column unlinked_at timestamptz,
      drop constraint jira_foreign_tickets_pkey,
      alter column issue_id drop not null`,
    'alter table ordering.jira_foreign_tickets add primary key (id)',
    'create unique index jira_foreign_tickets_source_issue on ordering.jira_foreign_tickets (source, issue_id)',
  ],
};
