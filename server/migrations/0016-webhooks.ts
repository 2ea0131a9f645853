import type { MigrationSource } from '#kernel/database';

/** Webhooks of our own; what the TM Forum face keeps besides the order: its client's words, cancellations, hubs. */
export const webhooks: MigrationSource = {
  name: '0016_webhooks',
  statements: [
    `create table kernel.webhooks (
      id text primary key,
      name text not null, url text not null, kinds jsonb not null, scope text,
      secret text not null,
      state text not null default 'active' check (state in ('active', 'paused')),
      paused_because text not null default '',
      failures int not null default 0,
      created_at timestamptz not null, changed_at timestamptz not null)`,
    `create table ordering.tmf_details (
      order_id text primary key references ordering.orders (id),
      item_id text not null default '1',
      external_id text, description text, notification_contact text, priority text,
      requested_start_at timestamptz, requested_completion_at timestamptz,
      external_references jsonb not null default '[]',
      deleted_at timestamptz)`,
    'create index tmf_details_external on ordering.tmf_details (external_id) where external_id is not null',
    'create index tmf_details_deleted on ordering.tmf_details (order_id) where deleted_at is not null',
    `create table ordering.tmf_cancellations (
      id text primary key,
      number int generated always as identity unique,
      order_id text not null references ordering.orders (id),
      state text not null check (state in ('accepted', 'inProgress', 'done', 'terminatedWithError')),
      reason text not null, requested_at timestamptz, effective_at timestamptz, failure text,
      by_id text not null, by_role text not null, created_at timestamptz not null)`,
    'create index tmf_cancellations_order on ordering.tmf_cancellations (order_id, number)',
    `create index tmf_cancellations_due on ordering.tmf_cancellations (requested_at) where state = 'accepted'`,
    `create table ordering.tmf_hubs (
      id text primary key, person_id text not null, callback text not null, query text not null, created_at timestamptz not null)`,
    'create index tmf_hubs_person on ordering.tmf_hubs (person_id)',
    // Pages by offset and their count, without reading the orders themselves.
    'create index orders_listed on ordering.orders (number) include (id, spam, state, project_id)',
    // Whether an order had been in use, could not be delivered, or waits too long for a provider, without reading histories.
    `create index status_entries_ready on ordering.status_entries (order_id) where to_state = 'ready'`,
    `create index status_entries_undelivered on ordering.status_entries (order_id) where from_state = 'approved' and to_state = 'rejected'`,
    `create index shares_escalated on ordering.shares (order_id) where escalated_at is not null and state = 'sent'`,
  ],
};
