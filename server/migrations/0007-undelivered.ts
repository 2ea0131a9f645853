import type { MigrationSource } from '#kernel/database';

export const undeliveredMails: MigrationSource = {
  name: '0007_undelivered',
  // To which address of the contact the newest mail about the share could not be delivered.
  statements: ['alter table ordering.shares add column undelivered_to text'],
};
