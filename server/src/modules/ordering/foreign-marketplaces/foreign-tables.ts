import type { Generated } from 'kysely';

/** What is kept of foreign marketplaces; part of `OrderingTables`. A type, as Kysely wants an index signature. */
export type ForeignTables = {
  'ordering.foreign_marketplaces': ForeignMarketplacesTable;
  'ordering.foreign_tokens': { marketplace_id: string; value: string; changed_at: string };
  'ordering.foreign_projects': { marketplace_id: string; project: number; project_id: string };
  'ordering.foreign_items': ForeignItemsTable;
  'ordering.foreign_messages': ForeignMessagesTable;
  'ordering.foreign_events': ForeignEventsTable;
  'ordering.foreign_tasks': ForeignTasksTable;
  'ordering.foreign_log': ForeignLogTable;
};

/** A foreign marketplace whose order system this desk is (`foreign-marketplaces/`). */
export interface ForeignMarketplacesTable {
  id: string;
  name: string;
  base_url: string;
  oms_id: number;
  state: Generated<'active' | 'paused'>;
  /** As the marketplace calls us, and whether we are its default one; unknown until it was asked. */
  oms_name: Generated<string>;
  is_default: Generated<boolean | null>;
  /** Time of the last event read, as the marketplace printed it. */
  read_to: string;
  wanted_at: Generated<string | null>;
  claimed_until: Generated<string | null>;
  /** When it is tried again after a failure. */
  next_at: Generated<string | null>;
  polled_at: Generated<string | null>;
  failed_at: Generated<string | null>;
  failure: Generated<string>;
  failures: Generated<number>;
  events_read: Generated<number>;
  version: Generated<number>;
  created_at: string;
  changed_at: string;
}

/** Which order stands for which item, with the status that both sides last agreed on. */
export interface ForeignItemsTable {
  marketplace_id: string;
  project: number;
  item: number;
  order_id: string;
  told_type: string;
  told_value: string;
  /** Hash of the secrets that were handed over. */
  told_secrets: Generated<string>;
}

export interface ForeignMessagesTable {
  marketplace_id: string;
  message: number;
  /** Null for one that is not kept here. */
  message_id: string | null;
  /** Written here and told there. */
  is_ours: boolean;
  /** Hash of the text that both sides have. */
  digest: string;
}

/** Events that were worked, so that none is worked twice; 0 and empty text stand for what an event does not name. */
export interface ForeignEventsTable {
  marketplace_id: string;
  at: string;
  project: number;
  item: number;
  message: number;
  field: string;
  change: string;
}

/** What is to be told to a marketplace: where an item stands now, or a message. */
export interface ForeignTasksTable {
  id: string;
  number: Generated<number>;
  marketplace_id: string;
  order_id: string;
  kind: 'item' | 'message';
  message_id: Generated<string>;
  state: Generated<'waiting' | 'done' | 'failed'>;
  attempts: Generated<number>;
  failure: Generated<string>;
  created_at: string;
}

export interface ForeignLogTable {
  number: Generated<number>;
  marketplace_id: string;
  at: string;
  kind: 'in' | 'out' | 'failure';
  text: string;
  order_number: number | null;
}
