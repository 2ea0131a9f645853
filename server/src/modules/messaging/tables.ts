import type { Generated, Kysely } from 'kysely';
import type { KernelTables, Read } from '#kernel/database';

/** Tables of the schema `messaging`; nobody outside the module reads them. A type, as Kysely wants an index signature. */
export type MessagingTables = {
  'messaging.users': {
    id: string;
    number: Generated<number>;
    name: string;
    first_name: string;
    last_name: string;
    organization: string;
    description: string;
    email: string;
    service_roles: string[];
    /** How often its token was made anew; the token follows from it (`users/user-tokens.ts`). */
    token_generation: Generated<number>;
    created_by: string | null;
    created_at: string;
    changed_at: string;
  };
  'messaging.tokens': { hash: string; user_id: string; made_at: string };
  'messaging.projects': {
    id: string;
    number: Generated<number>;
    name: string;
    description: string;
    created_by: string | null;
    created_at: string;
    changed_at: string;
  };
  'messaging.members': { project_id: string; user_id: string; roles: string[]; since: string };
  'messaging.topics': {
    id: string;
    number: Generated<number>;
    project_id: string;
    name: string;
    created_at: string;
    deleted_at: string | null;
  };
  'messaging.topic_acl': { topic_id: string; user_id: string };
  'messaging.subscriptions': {
    id: string;
    number: Generated<number>;
    project_id: string;
    topic_id: string;
    name: string;
    ack_deadline_seconds: number;
    created_at: string;
    position: number;
    window_end: Generated<number>;
    /** Seconds since 1970 in UTC. */
    pulled_at: Generated<number>;
    acknowledged: Generated<number>;
  };
  'messaging.subscription_acl': { subscription_id: string; user_id: string };
  'messaging.log_heads': {
    topic_id: string;
    next_id: Generated<number>;
    min_id: Generated<number>;
    last_at: string | null;
  };
  'messaging.log_groups': {
    topic_id: string;
    first_id: number;
    count: number;
    bytes: number;
    published_at: string;
    payload: string;
  };
  'messaging.topic_counters': { topic_id: string } & CounterColumns;
  'messaging.subscription_counters': { subscription_id: string } & CounterColumns;
  /** `day` in UTC. */
  'messaging.daily_messages': { topic_id: string; project_id: string; day: string; messages: number };
  'messaging.nodes': { host: string; cpu: number; memory: number; at: string };
  'messaging.registrations': {
    id: string;
    number: Generated<number>;
    name: string;
    first_name: string;
    last_name: string;
    organization: string;
    description: string;
    email: string;
    status: Generated<RegistrationStatus>;
    decline_comment: Generated<string>;
    registered_at: string;
    /** The user that came of it. */
    user_id: Generated<string | null>;
    modified_by: Generated<string | null>;
    modified_at: Generated<string | null>;
  };
  'messaging.subscription_limits': {
    subscription_id: string;
    messages_behind: number | null;
    oldest_minutes: number | null;
  };
  'messaging.topic_limits': { topic_id: string; silent_minutes: number | null };
  'messaging.alerts': {
    id: string;
    kind: AlertKind;
    project_id: string;
    topic_id: string | null;
    subscription_id: string | null;
    most: number;
    value: number;
    opened_at: string;
    closed_at: Generated<string | null>;
  };
};

interface CounterColumns {
  messages: number;
  bytes: number;
  last_at: string;
  /** Messages a second, of the last call. */
  rate: number;
}

export type RegistrationStatus = 'pending' | 'accepted' | 'declined';
export type AlertKind = 'messages-behind' | 'oldest-message' | 'silence';

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & MessagingTables> {
  return read.withTables<MessagingTables>();
}
