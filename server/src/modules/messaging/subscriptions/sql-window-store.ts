import { sql } from 'kysely';
import type { Read } from '#kernel/database';
import { subscriptionUnknown } from '../faults.ts';
import { tables } from '../tables.ts';
import type { Window } from './window.ts';

/** How far a subscription is read. Throws `subscription_unknown`. */
export async function loadWindow(read: Read, subscriptionId: string): Promise<Window> {
  const window = await tables(read)
    .selectFrom('messaging.subscriptions')
    .select(['position', 'window_end as windowEnd', 'pulled_at as pulledAt', 'acknowledged'])
    .where('id', '=', subscriptionId)
    .executeTakeFirst();
  if (!window) throw subscriptionUnknown();
  return window;
}

/**
 * Keeps a window where it is still what it was decided on; false where somebody else was quicker. It does not wait for
 * the disk: what a crash loses is delivered again, and nothing is skipped.
 */
export async function replaceWindow(read: Read, subscriptionId: string, before: Window, after: Window) {
  const { rows } = await sql`
    with soon as (select set_config('synchronous_commit', 'off', true))
    update messaging.subscriptions set position = ${after.position}::bigint, window_end = ${after.windowEnd}::bigint,
      pulled_at = ${after.pulledAt}::bigint, acknowledged = ${after.acknowledged}::bigint
    from soon
    where id = ${subscriptionId} and position = ${before.position}::bigint and window_end = ${before.windowEnd}::bigint
      and pulled_at = ${before.pulledAt}::bigint and acknowledged = ${before.acknowledged}::bigint
    returning 1`.execute(read);
  return rows.length > 0;
}
