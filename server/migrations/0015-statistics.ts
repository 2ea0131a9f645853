import type { MigrationSource } from '#kernel/database';

export const statistics: MigrationSource = {
  name: '0015_statistics',
  statements: [
    // The grade of a service in use, asked for long after the ordering was rated: an answer of its own.
    `create table ordering.service_ratings (
      order_id text primary key references ordering.orders (id),
      service int not null check (service between 1 and 5), text text not null, at timestamptz not null)`,
    `alter table ordering.rating_links add column asks text not null default 'order' check (asks in ('order', 'service'))`,
    'create index rating_links_order on ordering.rating_links (order_id, asks)',
    // A low grade is looked into by the coordinator; a second one before that adds nothing.
    `create table ordering.low_ratings (
      order_id text primary key references ordering.orders (id),
      opened_at timestamptz not null, settled_at timestamptz, settled_by text, note text not null default '')`,
    'create index low_ratings_open on ordering.low_ratings (opened_at) where settled_at is null',
    `insert into ordering.low_ratings (order_id, opened_at)
      select order_id, at from ordering.ratings where service <= 2 or ordering <= 2`,
  ],
};
