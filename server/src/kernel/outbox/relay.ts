import { sql } from 'kysely';
import { later, type Clock } from '#kernel/clock';
import type { Database, Tx } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { eventsChannel, type DomainEvent } from './publish.ts';

/** Something that follows from an event. It may run twice for one event and must then have one effect. */
export interface Reaction {
  /** Stable name; remembers which events were handled. */
  readonly name: string;
  /** Event types, each exactly or by prefix with `*` (`ordering.*`). */
  readonly on: readonly string[];
  /** Writes in the same transaction that marks the event as handled. */
  readonly react?: (tx: Tx, event: DomainEvent) => Promise<void>;
  /** A job to send after that; the event's id becomes the job's id, so that a second delivery adds none. */
  readonly job?: (event: DomainEvent) => JobRequest | undefined;
}

export interface JobRequest {
  readonly queue: string;
  readonly data: Record<string, unknown>;
}

export interface Relay {
  /** Delivers until stopped; only one process at a time does it, by a lease in the database. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Delivers everything that is due now and answers how many events; for tests and for the command line. */
  drain(): Promise<number>;
}

interface RelaySettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly reactions: () => readonly Reaction[];
  readonly sendJob: (request: JobRequest, id: string) => Promise<void>;
  /** Who this process is towards others on the same database. */
  readonly holder: string;
}

const LEASE_SECONDS = 15;
const BATCH = 50;
const POLL_MILLISECONDS = 1000;
const mostAttempts = 12;

function wants(reaction: Reaction, type: string): boolean {
  return reaction.on.some((pattern) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern,
  );
}

export function createRelay({ database, clock, logger, reactions, sendJob, holder }: RelaySettings): Relay {
  let running: Promise<number> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let unlisten: (() => Promise<void>) | undefined;

  async function holdsLease(): Promise<boolean> {
    const now = clock.now();
    const until = later(now, LEASE_SECONDS * 1000);
    const taken = await sql`
      insert into kernel.leases (name, holder, until) values ('outbox', ${holder}, ${until})
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where kernel.leases.holder = excluded.holder or kernel.leases.until < ${now}
      returning holder`.execute(database.read());
    return taken.rows.length > 0;
  }

  async function deliver(event: DomainEvent): Promise<void> {
    for (const reaction of reactions()) {
      if (!wants(reaction, event.type)) continue;
      const { react } = reaction;
      if (react) await database.transact((tx) => once(tx, reaction.name, event, () => react(tx, event)));
      const request = reaction.job?.(event);
      if (request) await sendJob(request, event.id);
    }
    await database
      .read()
      .updateTable('kernel.events')
      .set({ delivered_at: clock.now(), failure: null, next_attempt_at: null })
      .where('id', '=', event.id)
      .execute();
  }

  async function once(tx: Tx, reaction: string, event: DomainEvent, effect: () => Promise<void>): Promise<void> {
    const first = await tx
      .insertInto('kernel.handled')
      .values({ reaction, event_id: event.id, handled_at: clock.now() })
      .onConflict((conflict) => conflict.columns(['reaction', 'event_id']).doNothing())
      .returning('event_id')
      .executeTakeFirst();
    if (first) await effect();
  }

  async function postpone(event: DomainEvent, attempts: number, error: unknown): Promise<void> {
    const failure = error instanceof Error ? error.message : String(error);
    const waitSeconds = Math.min(2 ** attempts, 900);
    const gaveUp = attempts + 1 >= mostAttempts;
    logger[gaveUp ? 'error' : 'warn'](
      { event: event.id, type: event.type, attempts: attempts + 1, err: error },
      'event not delivered',
    );
    await database
      .read()
      .updateTable('kernel.events')
      .set({ attempts: attempts + 1, failure, next_attempt_at: later(clock.now(), waitSeconds * 1000) })
      .where('id', '=', event.id)
      .execute();
  }

  // Events of an aggregate whose earlier event waits for another attempt wait with it; others go on. An event that
  // failed too often no longer holds up its followers and waits to be sent again by hand.
  async function nextBatch() {
    const now = clock.now();
    const { rows } = await sql<{
      id: string;
      type: string;
      aggregate: string;
      payload: unknown;
      occurred_at: string;
      attempts: number;
    }>`
      select e.id, e.type, e.aggregate, e.payload, e.occurred_at, e.attempts
      from kernel.events e
      where e.delivered_at is null and e.attempts < ${mostAttempts}
        and (e.next_attempt_at is null or e.next_attempt_at <= ${now})
        and not exists (
          select 1 from kernel.events earlier
          where earlier.delivered_at is null and earlier.aggregate = e.aggregate and earlier.seq < e.seq
            and earlier.attempts between 1 and ${mostAttempts - 1} and earlier.next_attempt_at > ${now})
      order by e.seq limit ${BATCH}`.execute(database.read());
    return rows;
  }

  async function drainOnce(): Promise<number> {
    let delivered = 0;
    for (;;) {
      if (stopped || !(await holdsLease())) return delivered;
      const batch = await nextBatch();
      if (batch.length === 0) return delivered;
      const waiting = new Set<string>();
      for (const { attempts, occurred_at: occurredAt, payload, ...rest } of batch) {
        if (waiting.has(rest.aggregate)) continue;
        const event: DomainEvent = { ...rest, occurredAt, payload: payload as Record<string, unknown> };
        try {
          await deliver(event);
          delivered += 1;
        } catch (error) {
          waiting.add(event.aggregate);
          await postpone(event, attempts, error);
        }
      }
    }
  }

  function drain(): Promise<number> {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      let delivered = 0;
      do {
        again = false;
        delivered += await drainOnce();
      } while (again && !stopped);
      return delivered;
    })().finally(() => {
      running = undefined;
    });
    return running;
  }

  function wake(): void {
    if (stopped) return;
    drain().catch((error: unknown) => logger.warn({ err: error }, 'outbox relay paused'));
  }

  return {
    drain,
    async start() {
      unlisten = await database.listen(eventsChannel, wake);
      timer = setInterval(wake, POLL_MILLISECONDS);
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await unlisten?.();
      await running?.catch(() => undefined);
      await database
        .read()
        .deleteFrom('kernel.leases')
        .where('name', '=', 'outbox')
        .where('holder', '=', holder)
        .execute();
    },
  };
}
