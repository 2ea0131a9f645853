import { sql } from 'kysely';
import type { Read } from '#kernel/database';
import { tables } from '../tables.ts';

/** How many orders of each offer, by its id, are neither closed nor rejected nor ready. */
export async function openOrders(read: Read, offerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (offerIds.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['offer_id', sql<number>`count(*)::int`.as('count')])
    .where('offer_id', 'in', [...offerIds])
    .where('state', 'not in', ['ready', 'closed', 'rejected'])
    .groupBy('offer_id')
    .execute();
  return new Map(rows.flatMap((row) => (row.offer_id === null ? [] : [[row.offer_id, row.count] as const])));
}
