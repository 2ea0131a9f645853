import { sql } from 'kysely';
import type { Read } from '#kernel/database';
import type { DomainEvent } from './publish.ts';

export interface FeedEvent extends DomainEvent {
  readonly seq: number;
}

/**
 * Events after a place in the log, oldest first. Stops before the first transaction that may still commit, so that a
 * reader who goes on from the last `seq` misses nothing.
 */
export async function readFeed(
  read: Read,
  { types, after, limit }: { types: string; after: number; limit: number },
): Promise<FeedEvent[]> {
  const rows = await read
    .selectFrom('kernel.events')
    .select(['seq', 'id', 'type', 'aggregate', 'payload', 'occurred_at'])
    .where('seq', '>', after)
    .where('type', 'like', `${types}%`)
    .where(sql<boolean>`txid < pg_snapshot_xmin(pg_current_snapshot())`)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    id: row.id,
    type: row.type,
    aggregate: row.aggregate,
    payload: row.payload as Record<string, unknown>,
    occurredAt: row.occurred_at,
  }));
}
