import { sql } from 'kysely';
import type { Read } from '#kernel/database';
import { tables } from '../tables.ts';

/** How many orders were given to an order system, finished or not. */
export async function ordersOfOms(read: Read, omsId: number): Promise<number> {
  const { count } = await tables(read)
    .selectFrom('ordering.orders')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('oms_id', '=', omsId)
    .executeTakeFirstOrThrow();
  return count;
}
