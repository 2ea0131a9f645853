import { sql } from 'kysely';
import type { Clock } from '#kernel/clock';
import { DAY, later } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { tables } from '../tables.ts';
import { gatherLookups } from '../gather-lookups.ts';
import {
  coalesced,
  groupSize,
  joined,
  piecesOf,
  readBytes,
  type LogBounds,
  type LogEntry,
  type MessageLog,
} from './message-log.ts';
import { keepRecent, mostOpened } from './keep-recent.ts';
import { pack, unpack } from './packing.ts';

const channel = 'portolan_published';
const dayOf = (instant: string) => instant.slice(0, 10);
const partitionOf = (day: string) => `log_groups_${day.replaceAll('-', '')}`;

interface Row {
  readonly first_id: number;
  readonly published_at: string;
  readonly payload: string | null;
  readonly packed: Uint8Array | null;
}

/** A group as it is read. */
interface Opened {
  readonly first: number;
  readonly publishedAt: string;
  readonly contents: readonly string[];
}

const openedOf = ({ first_id: first, published_at: publishedAt, payload, packed }: Row): Opened => ({
  first,
  publishedAt,
  contents: (packed ? unpack(packed) : (payload ?? '')).split('\n'),
});

/** The log in PostgreSQL or the embedded database: kept on disk when `append` answers. */
export function sqlLog(database: Database, clock: Clock): MessageLog & { start(): Promise<() => Promise<void>> } {
  const heard = new Set<(topicId: string) => void>();
  const tell = (topicId: string) => {
    for (const each of heard) each(topicId);
  };
  /** Topics and days for which this process has seen that there is a place to write to. */
  const ready = new Set<string>();
  /** Groups that never change, by topic and the id from which to read on in them. */
  const opened = new Map<string, Opened>();
  const headOf = gatherLookups<LogBounds>(async (topicIds) => {
    const heads = await database.run<LogBounds & { topic_id: string }>(headRows, [JSON.stringify(topicIds)]);
    return new Map(heads.map(({ topic_id, min, next }) => [topic_id, { min, next }]));
  });

  async function makeReady(topicIds: readonly string[], day: string): Promise<void> {
    if (!ready.has(day)) {
      await makePartition(database, day);
      await makePartition(database, dayOf(later(`${day}T00:00:00.000Z`, DAY)));
      ready.add(day);
    }
    const fresh = topicIds.filter((id) => !ready.has(id));
    if (fresh.length === 0) return;
    await tables(database.read())
      .insertInto('messaging.log_heads')
      .values(fresh.map((topic_id) => ({ topic_id, last_at: null })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const id of fresh) ready.add(id);
  }

  const log: MessageLog = {
    async append(batches) {
      const now = clock.now();
      // What goes to one topic stands together in as few rows as it fits.
      const byTopic = Map.groupBy(
        batches.filter(({ count }) => count > 0),
        ({ topicId }) => topicId,
      );
      const rows = [...byTopic].flatMap(([topicId, mine]) => {
        let before = 0;
        const pieces = mine.flatMap((batch) => piecesOf(batch, groupSize));
        return coalesced(pieces, groupSize).map((together) => {
          const { count, lines } = joined(together);
          before += count;
          return { topicId, before: before - count, count, ...pack(lines) };
        });
      });
      if (rows.length === 0) return batches.map(() => 0);
      await makeReady([...byTopic.keys()], dayOf(now));
      const written = await database.run<{ topic_id: string; first_id: number }>(appendRows, [
        now,
        rows.map(({ topicId }) => topicId),
        rows.map(({ before }) => before),
        rows.map(({ count }) => count),
        rows.map(({ plainBytes }) => plainBytes),
        rows.map(({ isPacked }) => isPacked),
        database.byteArrays(rows.map(({ bytes }) => bytes)),
        database.kind === 'postgres',
      ]);
      const next = new Map<string, number>();
      for (const { topic_id, first_id } of written)
        next.set(topic_id, Math.min(first_id, next.get(topic_id) ?? Infinity));
      for (const topicId of byTopic.keys()) tell(topicId);
      return batches.map(({ topicId, count }) => {
        if (count === 0) return 0;
        const first = next.get(topicId);
        if (first === undefined) throw new Error(`The log has no head for topic ${topicId}`);
        next.set(topicId, first + count);
        return first;
      });
    },

    async read(topicId, from, most) {
      const { min, next } = (await headOf(topicId)) ?? { min: 0, next: 0 };
      const entries: LogEntry[] = [];
      const start = Math.max(from, min);
      if (start >= next) return { min, entries };
      const take = (group: Opened) => {
        const at = Math.max(group.first, start + entries.length);
        const contents = group.contents.slice(at - group.first, at - group.first + most - entries.length);
        for (const [place, content] of contents.entries())
          entries.push({ id: at + place, publishedAt: group.publishedAt, content });
        const end = at + contents.length;
        if (end < group.first + group.contents.length) keepRecent(opened, `${topicId} ${end}`, group, mostOpened);
      };
      const known = opened.get(`${topicId} ${start}`);
      if (known) take(known);
      if (start + entries.length < next && entries.length < most) {
        const place = [topicId, start + entries.length, most - entries.length];
        for (const row of await database.run<Row>(readRows, place)) take(openedOf(row));
      }
      // What stood before the first was dropped meanwhile.
      const first = entries[0]?.id ?? start;
      return { min: first > start ? first : min, entries };
    },

    async bounds(topicId) {
      return (await headOf(topicId)) ?? { min: 0, next: 0 };
    },

    async restOf(places) {
      const given = JSON.stringify(places.map(({ topicId, from }, place) => ({ topicId, from, place })));
      const rows = await database.run<{ messages: number; first_at: string | null }>(restRows, [given]);
      return rows.map(({ messages, first_at: firstAt }) => ({ messages, firstAt }));
    },

    async firstSince(topicId, instant) {
      const found = await tables(database.read())
        .selectFrom('messaging.log_groups')
        .select((query) => query.fn.min('first_id').as('first'))
        .where('topic_id', '=', topicId)
        .where('published_at', '>=', instant)
        .executeTakeFirst();
      return found?.first ?? null;
    },

    clear: (topicId) =>
      database.transact(async (tx) => {
        const mine = tables(tx);
        await mine
          .updateTable('messaging.log_heads')
          .set((row) => ({ min_id: row.ref('next_id') }))
          .where('topic_id', '=', topicId)
          .execute();
        await mine.deleteFrom('messaging.log_groups').where('topic_id', '=', topicId).execute();
      }),

    async expire(before) {
      for (const day of await partitionDays(database)) {
        if (later(`${day}T00:00:00.000Z`, DAY) > before) continue;
        await database.script(`drop table if exists messaging.${partitionOf(day)}`);
        ready.delete(day);
      }
      await database.transact(async (tx) => {
        await tables(tx).deleteFrom('messaging.log_groups').where('published_at', '<', before).execute();
        await sql`
          update messaging.log_heads h set min_id = kept.first
          from (select h2.topic_id, coalesce(
              (select min(g.first_id) from messaging.log_groups g where g.topic_id = h2.topic_id), h2.next_id) as first
            from messaging.log_heads h2) kept
          where kept.topic_id = h.topic_id and kept.first > h.min_id`.execute(tx);
      });
    },

    onAppend(listener) {
      heard.add(listener);
      return () => heard.delete(listener);
    },
  };
  return { ...log, start: () => database.listen(channel, tell) };
}

/**
 * Takes the next ids of each topic and writes its rows under them: parameters are the instant, then of each row its topic,
 * how many messages of the topic stand in rows before it, how many it holds, the length of their contents, whether they are
 * packed, and its payload, and at last whether to notify. One statement, so that it is one turn of the disk and all or
 * nothing; it moves payloads through no step but the last, as each would copy them.
 */
const appendRows = `
  with given as (
    select * from rows from (
      unnest($2::text[]), unnest($3::int[]), unnest($4::int[]), unnest($5::int[]), unnest($6::boolean[]))
      with ordinality as g (topic_id, before, count, bytes, packed, place)),
  totals as (select topic_id, sum(count)::bigint as n from given group by topic_id),
  locked as (
    select h.topic_id from messaging.log_heads h where h.topic_id in (select topic_id from totals)
    order by h.topic_id for update),
  moved as (
    update messaging.log_heads h set next_id = h.next_id + t.n, last_at = greatest(h.last_at, $1::timestamptz)
    from locked l join totals t using (topic_id) where h.topic_id = l.topic_id
    returning h.topic_id, h.next_id - t.n as first_id, h.last_at)
  insert into messaging.log_groups (topic_id, first_id, count, bytes, published_at, packed, payload)
  select g.topic_id, m.first_id + g.before, g.count, g.bytes, m.last_at,
    case when g.packed then ($7::bytea[])[g.place] end,
    case when not g.packed then convert_from(($7::bytea[])[g.place], 'UTF8') end
  from given g join moved m using (topic_id)
  returning topic_id, first_id, case when $8::boolean then pg_notify('${channel}', topic_id) end`;

// Topic, id, number of messages. The group with the id is the last that begins no later.
const readRows = `
  select first_id, published_at, payload, packed from (
    select first_id, published_at, payload, packed, sum(bytes) over (order by first_id) - bytes as before
    from messaging.log_groups
    where topic_id = $1 and first_id + count > $2::bigint and first_id < $2::bigint + $3::int and first_id >= coalesce(
      (select max(first_id) from messaging.log_groups where topic_id = $1 and first_id <= $2::bigint), 0)
    order by first_id limit $3::int) groups
  where before < ${readBytes} order by first_id`;

// Topics, as JSON.
const headRows = `
  select topic_id, min_id as min, next_id as next from messaging.log_heads
  where topic_id in (select jsonb_array_elements_text($1::jsonb))`;

// Places, as JSON. What was never written to has no head.
const restRows = `
  select greatest(p.next_id - p.start, 0) as messages,
    case when p.start < p.next_id then (
      select g.published_at from messaging.log_groups g
      where g.topic_id = p."topicId" and g.first_id + g.count > p.start and g.first_id >= coalesce(
        (select max(e.first_id) from messaging.log_groups e where e.topic_id = p."topicId" and e.first_id <= p.start), 0)
      order by g.first_id limit 1) end as first_at
  from (
    select g.*, coalesce(h.next_id, 0) as next_id, greatest(g."from", h.min_id) as start
    from jsonb_to_recordset($1::jsonb) as g ("topicId" text, "from" bigint, place int)
    left join messaging.log_heads h on h.topic_id = g."topicId") p
  order by p.place`;

async function makePartition(database: Database, day: string): Promise<void> {
  const next = dayOf(later(`${day}T00:00:00.000Z`, DAY));
  await database.transact(async (tx) => {
    // Two processes that make the same partition at once would fail.
    await sql`select pg_advisory_xact_lock(hashtext('messaging.log_groups'))`.execute(tx);
    await sql`create table if not exists messaging.${sql.raw(partitionOf(day))}
      partition of messaging.log_groups for values from (${sql.lit(day)}) to (${sql.lit(next)})`.execute(tx);
  });
}

/** Days for which there is a partition, oldest first. */
async function partitionDays(database: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'messaging.log_groups'::regclass order by c.relname`.execute(database.read());
  return rows.map(({ name }) => name.replace(/^log_groups_(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
}
