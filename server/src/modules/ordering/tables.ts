import type { Generated, Selectable } from 'kysely';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { OrderRole, OrderState } from '#contracts/ordering/lifecycle';
import type { Amount, ProjectInput, ShareState, ShareTerms } from '#contracts/ordering/schemas';
import type { KernelTables, Read, Tx } from '#kernel/database';

/** Tables of ordering (`server/migrations/0005-ordering.ts`). */
export interface OrderingTables extends KernelTables {
  'ordering.groups': {
    id: string;
    name: string;
    mail: string;
    categories: readonly string[];
    is_default: boolean;
    changed_at: string;
  };
  'ordering.projects': {
    id: string;
    number: Generated<number>;
    owner_id: string;
    name: string;
    typology: string;
    status: string;
    details: ProjectInput;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
  'ordering.project_members': {
    id: string;
    project_id: string;
    person_id: string | null;
    email: string;
    right_held: 'order' | 'read';
    invited_at: string;
    joined_at: string | null;
  };
  'ordering.orders': OrdersTable;
  'ordering.status_entries': {
    id: string;
    order_id: string;
    at: string;
    action: string;
    from_state: string | null;
    to_state: string;
    value: string;
    by_id: string | null;
    by_name: string;
    by_role: OrderRole;
    reason: Generated<string>;
    category: string | null;
    irregular: Generated<boolean>;
  };
  'ordering.messages': {
    id: string;
    number: Generated<number>;
    order_id: string | null;
    project_id: string;
    at: string;
    scope: 'public' | 'internal';
    shared_with_providers: Generated<boolean>;
    author_role: OrderRole;
    author_id: string | null;
    author_name: string;
    body: string;
  };
  'ordering.desk_entries': {
    id: string;
    order_id: string;
    at: string;
    kind: string;
    text: string;
    by_id: string | null;
    by_name: string;
    by_role: OrderRole;
  };
  'ordering.access_grants': {
    id: string;
    order_id: string;
    share_id: string | null;
    from_name: string;
    access_text: string;
    access_url: string;
    secrets: Readonly<Record<string, string>>;
    at: string;
  };
  'ordering.shares': SharesTable;
  'ordering.approval_links': {
    id: string;
    share_id: string;
    generation: number;
    recipient: string;
    token_hash: string;
    created_at: string;
    expires_at: string;
    seen_at: string | null;
    used_at: string | null;
    revoked_at: string | null;
    revoked_because: string | null;
  };
  'ordering.ratings': { order_id: string; service: number; ordering: number; text: string; at: string };
  'ordering.rating_links': { id: string; order_id: string; token_hash: string; created_at: string; expires_at: string };
  'ordering.drafts': { person_id: string; key: string; content: unknown; saved_at: string };
  'ordering.saved_views': { id: string; owner_id: string; group_id: string | null; name: string; query: string; created_at: string };
  'ordering.reads': { person_id: string; order_id: string; at: string };
}

/** The offer as it was when the order was placed. */
export interface OfferSnapshot {
  readonly serviceSlug: string;
  readonly provider: string;
  readonly url: string;
  readonly light: boolean;
  readonly needsAgreement: boolean;
  readonly metrics: Readonly<Record<string, string>>;
  readonly activationText: string;
}

export interface OrdersTable {
  id: string;
  number: Generated<number>;
  version: Generated<number>;
  project_id: string;
  iid: number;
  customer_id: string;
  source: string;
  source_key: string | null;
  change_of: string | null;
  offer_id: string | null;
  offer_ref: string;
  kind: 'order' | 'open' | 'external';
  snapshot: OfferSnapshot;
  parameters: readonly FilledParameter[];
  requested: readonly Amount[];
  starts_on: string | null;
  ends_on: string | null;
  price: { amount: number; currency: string } | null;
  voucher: { requested: boolean; id: string | null } | null;
  comment: string;
  raw: string | null;
  class: 'simple' | 'complex' | 'joint';
  class_because: string;
  group_id: string;
  assignee_id: string | null;
  priority: Generated<string>;
  tags: Generated<string[]>;
  spam: Generated<'no' | 'suspected' | 'yes'>;
  spam_reasons: readonly string[];
  no_agreement_reason: string | null;
  state: OrderState;
  value: string;
  state_since: string;
  submitted_at: string;
  first_reply_at: string | null;
  first_reply_due_at: string | null;
  decided_at: string | null;
  decision_due_at: string | null;
  paused_at: string | null;
  ended_at: string | null;
  last_public_at: string | null;
  category: string;
  service_name: string;
  offer_name: string;
  customer_name: string;
  customer_email: string;
  project_number: number;
  project_name: string;
  provider_label: string | null;
  provider_more: Generated<number>;
  waiting_for: Generated<'nobody' | 'desk' | 'customer' | 'provider' | 'none'>;
  waiting_why: Generated<string>;
  customer_unread: Generated<number>;
  desk_unread: Generated<number>;
  search: Generated<string>;
}

export interface SharesTable {
  id: string;
  order_id: string;
  number: number;
  version: Generated<number>;
  site_name: string;
  country: string;
  contact_name: string;
  contact_email: string;
  contact_person_id: string | null;
  resources: readonly Amount[];
  starts_on: string;
  ends_on: string;
  /** Per cent, as the driver gives a decimal: text. */
  availability: string;
  reliability: string;
  note: Generated<string>;
  state: ShareState;
  generation: Generated<number>;
  counter: (ShareTerms & { comment: string }) | null;
  answer: { at: string; by: string; how: 'link' | 'account' | 'on_behalf' | 'desk'; comment: string } | null;
  sent_at: string | null;
  seen_at: string | null;
  reminded_at: string | null;
  reminders: Generated<number>;
  escalated_at: string | null;
  due_at: string | null;
  answered_at: string | null;
  delivered_at: string | null;
  created_at: string;
}

export type OrderRow = Selectable<OrdersTable>;
export type ShareRecord = Selectable<SharesTable>;

/** The tables of ordering on a pool or in a transaction. */
export const ordering = (db: Read | Tx) => db.withTables<OrderingTables>();
