import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FixedClock } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { natsProgram, ownNats } from '#test/own-nats';
import { messageLogContract } from './log.contract.ts';
import { batchOf, type MessageLog } from './message-log.ts';
import { natsLog } from './nats-log.ts';
import { openNatsStream, streamName, type NatsStream } from './nats-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'portolan-nats-'));
const range = (from: number, end: number) => Array.from({ length: end - from }, (_, place) => from + place);
const clock = new FixedClock('2026-11-23T09:00:00.000Z');
let server: Awaited<ReturnType<typeof ownNats>>;
const streams: NatsStream[] = [];
const logs: MessageLog[] = [];

async function deleteStream(): Promise<void> {
  const connection = await connect({ servers: server.url });
  await (await jetstreamManager(connection)).streams.delete(streamName);
  await connection.close();
}

// In the proof a missing server is a failure of its own (scripts/test.ts).
describe.skipIf(natsProgram() === undefined)('on NATS', () => {
  beforeAll(async () => {
    server = await ownNats(folder);
    for (const _ of [1, 2]) {
      const stream = await openNatsStream(server.url);
      streams.push(stream);
      logs.push(natsLog(stream, { clock, startOf: async () => 0 }));
    }
  });
  afterAll(async () => {
    for (const stream of streams) await stream.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const under = () => {
    const [log, other] = logs;
    if (!log || !other) throw new Error('The logs are not open');
    return { log, other, clock };
  };
  messageLogContract('the message log', under);

  test('a topic that NATS knows nothing of begins where it is told to', async () => {
    const [stream] = streams;
    if (!stream) throw new Error('The stream is not open');
    const log = natsLog(stream, { clock, startOf: async () => 17 });
    const topic = nextId();
    expect(await log.bounds(topic)).toEqual({ min: 17, next: 17 });
    expect(await log.append([batchOf(topic, ['a', 'b'])])).toEqual([17]);
    expect(await log.read(topic, 0, 10)).toMatchObject({ min: 17, entries: [{ id: 17 }, { id: 18 }] });
  });

  test('a publish whose answer was lost is not doubled, even when somebody else wrote since', async () => {
    const [stream] = streams;
    if (!stream) throw new Error('The stream is not open');
    const topic = nextId();
    let lost = 0;
    const lossy: NatsStream = {
      ...stream,
      mostBytes: stream.mostBytes,
      async put(...given) {
        const kept = await stream.put(...given);
        lost += 1;
        if (lost > 2) return kept;
        await under().other.append([batchOf(topic, [`meanwhile ${lost}`])]);
        throw new Error('timeout');
      },
    };
    const log = natsLog(lossy, { clock, startOf: async () => 0 });
    expect(await log.append([batchOf(topic, ['mine'])])).toEqual([0]);
    const { entries } = await under().log.read(topic, 0, 10);
    expect(entries.map(({ content }) => content)).toEqual(['mine', 'meanwhile 1', 'meanwhile 2']);
  });

  test('a record that came in parts and was given up is passed over', async () => {
    const [stream] = streams;
    if (!stream) throw new Error('The stream is not open');
    const topic = nextId();
    const broken: NatsStream = {
      ...stream,
      mostBytes: 10,
      insist: (work) => work(0),
      async put(id, record, place) {
        if (record.count > 0) throw new Error('killed');
        return stream.put(id, record, place);
      },
    };
    await under().log.append([batchOf(topic, ['before'])]);
    const lost = natsLog(broken, { clock, startOf: async () => 0 }).append([
      batchOf(topic, ['never', 'to be seen, by anybody']),
    ]);
    await expect(lost).rejects.toThrow('killed');
    const whole = natsLog({ ...stream, mostBytes: 10 }, { clock, startOf: async () => 0 });
    expect(await whole.append([batchOf(topic, ['in parts é', 'all of it 🧭'])])).toEqual([1]);
    expect(await under().log.bounds(topic)).toEqual({ min: 0, next: 3 });
    const { entries } = await under().log.read(topic, 0, 10);
    expect(entries.map(({ content }) => content)).toEqual(['before', 'in parts é', 'all of it 🧭']);
    expect((await under().log.read(topic, 2, 10)).entries.map(({ id }) => id)).toEqual([2]);
  });

  test('a read that goes on where the last one ended looks at one record, and once', async () => {
    const [stream] = streams;
    if (!stream) throw new Error('The stream is not open');
    const topic = nextId();
    const asked: string[] = [];
    const counted: NatsStream = {
      ...stream,
      mostBytes: stream.mostBytes,
      last(id) {
        asked.push('last');
        return stream.last(id);
      },
      next(id, sequence) {
        asked.push('next');
        return stream.next(id, sequence);
      },
    };
    const log = natsLog(counted, { clock, startOf: async () => 0 });
    await under().other.append([batchOf(topic, ['0', '1'])]);
    for (const at of [2, 6]) await under().other.append([batchOf(topic, range(at, at + 4).map(String))]);
    await log.read(topic, 0, 2);
    asked.length = 0;
    for (const at of [2, 4, 6]) {
      const { entries } = await log.read(topic, at, 2);
      expect(entries.map(({ content }) => content)).toEqual([`${at}`, `${at + 1}`]);
    }
    // Each record once, whether it is read in one go or not.
    expect(asked).toEqual(['next', 'next']);
  });

  test('in a stream that was made anew nothing of the old one is read', async () => {
    const topic = nextId();
    const first = await openNatsStream(server.url);
    const log = natsLog(first, { clock, startOf: async () => 3 });
    // Its records stand at the beginning of both streams.
    await deleteStream();
    await (await openNatsStream(server.url)).close();
    expect(await log.append([batchOf(topic, ['a', 'b', 'c'])])).toEqual([3]);
    expect((await log.read(topic, 3, 1)).entries).toHaveLength(1);
    await deleteStream();
    await (await openNatsStream(server.url)).close();
    const later = natsLog(first, { clock, startOf: async () => 6 });
    expect(await later.append([batchOf(topic, ['d', 'e', 'f'])])).toEqual([6]);
    expect((await log.read(topic, 6, 1)).entries).toMatchObject([{ id: 6, content: 'd' }]);
    await first.close();
  });

  test('records of topics that are written in turns are read each once and in order', async () => {
    const [topic, other] = [nextId(), nextId()];
    const { log } = under();
    for (let at = 0; at < 60; at += 1) {
      await log.append([batchOf(topic, [`${at}`])]);
      if (at % 3 > 0) await log.append([batchOf(other, ['between'])]);
    }
    for (const most of [1, 7, 30, 60]) {
      const read: string[] = [];
      for (;;) {
        const { entries } = await log.read(topic, read.length, most);
        if (entries.length === 0) break;
        read.push(...entries.map(({ content }) => content));
      }
      expect(read).toEqual(Array.from({ length: 60 }, (_, at) => `${at}`));
    }
  });

  test('a read that goes on sees that the topic was cleared, even where the purge was interrupted', async () => {
    const [stream] = streams;
    if (!stream) throw new Error('The stream is not open');
    const topic = nextId();
    const { log } = under();
    for (const content of ['a', 'b', 'c']) await log.append([batchOf(topic, [content])]);
    expect((await log.read(topic, 0, 1)).entries).toHaveLength(1);
    const broken: NatsStream = {
      ...stream,
      mostBytes: stream.mostBytes,
      insist: (work) => work(0),
      purge: () => Promise.reject(new Error('killed')),
    };
    await expect(natsLog(broken, { clock, startOf: async () => 0 }).clear(topic)).rejects.toThrow('killed');
    await expect.poll(() => log.read(topic, 1, 1), { timeout: 10_000 }).toEqual({ min: 3, entries: [] });
    await under().other.append([batchOf(topic, ['d'])]);
    expect(await log.read(topic, 1, 1)).toMatchObject({ min: 3, entries: [{ id: 3, content: 'd' }] });
  });

  test('an address where nobody answers is said so', async () => {
    await expect(openNatsStream('nats://127.0.0.1:1')).rejects.toThrow(
      /NATS at nats:\/\/127\.0\.0\.1:1 does not answer/,
    );
  });

  // Last, as it takes the server away.
  test(
    'while NATS is away a write fails in bounded time, and all goes on once it is back',
    { timeout: 60_000 },
    async () => {
      const topic = nextId();
      const { log } = under();
      await log.append([batchOf(topic, ['before'])]);
      await server.kill();
      await expect(log.append([batchOf(topic, ['lost'])])).rejects.toThrow('does not answer');
      await expect(log.read(topic, 0, 10)).rejects.toThrow('does not answer');
      await server.start();
      await expect
        .poll(() => log.append([batchOf(topic, ['after'])]).catch(() => 'away'), { timeout: 30_000 })
        .not.toBe('away');
      const { entries } = await log.read(topic, 0, 10);
      expect(entries[0]?.content).toBe('before');
      expect(entries.at(-1)?.content).toBe('after');
      expect(entries.map(({ id }) => id)).toEqual([...entries.keys()]);
    },
  );
});
