import type { Clock } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import {
  coalesced,
  contentsOf,
  readBytes,
  type LogBatch,
  type LogBounds,
  type LogEntry,
  type MessageLog,
} from './message-log.ts';
import { endOf, partsOf, type LogRecord } from './nats-record.ts';
import type { NatsStream } from './nats-stream.ts';

/** The end of a topic: where its last record stands, and what follows from it for the next one. */
interface Head {
  readonly sequence: number;
  readonly next: number;
  readonly floor: number;
  readonly publishedAt: string;
}

// More than are in use at once; beyond it, everything is read again.
const mostKept = 20_000;
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

  async function headOf(topicId: string): Promise<Head> {
    const kept = heads.get(topicId);
    if (kept) return kept;
    const last = await stream.last(topicId);
    if (last) return headAt(last);
    const start = await startOf(topicId);
    return { sequence: 0, next: start, floor: start, publishedAt: '' };
  }

  /** Writes one record, whole or not at all and never twice; answers the id of its first message. */
  function write(topicId: string, count: number, payload: Uint8Array): Promise<number> {
    const id = nextId();
    return stream.insist(async (attempt) => {
      const head = await headOf(topicId);
      // Set again once all is well: whatever goes wrong, the head is looked up anew.
      heads.delete(topicId);
      const mark = {
        firstId: head.next,
        floor: head.floor,
        publishedAt: laterOf(head.publishedAt, clock.now()),
        partsFrom: null as number | null,
      };
      const parts = partsOf(payload, stream.mostBytes);
      let after = head.sequence;
      for (const [place, part] of parts.slice(0, -1).entries()) {
        const name = `${id}.${attempt}.${place}`;
        const { sequence } = await stream.put(topicId, { ...mark, count: 0, payload: part }, { id: name, after });
        mark.partsFrom ??= sequence;
        after = sequence;
      }
      const last = parts.at(-1) ?? payload;
      const { sequence, isRepeated } = await stream.put(topicId, { ...mark, count, payload: last }, { id, after });
      if (isRepeated) {
        // An earlier try was kept, and only its answer was lost.
        const kept = await stream.at(sequence);
        if (kept) return kept.firstId;
        throw new Error(`Record ${sequence} of the message log is gone`);
      }
      if (heads.size >= mostKept) heads.clear();
      heads.set(topicId, { ...mark, sequence, next: head.next + count });
      return head.next;
    });
  }

  /** Drops everything before the next message, and keeps the place. */
  async function cut(topicId: string, head: Head): Promise<void> {
    const mark = { firstId: head.next, count: 0, floor: head.next, publishedAt: head.publishedAt, partsFrom: null };
    heads.delete(topicId);
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

  /** The end of a topic, and what a read goes on with. Where nothing is left to read, the end is what it is, not what a server believes. */
  async function whereItWent(topicId: string, from: number) {
    const place = places.get(`${topicId} ${from}`);
    if (place === undefined) return { known: await stream.last(topicId), near: null };
    const [tail, near] = await Promise.all([stream.tail(topicId), stream.next(topicId, place)]);
    return { known: tail && endOf(tail) > from ? tail : await stream.last(topicId), near };
  }

  /** What a read begins with: where the last one ended, both ends need not be asked for. */
  async function locate(
    topicId: string,
    from: number,
  ): Promise<{ bounds: LogBounds; record: LogRecord | null; to: number }> {
    const { known, near } = await whereItWent(topicId, from);
    // A record that is written meanwhile may be found there first.
    const last = near && near.sequence > (known?.sequence ?? 0) ? near : known;
    if (!last) return { bounds: await unwritten(topicId), record: null, to: 0 };
    const to = last.sequence;
    if (from >= endOf(last)) return { bounds: boundsOf({ first: last, last }), record: null, to };
    if (near && near.firstId <= from && endOf(near) > from && last.floor <= from) {
      return { bounds: boundsOf({ first: near, last }), record: near, to };
    }
    const ends = (await endsOf(topicId)) ?? { first: last, last };
    const bounds = boundsOf(ends);
    const id = Math.max(from, bounds.min);
    const record = ends.last.firstId <= id ? ends.last : await firstWhere(topicId, ends, (each) => endOf(each) > id);
    return { bounds, record: id < bounds.next ? record : null, to: ends.last.sequence };
  }

  /**
   * A record and those after it. Topics share the numbers of the stream: asked for a few numbers on, it answers the
   * records among them, some of them several times. What is more than a few is delivered together.
   */
  async function* onwards(topicId: string, first: LogRecord, { to, most }: { to: number; most: number }) {
    yield first;
    let at = first.sequence;
    const wave = Math.min(waveLength, Math.ceil(most / Math.max(1, first.count)));
    for (let waves = 0; waves < mostWaves && at < to; waves += 1) {
      const numbers = Array.from({ length: Math.min(wave, to - at) }, (_, place) => at + 1 + place);
      const found = await Promise.all(numbers.map((sequence) => stream.next(topicId, sequence)));
      for (const record of found) {
        if (!record || record.sequence <= at) continue;
        yield record;
        at = record.sequence;
      }
      if (found.includes(null)) return;
    }
    if (at < to) yield* stream.between(topicId, { from: at + 1, to, most });
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
    return Buffer.concat([...parts, record.payload]).toString('utf8');
  }

  async function unwritten(topicId: string): Promise<LogBounds> {
    const start = await startOf(topicId);
    return { min: start, next: start };
  }

  async function read(topicId: string, from: number, most: number) {
    const { bounds, record: first, to } = await locate(topicId, from);
    const entries: LogEntry[] = [];
    if (!first) return { ...bounds, entries };
    const start = Math.max(from, bounds.min);
    let bytes = 0;
    let reached = 0;
    for await (const record of onwards(topicId, first, { to, most })) {
      if (record.count > 0) {
        const payload = await payloadOf(topicId, record);
        const id = Math.max(start, record.firstId);
        for (const content of contentsOf(payload, id - record.firstId, most - entries.length)) {
          if (bytes >= readBytes) break;
          entries.push({ id: start + entries.length, publishedAt: record.publishedAt, content });
          bytes += content.length;
        }
      }
      reached = endOf(record) > start + entries.length ? record.sequence : record.sequence + 1;
      if (entries.length === most || bytes >= readBytes) break;
    }
    const end = start + entries.length;
    if (places.size >= mostKept) places.clear();
    places.set(`${topicId} ${end}`, reached);
    return { ...bounds, entries };
  }

  return {
    async append(batches) {
      const firsts = new Map<LogBatch, number>();
      const byTopic = Map.groupBy(
        batches.filter(({ contents }) => contents.length > 0),
        ({ topicId }) => topicId,
      );
      await Promise.all(
        [...byTopic].map(async ([topicId, mine]) => {
          for (const together of coalesced(mine)) {
            const contents = together.flatMap((batch) => batch.contents);
            let id = await write(topicId, contents.length, Buffer.from(contents.join('\n')));
            for (const batch of together) {
              firsts.set(batch, id);
              id += batch.contents.length;
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
          const { min, next, entries } = await read(topicId, from, 1);
          return { messages: Math.max(0, next - Math.max(from, min)), firstAt: entries[0]?.publishedAt ?? null };
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
