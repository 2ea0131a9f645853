import type { Database } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { eventsChannel } from '#kernel/outbox';

export interface LiveUpdate {
  readonly id: string;
  readonly type: string;
  readonly aggregate: string;
}

type Send = (update: LiveUpdate) => void;

export interface Live {
  /** Hears of every committed event of any process. */
  start(): Promise<void>;
  /** Tells `send` of each update for one of the tags; answers how to stop. */
  follow(tags: readonly string[], send: Send): () => void;
  /** How many readers follow now. */
  count(): number;
  stop(): Promise<void>;
}

/** Live updates for open screens: the outbox notifies, every process passes it on to its own readers. */
export function createLive(database: Database, logger: Logger): Live {
  const readers = new Set<{ tags: ReadonlySet<string>; send: Send }>();
  let unlisten: (() => Promise<void>) | undefined;
  return {
    async start() {
      unlisten = await database.listen(eventsChannel, (text) => {
        if (readers.size === 0 || text === '') return;
        const { audience, ...update } = JSON.parse(text) as LiveUpdate & { audience: string[] };
        for (const reader of readers) {
          if (!audience.some((tag) => reader.tags.has(tag))) continue;
          try {
            reader.send(update);
          } catch (error) {
            logger.debug({ err: error }, 'live reader gone');
          }
        }
      });
    },
    follow(tags, send) {
      const reader = { tags: new Set(tags), send };
      readers.add(reader);
      return () => readers.delete(reader);
    },
    count: () => readers.size,
    async stop() {
      readers.clear();
      await unlisten?.();
    },
  };
}
