import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { DAY, later, MINUTE, type Clock } from '#kernel/clock';
import type { Database, DeliveriesTable, Read, Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import type { AnyJob } from '#kernel/jobs';
import type { Outward } from '#kernel/outward';
import type { Publish, Reaction } from '#kernel/outbox';

/** Where a delivery goes: made at each try, so that secrets are kept by the channel alone and changes of an address count at once. */
export interface Target {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A kind of receivers that are called by HTTP when something happened: triggers, webhooks, hubs. */
export interface Channel {
  /** `ordering.oms-trigger`. */
  readonly name: string;
  /** Address of a receiver, with what the call needs to be believed; undefined where it is gone or switched off. */
  target(read: Read, subscriber: string, delivery: DeliveryRecord): Promise<Target | undefined>;
  /** Hears how a call ended: taken, or given up after the last try. */
  settled?(subscriber: string, outcome: 'delivered' | 'failed'): Promise<void>;
}

export type DeliveryRecord = Selectable<DeliveriesTable>;

export interface Deliveries {
  addChannel(channel: Channel): void;
  /** Keeps a call that is to be made, in the transaction of what it tells; the same `key` for the same receiver is kept once. */
  send(
    tx: Tx,
    delivery: {
      channel: string;
      subscriber: string;
      /** What is told, once for each receiver: the id of an event, mostly. */
      key: string;
      /** In words, for the log: `order 1284 approved`. */
      about: string;
      body?: string | undefined;
    },
  ): Promise<void>;
  /** The newest deliveries of a receiver, or of a whole channel; older ones than `before`. */
  list(
    read: Read,
    of: { channel: string; subscriber?: string | undefined; before?: number | undefined; limit: number },
  ): Promise<DeliveryRecord[]>;
  /** The last delivery to each of these receivers. */
  lastOf(read: Read, channel: string, subscribers: readonly string[]): Promise<ReadonlyMap<string, DeliveryRecord>>;
  /** Makes a call once more, whatever became of it; with `of`, only one to this receiver. */
  sendAgain(tx: Tx, id: string, of?: { channel: string; subscriber: string }): Promise<void>;
  /** Makes every call that is due now, receivers side by side, the calls to one in their order. */
  deliverDue(): Promise<void>;
}

const queued = 'delivery.queued';
/** Waits before the second to the fifth try: five tries within an hour (ordering.md 3.4). */
const waits = [MINUTE, 4 * MINUTE, 15 * MINUTE, 40 * MINUTE] as const;
const claimMilliseconds = MINUTE;
const sideBySide = 8;
const keptOfAnswer = 1000;

/** Calls receivers when something happened, retries for an hour, and keeps what was answered. */
export function createDeliveries(settings: {
  database: Database;
  clock: Clock;
  publish: Publish;
  outward: Outward;
  /** Days for which a call that was made, or given up, stays in the log. */
  keptDays: number;
}): {
  deliveries: Deliveries;
  jobs: AnyJob[];
  reaction: Reaction;
} {
  const { database, clock, publish, outward, keptDays } = settings;
  const channels = new Map<string, Channel>();

  async function announce(tx: Tx, channel: string, subscriber: string): Promise<void> {
    await publish(tx, { type: queued, aggregate: `delivery:${channel}:${subscriber}`, payload: {}, audience: [] });
  }

  // Only the oldest waiting call of a receiver can be taken, so that no other process makes a later one before it.
  async function claim(): Promise<DeliveryRecord[]> {
    const now = clock.now();
    return (
      database
        .read()
        .updateTable('kernel.deliveries')
        .set((row) => ({ claimed_until: later(now, claimMilliseconds), attempts: row('attempts', '+', 1) }))
        .where('id', 'in', (oldest) =>
          oldest
            .selectFrom(
              oldest
                .selectFrom('kernel.deliveries')
                .distinctOn(['channel', 'subscriber'])
                .select(['id', 'next_at', 'claimed_until'])
                .where('state', '=', 'waiting')
                .orderBy('channel')
                .orderBy('subscriber')
                .orderBy('number')
                .as('first'),
            )
            .select('first.id')
            .where('first.next_at', '<=', now)
            .where((where) =>
              where.or([where('first.claimed_until', 'is', null), where('first.claimed_until', '<', now)]),
            )
            .limit(sideBySide),
        )
        // Looked at once more when the row is locked: another process may have made the call since.
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now)
        .where((where) => where.or([where('claimed_until', 'is', null), where('claimed_until', '<', now)]))
        .returningAll()
        .execute()
    );
  }

  async function attempt(delivery: DeliveryRecord): Promise<void> {
    const startedAt = performance.now();
    const outcome = await outcomeOf(delivery);
    const wait = waits[delivery.attempts - 1];
    const state = outcome.failure === null ? 'delivered' : wait === undefined || outcome.isFinal ? 'failed' : 'waiting';
    const now = clock.now();
    await database
      .read()
      .updateTable('kernel.deliveries')
      .set({
        state,
        status: outcome.status,
        failure: outcome.failure,
        answer: outcome.answer,
        milliseconds: Math.round(performance.now() - startedAt),
        tried_at: now,
        next_at: later(now, state === 'waiting' ? (wait ?? 0) : 0),
        claimed_until: null,
      })
      .where('id', '=', delivery.id)
      .execute();
    if (state !== 'waiting') await channels.get(delivery.channel)?.settled?.(delivery.subscriber, state);
  }

  async function outcomeOf(delivery: DeliveryRecord) {
    try {
      const channel = channels.get(delivery.channel);
      const target = await channel?.target(database.read(), delivery.subscriber, delivery);
      if (!target) return { status: null, failure: 'the receiver is gone or paused', answer: null, isFinal: true };
      const { status, body } = await outward.call({
        ...target,
        ...(delivery.body === null
          ? {}
          : { body: delivery.body, headers: { 'content-type': 'application/json', ...target.headers } }),
      });
      const isTaken = status >= 200 && status < 300;
      const answer = body.subarray(0, keptOfAnswer).toString('utf8').replaceAll('\0', '').toWellFormed();
      return { status, failure: isTaken ? null : `answered ${status}`, answer, isFinal: false };
    } catch (error) {
      const failure = error instanceof Error ? error.message.slice(0, 500) : String(error);
      const isFinal = error instanceof AppError && error.code === 'address_forbidden';
      return { status: null, failure, answer: null, isFinal };
    }
  }

  const deliveries: Deliveries = {
    addChannel: (channel) => void channels.set(channel.name, channel),
    async send(tx, { channel, subscriber, key, about, body }) {
      const now = clock.now();
      const kept = await tx
        .insertInto('kernel.deliveries')
        .values({ id: nextId(), channel, subscriber, key, about, body: body ?? null, created_at: now, next_at: now })
        .onConflict((conflict) => conflict.columns(['channel', 'subscriber', 'key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (kept) await announce(tx, channel, subscriber);
    },
    list: (read, { channel, subscriber, before, limit }) =>
      read
        .selectFrom('kernel.deliveries')
        .selectAll()
        .where('channel', '=', channel)
        .$if(subscriber !== undefined, (query) => query.where('subscriber', '=', subscriber ?? ''))
        .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
        .orderBy('number', 'desc')
        .limit(limit)
        .execute(),
    async lastOf(read, channel, subscribers) {
      if (subscribers.length === 0) return new Map();
      // One look into the index for each receiver, however long its log is.
      const { rows } = await sql<DeliveryRecord>`select last.* from unnest(${[...subscribers]}::text[]) one (subscriber)
        cross join lateral (select * from kernel.deliveries tried
          where tried.channel = ${channel} and tried.subscriber = one.subscriber and tried.tried_at is not null
          order by tried.number desc limit 1) last`.execute(read);
      return new Map(rows.map((row) => [row.subscriber, row]));
    },
    async sendAgain(tx, id, of) {
      const row = await tx
        .updateTable('kernel.deliveries')
        .set({ state: 'waiting', attempts: 0, next_at: clock.now(), claimed_until: null })
        .where('id', '=', id)
        .$if(of !== undefined, (query) =>
          query.where('channel', '=', of?.channel ?? '').where('subscriber', '=', of?.subscriber ?? ''),
        )
        .returning(['channel', 'subscriber'])
        .executeTakeFirst();
      if (!row) throw notFound(`delivery ${id}`);
      await announce(tx, row.channel, row.subscriber);
    },
    async deliverDue() {
      for (;;) {
        const taken = await claim();
        if (taken.length === 0) return;
        await Promise.all(taken.map(attempt));
      }
    },
  };

  return {
    deliveries,
    jobs: [
      {
        name: 'delivery.send',
        summary: 'Calls triggers, webhooks and hubs that wait to be told something',
        schema: z.object({}),
        retryLimit: 0,
        deadlineSeconds: 900,
        cron: '* * * * *',
        run: () => deliveries.deliverDue(),
      },
      {
        name: 'delivery.forget',
        summary: 'Removes calls older than `EXCHANGE_LOG_DAYS` from their log',
        schema: z.object({}),
        retryLimit: 3,
        deadlineSeconds: 300,
        cron: '40 3 * * *',
        run: () => forget(database.read(), later(clock.now(), -keptDays * DAY)),
      },
    ],
    reaction: {
      name: 'delivery.send',
      on: [queued],
      job: () => ({ queue: 'delivery.send', data: {} }),
    },
  };
}

// What was delivered or given up; the log of calls is no archive.
async function forget(read: Read, before: string): Promise<void> {
  await sql`delete from kernel.deliveries where state <> 'waiting' and created_at < ${before}`.execute(read);
}
