import type { Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import type { Outward } from '#kernel/outward';
import type { Publish } from '#kernel/outbox';
import type { Directory } from './directory.ts';
import type { MessageLog } from './log/message-log.ts';
import type { Counters } from './metrics/counters.ts';
import type { CountPushed } from './metrics/push-counter.ts';
import type { gatherAppends } from './log/gather-appends.ts';
import type { WindowStore } from './subscriptions/sql-window-store.ts';
import type { PushService } from './push/push-service.ts';
import type { SchemaValidators } from './schemas/schema-validators.ts';
import type { UserTokens } from './users/user-tokens.ts';

/** What the use cases of this module share. */
export interface MessagingContext {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly log: MessageLog;
  /** Writes the messages of one publish together with those that come at the same time. */
  readonly append: ReturnType<typeof gatherAppends>;
  /** How far the subscriptions are read. */
  readonly windows: WindowStore;
  readonly tokens: UserTokens;
  readonly outward: Outward;
  readonly push: PushService;
  readonly validators: SchemaValidators;
  readonly audit: Audit;
  readonly publish: Publish;
  /** As whose the changes are recorded (`record.ts`). */
  readonly actor: Actor;
  readonly counters: Counters;
  readonly countPushed: CountPushed;
}

/** Paging of lists: newest first, from the item with this number on. */
export interface Page {
  /** How many; null for all. */
  readonly size: number | null;
  /** Number of the first item; null from the newest on. */
  readonly from: number | null;
}

/** A page of a list, with the number of the first item after it and the size of the whole list. */
export interface Paged<T> {
  readonly items: readonly T[];
  readonly next: number | null;
  readonly total: number;
}

/** Cuts one item more than asked for into a page. */
export function pageOf<T extends { readonly number: number }>(
  rows: readonly T[],
  { size }: Page,
  total: number,
): Paged<T> {
  if (size === null || rows.length <= size) return { items: rows, next: null, total };
  return { items: rows.slice(0, size), next: rows[size]?.number ?? null, total };
}
