import type { Database, Tx } from '#kernel/database';
import { subscriptionUnknown } from '../faults.ts';
import { gatherLookups } from '../gather-lookups.ts';
import { tables } from '../tables.ts';
import type { Window } from './window.ts';

// More than any federation has in use at once; beyond it, everything is read again.
const mostRemembered = 20_000;

/** How far the subscriptions are read. */
export interface WindowStore {
  /**
   * What this process saw last, which others may have changed since: good enough to decide on where `replace` then
   * proves it, and for nothing else.
   */
  remembered(subscriptionId: string): Window | undefined;
  /** Throws `subscription_unknown`. */
  load(subscriptionId: string): Promise<Window>;
  /** Keeps a window where it is still what it was decided on; false where somebody else was quicker. */
  replace(subscriptionId: string, before: Window, after: Window): Promise<boolean>;
}

// Subscriptions, as JSON.
const loadRows = `
  select id, position, window_end as "windowEnd", pulled_at as "pulledAt", acknowledged
  from messaging.subscriptions where id in (select jsonb_array_elements_text($1::jsonb))`;

// It does not wait for the disk: what a crash loses is delivered again, and nothing is skipped.
const replaceRow = `
  with soon as (select set_config('synchronous_commit', 'off', true))
  update messaging.subscriptions set position = $2::bigint, window_end = $3::bigint, pulled_at = $4::bigint,
    acknowledged = $5::bigint
  from soon
  where id = $1 and position = $6::bigint and window_end = $7::bigint and pulled_at = $8::bigint
    and acknowledged = $9::bigint
  returning 1`;

const columnsOf = ({ position, windowEnd, pulledAt, acknowledged }: Window) => [
  position,
  windowEnd,
  pulledAt,
  acknowledged,
];

/** Sets a window by hand, in the transaction of whoever records it. Throws `subscription_unknown`. */
export async function setWindow(
  tx: Tx,
  subscriptionId: string,
  decide: (window: Window) => Window,
): Promise<{ before: Window; after: Window }> {
  const before = await tables(tx)
    .selectFrom('messaging.subscriptions')
    .select(['position', 'window_end as windowEnd', 'pulled_at as pulledAt', 'acknowledged'])
    .where('id', '=', subscriptionId)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw subscriptionUnknown();
  const after = decide(before);
  await tables(tx)
    .updateTable('messaging.subscriptions')
    .set({
      position: after.position,
      window_end: after.windowEnd,
      pulled_at: after.pulledAt,
      acknowledged: after.acknowledged,
    })
    .where('id', '=', subscriptionId)
    .execute();
  return { before, after };
}

export function windowStore(database: Database): WindowStore {
  const seen = new Map<string, Window>();
  const remember = (subscriptionId: string, window: Window) => {
    if (seen.size >= mostRemembered) seen.clear();
    seen.set(subscriptionId, window);
  };
  const lookUp = gatherLookups<Window>(async (ids) => {
    const rows = await database.run<Window & { id: string }>(loadRows, [JSON.stringify(ids)]);
    return new Map(rows.map(({ id, ...window }) => [id, window]));
  });
  return {
    remembered: (subscriptionId) => seen.get(subscriptionId),
    async load(subscriptionId) {
      const window = await lookUp(subscriptionId);
      if (!window) throw subscriptionUnknown();
      remember(subscriptionId, window);
      return window;
    },
    async replace(subscriptionId, before, after) {
      const rows = await database.run(replaceRow, [subscriptionId, ...columnsOf(after), ...columnsOf(before)]);
      if (rows.length > 0) remember(subscriptionId, after);
      return rows.length > 0;
    },
  };
}
