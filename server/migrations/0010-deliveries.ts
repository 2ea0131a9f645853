import type { MigrationSource } from '#kernel/database';

/** Calls to receivers outside; messages that were edited, that are for the customer alone, or whose author has no account. */
export const deliveries: MigrationSource = {
  name: '0010_deliveries',
  statements: [
    `create table kernel.deliveries (
      id text primary key,
      number bigint generated always as identity unique,
      channel text not null, subscriber text not null, key text not null,
      about text not null, body text,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
      attempts int not null default 0,
      status int, failure text, answer text, milliseconds int,
      created_at timestamptz not null, tried_at timestamptz, next_at timestamptz not null, claimed_until timestamptz,
      unique (channel, subscriber, key))`,
    `create index deliveries_waiting on kernel.deliveries (channel, subscriber, number) where state = 'waiting'`,
    'create index deliveries_newest on kernel.deliveries (channel, subscriber, number desc)',
    'alter table ordering.messages drop constraint messages_scope_check',
    `alter table ordering.messages add constraint messages_scope_check check (scope in ('public', 'internal', 'direct'))`,
    'alter table ordering.messages add column edited_at timestamptz',
    'alter table ordering.messages add column author_uid text',
    'alter table ordering.messages add column author_email text',
    'create index messages_project on ordering.messages (project_id, number)',
  ],
};
