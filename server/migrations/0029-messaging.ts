import type { MigrationSource } from '#kernel/database';

/** Publish and subscribe: projects, their users, topics, subscriptions, and the log of messages. */
export const messaging: MigrationSource = {
  name: '0029_messaging',
  statements: [
    'create schema messaging',
    `create table messaging.users (
      id text primary key, number int generated always as identity unique,
      name text not null unique, first_name text not null default '', last_name text not null default '',
      organization text not null default '', description text not null default '', email text not null default '',
      service_roles text[] not null default '{}', token_generation int not null default 1,
      created_by text references messaging.users (id) on delete set null,
      created_at timestamptz not null, changed_at timestamptz not null)`,
    `create table messaging.tokens (
      hash text primary key, user_id text not null references messaging.users (id) on delete cascade,
      made_at timestamptz not null)`,
    'create index tokens_user on messaging.tokens (user_id)',
    `create table messaging.projects (
      id text primary key, number int generated always as identity unique,
      name text not null unique, description text not null default '',
      created_by text references messaging.users (id) on delete set null,
      created_at timestamptz not null, changed_at timestamptz not null)`,
    `create table messaging.members (
      project_id text not null references messaging.projects (id) on delete cascade,
      user_id text not null references messaging.users (id) on delete cascade,
      roles text[] not null default '{}', since timestamptz not null,
      primary key (project_id, user_id))`,
    'create index members_user on messaging.members (user_id)',
    // A deleted topic keeps its row, so that its ids go on where they ended if it is made again.
    `create table messaging.topics (
      id text primary key, number int generated always as identity unique,
      project_id text not null references messaging.projects (id) on delete cascade,
      name text not null, created_at timestamptz not null, deleted_at timestamptz,
      unique (project_id, name))`,
    `create table messaging.topic_acl (
      topic_id text not null references messaging.topics (id) on delete cascade,
      user_id text not null references messaging.users (id) on delete cascade,
      primary key (topic_id, user_id))`,
    'create index topic_acl_user on messaging.topic_acl (user_id)',
    // position: the next message to hand out; window_end: end of what the last pull handed out, 0 where nothing pends.
    `create table messaging.subscriptions (
      id text primary key, number int generated always as identity unique,
      project_id text not null references messaging.projects (id) on delete cascade,
      topic_id text not null references messaging.topics (id) on delete cascade,
      name text not null, ack_deadline_seconds int not null, created_at timestamptz not null,
      position bigint not null, window_end bigint not null default 0, pulled_at bigint not null default 0,
      acknowledged bigint not null default 0,
      unique (project_id, name))`,
    'create index subscriptions_topic on messaging.subscriptions (topic_id)',
    // What changes with every pull is updated in place.
    'alter table messaging.subscriptions set (fillfactor = 50)',
    `create table messaging.subscription_acl (
      subscription_id text not null references messaging.subscriptions (id) on delete cascade,
      user_id text not null references messaging.users (id) on delete cascade,
      primary key (subscription_id, user_id))`,
    'create index subscription_acl_user on messaging.subscription_acl (user_id)',
    `create table messaging.log_heads (
      topic_id text primary key, next_id bigint not null default 0, min_id bigint not null default 0,
      last_at timestamptz) with (fillfactor = 50)`,
    // Messages that were written together stand in one row; a partition a day, so that a day goes at once.
    `create table messaging.log_groups (
      topic_id text not null, first_id bigint not null, count int not null, bytes int not null,
      published_at timestamptz not null, payload text not null,
      primary key (topic_id, first_id, published_at)) partition by range (published_at)`,
    'alter table messaging.log_groups alter column payload set storage external',
  ],
};
