import type { MigrationSource } from '#kernel/database';

/** Foreign marketplaces whose orders the desk works as their order system: registrations, and what stands for what. */
export const foreignMarketplaces: MigrationSource = {
  name: '0021_foreign_marketplaces',
  statements: [
    `create table ordering.foreign_marketplaces (
      id text primary key,
      name text not null, base_url text not null, oms_id int not null,
      state text not null default 'active' check (state in ('active', 'paused')),
      oms_name text not null default '',
      is_default boolean,
      read_to text not null,
      wanted_at timestamptz, claimed_until timestamptz, next_at timestamptz,
      polled_at timestamptz,
      failed_at timestamptz, failure text not null default '', failures int not null default 0,
      events_read int not null default 0,
      version int not null default 1,
      created_at timestamptz not null, changed_at timestamptz not null)`,
    // Apart from the registration: nothing that shows or logs this has the token at hand.
    `create table ordering.foreign_tokens (
      marketplace_id text primary key references ordering.foreign_marketplaces (id),
      value text not null, changed_at timestamptz not null)`,
    `create table ordering.foreign_projects (
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      project int not null,
      project_id text not null references ordering.projects (id),
      primary key (marketplace_id, project))`,
    `create table ordering.foreign_items (
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      project int not null, item int not null,
      order_id text not null unique references ordering.orders (id),
      told_type text not null, told_value text not null, told_secrets text not null default '',
      primary key (marketplace_id, project, item))`,
    `create table ordering.foreign_messages (
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      message int not null,
      message_id text unique references ordering.messages (id),
      is_ours boolean not null, digest text not null,
      primary key (marketplace_id, message))`,
    `create table ordering.foreign_events (
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      at text not null, project int not null, item int not null, message int not null,
      field text not null, change text not null,
      primary key (marketplace_id, at, project, item, message, field, change))`,
    `create table ordering.foreign_tasks (
      id text primary key,
      number int generated always as identity unique,
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      order_id text not null references ordering.orders (id),
      kind text not null check (kind in ('item', 'message')),
      message_id text not null default '',
      state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
      attempts int not null default 0,
      failure text not null default '',
      created_at timestamptz not null)`,
    `create index foreign_tasks_waiting on ordering.foreign_tasks (marketplace_id, number) where state = 'waiting'`,
    `create unique index foreign_tasks_once on ordering.foreign_tasks (order_id, kind, message_id)
      where state = 'waiting' and attempts = 0`,
    `create table ordering.foreign_log (
      number int generated always as identity primary key,
      marketplace_id text not null references ordering.foreign_marketplaces (id),
      at timestamptz not null,
      kind text not null check (kind in ('in', 'out', 'failure')),
      text text not null,
      order_number int)`,
    'create index foreign_log_of on ordering.foreign_log (marketplace_id, number)',
  ],
};
