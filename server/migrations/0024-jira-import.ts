import type { MigrationSource } from '#kernel/database';

/** What was brought over from another Jira, so that a second import brings only what is new, and how far an import has come. */
export const jiraImport: MigrationSource = {
  name: '0024_jira_import',
  statements: [
    // updated: when the ticket was last read whole; state: what the import left the order in.
    `alter table ordering.jira_foreign_tickets
      add column imported_at timestamptz, add column updated text, add column state text`,
    `create table ordering.jira_foreign_projects (
      source text not null, issue_id text not null, issue_key text not null,
      project_id text not null references ordering.projects (id) on delete cascade,
      updated text, imported_at timestamptz not null,
      primary key (source, issue_id))`,
    'create index jira_foreign_projects_project on ordering.jira_foreign_projects (project_id)',
    'create index jira_foreign_tickets_key on ordering.jira_foreign_tickets (source, issue_key)',
    `create table ordering.jira_foreign_files (
      source text not null, attachment_id text not null, file_id text not null,
      primary key (source, attachment_id))`,
    `create table ordering.jira_imports (
      source text not null, project text not null, since text not null,
      started_at timestamptz not null, reached timestamptz, finished_at timestamptz,
      primary key (source, project, since))`,
  ],
};
