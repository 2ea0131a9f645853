import type { ColumnType, Generated, Kysely } from 'kysely';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { QuestionState } from '#contracts/ordering/questions';
import type { Amount, ProjectInput, ShareState, ShareTerms } from '#contracts/ordering/schemas';
import type { KernelTables, Read } from '#kernel/database';
import type { OfferSnapshot } from './orders/order.ts';

/** `numeric` in the database: written as a number, read as text. */
type Percentage = ColumnType<string, number, number>;

/**
 * Tables of this module (`0005-ordering.ts`). Instants are ISO text, days `2026-12-01`. What is in a jsonb column is
 * written with `json()`. A type and no interface, because `withTables` asks for an index signature.
 */
export type OrderingTables = {
  'ordering.groups': GroupsTable;
  'ordering.projects': ProjectsTable;
  'ordering.project_members': ProjectMembersTable;
  'ordering.orders': OrdersTable;
  'ordering.status_entries': StatusEntriesTable;
  'ordering.messages': MessagesTable;
  'ordering.message_files': MessageFilesTable;
  'ordering.desk_entries': DeskEntriesTable;
  'ordering.access_grants': AccessGrantsTable;
  'ordering.shares': SharesTable;
  'ordering.approval_links': ApprovalLinksTable;
  'ordering.ratings': RatingsTable;
  'ordering.rating_links': RatingLinksTable;
  'ordering.service_ratings': ServiceRatingsTable;
  'ordering.low_ratings': LowRatingsTable;
  'ordering.questions': QuestionsTable;
  'ordering.question_messages': QuestionMessagesTable;
  'ordering.drafts': DraftsTable;
  'ordering.saved_views': SavedViewsTable;
  'ordering.reads': ReadsTable;
  'ordering.seen_work': SeenWorkTable;
};

export interface GroupsTable {
  id: string;
  name: string;
  mail: string;
  categories: string[];
  is_default: Generated<boolean>;
  changed_at: string;
}

export interface ProjectsTable {
  id: string;
  number: Generated<number>;
  owner_id: string;
  name: string;
  typology: ProjectInput['typology'];
  status: 'active' | 'archived';
  details: ProjectInput;
  version: Generated<number>;
  last_iid: Generated<number>;
  created_at: string;
  changed_at: string;
}

export interface ProjectMembersTable {
  id: string;
  project_id: string;
  person_id: string | null;
  email: string;
  right_held: 'order' | 'read';
  invited_at: string;
  joined_at: string | null;
}

export type OrdersTable = {
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
  /** The offer as it was when the order was placed. */
  snapshot: OfferSnapshot;
  parameters: FilledParameter[];
  requested: Amount[];
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
  priority: Generated<'less urgent' | 'urgent' | 'very urgent' | 'top priority'>;
  tags: Generated<string[]>;
  spam: Generated<'no' | 'suspected' | 'yes'>;
  spam_reasons: Generated<string[]>;
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
  /** A tsvector; written by an expression. */
  search: Generated<string>;
};

export interface StatusEntriesTable {
  id: string;
  order_id: string;
  at: string;
  action: string;
  from_state: OrderState | null;
  to_state: OrderState;
  value: string;
  by_id: string | null;
  by_name: string;
  by_role: string;
  reason: Generated<string>;
  category: string | null;
  irregular: Generated<boolean>;
}

export interface MessagesTable {
  id: string;
  number: Generated<number>;
  order_id: string | null;
  project_id: string;
  at: string;
  /** `direct` is for the customer alone: secrets and vouchers that an order system hands over. */
  scope: 'public' | 'internal' | 'direct';
  shared_with_providers: Generated<boolean>;
  author_role: 'customer' | 'shifter' | 'provider' | 'system';
  author_id: string | null;
  author_name: string;
  /** Of an author without an account here, as an order system or a ticket system names them. */
  author_uid: ColumnType<string | null, string | null | undefined, string | null>;
  author_email: ColumnType<string | null, string | null | undefined, string | null>;
  body: string;
  edited_at: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface MessageFilesTable {
  file_id: string;
  order_id: string;
  /** Null until the message is sent. */
  message_id: string | null;
  uploaded_by: string;
  at: string;
}

export interface DeskEntriesTable {
  id: string;
  order_id: string;
  at: string;
  kind: 'share' | 'desk';
  /** What the share was after it. */
  state: ShareState | null;
  text: string;
  by_id: string | null;
  by_name: string;
  by_role: string;
}

export interface AccessGrantsTable {
  id: string;
  order_id: string;
  share_id: string | null;
  from_name: string;
  access_text: string;
  access_url: string;
  secrets: Record<string, string>;
  at: string;
}

export type SharesTable = {
  id: string;
  order_id: string;
  number: number;
  version: Generated<number>;
  site_name: string;
  country: string;
  contact_name: string;
  contact_email: string;
  contact_person_id: string | null;
  /** The share that this one goes on from where an order is changed: always the first of its line. */
  origin_id: string | null;
  resources: Amount[];
  starts_on: string;
  ends_on: string;
  availability: Percentage;
  reliability: Percentage;
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
  undelivered_to: string | null;
  created_at: string;
};

export interface ApprovalLinksTable {
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
}

export interface RatingsTable {
  order_id: string;
  service: number;
  ordering: number;
  text: string;
  publish: Generated<boolean>;
  at: string;
}

interface ServiceRatingsTable {
  order_id: string;
  service: number;
  text: string;
  publish: Generated<boolean>;
  at: string;
}

interface LowRatingsTable {
  order_id: string;
  opened_at: string;
  settled_at: string | null;
  settled_by: string | null;
  note: Generated<string>;
}

export interface RatingLinksTable {
  id: string;
  order_id: string;
  token_hash: string;
  created_at: string;
  expires_at: string;
  /** The order as a whole, or the service after long use. */
  asks: Generated<'order' | 'service'>;
}

export interface DraftsTable {
  person_id: string;
  key: string;
  content: unknown;
  saved_at: string;
}

export interface SavedViewsTable {
  id: string;
  owner_id: string;
  group_id: string | null;
  name: string;
  query: string;
  created_at: string;
}

interface SeenWorkTable {
  person_id: string;
  item_id: string;
  at: string;
}

export interface ReadsTable {
  person_id: string;
  order_id: string;
  at: string;
}

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & OrderingTables> {
  return read.withTables<OrderingTables>();
}

/** Questions about services and what was said on them (`0020-marketplace-pages.ts`). */
export interface QuestionsTable {
  id: string;
  number: Generated<number>;
  service_slug: string;
  service_name: string;
  category: string;
  person_id: string;
  person_name: string;
  person_email: string;
  group_id: string;
  state: QuestionState;
  spam: 'no' | 'suspected' | 'yes';
  spam_reasons: string[];
  first_text: string;
  asked_at: string;
  last_at: string;
  answered_at: string | null;
  closed_at: string | null;
}

interface QuestionMessagesTable {
  id: string;
  question_id: string;
  at: string;
  author_role: 'customer' | 'shifter';
  author_id: string | null;
  author_name: string;
  body: string;
}
