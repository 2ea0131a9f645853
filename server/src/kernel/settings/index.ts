import type { Clock } from '#kernel/clock';
import { json, type Database } from '#kernel/database';

/** A value that the house makes once and keeps; every process on the same database gets the same one. */
export async function keptSetting<T>(database: Database, clock: Clock, name: string, make: () => T): Promise<T> {
  await database
    .read()
    .insertInto('kernel.settings')
    .values({ name, value: json(make() as unknown), changed_at: clock.now() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await database
    .read()
    .selectFrom('kernel.settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.value as T;
}
