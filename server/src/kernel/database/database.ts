import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';

/** Tables of the kernel. A module sees its own by `tx.withTables<OrderingTables>()`. */
export interface KernelTables {
  'kernel.events': {
    seq: Generated<number>;
    id: string;
    type: string;
    aggregate: string;
    payload: unknown;
    occurred_at: string;
    txid: Generated<string>;
    delivered_at: string | null;
    attempts: Generated<number>;
    next_attempt_at: string | null;
    failure: string | null;
  };
  'kernel.handled': { reaction: string; event_id: string; handled_at: string };
  'kernel.leases': { name: string; holder: string; until: string };
  'kernel.audit': {
    id: string;
    at: string;
    actor_id: string | null;
    actor_name: string;
    action: string;
    target: string;
    details: unknown;
  };
  'kernel.mails': {
    id: string;
    number: Generated<number>;
    key: string;
    sender: string;
    recipient: string;
    reply_to: string | null;
    subject: string;
    body_text: string;
    body_html: string;
    headers: unknown;
    about: string;
    created_at: string;
    state: string;
    attempts: Generated<number>;
    sent_at: string | null;
    failure: string | null;
    read_at: string | null;
    /** Set with the first try to deliver it. */
    message_id: Generated<string | null>;
  };
  'kernel.mails_in': { fingerprint: string; about: string; received_at: string };
  'kernel.held_mails': {
    key: string;
    number: Generated<number>;
    recipient: string;
    subject: string;
    opening: string;
    url: string;
    about: string;
    held_at: string;
    sent_at: Generated<string | null>;
  };
  'kernel.mail_texts': {
    moment: string;
    language: string;
    special: string;
    version: number;
    /** Null goes back to what would be sent without it. */
    text: unknown;
    changed_by_id: string | null;
    changed_by: string;
    changed_at: string;
  };
  'kernel.files': {
    id: string;
    sha256: string;
    name: string;
    media_type: string;
    size_bytes: number;
    owner: string;
    created_at: string;
  };
  'kernel.rate_limits': { key: string; window_start: string; count: number };
  'kernel.idempotency': {
    key: string;
    actor_id: string;
    fingerprint: string;
    response: unknown;
    created_at: string;
  };
  'kernel.settings': { name: string; value: unknown; changed_at: string };
  'kernel.deliveries': DeliveriesTable;
  'kernel.webhooks': WebhooksTable;
}

/** A column with a default in the database. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;

/** Addresses that are told of events, each with the secret that signs what it is told. */
export interface WebhooksTable {
  id: string;
  name: string;
  url: string;
  kinds: string[];
  scope: string | null;
  secret: string;
  state: Defaulted<'active' | 'paused'>;
  paused_because: Defaulted<string>;
  /** Calls given up one after another. */
  failures: Generated<number>;
  created_at: string;
  /** Id of the administrator who made it; null for older ones. */
  created_by: string | null;
  changed_at: string;
  /** Null while it is active. */
  paused_at: ColumnType<string | null, string | null | undefined, string | null>;
}

/** Calls to receivers outside, made and to be made. */
export interface DeliveriesTable {
  id: string;
  number: Generated<number>;
  channel: string;
  subscriber: string;
  key: string;
  about: string;
  body: string | null;
  state: Defaulted<'waiting' | 'delivered' | 'failed'>;
  attempts: Generated<number>;
  status: Defaulted<number | null>;
  failure: Defaulted<string | null>;
  /** The beginning of what the receiver answered. */
  answer: Defaulted<string | null>;
  milliseconds: Defaulted<number | null>;
  created_at: string;
  tried_at: Defaulted<string | null>;
  next_at: string;
  claimed_until: Defaulted<string | null>;
}

export type Read = Kysely<KernelTables>;
export type Tx = Transaction<KernelTables>;

/** Runs the whole body in one transaction: all of it is kept, or nothing. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly transact: Transact;
  /** The pool, for reading outside a transaction; inside one it throws, because it would hang or see other data. */
  read(): Read;
  /**
   * Runs one statement outside a transaction, which the server plans once a connection and not each time: for what runs
   * thousands of times a second. There are to be few different texts.
   */
  run<Row>(text: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** Bytes as one parameter of type bytea[] for `run`. */
  byteArrays(values: readonly Uint8Array[]): unknown;
  /**
   * Calls back for every notification on the channel, from whichever process, and as `missed` when the connection was
   * made again, so that some may have been lost; answers how to stop.
   */
  listen(channel: string, heard: (payload: string) => void, missed?: () => void): Promise<() => Promise<void>>;
  /** Runs several statements at once, without parameters; for migrations and for loading. */
  script(statements: string): Promise<void>;
  /** What pg-boss needs to work on the same database. */
  readonly jobs: JobsConnection;
  /** Answers when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type JobsConnection =
  | { readonly backend: 'postgres'; readonly connectionString: string }
  | {
      readonly backend: 'pglite';
      readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[]; rowCount?: number }>;
    };
