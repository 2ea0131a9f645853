import { expect, vi } from 'vitest';
import type { Database } from '#kernel/database';
import { readFeed, type FeedEvent } from '#kernel/outbox';

/**
 * All events of some types, once the feed shows them. It holds back what is newer than the oldest open transaction of the
 * whole PostgreSQL server, and tests share one.
 */
export function wholeFeed(database: Database, types = ''): Promise<FeedEvent[]> {
  return vi.waitFor(
    async () => {
      const events = await readFeed(database.read(), { types, after: 0, limit: 10_000 });
      const { count } = await database
        .read()
        .selectFrom('kernel.events')
        .select((row) => row.fn.countAll<string>().as('count'))
        .where('type', 'like', `${types}%`)
        .executeTakeFirstOrThrow();
      expect(events).toHaveLength(Number(count));
      return events;
    },
    { timeout: 60_000, interval: 20 },
  );
}
