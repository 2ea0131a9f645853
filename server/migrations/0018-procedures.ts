import type { MigrationSource } from '#kernel/database';

/** Procedures that give access: the steps of an offer, and their runs on orders. */
export const procedures: MigrationSource = {
  name: '0018_procedures',
  statements: [
    `create table catalogue.procedures (
      offer_id text primary key references catalogue.offers (id),
      steps jsonb not null,
      version int not null default 1,
      changed_at timestamptz not null)`,
    // Apart from the steps: nothing that shows or copies these has the secrets at hand.
    `create table catalogue.procedure_secrets (
      offer_id text not null references catalogue.procedures (offer_id),
      step text not null,
      value text not null,
      changed_at timestamptz not null,
      primary key (offer_id, step))`,
    `alter table ordering.orders add column procedure text
      check (procedure in ('running', 'stuck', 'done', 'stopped'))`,
    `create index orders_procedure on ordering.orders (procedure, number) where procedure in ('running', 'stuck')`,
    `create table ordering.procedure_runs (
      id text primary key,
      order_id text not null references ordering.orders (id),
      state text not null check (state in ('running', 'stuck', 'done', 'stopped')),
      started_at timestamptz not null,
      ended_at timestamptz)`,
    'create index procedure_runs_order on ordering.procedure_runs (order_id, id)',
    `create unique index procedure_runs_live on ordering.procedure_runs (order_id) where state in ('running', 'stuck')`,
    `create table ordering.procedure_steps (
      id text primary key,
      run_id text not null references ordering.procedure_runs (id),
      place int not null,
      definition jsonb not null,
      state text not null check (state in
        ('waiting', 'running', 'waiting_person', 'waiting_answer', 'done', 'failed', 'skipped')),
      since timestamptz not null,
      round int not null default 1,
      attempts int not null default 0,
      next_at timestamptz,
      claimed_until timestamptz,
      expires_at timestamptz,
      doers text[] not null default '{}',
      told text not null default '',
      sent text,
      answer text,
      failure text,
      results jsonb not null default '{}',
      note text not null default '',
      by_id text,
      by_name text,
      unique (run_id, place))`,
    `create index procedure_steps_due on ordering.procedure_steps (next_at) where state = 'running'`,
    `create index procedure_steps_expiring on ordering.procedure_steps (expires_at)
      where state in ('waiting_person', 'waiting_answer')`,
    `create index procedure_steps_doers on ordering.procedure_steps using gin (doers) where state = 'waiting_person'`,
    `create table ordering.procedure_answer_links (
      token_hash text primary key,
      step_id text not null references ordering.procedure_steps (id),
      round int not null,
      created_at timestamptz not null,
      used_at timestamptz)`,
    'create index procedure_answer_links_step on ordering.procedure_answer_links (step_id)',
  ],
};
