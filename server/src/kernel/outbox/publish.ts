import { sql } from 'kysely';
import type { Clock, Instant } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';

export interface NewEvent {
  /** Module and past tense: `ordering.order_approved`. */
  readonly type: string;
  /** What it happened to: `order:1284`. Events of one aggregate are delivered in order. */
  readonly aggregate: string;
  readonly payload: Record<string, unknown>;
  /** Whose screens refresh: tags of `audienceOf`, such as `person:<id>` or `role:shifter`. */
  readonly audience: readonly string[];
}

export interface DomainEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
  readonly payload: Record<string, unknown>;
  readonly occurredAt: Instant;
}

export type Publish = (tx: Tx, event: NewEvent) => Promise<void>;

/** Channel on which every process hears of new events. */
export const eventsChannel = 'portolan_events';
const tagsPerNotification = 100;

/** Writes events into the outbox, in the transaction of what they tell about. */
export const eventPublisher =
  (clock: Clock): Publish =>
  async (tx, event) => {
    const id = nextId();
    // A notification holds at most 8000 bytes: a large audience hears of it in several. The relay wakes even for nobody.
    const heard: string[] = [];
    for (let from = 0; from === 0 || from < event.audience.length; from += tagsPerNotification) {
      const audience = event.audience.slice(from, from + tagsPerNotification);
      heard.push(JSON.stringify({ id, type: event.type, aggregate: event.aggregate, audience }));
    }
    await sql`
      with kept as (
        insert into kernel.events (id, type, aggregate, payload, occurred_at)
        values (${id}, ${event.type}, ${event.aggregate}, ${JSON.stringify(event.payload)}::jsonb, ${clock.now()}))
      select pg_notify(${eventsChannel}, text) from unnest(${heard}::text[]) text`.execute(tx);
  };
