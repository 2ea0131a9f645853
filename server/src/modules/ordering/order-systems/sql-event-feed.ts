import { sql } from 'kysely';
import { json, type Read, type Tx } from '#kernel/database';
import { tables, type EventChange, type OmsEventsTable } from '../tables.ts';

export type FeedEvent = Omit<OmsEventsTable, 'changes'> & { readonly changes: readonly EventChange[] | null };

const wireTime = sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Appends an event to the feed and answers its time, which is later than that of every event before. Writers wait for one
 * another until they commit, so that whoever reads on from the last time that they saw misses nothing.
 */
export async function appendEvent(tx: Tx, event: Omit<FeedEvent, 'at'>, now: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('ordering.oms_events'))`.execute(tx);
  const { rows } = await sql<{ at: string }>`
    insert into ordering.oms_events (at, type, resource, project_number, project_item_iid, message_number, changes)
    values (
      greatest(${now}::timestamptz, (select max(at) + interval '1 microsecond' from ordering.oms_events)),
      ${event.type}, ${event.resource}, ${event.project_number}::int, ${event.project_item_iid}::int,
      ${event.message_number}::bigint, ${event.changes === null ? null : json(event.changes)})
    returning ${wireTime} as at`.execute(tx);
  const at = rows[0]?.at;
  if (at === undefined) throw new Error('the feed kept no event');
  return at;
}

/** Lets order systems read an event; the default one reads all without it. */
export async function letRead(tx: Tx, at: string, omsIds: readonly number[]): Promise<void> {
  for (const omsId of omsIds)
    await sql`insert into ordering.oms_event_reach (oms_id, at) values (${omsId}, ${at}::timestamptz)
      on conflict do nothing`.execute(tx);
}

/** The order systems other than the default one that have an order in a project. */
export async function omsesInProject(read: Read, projectNumber: number): Promise<number[]> {
  const { rows } = await sql<{ oms_id: number }>`
    select distinct o.oms_id from ordering.orders o join ordering.projects p on p.id = o.project_id
    where p.number = ${projectNumber} and o.oms_id is not null`.execute(read);
  return rows.map((row) => row.oms_id);
}

/** The events of a project as a whole become those of an order system that has an order in it now. */
export async function letReadProject(tx: Tx, projectNumber: number, omsId: number): Promise<void> {
  await sql`insert into ordering.oms_event_reach (oms_id, at)
    select ${omsId}::int, at from ordering.oms_events where project_number = ${projectNumber} and project_item_iid is null
    on conflict do nothing`.execute(tx);
}

/** What an order system may read after an order went from it to another one; null stands for the default one, which reads all. */
export async function reachAnew(
  tx: Tx,
  { project, iid, from, to }: { project: number; iid: number; from: number | null; to: number | null },
): Promise<void> {
  const here = sql`(select at from ordering.oms_events where project_number = ${project} and project_item_iid = ${iid})`;
  if (from !== null) {
    await sql`delete from ordering.oms_event_reach where oms_id = ${from} and at in ${here}`.execute(tx);
    if (!(await omsesInProject(tx, project)).includes(from))
      await sql`delete from ordering.oms_event_reach where oms_id = ${from}
        and at in (select at from ordering.oms_events where project_number = ${project})`.execute(tx);
  }
  if (to === null) return;
  await sql`insert into ordering.oms_event_reach (oms_id, at) select ${to}::int, at from ${here} as own
    on conflict do nothing`.execute(tx);
  await letReadProject(tx, project, to);
}

/** Events later than a moment, oldest first, as far as the order system reads them; all where none is given. */
export async function eventsAfter(
  read: Read,
  { after, limit, omsId }: { after: string; limit: number; omsId: number | undefined },
): Promise<FeedEvent[]> {
  const rows = await tables(read)
    .selectFrom('ordering.oms_events as event')
    .$if(omsId !== undefined, (query) =>
      query
        .innerJoin('ordering.oms_event_reach as reach', 'reach.at', 'event.at')
        .where('reach.oms_id', '=', omsId ?? 0)
        .where('reach.at', '>', sql<string>`${after}::timestamptz`)
        .orderBy('reach.at'),
    )
    .$if(omsId === undefined, (query) =>
      query.where('event.at', '>', sql<string>`${after}::timestamptz`).orderBy('event.at'),
    )
    .select([
      sql<string>`to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'),
      'event.type',
      'event.resource',
      'event.project_number',
      'event.project_item_iid',
      'event.message_number',
      'event.changes',
    ])
    .limit(limit)
    .execute();
  return rows;
}
