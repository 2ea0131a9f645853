import type { Clock } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { gatherLookups } from '../gather-lookups.ts';
import {
  coalesced,
  groupSize,
  joined,
  readBytes,
  type LogBatch,
  type LogBounds,
  type LogEntry,
  type LogGroup,
  type MessageLog,
} from './message-log.ts';
import { keepRecent, mostOpened } from './keep-recent.ts';
import { pack, unpack } from './packing.ts';
import { endOf, partsOf, type LogRecord } from './nats-record.ts';
import type { NatsStream } from './nats-stream.ts';

/** The end of a topic: where its last record stands, and what follows from it for the next one. */
interface Head {
  readonly sequence: number;
  readonly next: number;
  readonly floor: number;
  readonly publishedAt: string;
}

/** What is longer than a few publishes is not kept open. */
const mostOpenedLength = 1_000_000;
/** For so long another process may read on in a topic that was dropped. */
const glanceMilliseconds = 1000;
/** So many are asked for at once, and so many times, before it is worth having all that follows delivered. */
const waveLength = 8;
const mostWaves = 4;

/**
 * The log on NATS JetStream (docs/adr/015-log-on-nats.md). A record is written only behind the one that its writer saw
 * last, so that processes that write to one topic at once still count without gaps. It survives the death of any process;
 * the server acknowledges before its disk has it.
 *
 * @param startOf the first id of a topic of which NATS holds nothing
 */
export function natsLog(
  stream: NatsStream,
  { clock, startOf }: { clock: Clock; startOf: (topicId: string) => Promise<number> },
): MessageLog {
  const listeners = new Set<(topicId: string) => void>();
  const tell = (topicId: string) => {
    for (const heard of listeners) heard(topicId);
  };
  stream.hear(tell);
  const heads = new Map<string, Head>();
  /** Where reads ended: the next one usually goes on there. */
  const places = new Map<string, number>();
  /** What a look at the end of a topic told, and until when it holds. */
  const glances = new Map<string, { readonly floor: number; readonly until: number }>();
  /** Records in whose midst a read ended, by topic and place in the stream. */
  const opened = new Map<string, { readonly record: LogRecord; readonly contents: readonly string[] }>();
  /** Places after which nothing was found. */
  const lastPlaces = new Map<string, true>();
  const lookBehind = gatherLookups<LogRecord>(async (keys) => {
    const found = await Promise.all(
      keys.map(async (key) => {
        const [topicId = '', place] = key.split(' ');
        return [key, await stream.following(topicId, Number(place))] as const;
      }),
    );
    return new Map(found.flatMap(([key, record]) => (record ? [[key, record]] : [])));
  });

  async function headOf(topicId: string): Promise<Head> {
    const kept = heads.get(topicId);
    if (kept) return kept;
    const last = await stream.last(topicId);
    if (last) return headAt(last);
    const start = await startOf(topicId);
    return { sequence: 0, next: start, floor: start, publishedAt: '' };
  }

  /** Writes one record, whole or not at all and never twice; answers the id of its first message. */
  function write(topicId: string, { count, lines }: LogGroup): Promise<number> {
    const id = nextId();
    const { bytes, isPacked } = pack(lines);
    return stream.insist(async (attempt) => {
      const head = await headOf(topicId);
      // Set again once all is well: whatever goes wrong, the head is looked up anew.
      heads.delete(topicId);
      const mark = {
        firstId: head.next,
        floor: head.floor,
        publishedAt: laterOf(head.publishedAt, clock.now()),
        partsFrom: null as number | null,
        isPacked,
      };
      const parts = partsOf(bytes, stream.mostBytes);
      let after = head.sequence;
      for (const [place, part] of parts.slice(0, -1).entries()) {
        const name = `${id}.${attempt}.${place}`;
        const { sequence } = await stream.put(topicId, { ...mark, count: 0, payload: part }, { id: name, after });
        mark.partsFrom ??= sequence;
        after = sequence;
      }
      const last = parts.at(-1) ?? bytes;
      const { sequence, isRepeated } = await stream.put(topicId, { ...mark, count, payload: last }, { id, after });
      if (isRepeated) {
        // An earlier try was kept, and only its answer was lost.
        const kept = await stream.at(sequence);
        if (kept) return kept.firstId;
        throw new Error(`Record ${sequence} of the message log is gone`);
      }
      keepRecent(heads, topicId, { ...mark, sequence, next: head.next + count });
      return head.next;
    });
  }

  /** Drops everything before the next message, and keeps the place. */
  async function cut(topicId: string, head: Head): Promise<void> {
    const mark = {
      firstId: head.next,
      count: 0,
      floor: head.next,
      publishedAt: head.publishedAt,
      partsFrom: null,
      isPacked: false,
    };
    heads.delete(topicId);
    glances.delete(topicId);
    const { sequence } = await stream.put(
      topicId,
      { ...mark, payload: new Uint8Array() },
      { id: nextId(), after: head.sequence },
    );
    await stream.purge(topicId, sequence);
  }

  async function endsOf(topicId: string): Promise<{ first: LogRecord; last: LogRecord } | null> {
    const [first, last] = await Promise.all([stream.next(topicId, 1), stream.last(topicId)]);
    if (!last) return null;
    // What is dropped meanwhile makes a later record the first one.
    return !first || first.sequence > last.sequence ? { first: last, last } : { first, last };
  }

  /** The first record that `isIt` holds for; it does for all after that one, and for the last. */
  async function firstWhere(
    topicId: string,
    { first, last }: { first: LogRecord; last: LogRecord },
    isIt: (record: LogRecord) => boolean,
  ): Promise<LogRecord> {
    if (isIt(first)) return first;
    let found = last;
    let low = first.sequence + 1;
    let high = last.sequence - 1;
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const record = (await stream.next(topicId, middle)) ?? last;
      if (isIt(record)) {
        found = record;
        high = middle - 1;
      } else low = record.sequence + 1;
    }
    return found;
  }

  /** The record at a place or after it. Where there was none at the last look, only the server that decides is asked. */
  async function behind(topicId: string, place: number): Promise<LogRecord | undefined> {
    const key = `${topicId} ${place}`;
    const known = lastPlaces.has(key) ? null : await stream.next(topicId, place);
    const found = known ?? (await lookBehind(key));
    if (found) lastPlaces.delete(key);
    else keepRecent(lastPlaces, key, true);
    return found;
  }

  /**
   * The record of a message just behind the end of an earlier read; null where nothing was written since. Undefined where
   * it has to be searched, and once a second, so that what was dropped meanwhile is noticed.
   */
  async function goingOn(topicId: string, from: number): Promise<LogRecord | null | undefined> {
    const place = places.get(`${topicId} ${from}`);
    const glance = glances.get(topicId);
    if (place === undefined || !glance || glance.until < performance.now() || glance.floor > from) return undefined;
    const near = opened.get(`${topicId} ${place}`)?.record ?? (await behind(topicId, place));
    if (near === undefined) return null;
    return near.firstId <= from && endOf(near) > from ? near : undefined;
  }

  /** What a read begins with. */
  async function locate(topicId: string, from: number): Promise<{ min: number; record: LogRecord | null }> {
    const near = await goingOn(topicId, from);
    if (near !== undefined) return { min: from, record: near };
    const ends = await endsOf(topicId);
    const bounds = ends ? boundsOf(ends) : await unwritten(topicId);
    keepRecent(glances, topicId, {
      floor: ends?.last.floor ?? bounds.min,
      until: performance.now() + glanceMilliseconds,
    });
    const id = Math.max(from, bounds.min);
    if (!ends || id >= bounds.next) {
      if (from === bounds.next) keepRecent(places, `${topicId} ${from}`, (ends?.last.sequence ?? 0) + 1);
      return { min: bounds.min, record: null };
    }
    const record = ends.last.firstId <= id ? ends.last : await firstWhere(topicId, ends, (each) => endOf(each) > id);
    return { min: bounds.min, record };
  }

  /**
   * A record and those after it. Topics share the numbers of the stream: asked for a few numbers on, it answers the
   * records among them, some of them several times. What is more than a few is delivered together.
   */
  async function* onwards(topicId: string, first: LogRecord, most: number) {
    yield first;
    let at = first.sequence;
    const wave = Math.min(waveLength, Math.ceil(most / Math.max(1, first.count)));
    for (let waves = 0; waves < mostWaves; waves += 1) {
      const numbers = Array.from({ length: wave }, (_, place) => at + 1 + place);
      const found = await Promise.all(numbers.map((sequence) => stream.next(topicId, sequence)));
      for (const record of found) {
        if (!record || record.sequence <= at) continue;
        yield record;
        at = record.sequence;
      }
      if (found.includes(null)) return;
    }
    const last = await stream.last(topicId);
    if (last && last.sequence > at) yield* stream.between(topicId, { from: at + 1, to: last.sequence, most });
  }

  async function payloadOf(topicId: string, record: LogRecord): Promise<string> {
    const parts: Uint8Array[] = [];
    let from = record.partsFrom;
    while (from !== null && from < record.sequence) {
      const part = await stream.next(topicId, from);
      if (!part) throw new Error(`Record ${record.sequence} of the message log misses a part`);
      if (part.sequence >= record.sequence) break;
      parts.push(part.payload);
      from = part.sequence + 1;
    }
    const bytes = Buffer.concat([...parts, record.payload]);
    return record.isPacked ? unpack(bytes) : bytes.toString();
  }

  async function unwritten(topicId: string): Promise<LogBounds> {
    const start = await startOf(topicId);
    return { min: start, next: start };
  }

  /** The contents of a record, which never change; only in a stream that was made anew another one stands in its place. */
  async function contentsOf(topicId: string, record: LogRecord): Promise<readonly string[]> {
    const known = opened.get(`${topicId} ${record.sequence}`);
    if (known?.record.firstId === record.firstId) return known.contents;
    return record.count === 0 ? [] : (await payloadOf(topicId, record)).split('\n');
  }

  async function read(topicId: string, from: number, most: number) {
    const { min, record: first } = await locate(topicId, from);
    const entries: LogEntry[] = [];
    if (!first) return { min, entries };
    const start = Math.max(from, min);
    let bytes = 0;
    let reached = 0;
    for await (const record of onwards(topicId, first, most)) {
      const contents = await contentsOf(topicId, record);
      for (let place = Math.max(0, start - record.firstId); place < contents.length; place += 1) {
        if (entries.length === most || bytes >= readBytes) break;
        const content = contents[place] ?? '';
        entries.push({ id: record.firstId + place, publishedAt: record.publishedAt, content });
        bytes += content.length;
      }
      const isRead = endOf(record) <= start + entries.length;
      reached = isRead ? record.sequence + 1 : record.sequence;
      if (!isRead && contents.reduce((length, content) => length + content.length, 0) <= mostOpenedLength)
        keepRecent(opened, `${topicId} ${record.sequence}`, { record, contents }, mostOpened);
      if (entries.length === most || bytes >= readBytes) break;
    }
    keepRecent(places, `${topicId} ${start + entries.length}`, reached);
    return { min, entries };
  }

  return {
    async append(batches) {
      const firsts = new Map<LogBatch, number>();
      const byTopic = Map.groupBy(
        batches.filter(({ count }) => count > 0),
        ({ topicId }) => topicId,
      );
      await Promise.all(
        [...byTopic].map(async ([topicId, mine]) => {
          for (const together of coalesced(mine, groupSize)) {
            let id = await write(topicId, joined(together));
            for (const batch of together) {
              firsts.set(batch, id);
              id += batch.count;
            }
          }
          tell(topicId);
          stream.tell(topicId);
        }),
      );
      return batches.map((batch) => firsts.get(batch) ?? 0);
    },

    read,

    restOf: (places) =>
      Promise.all(
        places.map(async ({ topicId, from }) => {
          const last = await stream.last(topicId);
          if (!last || endOf(last) <= from) return { messages: 0, firstAt: null };
          const { entries } = await read(topicId, from, 1);
          const [first] = entries;
          return first
            ? { messages: endOf(last) - first.id, firstAt: first.publishedAt }
            : { messages: 0, firstAt: null };
        }),
      ),

    async bounds(topicId) {
      const ends = await endsOf(topicId);
      return ends ? boundsOf(ends) : unwritten(topicId);
    },

    async firstSince(topicId, instant) {
      const ends = await endsOf(topicId);
      if (!ends || isBefore(ends.last, instant)) return null;
      const { firstId } = await firstWhere(topicId, ends, (record) => !isBefore(record, instant));
      const { min, next } = boundsOf(ends);
      const id = Math.max(firstId, min);
      return id < next ? id : null;
    },

    clear: (topicId) =>
      stream.insist(async () => {
        heads.delete(topicId);
        const head = await headOf(topicId);
        if (head.sequence > 0) await cut(topicId, head);
      }),

    async expire(before) {
      for (const topicId of await stream.topics()) {
        await stream.insist(async () => {
          const ends = await endsOf(topicId);
          if (!ends || !isBefore(ends.first, before)) return;
          if (!isBefore(ends.last, before)) {
            const { sequence } = await firstWhere(topicId, ends, (record) => !isBefore(record, before));
            await stream.purge(topicId, sequence);
          } else if (ends.first.sequence < ends.last.sequence || ends.last.count > 0) {
            await cut(topicId, headAt(ends.last));
          }
        });
      }
    },

    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const headAt = (last: LogRecord): Head => ({
  sequence: last.sequence,
  next: endOf(last),
  floor: last.floor,
  publishedAt: last.publishedAt,
});

const boundsOf = ({ first, last }: { first: LogRecord; last: LogRecord }): LogBounds => ({
  min: Math.max(first.firstId, last.floor),
  next: endOf(last),
});

const isBefore = ({ publishedAt }: LogRecord, instant: string) =>
  Temporal.Instant.compare(Temporal.Instant.from(publishedAt), Temporal.Instant.from(instant)) < 0;

const laterOf = (one: string, other: string) => (one > other ? one : other);
