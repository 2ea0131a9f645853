import type { MigrationSource } from '#kernel/database';

export const kernelTables: MigrationSource = {
  name: '0001_kernel',
  statements: [
    'create extension if not exists pg_trgm',
    'create extension if not exists unaccent',
    'create extension if not exists btree_gist',
    'create schema kernel',
    // The outbox and the log of everything that happened. txid lets readers of the feed stop before what may still commit.
    `create table kernel.events (
      seq bigint generated always as identity primary key,
      id text not null unique,
      type text not null,
      aggregate text not null,
      payload jsonb not null,
      occurred_at timestamptz not null,
      txid xid8 not null default pg_current_xact_id(),
      delivered_at timestamptz,
      attempts int not null default 0,
      next_attempt_at timestamptz,
      failure text)`,
    'create index events_undelivered on kernel.events (seq) where delivered_at is null',
    // What failed and holds up its followers: few rows, however long the log.
    'create index events_postponed on kernel.events (aggregate, seq) where delivered_at is null and attempts > 0',
    `create table kernel.handled (
      reaction text not null, event_id text not null, handled_at timestamptz not null, primary key (reaction, event_id))`,
    'create table kernel.leases (name text primary key, holder text not null, until timestamptz not null)',
    `create table kernel.audit (
      id text primary key, at timestamptz not null, actor_id text, actor_name text not null,
      action text not null, target text not null, details jsonb not null)`,
    'create index audit_target on kernel.audit (target, at)',
    'create index audit_at on kernel.audit (at)',
    `create table kernel.mails (
      id text primary key,
      number bigint generated always as identity unique,
      key text not null unique,
      sender text not null, recipient text not null, reply_to text,
      subject text not null, body_text text not null, body_html text not null,
      headers jsonb not null, about text not null,
      created_at timestamptz not null,
      state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
      attempts int not null default 0,
      sent_at timestamptz, failure text, read_at timestamptz)`,
    'create index mails_recipient on kernel.mails (recipient, number)',
    'create index mails_about on kernel.mails (about, number)',
    `create index mails_unsent on kernel.mails (number) where state in ('queued', 'sending')`,
    `create table kernel.files (
      id text primary key, sha256 text not null, name text not null, media_type text not null,
      size_bytes bigint not null, owner text not null, created_at timestamptz not null)`,
    'create index files_sha256 on kernel.files (sha256)',
    'create table kernel.rate_limits (key text primary key, window_start timestamptz not null, count int not null)',
    `create table kernel.idempotency (
      actor_id text not null, key text not null, fingerprint text not null, response jsonb,
      created_at timestamptz not null, primary key (actor_id, key))`,
    'create table kernel.settings (name text primary key, value jsonb not null, changed_at timestamptz not null)',
  ],
};
