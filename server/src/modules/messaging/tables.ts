import type { Generated, Kysely } from 'kysely';
import type { KernelTables, Read } from '#kernel/database';
import type { PushesTable } from './push/pushes-table.ts';

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
    schema_id: Generated<string | null>;
  };
  'messaging.schemas': {
    id: string;
    number: Generated<number>;
    project_id: string;
    name: string;
    type: 'json' | 'avro';
    /** Its JSON, as it is shown. */
    body: string;
    /** Counts changes of type and body; what was made of an older one is worthless. */
    version: Generated<number>;
    created_at: string;
    changed_at: string;
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
    dead_letter_topic_id: string | null;
    dead_letter_attempts: number | null;
  };
  'messaging.pushes': PushesTable;
  'messaging.subscription_acl': { subscription_id: string; user_id: string };
  'messaging.announcements': {
    number: Generated<number>;
    topic: string;
    /** Names the event, once for a topic. */
    key: string;
    content: unknown;
    /** Where the topic ended when somebody began to publish it. */
    began_at: number | null;
  };
  /** People of the portal who administer a project. */
  'messaging.project_people': { project_id: string; person_id: string; since: string };
  'messaging.lag_samples': { subscription_id: string; at: string; lag: number };
  'messaging.log_heads': {
    topic_id: string;
    next_id: Generated<number>;
    min_id: Generated<number>;
    last_at: string | null;
  };
  'messaging.service_types': {
    id: string;
    number: Generated<number>;
    name: string;
    hosts: string[];
    auth_types: string[];
    created_at: string;
    changed_at: string | null;
  };
  'messaging.auth_methods': {
    id: string;
    number: Generated<number>;
    service_type_id: string;
    host: string;
    port: number;
    created_at: string;
    changed_at: string | null;
  };
  'messaging.bindings': {
    id: string;
    number: Generated<number>;
    name: string;
    service_type_id: string;
    host: string;
    auth_identifier: string;
    user_id: string;
    created_at: string;
    changed_at: string | null;
    last_auth_at: string | null;
  };
  'messaging.failed_mappings': {
    id: string;
    subject: string;
    host: string;
    reason: string;
    first_at: string;
    last_at: string;
    times: Generated<number>;
  };
  'messaging.log_groups': {
    topic_id: string;
    first_id: number;
    count: number;
    /** Of its contents before they were packed. */
    bytes: number;
    published_at: string;
    /** Its contents, or null where they are packed. */
    payload: string | null;
    packed: Uint8Array | null;
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
