import type { MigrationSource } from '#kernel/database';

/** What the marketplace calls a service besides its slug, and who wants to hear when a sold-out offer is back. */
export const offers: MigrationSource = {
  name: '0023_offers',
  statements: [
    `alter table catalogue.services add column pid text not null default ''`,
    `create unique index services_pid on catalogue.services (pid) where pid <> ''`,
    `create table catalogue.offer_watchers (
      offer_id text not null references catalogue.offers (id),
      person_id text not null,
      since timestamptz not null,
      primary key (offer_id, person_id))`,
    'create index offer_watchers_person on catalogue.offer_watchers (person_id)',
  ],
};
