import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';

/** Whether somebody waits for an offer to be back. */
export async function isWatching(read: Read, offerId: string, personId: string): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('catalogue.offer_watchers')
    .select('offer_id')
    .where('offer_id', '=', offerId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function addWatcher(tx: Tx, offerId: string, personId: string, since: Instant): Promise<void> {
  await tables(tx)
    .insertInto('catalogue.offer_watchers')
    .values({ offer_id: offerId, person_id: personId, since })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeWatcher(tx: Tx, offerId: string, personId: string): Promise<void> {
  await tables(tx)
    .deleteFrom('catalogue.offer_watchers')
    .where('offer_id', '=', offerId)
    .where('person_id', '=', personId)
    .execute();
}

/** Takes everybody who waits for an offer off its list, and says who they were. */
export async function takeWatchers(tx: Tx, offerId: string): Promise<string[]> {
  const rows = await tables(tx)
    .deleteFrom('catalogue.offer_watchers')
    .where('offer_id', '=', offerId)
    .returning('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** Ids of the offers for which somebody waits. */
export async function watchedBy(read: Read, personId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('catalogue.offer_watchers')
    .select('offer_id')
    .where('person_id', '=', personId)
    .orderBy('offer_id')
    .execute();
  return rows.map((row) => row.offer_id);
}

export async function forgetWatcher(tx: Tx, personId: string): Promise<void> {
  await tables(tx).deleteFrom('catalogue.offer_watchers').where('person_id', '=', personId).execute();
}
