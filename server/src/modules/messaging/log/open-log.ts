import { sql } from 'kysely';
import type { Kernel } from '#kernel/assemble';
import type { Database } from '#kernel/database';
import type { MessageLog } from './message-log.ts';
import { sqlLog } from './sql-log.ts';

export interface OpenLog {
  readonly log: MessageLog;
  /** Hears of what other processes write; answers how to stop. */
  start(): Promise<() => Promise<void>>;
  /** Answers when the log answers. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The log that the settings ask for: on NATS where `NATS_URL` is set, else in the database. Throws `nats_unusable`. */
export async function openMessageLog({
  config,
  database,
  clock,
}: Pick<Kernel, 'config' | 'database' | 'clock'>): Promise<OpenLog> {
  if (config.NATS_URL === undefined) {
    const log = sqlLog(database, clock);
    return { log, start: () => log.start(), ping: () => database.ping(), close: async () => undefined };
  }
  // Loaded only here: most have no NATS, and a start must not pay for its client.
  const [{ natsLog }, { openNatsStream }] = await Promise.all([import('./nats-log.ts'), import('./nats-stream.ts')]);
  const stream = await openNatsStream(config.NATS_URL);
  const log = natsLog(stream, { clock, startOf: (topicId) => idsSoFar(database, topicId) });
  return { log, start: async () => async () => undefined, ping: () => stream.ping(), close: () => stream.close() };
}

/** Looks whether NATS can keep the messages, and changes nothing; answers its version. Throws `nats_unusable`. */
export async function examineNats(url: string): Promise<string> {
  return (await import('./nats-stream.ts')).examineNats(url);
}

/**
 * Where the ids of a topic go on when NATS holds nothing of it: after what the database counted before NATS was set, and
 * after what any subscription was handed out, should the stream have been lost.
 */
async function idsSoFar(database: Database, topicId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select greatest(
      (select max(h.next_id) from messaging.log_heads h where h.topic_id = ${topicId}),
      (select max(greatest(s.position, s.window_end)) from messaging.subscriptions s where s.topic_id = ${topicId}),
      0)::bigint as next`.execute(database.read());
  return Number(rows[0]?.next ?? 0);
}
