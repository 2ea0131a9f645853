import type { MigrationSource } from '#kernel/database';

const types = `('corporate_sla', 'vo_sla', 'resource_centre_ola', 'vo_ola', 'service_ola', 'ua')`;
const kinds = `('SLA', 'OLA', 'UA')`;

/** Agreements that no order brought about, of every kind, with a template for each. */
export const agreementKinds: MigrationSource = {
  name: '0026_agreement_kinds',
  statements: [
    'create sequence agreements.numbers',
    ...['order_id', 'order_number', 'customer_id', 'project_number'].map(
      (column) => `alter table agreements.agreements alter column ${column} drop not null`,
    ),
    ...['order_id', 'order_number'].map(
      (column) => `alter table agreements.versions alter column ${column} drop not null`,
    ),
    // The account of who answers for a provider that is no site of the registry.
    'alter table agreements.agreements add column contact_id text',
    'create index agreements_contact on agreements.agreements (contact_id)',
    'alter table agreements.agreements drop constraint agreements_kind_check',
    `alter table agreements.agreements add constraint agreements_kind_check check (kind in ${kinds})`,
    'alter table agreements.templates drop constraint templates_kind_check',
    `alter table agreements.templates add constraint templates_kind_check check (kind in ${kinds})`,
    `alter table agreements.templates add column type text not null default 'vo_sla' check (type in ${types})`,
    `update agreements.templates set type = 'vo_ola' where kind = 'OLA'`,
    'drop index agreements.templates_default',
    'create unique index templates_default on agreements.templates (type) where is_default',
    // What somebody linked by hand; an OLA that an order brought about stands under its SLA by its parent.
    `create table agreements.supports (
      sla_id text not null references agreements.agreements (id),
      under_id text not null references agreements.agreements (id),
      linked_at timestamptz not null,
      linked_by_id text,
      linked_by text not null,
      primary key (sla_id, under_id))`,
    'create index supports_under on agreements.supports (under_id)',
  ],
};
