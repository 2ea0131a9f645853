import type { MigrationSource } from '#kernel/database';

/** What an order is to statistics comes from these tables; whatever changes there makes the facts of its order stale. */
const sources = ['status_entries', 'messages', 'shares', 'ratings', 'service_ratings', 'rating_links'] as const;
const events = { insert: 'new', update: 'new', delete: 'old' } as const;

/** Columns of an order that statistics read, in both versions of a changed row. */
const read = (row: 'old' | 'new') =>
  [
    'submitted_at',
    'first_reply_at',
    'decided_at',
    'state',
    'state_since',
    'spam',
    'tags',
    'class',
    'service_name',
    'category',
    'provider_label',
    'project_id',
  ]
    .map((column) => `${row}.${column}`)
    .join(', ');

/** Facts of orders for statistics, and indexes for lists and searches that read whole tables. */
export const figures: MigrationSource = {
  name: '0027_figures',
  statements: [
    // One row for each order of the desk. Durations are milliseconds; null where it did not happen.
    `create table ordering.order_facts (
      order_id text primary key references ordering.orders (id) on delete cascade,
      submitted_at timestamptz not null,
      stale boolean not null default true,
      -- Calendar and rules by which they were reckoned; empty until they were.
      reckoned_by text not null default '',
      -- The last instant on which the months depend.
      latest timestamptz,
      part text check (part in ('desk', 'spam', 'test')),
      day date,
      outcome text, class text, service text, category text, country text, typology text,
      disciplines text[], providers text[],
      first_response bigint, first_change bigint, decision bigint, delivery bigint, delivery_calendar bigint,
      month int, response_month int,
      pauses int, commented boolean,
      -- Time in each state that it left, in the sequence of the states; the last goes on.
      in_states bigint[], last_state text, last_since timestamptz,
      -- How it came into the columns of the months and left them again.
      moves int[],
      shares jsonb,
      asked boolean, rated_service int, rated_ordering int)`,
    'create index order_facts_submitted on ordering.order_facts (submitted_at)',
    'create index order_facts_stale on ordering.order_facts (submitted_at) where stale',
    `insert into ordering.order_facts (order_id, submitted_at)
      select id, submitted_at from ordering.orders where kind = 'order'`,
    `create function ordering.begin_facts() returns trigger language plpgsql as $$
      begin
        insert into ordering.order_facts (order_id, submitted_at)
          select id, submitted_at from changed where kind = 'order';
        return null;
      end $$`,
    // The update holds the row until the change is committed: who reckons meanwhile leaves it alone.
    `create function ordering.stale_facts() returns trigger language plpgsql as $$
      begin
        update ordering.order_facts set stale = true where order_id in (select order_id from changed);
        return null;
      end $$`,
    `create function ordering.stale_facts_of_order() returns trigger language plpgsql as $$
      begin
        update ordering.order_facts set stale = true, submitted_at = new.submitted_at where order_id = new.id;
        return null;
      end $$`,
    `create function ordering.stale_facts_of_project() returns trigger language plpgsql as $$
      begin
        update ordering.order_facts set stale = true
          where order_id in (select id from ordering.orders where project_id = new.id);
        return null;
      end $$`,
    `create trigger facts_begin after insert on ordering.orders
      referencing new table as changed for each statement execute function ordering.begin_facts()`,
    `create trigger facts_stale after update on ordering.orders
      for each row when ((${read('old')}) is distinct from (${read('new')}))
      execute function ordering.stale_facts_of_order()`,
    `create trigger facts_stale after update on ordering.projects
      for each row when ((old.details, old.typology) is distinct from (new.details, new.typology))
      execute function ordering.stale_facts_of_project()`,
    ...sources.flatMap((table) =>
      Object.entries(events).map(
        ([event, version]) => `create trigger facts_stale_${event} after ${event} on ordering.${table}
          referencing ${version} table as changed for each statement execute function ordering.stale_facts()`,
      ),
    ),
    `create index orders_ticket_summary on ordering.orders
      using gin (('Service order, ' || customer_name || ', ' || service_name) gin_trgm_ops)`,
    'create index orders_comment on ordering.orders using gin (comment gin_trgm_ops)',
    `create index orders_without_desk on ordering.orders (submitted_at) where kind <> 'order'`,
  ],
};
