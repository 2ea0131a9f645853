import type { MigrationSource } from '#kernel/database';

export const identityTables: MigrationSource = {
  name: '0002_identity',
  statements: [
    'create schema identity',
    // search holds name, address and institution without accents and in lower case; sort_name orders lists the same way.
    `create table identity.people (
      id text primary key,
      name text not null, sort_name text not null,
      email text, email_verified boolean not null default false,
      institution text, country text,
      assurance jsonb not null default '[]',
      terms_version text, terms_accepted_at timestamptz,
      preferences jsonb not null default '{}',
      search text not null,
      created_at timestamptz not null, last_sign_in_at timestamptz, erased_at timestamptz,
      version int not null default 1)`,
    'create index people_list on identity.people (sort_name, id) where erased_at is null',
    'create index people_search on identity.people using gin (search gin_trgm_ops)',
    'create index people_email on identity.people (lower(email))',
    `create table identity.identities (
      id text primary key,
      person_id text not null references identity.people (id),
      issuer text not null, subject text not null,
      assurance jsonb not null default '[]',
      entitlements jsonb not null default '[]',
      linked_at timestamptz not null, last_used_at timestamptz not null,
      unique (issuer, subject))`,
    'create index identities_person on identity.identities (person_id)',
    `create table identity.mapping_rules (
      id text primary key, entitlement text not null, role text not null, scope text not null,
      created_at timestamptz not null, version int not null default 1,
      unique (entitlement, role, scope))`,
    `create table identity.role_relations (
      id text primary key,
      person_id text not null references identity.people (id),
      role text not null, scope text not null,
      source text not null check (source in ('grant', 'mapping')),
      granted_by text, granted_at timestamptz not null,
      unique (person_id, role, scope, source))`,
    'create index role_relations_role on identity.role_relations (role, scope, person_id)',
    // previous_hash is the secret before the last rotation, good for a minute: requests under way still carry it.
    `create table identity.sessions (
      id text primary key,
      token_hash text not null unique,
      previous_hash text,
      person_id text not null references identity.people (id),
      device text not null,
      created_at timestamptz not null, last_seen_at timestamptz not null,
      rotated_at timestamptz not null, expires_at timestamptz not null)`,
    'create index sessions_previous on identity.sessions (previous_hash) where previous_hash is not null',
    'create index sessions_person on identity.sessions (person_id)',
    'create index sessions_expiry on identity.sessions (expires_at)',
    `create table identity.api_tokens (
      id text primary key,
      token_hash text not null unique,
      person_id text not null references identity.people (id),
      name text not null, scopes jsonb not null, hint text not null,
      created_at timestamptz not null, expires_at timestamptz not null, last_used_at timestamptz)`,
    'create index api_tokens_person on identity.api_tokens (person_id)',
    `create table identity.login_attempts (
      state_hash text primary key,
      browser_hash text not null, nonce text not null, verifier text not null, to_path text not null,
      link_person_id text, expires_at timestamptz not null)`,
    'create index login_attempts_expiry on identity.login_attempts (expires_at)',
    // What the demo's own identity provider remembers; empty where a real one is configured.
    `create table identity.demo_oidc (
      model text not null, id text not null, payload jsonb not null,
      uid text, grant_id text, expires_at timestamptz,
      primary key (model, id))`,
    'create index demo_oidc_uid on identity.demo_oidc (model, uid) where uid is not null',
    'create index demo_oidc_grant on identity.demo_oidc (grant_id) where grant_id is not null',
    'create index demo_oidc_expiry on identity.demo_oidc (expires_at)',
  ],
};
