import type { MigrationSource } from '#kernel/database';

/** Who made a webhook and since when it is paused. */
export const deskRest: MigrationSource = {
  name: '0030_desk_rest',
  statements: ['alter table kernel.webhooks add column created_by text, add column paused_at timestamptz'],
};
