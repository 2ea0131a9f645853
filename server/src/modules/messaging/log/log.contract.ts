import { describe, expect, test } from 'vitest';
import type { FixedClock } from '#kernel/clock';
import { DAY, later } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { gatherAppends } from './gather-appends.ts';
import { batchOf, type MessageLog } from './message-log.ts';

export interface LogUnderTest {
  readonly log: MessageLog;
  /** The same log as another process has it. */
  readonly other: MessageLog;
  readonly clock: FixedClock;
}

const range = (from: number, end: number) => Array.from({ length: end - from }, (_, place) => from + place);
const texts = (count: number, stem = 'm') => range(0, count).map((place) => `${stem}${place}`);

/** What every adapter of the message log promises. */
export function messageLogContract(name: string, under: () => LogUnderTest): void {
  const write = async (topicId: string, ...contents: string[]) =>
    (await under().log.append([batchOf(topicId, contents)]))[0];
  const contentsFrom = async (topicId: string, from: number, most = 1000) =>
    (await under().log.read(topicId, from, most)).entries.map(({ content }) => content);

  describe(name, () => {
    test('counts each topic from 0, without gaps, in the order of writing', async () => {
      const [a, b] = [nextId(), nextId()];
      expect(await under().log.bounds(a)).toEqual({ min: 0, next: 0 });
      expect(await under().log.read(a, 0, 10)).toEqual({ min: 0, entries: [] });
      expect(await write(a, 'one', 'two')).toBe(0);
      expect(await write(b, 'other')).toBe(0);
      expect(await write(a, 'three')).toBe(2);
      expect(await under().log.bounds(a)).toEqual({ min: 0, next: 3 });
      const publishedAt = under().clock.now();
      expect((await under().log.read(a, 0, 10)).entries).toEqual([
        { id: 0, publishedAt, content: 'one' },
        { id: 1, publishedAt, content: 'two' },
        { id: 2, publishedAt, content: 'three' },
      ]);
    });

    test('writes batches of many topics at once and answers the first id of each', async () => {
      const [a, b] = [nextId(), nextId()];
      const { log } = under();
      const firsts = await log.append([
        batchOf(a, ['a0', 'a1']),
        batchOf(b, ['b0']),
        batchOf(a, []),
        batchOf(a, ['a2']),
        batchOf(b, texts(250, 'b')),
        batchOf(a, ['a3']),
      ]);
      expect([firsts[0], firsts[1], firsts[3], firsts[4], firsts[5]]).toEqual([0, 0, 2, 1, 3]);
      expect(await contentsFrom(a, 0)).toEqual(['a0', 'a1', 'a2', 'a3']);
      expect(await contentsFrom(b, 0)).toEqual(['b0', ...texts(250, 'b')]);
    });

    test('says what is left from many places, and since when', async () => {
      const [a, b, never] = [nextId(), nextId(), nextId()];
      const { log, clock } = under();
      await write(a, ...texts(3));
      const first = clock.now();
      clock.advance(1000);
      await write(a, ...texts(150));
      await write(b, 'gone', 'too');
      await log.clear(b);
      const places = [
        { topicId: a, from: 2 },
        { topicId: never, from: 0 },
        { topicId: a, from: 3 },
        { topicId: b, from: 0 },
        { topicId: a, from: 152 },
        { topicId: a, from: 153 },
      ];
      const second = clock.now();
      expect(await log.restOf(places)).toEqual([
        { messages: 151, firstAt: first },
        { messages: 0, firstAt: null },
        { messages: 150, firstAt: second },
        { messages: 0, firstAt: null },
        { messages: 1, firstAt: second },
        { messages: 0, firstAt: null },
      ]);
      expect(await log.restOf([])).toEqual([]);
    });

    test('reads from any id, at most as many as asked for', async () => {
      const topic = nextId();
      for (const size of [1, 3, 120, 1, 1, 250, 2]) {
        const { next } = await under().log.bounds(topic);
        await write(topic, ...range(next, next + size).map((id) => `message ${id}`));
      }
      const all = range(0, 378).map((id) => `message ${id}`);
      for (const from of [0, 1, 2, 4, 99, 124, 125, 126, 127, 300, 375, 376, 377]) {
        expect(await contentsFrom(topic, from), `from ${from}`).toEqual(all.slice(from));
        expect(await contentsFrom(topic, from, 2), `two from ${from}`).toEqual(all.slice(from, from + 2));
      }
      expect((await under().log.read(topic, 378, 10)).entries).toEqual([]);
      expect((await under().log.read(topic, 9999, 10)).entries).toEqual([]);
      // Page by page, as a consumer does.
      const seen: string[] = [];
      while (seen.length < all.length) seen.push(...(await contentsFrom(topic, seen.length, 7)));
      expect(seen).toEqual(all);
    });

    test('readers go on in the midst of what was written together, until it is dropped', async () => {
      const topic = nextId();
      const { log, other } = under();
      const all = texts(2500, 'a message like all the others of its topic, number ');
      await log.append([batchOf(topic, all.slice(0, 1200)), batchOf(topic, all.slice(1200, 1201))]);
      await other.append([batchOf(topic, all.slice(1201))]);
      const readers = [7, 100, 333, 1000].map((most) => ({ most, seen: [] as string[] }));
      while (readers.some(({ seen }) => seen.length < all.length)) {
        for (const { most, seen } of readers) {
          const { entries } = await log.read(topic, seen.length, most);
          expect(entries.map(({ id }) => id)).toEqual(entries.map((_, place) => seen.length + place));
          seen.push(...entries.map(({ content }) => content));
        }
      }
      for (const { seen } of readers) expect(seen).toEqual(all);
      await log.read(topic, 0, 10);
      await log.clear(topic);
      expect(await log.read(topic, 10, 10)).toEqual({ min: 2500, entries: [] });
    });

    test('keeps large messages and every character', async () => {
      const topic = nextId();
      const odd = '"quotes" \\ \\n 🧭 \u2028 é '.repeat(50_000);
      const sent = ['small', odd, 'x'.repeat(9_000_000), 'after'];
      expect(await write(topic, ...sent)).toBe(0);
      expect(await write(topic, 'later')).toBe(4);
      const seen: string[] = [];
      while (seen.length < 5) {
        const entries = await contentsFrom(topic, seen.length);
        expect(entries.length).toBeGreaterThan(0);
        seen.push(...entries);
      }
      expect(seen.map((text) => text.length)).toEqual([...sent, 'later'].map((text) => text.length));
      expect(seen).toEqual([...sent, 'later']);
    });

    test('ends a read where it becomes large', async () => {
      const topic = nextId();
      for (const at of range(0, 3)) await write(topic, ...texts(10, `${at} `.padEnd(300_000, 'x')));
      const entries = await contentsFrom(topic, 0);
      expect(entries.length).toBeGreaterThan(5);
      expect(entries.length).toBeLessThan(30);
    });

    test('finds the first message written at or after an instant', async () => {
      const topic = nextId();
      const { log, clock } = under();
      expect(await log.firstSince(topic, clock.now())).toBeNull();
      const instants: string[] = [];
      for (const _ of range(0, 9)) {
        clock.advance(60_000);
        instants.push(clock.now());
        await write(topic, 'a', 'b');
      }
      for (const [place, instant] of instants.entries()) {
        expect(await log.firstSince(topic, instant)).toBe(place * 2);
        expect(await log.firstSince(topic, later(instant, -1))).toBe(place * 2);
      }
      expect(await log.firstSince(topic, later(clock.now(), 1))).toBeNull();
    });

    test('never dates a message before an earlier one', async () => {
      const topic = nextId();
      const { clock } = under();
      const now = clock.now();
      await write(topic, 'first');
      clock.advance(-60_000);
      await write(topic, 'second');
      clock.advance(60_000);
      expect((await under().log.read(topic, 0, 10)).entries.map(({ publishedAt }) => publishedAt)).toEqual([now, now]);
    });

    test('drops what a topic held, and goes on counting', async () => {
      const [topic, neighbour] = [nextId(), nextId()];
      const { log, other } = under();
      await log.clear(topic);
      await write(topic, ...texts(150));
      await write(neighbour, 'stays');
      await other.clear(topic);
      expect(await log.bounds(topic)).toEqual({ min: 150, next: 150 });
      expect(await log.read(topic, 0, 10)).toEqual({ min: 150, entries: [] });
      expect(await log.firstSince(topic, '2000-01-01T00:00:00.000Z')).toBeNull();
      expect(await write(topic, 'again')).toBe(150);
      expect(await log.read(topic, 0, 10)).toMatchObject({ min: 150, entries: [{ content: 'again' }] });
      expect(await contentsFrom(neighbour, 0)).toEqual(['stays']);
    });

    test('drops what is older than an instant; the rest keeps its ids, and an empty topic its place', async () => {
      const [topic, old] = [nextId(), nextId()];
      const { log, other, clock } = under();
      for (const _ of range(0, 3)) await write(topic, ...texts(40));
      await write(old, ...texts(7));
      clock.advance(3 * DAY);
      const since = clock.now();
      await write(topic, 'young');
      clock.advance(DAY);
      await other.expire(since);
      expect(await log.bounds(topic)).toEqual({ min: 120, next: 121 });
      expect(await log.read(topic, 5, 10)).toMatchObject({ min: 120, entries: [{ id: 120, content: 'young' }] });
      expect(await log.bounds(old)).toEqual({ min: 7, next: 7 });
      expect(await write(old, 'next')).toBe(7);
      await log.expire(since);
      expect(await log.bounds(old)).toEqual({ min: 7, next: 8 });
      expect(await contentsFrom(old, 0)).toEqual(['next']);
    });

    test('is exact for 50 publishers in two processes', async () => {
      const [topic, second] = [nextId(), nextId()];
      const appends = [gatherAppends(under().log), gatherAppends(under().other)];
      const told = new Map<string, string>();
      await Promise.all(
        range(0, 50).map(async (who) => {
          for (const turn of range(0, 6)) {
            const to = turn % 3 === 2 ? second : topic;
            const contents = [`${who} ${turn} a`, `${who} ${turn} b`];
            const first = await appends[who % 2]?.(to, contents);
            for (const [place, content] of contents.entries()) told.set(`${to} ${(first ?? 0) + place}`, content);
          }
        }),
      );
      expect(told.size).toBe(600);
      for (const [id, count] of [
        [topic, 400],
        [second, 200],
      ] as const) {
        const { entries } = await under().log.read(id, 0, 1000);
        expect(entries.map((entry) => entry.id)).toEqual(range(0, count));
        for (const entry of entries) expect(entry.content).toBe(told.get(`${id} ${entry.id}`));
        // Each publisher's messages stand in the order in which it wrote them.
        for (const who of range(0, 50)) {
          const mine = entries.map(({ content }) => content).filter((content) => content.startsWith(`${who} `));
          expect(mine).toEqual(mine.toSorted());
        }
      }
    });

    test('tells all processes that something was written', async () => {
      const topic = nextId();
      const heard: string[] = [];
      const stops = [under().log, under().other].map((log, place) =>
        log.onAppend((id) => id === topic && heard.push(`${place}`)),
      );
      await write(topic, 'news');
      await expect.poll(() => new Set(heard).size, { timeout: 10_000 }).toBe(2);
      for (const stop of stops) stop();
      heard.length = 0;
      await write(topic, 'more');
      expect(heard).toEqual([]);
    });
  });
}
