import type { MigrationSource } from '#kernel/database';

/** Groups of messages are kept compressed, as bytes; those that are there stay as they are. */
export const packedMessages: MigrationSource = {
  name: '0047_packed_messages',
  statements: [
    `alter table messaging.log_groups alter column payload type bytea using convert_to(payload, 'UTF8')`,
    'alter table messaging.log_groups alter column payload set storage external',
    'alter table messaging.log_groups add column packed boolean not null default false',
  ],
};
