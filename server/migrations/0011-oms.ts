import type { MigrationSource } from '#kernel/database';

/** Order systems (OMSes) that offers name, what each order keeps of them, and the feed of events that they read. */
export const orderSystems: MigrationSource = {
  name: '0011_oms',
  statements: [
    `create table catalogue.omses (
      id int generated always as identity primary key,
      name text not null,
      type text not null check (type in ('global', 'provider_group', 'resource_dedicated')),
      is_default boolean not null,
      service_id text references catalogue.services (id),
      custom_params jsonb not null,
      trigger_url text,
      trigger_method text not null default 'post' check (trigger_method in ('get', 'post', 'put')),
      trigger_user text,
      trigger_password text,
      version int not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null,
      check ((type = 'resource_dedicated') = (service_id is not null)))`,
    'create unique index omses_name on catalogue.omses (lower(name))',
    'create unique index omses_default on catalogue.omses (is_default) where is_default',
    'create index omses_service on catalogue.omses (service_id) where service_id is not null',
    `create table catalogue.oms_providers (
      oms_id int not null references catalogue.omses (id),
      provider_id text not null references catalogue.providers (id),
      primary key (oms_id, provider_id))`,
    'create index oms_providers_provider on catalogue.oms_providers (provider_id)',
    `create table catalogue.oms_administrators (
      oms_id int not null references catalogue.omses (id), person_id text not null, primary key (oms_id, person_id))`,
    'create index oms_administrators_person on catalogue.oms_administrators (person_id)',
    // The order desk itself (ordering.md 2.9); it may be renamed and given a trigger.
    `insert into catalogue.omses (name, type, is_default, custom_params, created_at, changed_at)
      values ('SOMBO', 'global', true, '{"order_target":{"mandatory":false}}', now(), now())`,
    // The text in `primary_oms` named nothing that could exist; the column goes two releases later.
    'alter table catalogue.offers add column primary_oms_id int references catalogue.omses (id)',

    'create index identities_subject on identity.identities (subject)',
    // Null stands for the default order system, whichever that is.
    'alter table ordering.orders add column oms_id int',
    `alter table ordering.orders add column oms_params jsonb not null default '{}'`,
    `alter table ordering.orders add column user_secrets jsonb not null default '{}'`,
    'alter table ordering.orders add column given_value text',
    'create index orders_oms on ordering.orders (oms_id, project_number) where oms_id is not null',
    'create index orders_of_offer on ordering.orders (offer_id)',
    'create index messages_order_number on ordering.messages (order_id, number)',
    `create table ordering.oms_events (
      at timestamptz primary key,
      type text not null check (type in ('create', 'update')),
      resource text not null check (resource in ('project', 'project_item', 'message')),
      project_number int not null,
      project_item_iid int,
      message_number bigint,
      changes jsonb)`,
    'create index oms_events_place on ordering.oms_events (project_number, project_item_iid)',
    // Which events an order system other than the default one reads.
    `create table ordering.oms_event_reach (
      oms_id int not null, at timestamptz not null references ordering.oms_events (at), primary key (oms_id, at))`,
    'create index oms_event_reach_at on ordering.oms_event_reach (at)',
  ],
};
