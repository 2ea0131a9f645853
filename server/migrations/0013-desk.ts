import type { MigrationSource } from '#kernel/database';

/** Routing rules, rota, working calendars, approval levels and links between orders. */
export const deskRooms: MigrationSource = {
  name: '0013_desk',
  statements: [
    `create table ordering.routing_rules (
      id text primary key,
      position int not null,
      name text not null,
      conditions jsonb not null,
      group_id text not null references ordering.groups (id),
      priority text,
      levels jsonb not null default '[]',
      changed_at timestamptz not null)`,
    'create index routing_rules_group on ordering.routing_rules (group_id)',
    // Until now a group took the orders of its categories; the same is said by one rule for each such group.
    `insert into ordering.routing_rules (id, position, name, conditions, group_id, changed_at)
      select 'categories-' || g.id, (row_number() over (order by g.id))::int, 'Categories of ' || g.name,
        jsonb_build_object('category', g.categories), g.id, g.changed_at
      from ordering.groups g where jsonb_array_length(g.categories) > 0`,
    'alter table ordering.groups drop column categories',
    `alter table ordering.orders add column routed_because text not null default '', add column copy_to text`,
    // Who of a group takes its new orders in one ISO week, and who stands in for some of its days.
    `create table ordering.rota_weeks (
      group_id text not null references ordering.groups (id),
      starts_on date not null,
      person_id text,
      substitute_id text,
      substitute_from date,
      substitute_to date,
      changed_at timestamptz not null,
      primary key (group_id, starts_on))`,
    // Working hours of a group that differ from those in the settings of the desk.
    `create table ordering.group_calendars (
      group_id text primary key references ordering.groups (id),
      timezone text not null,
      opens text not null,
      closes text not null,
      weekdays jsonb not null,
      holidays jsonb not null,
      changed_at timestamptz not null)`,
  ],
};
