import type { ReplyTemplate } from '#contracts/ordering/reply-templates';
import type { ColumnType, Generated, Kysely } from 'kysely';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { RoutingRule } from '#contracts/ordering/desk-schemas';
import type { ApprovalLevelInput } from '#contracts/ordering/level-schemas';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { OrderRelationName } from '#contracts/ordering/link-schemas';
import type { ProcedureStep } from '#contracts/catalogue/procedure';
import type { ProcedureState, ProcedureStepState } from '#contracts/ordering/procedures';
import type { QuestionState } from '#contracts/ordering/questions';
import type { ProjectInput } from '#contracts/ordering/project-schemas';
import type { Amount } from '#contracts/ordering/schemas';
import type { ShareState, ShareTerms } from '#contracts/ordering/share-schemas';
import type { Weekday } from '#libs/working-time';
import type { KernelTables, Read } from '#kernel/database';
import type { JiraTables } from './compat/jira/jira-tables.ts';
import type { TmfTables } from './compat/tmf/tmf-tables.ts';
import type { ForeignTables } from './foreign-marketplaces/foreign-tables.ts';
import type { OfferSnapshot } from './orders/order.ts';

/** `numeric` in the database: written as a number, read as text. */
type Percentage = ColumnType<string, number, number>;

/**
 * Tables of this module (`0005-ordering.ts`). Instants are ISO text, days `2026-12-01`. What is in a jsonb column is
 * written with `json()`. A type and no interface, because `withTables` asks for an index signature.
 */
export type OrderingTables = JiraTables &
  TmfTables &
  ForeignTables & {
    'ordering.groups': GroupsTable;
    'ordering.routing_rules': RoutingRulesTable;
    'ordering.rota_weeks': RotaWeeksTable;
    'ordering.group_calendars': GroupCalendarsTable;
    'ordering.clock_notices': ClockNoticesTable;
    'ordering.approval_levels': ApprovalLevelsTable;
    'ordering.level_answers': LevelAnswersTable;
    'ordering.order_links': OrderLinksTable;
    'ordering.projects': ProjectsTable;
    'ordering.project_members': ProjectMembersTable;
    'ordering.question_reminders': {
      order_id: string;
      asked_at: string;
      step: 'first' | 'second' | 'decide';
      at: string;
    };
    'ordering.reply_templates': {
      id: string;
      name: string;
      language: string;
      action: ReplyTemplate['use'];
      body: string;
      version: number;
      changed_by_id: string | null;
      changed_by: string;
      changed_at: string;
      archived_at: string | null;
    };
    'ordering.orders': OrdersTable;
    /** What searches of tickets find an order by; the database keeps it. */
    'ordering.order_words': { number: number; summary: string; public_words: string };
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
    'ordering.procedure_runs': ProcedureRunsTable;
    'ordering.procedure_steps': ProcedureStepsTable;
    'ordering.procedure_answer_links': ProcedureAnswerLinksTable;
    'ordering.oms_events': OmsEventsTable;
    'ordering.oms_event_reach': { oms_id: number; at: string };
  };

export interface GroupsTable {
  id: string;
  name: string;
  mail: string;
  is_default: Generated<boolean>;
  leader_id: Generated<string | null>;
  changed_at: string;
}

export interface RoutingRulesTable {
  id: string;
  position: number;
  name: string;
  conditions: unknown;
  group_id: string;
  priority: RoutingRule['priority'];
  levels: unknown;
  changed_at: string;
}

export interface RotaWeeksTable {
  group_id: string;
  /** The Monday. */
  starts_on: string;
  person_id: string | null;
  substitute_id: string | null;
  substitute_from: string | null;
  substitute_to: string | null;
  changed_at: string;
}

export interface GroupCalendarsTable {
  group_id: string;
  timezone: string;
  opens: string;
  closes: string;
  weekdays: Weekday[];
  holidays: { day: string; name: string }[];
  changed_at: string;
}

export interface ClockNoticesTable {
  order_id: string;
  clock: 'first_reply' | 'decision';
  kind: 'warning' | 'missed';
  at: string;
}

export interface ApprovalLevelsTable {
  id: string;
  order_id: string;
  position: number;
  name: string;
  needs: 'first' | 'all';
  approvers: ApprovalLevelInput['approvers'];
  state: 'waiting' | 'asked' | 'approved' | 'refused' | 'bypassed';
  round: Generated<number>;
  asked_at: string | null;
  decided_at: string | null;
  reason: Generated<string>;
}

export interface LevelAnswersTable {
  id: string;
  level_id: string;
  round: number;
  /** Place of the approver in the level, from 0. */
  slot: number;
  person_id: string;
  person_name: string;
  as_deputy: boolean;
  answer: 'approve' | 'refuse';
  comment: string;
  at: string;
}

export interface OrderLinksTable {
  from_id: string;
  to_id: string;
  relation: OrderRelationName;
  at: string;
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
  /** First line of the bundle of which this is a further one. */
  parent_id: string | null;
  bundle_ref: string | null;
  bundle_name: string | null;
  /** How many further lines the bundle has of which this is the first. */
  line_count: Generated<number>;
  /** Stands in lists: a first line always, a further one while it is open and the first is not. */
  is_listed: Generated<boolean>;
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
  /** Why this group got it. */
  routed_because: Generated<string>;
  /** An address that gets a copy of the mail about the new order. */
  copy_to: Generated<string | null>;
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
  waiting_for: Generated<'nobody' | 'desk' | 'customer' | 'provider' | 'approver' | 'none'>;
  waiting_why: Generated<string>;
  /** Name of the level of approval that is asked now. */
  asked_level: ColumnType<string | null, string | null | undefined, string | null>;
  /** Where the newest procedure that gives access stands; null for an order that had none. */
  procedure: ColumnType<ProcedureState | null, ProcedureState | null | undefined, ProcedureState | null>;
  customer_unread: Generated<number>;
  desk_unread: Generated<number>;
  /** When something was done to it that the other moments do not tell. */
  changed_at: ColumnType<string | null, string | null | undefined, string | null>;
  /** A tsvector; written by an expression. */
  search: Generated<string>;
  /** It became ready once; kept by the database. */
  was_ready: ColumnType<boolean, never, never>;
  /** The order system that the offer names; null stands for the default one. */
  oms_id: Generated<number | null>;
  oms_params: Generated<Record<string, string>>;
  /** What an order system handed over for the customer: a voucher, a password. */
  user_secrets: Generated<Record<string, string>>;
  /** The word that somebody gave for the state in so many words; it stays until the state changes. */
  given_value: Generated<string | null>;
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
  /** Taken back: nobody reads it any more. */
  hidden_at: ColumnType<string | null, string | null | undefined, string | null>;
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

interface ProcedureRunsTable {
  id: string;
  order_id: string;
  state: ProcedureState;
  started_at: string;
  ended_at: string | null;
}

interface ProcedureStepsTable {
  id: string;
  run_id: string;
  place: number;
  /** The step as the offer had it when the run began. */
  definition: ProcedureStep;
  state: ProcedureStepState;
  since: string;
  /** Counts the times that somebody had it begun anew. */
  round: Generated<number>;
  attempts: Generated<number>;
  next_at: string | null;
  claimed_until: string | null;
  expires_at: string | null;
  /** Tags of those who may do or approve it (`doersOf`). */
  doers: Generated<string[]>;
  /** What they are asked. */
  told: Generated<string>;
  sent: string | null;
  answer: string | null;
  failure: string | null;
  /** Secrets among them: what is shown is chosen by the definition. */
  results: Generated<Record<string, unknown>>;
  note: Generated<string>;
  by_id: string | null;
  by_name: string | null;
}

interface ProcedureAnswerLinksTable {
  token_hash: string;
  step_id: string;
  round: number;
  created_at: string;
  used_at: string | null;
}

/** The feed of the Ordering API (`order-systems/event-feed.ts`). */
export interface OmsEventsTable {
  /** Of its own, to the microsecond; the key of the feed. */
  at: string;
  type: 'create' | 'update';
  resource: 'project' | 'project_item' | 'message';
  project_number: number;
  project_item_iid: number | null;
  message_number: number | null;
  changes: EventChange[] | null;
}

export interface EventChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
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
  /** The order that came of it. */
  order_id: Generated<string | null>;
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
