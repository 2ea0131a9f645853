import type { MigrationSource } from '#kernel/database';

/** Schemas of messages, and certificates that stand for users of messaging. */
export const messagingSchemas: MigrationSource = {
  name: '0039_messaging_schemas',
  statements: [
    `create table messaging.schemas (
      id text primary key, number int generated always as identity unique,
      project_id text not null references messaging.projects (id) on delete cascade,
      name text not null, type text not null check (type in ('json', 'avro')),
      body text not null, version int not null default 1,
      created_at timestamptz not null, changed_at timestamptz not null,
      unique (project_id, name))`,
    `alter table messaging.topics
      add column schema_id text references messaging.schemas (id) on delete set null`,
    'create index topics_schema on messaging.topics (schema_id)',

    `create table messaging.service_types (
      id text primary key, number int generated always as identity unique,
      name text not null unique, hosts text[] not null, auth_types text[] not null,
      created_at timestamptz not null, changed_at timestamptz)`,
    `create table messaging.auth_methods (
      id text primary key, number int generated always as identity unique,
      service_type_id text not null references messaging.service_types (id) on delete cascade,
      host text not null, port int not null,
      created_at timestamptz not null, changed_at timestamptz,
      unique (service_type_id, host))`,
    // auth_identifier: the subject of a certificate, in the form of argo-api-authn.
    `create table messaging.bindings (
      id text primary key, number int generated always as identity unique,
      name text not null unique,
      service_type_id text not null references messaging.service_types (id) on delete cascade,
      host text not null, auth_identifier text not null,
      user_id text not null references messaging.users (id) on delete cascade,
      created_at timestamptz not null, changed_at timestamptz, last_auth_at timestamptz,
      unique (service_type_id, host, auth_identifier))`,
    'create index bindings_user on messaging.bindings (user_id)',
    // One row for a subject that fails at a host for one reason, however often it tries.
    `create table messaging.failed_mappings (
      id text primary key, subject text not null, host text not null, reason text not null,
      first_at timestamptz not null, last_at timestamptz not null, times int not null default 1,
      unique (subject, host, reason))`,
    'create index failed_mappings_last on messaging.failed_mappings (last_at)',
  ],
};
