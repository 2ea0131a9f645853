import type { MigrationSource } from '#kernel/database';

export const seenWork: MigrationSource = {
  name: '0009_seen_work',
  statements: [
    `create table ordering.seen_work (
      person_id text not null, item_id text not null, at timestamptz not null, primary key (person_id, item_id))`,
  ],
};
