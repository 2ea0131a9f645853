import { sql } from 'kysely';
import { json, type Read, type Tx } from '#kernel/database';
import { later } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { tables } from '../tables.ts';
import type { Stuck } from './dead-letter.ts';
import { firstPace, type Pace } from './pace.ts';
import { isActive, type PushConfig } from './push-config.ts';

/** A subscription whose messages are pushed, and where its next message is. */
export interface ActivePush {
  readonly subscriptionId: string;
  readonly name: string;
  readonly projectId: string;
  readonly project: string;
  readonly topicId: string;
  readonly revision: string;
  readonly position: number;
}

/** What a turn is to do, once this process has it. */
export interface Turn {
  readonly subscriptionId: string;
  readonly holder: string;
  readonly revision: string;
  readonly config: PushConfig;
  readonly pace: Pace;
  readonly stuck: Stuck | null;
}

/** What a turn leaves behind. */
export interface Settled {
  readonly triedAt: string;
  readonly isDelivered: boolean;
  readonly status: number | null;
  readonly answer: string | null;
  readonly failure: string | null;
  readonly pace: Pace;
  readonly nextAt: string;
  readonly stuck: Stuck | null;
}

/** How the messages of a subscription are pushed; null in pull mode. Inside a transaction, others wait with a change. */
export async function findPush(read: Read | Tx, subscriptionId: string): Promise<PushConfig | null> {
  let query = tables(read)
    .selectFrom('messaging.pushes')
    .select('config')
    .where('subscription_id', '=', subscriptionId);
  if (read.isTransaction) query = query.forUpdate();
  return (await query.executeTakeFirst())?.config ?? null;
}

/** Keeps a configuration; its pace and what is told of it begin anew, and a turn that is under way ends by itself. */
export async function keepPush(tx: Tx, subscriptionId: string, config: PushConfig, now: string): Promise<void> {
  const pace = firstPace(config.retryPolicy);
  const fresh = {
    config: json(config),
    revision: nextId(),
    is_active: isActive(config),
    wait_milliseconds: pace.waitMilliseconds,
    failures: pace.failures,
    next_at: later(now, pace.waitMilliseconds),
    tried_at: null,
    delivered_at: null,
    status: null,
    answer: null,
    failure: null,
    stuck_from: null,
    stuck_until: null,
    stuck_attempts: 0,
  };
  await tables(tx)
    .insertInto('messaging.pushes')
    .values({ subscription_id: subscriptionId, ...fresh })
    .onConflict((conflict) => conflict.column('subscription_id').doUpdateSet(fresh))
    .execute();
}

export const dropPush = (tx: Tx, subscriptionId: string) =>
  tables(tx).deleteFrom('messaging.pushes').where('subscription_id', '=', subscriptionId).execute();

/** The subscriptions whose messages are to be pushed: verified, and their topic is there. */
export const activePushes = (read: Read): Promise<ActivePush[]> =>
  tables(read)
    .selectFrom('messaging.pushes as p')
    .innerJoin('messaging.subscriptions as s', 's.id', 'p.subscription_id')
    .innerJoin('messaging.projects as r', 'r.id', 's.project_id')
    .innerJoin('messaging.topics as t', 't.id', 's.topic_id')
    .select(['s.id as subscriptionId', 's.name', 's.project_id as projectId', 'r.name as project'])
    .select(['s.topic_id as topicId', 'p.revision', 's.position'])
    .where('p.is_active', '=', true)
    .where('t.deleted_at', 'is', null)
    .orderBy('p.next_at')
    .execute();

/**
 * Takes the turn of a subscription, so that no other process pushes it until it is settled or the time is over. Answers
 * since when it can be tried again where it is not due or another has it, and null where there is nothing to push any more.
 */
export async function takeTurn(
  read: Read,
  { subscriptionId, holder, now, until }: { subscriptionId: string; holder: string; now: string; until: string },
): Promise<Turn | { readonly notBefore: string } | null> {
  const taken = await tables(read)
    .updateTable('messaging.pushes')
    .set({ holder, held_until: until })
    .where('subscription_id', '=', subscriptionId)
    .where('is_active', '=', true)
    .where('next_at', '<=', now)
    .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<=', now)]))
    .returning(['revision', 'config', 'wait_milliseconds', 'failures', 'stuck_from', 'stuck_until', 'stuck_attempts'])
    .executeTakeFirst();
  if (taken) {
    const { stuck_from: from, stuck_until: end, stuck_attempts: attempts } = taken;
    return {
      subscriptionId,
      holder,
      revision: taken.revision,
      config: taken.config,
      pace: { waitMilliseconds: taken.wait_milliseconds, failures: taken.failures },
      stuck: from === null || end === null ? null : { from, until: end, attempts },
    };
  }
  const row = await tables(read)
    .selectFrom('messaging.pushes')
    .select(sql<string>`greatest(next_at, held_until)`.as('notBefore'))
    .where('subscription_id', '=', subscriptionId)
    .where('is_active', '=', true)
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a turn for longer; false where it is lost. */
export async function holdTurn(read: Read, { subscriptionId, holder }: Turn, until: string): Promise<boolean> {
  const held = await tables(read)
    .updateTable('messaging.pushes')
    .set({ held_until: until })
    .where('subscription_id', '=', subscriptionId)
    .where('holder', '=', holder)
    .returning('holder')
    .executeTakeFirst();
  return held !== undefined;
}

/** Gives a turn back as it was taken. */
export const leaveTurn = (read: Read, { subscriptionId, holder }: Turn) =>
  tables(read)
    .updateTable('messaging.pushes')
    .set({ holder: null, held_until: null })
    .where('subscription_id', '=', subscriptionId)
    .where('holder', '=', holder)
    .execute();

/** Ends a turn with what came of it; false where the configuration has changed meanwhile or another has taken over. */
export async function settleTurn(read: Read, turn: Turn, settled: Settled): Promise<boolean> {
  const { pace, stuck } = settled;
  const kept = await tables(read)
    .updateTable('messaging.pushes')
    .set({
      holder: null,
      held_until: null,
      wait_milliseconds: pace.waitMilliseconds,
      failures: pace.failures,
      next_at: settled.nextAt,
      tried_at: settled.triedAt,
      ...(settled.isDelivered ? { delivered_at: settled.triedAt } : {}),
      status: settled.status,
      answer: settled.answer,
      failure: settled.failure,
      stuck_from: stuck?.from ?? null,
      stuck_until: stuck?.until ?? null,
      stuck_attempts: stuck?.attempts ?? 0,
    })
    .where('subscription_id', '=', turn.subscriptionId)
    .where('holder', '=', turn.holder)
    .where('revision', '=', turn.revision)
    .returning('revision')
    .executeTakeFirst();
  if (kept) return true;
  await leaveTurn(read, turn);
  return false;
}
