import { sql } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import { textArray } from '#kernel/database';
import { tables } from '../tables.ts';

/** Users who push messages from outside, by the service role `push_worker`. */
export const pushWorkers = (read: Read): Promise<{ id: string; name: string }[]> =>
  tables(read)
    .selectFrom('messaging.users')
    .select(['id', 'name'])
    .where(sql<boolean>`'push_worker' = any(service_roles)`)
    .orderBy('number')
    .execute();

/**
 * Puts push workers on the list of a subscription and, without roles, into its project: they find what to push in their
 * own record (messaging-ams.md 4.4).
 */
export async function admitPushWorkers(
  tx: Tx,
  { subscriptionId, projectId, now }: { subscriptionId: string; projectId: string; now: string },
): Promise<void> {
  const workers = await pushWorkers(tx);
  if (workers.length === 0) return;
  await tables(tx)
    .insertInto('messaging.members')
    .values(workers.map(({ id }) => ({ project_id: projectId, user_id: id, roles: textArray([]), since: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tables(tx)
    .insertInto('messaging.subscription_acl')
    .values(workers.map(({ id }) => ({ subscription_id: subscriptionId, user_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes push workers off the list of a subscription. */
export async function dismissPushWorkers(tx: Tx, subscriptionId: string): Promise<void> {
  const workers = await pushWorkers(tx);
  if (workers.length === 0) return;
  await tables(tx)
    .deleteFrom('messaging.subscription_acl')
    .where('subscription_id', '=', subscriptionId)
    .where(
      'user_id',
      'in',
      workers.map(({ id }) => id),
    )
    .execute();
}
