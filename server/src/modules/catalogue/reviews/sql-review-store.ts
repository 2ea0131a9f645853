import { sql } from 'kysely';
import type { ServiceRating } from '#contracts/catalogue/schemas';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';
import { ratingFrom } from './rating.ts';

export async function ratingOf(read: Read, serviceId: string): Promise<ServiceRating> {
  const { sum, count } = await tables(read)
    .selectFrom('catalogue.services')
    .select(['rating_sum as sum', 'rating_count as count'])
    .where('id', '=', serviceId)
    .executeTakeFirstOrThrow();
  return ratingFrom({ sum, count });
}

/** How many gave each grade, 1 first. */
export async function gradesOf(read: Read, serviceId: string): Promise<number[]> {
  const rows = await tables(read)
    .selectFrom('catalogue.reviews')
    .select(['grade', sql<number>`count(*)::int`.as('count')])
    .where('service_id', '=', serviceId)
    .groupBy('grade')
    .execute();
  return [1, 2, 3, 4, 5].map((grade) => rows.find((row) => row.grade === grade)?.count ?? 0);
}

export interface ReviewRow {
  readonly id: string;
  readonly grade: number;
  readonly text: string;
  readonly at: string;
  readonly hiddenAt: string | null;
  readonly reason: string;
}

/** Reviews with a text, newest first from a place on; what is hidden only where it is asked for. */
export function reviewsOf(
  read: Read,
  {
    serviceId,
    hidden,
    after,
    limit,
  }: { serviceId: string; hidden: boolean; after: [string, string] | null; limit: number },
): Promise<ReviewRow[]> {
  return tables(read)
    .selectFrom('catalogue.reviews')
    .select(['id', 'grade', 'text', 'at', 'hidden_at as hiddenAt', 'hidden_reason as reason'])
    .where('service_id', '=', serviceId)
    .where('text', '<>', '')
    .$if(!hidden, (query) => query.where('hidden_at', 'is', null))
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(at, id) < (${after?.[0] ?? ''}::timestamptz, ${after?.[1] ?? ''})`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Counts the reviews of a service anew; the service is locked by it. */
export async function countAnew(tx: Tx, serviceId: string): Promise<void> {
  await sql`
    update catalogue.services set (rating_sum, rating_count) =
      (select coalesce(sum(grade), 0)::int, count(*)::int from catalogue.reviews where service_id = ${serviceId})
    where id = ${serviceId}`.execute(tx);
}
