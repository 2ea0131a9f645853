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
    // The column stays for the release before this one, and goes two releases later.
    `alter table ordering.groups alter column categories set default '[]'`,
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
    'alter table ordering.groups add column leader_id text',
    // Who was told that a deadline is near or missed, once each.
    `create table ordering.clock_notices (
      order_id text not null references ordering.orders (id),
      clock text not null,
      kind text not null check (kind in ('warning', 'missed')),
      at timestamptz not null,
      primary key (order_id, clock, kind))`,
    // Working hours of a group that differ from those in the settings of the desk.
    `create table ordering.group_calendars (
      group_id text primary key references ordering.groups (id),
      timezone text not null,
      opens text not null,
      closes text not null,
      weekdays jsonb not null,
      holidays jsonb not null,
      changed_at timestamptz not null)`,
    // Levels of approval that the rule of an order demands; reopened, an order asks again in another round.
    `create table ordering.approval_levels (
      id text primary key,
      order_id text not null references ordering.orders (id),
      position int not null,
      name text not null,
      needs text not null check (needs in ('first', 'all')),
      approvers jsonb not null,
      state text not null check (state in ('waiting', 'asked', 'approved', 'refused', 'bypassed')),
      round int not null default 1,
      asked_at timestamptz,
      decided_at timestamptz,
      reason text not null default '',
      unique (order_id, position))`,
    `create index approval_levels_asked on ordering.approval_levels (asked_at) where state = 'asked'`,
    `create table ordering.level_answers (
      id text primary key,
      level_id text not null references ordering.approval_levels (id),
      round int not null,
      slot int not null,
      person_id text not null,
      person_name text not null,
      as_deputy boolean not null,
      answer text not null check (answer in ('approve', 'refuse')),
      comment text not null,
      at timestamptz not null,
      unique (level_id, round, slot))`,
    // How orders belong together, said of the first one: it is part of the other, depends on it, repeats it, goes on from it.
    `create table ordering.order_links (
      from_id text not null references ordering.orders (id),
      to_id text not null references ordering.orders (id),
      relation text not null check (relation in ('part_of', 'depends_on', 'duplicate_of', 'continues')),
      at timestamptz not null,
      primary key (from_id, to_id),
      check (from_id != to_id))`,
    'create index order_links_to on ordering.order_links (to_id)',
    `create index orders_spam on ordering.orders (customer_id) where spam = 'yes'`,
  ],
};
