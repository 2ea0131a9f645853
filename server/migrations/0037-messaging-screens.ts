import type { MigrationSource } from '#kernel/database';

/** Who of the portal administers a messaging project, and how far its subscriptions were behind. */
export const messagingScreens: MigrationSource = {
  name: '0037_messaging_screens',
  statements: [
    `create table messaging.project_people (
      project_id text not null references messaging.projects (id) on delete cascade,
      person_id text not null, since timestamptz not null,
      primary key (project_id, person_id))`,
    'create index project_people_person on messaging.project_people (person_id)',
    `create table messaging.lag_samples (
      subscription_id text not null references messaging.subscriptions (id) on delete cascade,
      at timestamptz not null, lag bigint not null,
      primary key (subscription_id, at))`,
    'create index lag_samples_at on messaging.lag_samples (at)',
  ],
};
