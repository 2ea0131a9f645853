import { sql } from 'kysely';
import type { Clock, Instant } from '#kernel/clock';
import type { Database, Tx } from '#kernel/database';

/** What came since the last flush. */
interface Delta {
  messages: number;
  bytes: number;
  lastAt: Instant;
  /** Messages of the last call. */
  lastMessages: number;
  /** When the call before it was; null where that is in the database, if anywhere. */
  beforeAt: Instant | null;
}

const everyMilliseconds = 1000;
// The clock tells no shorter time, and two calls may come within it.
const shortestSeconds = 0.001;

/**
 * Counts what is published and pulled. Counting is a matter of memory, so that it costs publishing nothing: what came is
 * added to the database each second, before figures are read, and at the end; processes on one database add up. A
 * process that is killed takes the counts of its last second with it.
 */
export function createCounters({ database, clock }: { database: Database; clock: Clock }) {
  let topics = new Map<string, Delta>();
  let subscriptions = new Map<string, Delta>();
  /** By topic and UTC day. */
  let days = new Map<string, Map<string, number>>();
  let flushing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (topics.size === 0 && subscriptions.size === 0) return;
    const taken = { topics, subscriptions, days };
    [topics, subscriptions, days] = [new Map(), new Map(), new Map()];
    try {
      await database.transact(async (tx) => {
        await addTotals(tx, 'topic', taken.topics);
        await addDays(tx, taken.days);
        await addTotals(tx, 'subscription', taken.subscriptions);
      });
    } catch (error) {
      // They are counted with the next flush.
      topics = joined(taken.topics, topics);
      subscriptions = joined(taken.subscriptions, subscriptions);
      for (const [id, counts] of taken.days) for (const [day, count] of counts) countDay(id, day, count);
      throw error;
    }
  }

  function countDay(topicId: string, day: string, messages: number) {
    const counts = days.get(topicId) ?? new Map<string, number>();
    days.set(topicId, counts.set(day, (counts.get(day) ?? 0) + messages));
  }

  /** Adds to the database what this process counted; in turn, as flushes at once would find each other's work undone. */
  function flush(): Promise<void> {
    flushing = flushing.catch(() => undefined).then(write);
    return flushing;
  }

  return {
    /** Messages were published in one call. */
    published(topicId: string, messages: number, bytes: number): void {
      const now = clock.now();
      count(topics, topicId, { messages, bytes, now });
      countDay(topicId, now.slice(0, 10), messages);
    },
    /** Messages were handed out in one pull, for the first time or again. */
    consumed(subscriptionId: string, messages: number, bytes: number): void {
      count(subscriptions, subscriptionId, { messages, bytes, now: clock.now() });
    },
    flush,
    /** Flushes each second; answers how to stop. */
    start(failed: (error: unknown) => void): () => void {
      const timer = setInterval(() => void flush().catch(failed), everyMilliseconds);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

export type Counters = ReturnType<typeof createCounters>;

function count(
  deltas: Map<string, Delta>,
  id: string,
  { messages, bytes, now }: { messages: number; bytes: number; now: Instant },
): void {
  const delta = deltas.get(id);
  if (!delta) {
    deltas.set(id, { messages, bytes, lastAt: now, lastMessages: messages, beforeAt: null });
    return;
  }
  delta.messages += messages;
  delta.bytes += bytes;
  delta.beforeAt = delta.lastAt;
  delta.lastAt = now;
  delta.lastMessages = messages;
}

/** Deltas of before and after, as if they had been counted together. */
function joined(before: ReadonlyMap<string, Delta>, after: ReadonlyMap<string, Delta>): Map<string, Delta> {
  const all = new Map(before);
  for (const [id, late] of after) {
    const early = before.get(id);
    all.set(
      id,
      early
        ? {
            ...late,
            messages: early.messages + late.messages,
            bytes: early.bytes + late.bytes,
            beforeAt: late.beforeAt ?? early.lastAt,
          }
        : late,
    );
  }
  return all;
}

/**
 * The rate is the messages of the last call over the seconds since the one before it, or over one second where there was
 * none (messaging-ams.md 4.7). What was deleted meanwhile is not counted. Rows are taken in the order of their ids, so
 * that two processes never wait for each other.
 */
async function addTotals(tx: Tx, what: 'topic' | 'subscription', deltas: ReadonlyMap<string, Delta>): Promise<void> {
  if (deltas.size === 0) return;
  const [table, id, owners] = [`messaging.${what}_counters`, `${what}_id`, `messaging.${what}s`];
  const given = [...deltas].map(([key, delta]) => ({ id: key, ...delta }));
  await sql`
    with known as (
      select g.*, greatest(g."beforeAt", c.last_at) as previous
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id text, messages bigint, bytes bigint,
        "lastAt" timestamptz, "lastMessages" float8, "beforeAt" timestamptz)
      join ${sql.table(owners)} o on o.id = g.id left join ${sql.table(table)} c on c.${sql.ref(id)} = g.id)
    insert into ${sql.table(table)} as c (${sql.ref(id)}, messages, bytes, last_at, rate)
    select k.id, k.messages, k.bytes, k."lastAt", k."lastMessages" / case when k.previous is null then 1
      else greatest(extract(epoch from k."lastAt" - k.previous)::float8, ${shortestSeconds}::float8) end
    from known k order by k.id
    on conflict (${sql.ref(id)}) do update set messages = c.messages + excluded.messages,
      bytes = c.bytes + excluded.bytes, last_at = greatest(c.last_at, excluded.last_at),
      rate = case when excluded.last_at >= c.last_at then excluded.rate else c.rate end`.execute(tx);
}

async function addDays(tx: Tx, days: ReadonlyMap<string, ReadonlyMap<string, number>>): Promise<void> {
  const given = [...days].flatMap(([topicId, counts]) =>
    [...counts].map(([day, messages]) => ({ topicId, day, messages })),
  );
  if (given.length === 0) return;
  await sql`
    insert into messaging.daily_messages as d (topic_id, project_id, day, messages)
    select t.id, t.project_id, g.day, g.messages
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g ("topicId" text, day date, messages bigint)
    join messaging.topics t on t.id = g."topicId"
    order by t.id, g.day
    on conflict (topic_id, day) do update set messages = d.messages + excluded.messages`.execute(tx);
}
