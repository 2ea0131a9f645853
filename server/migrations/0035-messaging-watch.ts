import type { MigrationSource } from '#kernel/database';

/** What is counted of messaging, who asks to use it, and what is watched. */
export const messagingWatch: MigrationSource = {
  name: '0035_messaging_watch',
  statements: [
    `create table messaging.topic_counters (
      topic_id text primary key references messaging.topics (id) on delete cascade,
      messages bigint not null, bytes bigint not null, last_at timestamptz not null, rate double precision not null)
      with (fillfactor = 50)`,
    `create table messaging.subscription_counters (
      subscription_id text primary key references messaging.subscriptions (id) on delete cascade,
      messages bigint not null, bytes bigint not null, last_at timestamptz not null, rate double precision not null)
      with (fillfactor = 50)`,
    // Days in UTC.
    `create table messaging.daily_messages (
      topic_id text not null references messaging.topics (id) on delete cascade,
      project_id text not null references messaging.projects (id) on delete cascade,
      day date not null, messages bigint not null,
      primary key (topic_id, day)) with (fillfactor = 50)`,
    'create index daily_messages_project on messaging.daily_messages (project_id, day)',
    `create table messaging.nodes (
      host text primary key, cpu double precision not null, memory double precision not null, at timestamptz not null)`,
    `create table messaging.registrations (
      id text primary key, number int generated always as identity unique,
      name text not null, first_name text not null, last_name text not null, organization text not null,
      description text not null, email text not null,
      status text not null default 'pending' check (status in ('pending', 'accepted', 'declined')),
      decline_comment text not null default '', registered_at timestamptz not null,
      user_id text references messaging.users (id) on delete set null,
      modified_by text references messaging.users (id) on delete set null, modified_at timestamptz)`,
    'create index registrations_user on messaging.registrations (user_id) where user_id is not null',
    'create index registrations_modified_by on messaging.registrations (modified_by) where modified_by is not null',
    // Without a row the defaults of the house hold; a limit that is null is not watched.
    `create table messaging.subscription_limits (
      subscription_id text primary key references messaging.subscriptions (id) on delete cascade,
      messages_behind bigint check (messages_behind > 0), oldest_minutes int check (oldest_minutes > 0))`,
    `create table messaging.topic_limits (
      topic_id text primary key references messaging.topics (id) on delete cascade,
      silent_minutes int check (silent_minutes > 0))`,
    `create table messaging.alerts (
      id text primary key, kind text not null check (kind in ('messages-behind', 'oldest-message', 'silence')),
      project_id text not null references messaging.projects (id) on delete cascade,
      topic_id text references messaging.topics (id) on delete cascade,
      subscription_id text references messaging.subscriptions (id) on delete cascade,
      most bigint not null, value bigint not null, opened_at timestamptz not null, closed_at timestamptz,
      check (num_nonnulls(topic_id, subscription_id) = 1))`,
    `create unique index alerts_open on messaging.alerts (kind, coalesce(subscription_id, topic_id))
      where closed_at is null`,
    'create index alerts_project on messaging.alerts (project_id)',
    'create index alerts_topic on messaging.alerts (topic_id) where topic_id is not null',
    'create index alerts_subscription on messaging.alerts (subscription_id) where subscription_id is not null',
  ],
};
