import { personId, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { tables } from '../tables.ts';

/** What waits longer than this without a change may be unread once more. */
const daysRemembered = 365;

/** When somebody looked last at what waits for them, by the id of the item. */
export async function seenBy(read: Read, person: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tables(read)
    .selectFrom('ordering.seen_work')
    .select(['item_id', 'at'])
    .where('person_id', '=', person)
    .execute();
  return new Map(rows.map((row) => [row.item_id, row.at]));
}

/** Remembers that the actor has looked at these items; what is forgotten by now goes. */
export const markWorkSeen =
  ({ database, clock }: Pick<Kernel, 'database' | 'clock'>) =>
  (actor: Actor, items: readonly string[]): Promise<void> =>
    database.transact(async (tx) => {
      const me = personId(actor);
      const at = clock.now();
      await tables(tx)
        .insertInto('ordering.seen_work')
        .values([...new Set(items)].map((item) => ({ person_id: me, item_id: item, at })))
        .onConflict((conflict) => conflict.columns(['person_id', 'item_id']).doUpdateSet({ at }))
        .execute();
      await tables(tx)
        .deleteFrom('ordering.seen_work')
        .where('person_id', '=', me)
        .where('at', '<', later(at, -daysRemembered * DAY))
        .execute();
    });
