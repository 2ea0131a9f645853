import { sql, type RawBuilder } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';

/** Slugs of the published services that this person has starred, the newest star first. */
export async function favouritesOf(read: Read, personId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('catalogue.favourites as f')
    .innerJoin('catalogue.services as s', 's.id', 'f.service_id')
    .select('s.slug')
    .where('f.person_id', '=', personId)
    .where('s.status', '=', 'published')
    .orderBy('f.at', 'desc')
    .orderBy('s.slug')
    .execute();
  return rows.map(({ slug }) => slug);
}

/** The condition on `catalogue.services s` that holds for the favourites of this person; of nobody there are none. */
export function isFavourite(personId: string | null): RawBuilder<boolean> {
  if (personId === null) return sql<boolean>`false`;
  return sql<boolean>`exists (select 1 from catalogue.favourites f where f.service_id = s.id and f.person_id = ${personId})`;
}

export async function countFavourites(read: Read, personId: string): Promise<number> {
  const { count } = await tables(read)
    .selectFrom('catalogue.favourites')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function insertFavourite(tx: Tx, favourite: { person_id: string; service_id: string; at: string }) {
  await tables(tx)
    .insertInto('catalogue.favourites')
    .values(favourite)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteFavourite(tx: Tx, personId: string, serviceId: string): Promise<void> {
  await tables(tx)
    .deleteFrom('catalogue.favourites')
    .where('person_id', '=', personId)
    .where('service_id', '=', serviceId)
    .execute();
}
