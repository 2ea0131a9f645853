import type { MigrationSource } from '#kernel/database';

export const registryTables: MigrationSource = {
  name: '0003_registry',
  statements: [
    'create schema registry',
    // sort_name and search are folded (lower case, no accents) by the store; "C" gives one order on every server.
    `create table registry.sites (
      id text primary key,
      name text not null unique,
      sort_name text collate "C" not null unique,
      country_code text not null,
      country_name text not null,
      ngi text not null,
      certification text not null check (certification in ('certified', 'candidate', 'uncertified', 'suspended', 'closed')),
      description text not null,
      service_types jsonb not null,
      capacity_note text not null,
      contacts jsonb not null,
      search text not null,
      version int not null default 1,
      created_at timestamptz not null,
      changed_at timestamptz not null)`,
    'create index sites_country on registry.sites (country_code, sort_name)',
    'create index sites_search on registry.sites using gin (search gin_trgm_ops)',
    'create index sites_service_types on registry.sites using gin (service_types)',
  ],
};
