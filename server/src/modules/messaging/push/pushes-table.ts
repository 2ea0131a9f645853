import type { ColumnType, Generated } from 'kysely';
import type { PushConfig } from './push-config.ts';

/** One row for each subscription that is pushed: how, and how it goes. */
export interface PushesTable {
  subscription_id: string;
  config: PushConfig;
  is_active: boolean;
  /** New with each change of the configuration, so that a turn that began before one does not speak for it. */
  revision: string;
  wait_milliseconds: number;
  failures: Generated<number>;
  next_at: string;
  tried_at: Nullable<string>;
  delivered_at: Nullable<string>;
  status: Nullable<number>;
  answer: Nullable<string>;
  failure: Nullable<string>;
  stuck_from: Nullable<number>;
  stuck_until: Nullable<number>;
  stuck_attempts: Generated<number>;
  holder: Nullable<string>;
  held_until: Nullable<string>;
}

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>;
