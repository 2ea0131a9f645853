import type { MigrationSource } from '#kernel/database';

/** Messages that are pushed to subscribers, and topics for those that cannot be. */
export const push: MigrationSource = {
  name: '0034_push',
  statements: [
    // A subscription in pull mode has no row. holder, held_until: which turn pushes now, and until when others leave it alone.
    // stuck_*: the messages that the last attempts failed with, and how often.
    `create table messaging.pushes (
      subscription_id text primary key references messaging.subscriptions (id) on delete cascade,
      config jsonb not null, is_active boolean not null, revision text not null,
      wait_milliseconds int not null, failures int not null default 0, next_at timestamptz not null,
      tried_at timestamptz, delivered_at timestamptz, status int, answer text, failure text,
      stuck_from bigint, stuck_until bigint, stuck_attempts int not null default 0,
      holder text, held_until timestamptz) with (fillfactor = 50)`,
    `alter table messaging.subscriptions
      add column dead_letter_topic_id text references messaging.topics (id) on delete set null,
      add column dead_letter_attempts int`,
  ],
};
