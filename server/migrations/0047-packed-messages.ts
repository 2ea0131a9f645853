import type { MigrationSource } from '#kernel/database';

/** Long groups of messages are kept compressed. */
export const packedMessages: MigrationSource = {
  name: '0047_packed_messages',
  statements: [
    // packed: what is compressed, instead of payload.
    'alter table messaging.log_groups add column packed bytea',
    'alter table messaging.log_groups alter column packed set storage external',
    'alter table messaging.log_groups alter column payload drop not null',
  ],
};
