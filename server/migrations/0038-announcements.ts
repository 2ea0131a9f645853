import type { MigrationSource } from '#kernel/database';

/** What the house is about to publish of its own events, each once for a topic. */
export const announcements: MigrationSource = {
  name: '0038_announcements',
  statements: [
    // began_at: where the topic ended when somebody began to publish it; whoever finds it set looks from there whether it is there.
    `create table messaging.announcements (
      number bigint generated always as identity primary key, topic text not null, key text not null,
      content jsonb not null, began_at bigint, unique (topic, key))`,
  ],
};
