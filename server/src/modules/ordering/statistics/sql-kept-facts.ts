import { sql } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import type { WorkingCalendar } from '#libs/working-time';
import { keptFactsWith, reckonedBy, type KeptFacts } from './kept-facts.ts';
import { orderFactsOf, type FactsWanted } from './sql-order-facts.ts';

const columns = [
  'reckoned_by',
  'latest',
  'part',
  'day',
  'outcome',
  'class',
  'service',
  'category',
  'country',
  'typology',
  'disciplines',
  'providers',
  'first_response',
  'first_change',
  'decision',
  'delivery',
  'delivery_calendar',
  'month',
  'response_month',
  'pauses',
  'commented',
  'in_states',
  'last_state',
  'last_since',
  'moves',
  'shares',
  'asked',
  'rated_service',
  'rated_ordering',
] as const satisfies readonly (keyof KeptFacts)[];

/** Rows of the table from facts that were reckoned just now. */
const rowsOf = (facts: readonly KeptFacts[]) =>
  sql`jsonb_populate_recordset(null::ordering.order_facts, ${JSON.stringify(facts)}::jsonb)`;
const listed = (alias: string) => sql.raw(columns.map((column) => `${alias}.${column}`).join(', '));

/**
 * The facts of a range as one set of rows, together with those reckoned just now, which stand for their orders whatever
 * is kept of them.
 */
export const factsIn = ({ from, to, sites }: FactsWanted, calendar: WorkingCalendar, fresh: readonly KeptFacts[]) => {
  const ofSites = sites === null ? sql`true` : sql`f.shares <> '[]' and f.providers && ${sites}::text[]`;
  const known =
    fresh.length === 0 ? sql`true` : sql`not f.order_id = any(${fresh.map(({ order_id }) => order_id)}::text[])`;
  const kept = sql`select ${listed('f')} from ordering.order_facts f
    where f.submitted_at >= ${from} and f.submitted_at < ${to} and f.reckoned_by = ${reckonedBy(calendar)}
      and ${known} and ${ofSites}`;
  if (fresh.length === 0) return sql`(${kept})`;
  return sql`(${kept} union all select ${listed('f')} from ${rowsOf(fresh)} f where ${ofSites})`;
};

/** Reckons what is stale in a range or ahead of now, without keeping it; undefined where that is more than `most`. */
export async function freshFacts(
  read: Read,
  { from, to }: FactsWanted,
  { calendar, now, most }: { calendar: WorkingCalendar; now: string; most: number },
): Promise<KeptFacts[] | undefined> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from ordering.order_facts
    where submitted_at >= ${from} and submitted_at < ${to}
      and (stale or reckoned_by <> ${reckonedBy(calendar)} or latest > ${now})
    limit ${sql.lit(most + 1)}`.execute(read);
  if (rows.length > most) return undefined;
  const factsBy = keptFactsWith(calendar, Date.parse(now));
  const found = await orderFactsOf(
    read,
    rows.map(({ order_id }) => order_id),
  );
  return found.map(([id, facts]) => factsBy(id, facts));
}

/**
 * Reckons and keeps the next facts that are stale or go by other working hours; answers how many. What somebody is about
 * to change is left alone: it is stale again when they are done.
 */
export async function keepNextFacts(tx: Tx, calendar: WorkingCalendar, most: number): Promise<number> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from ordering.order_facts where stale or reckoned_by <> ${reckonedBy(calendar)}
    limit ${sql.lit(most)} for update skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  const factsBy = keptFactsWith(calendar);
  // A statement of its own, so that it sees all that was committed before the rows were taken.
  const found = await orderFactsOf(
    tx,
    rows.map(({ order_id }) => order_id),
  );
  await sql`update ordering.order_facts kept set stale = false, (${sql.raw(columns.join(', '))}) = (${listed('f')})
    from ${rowsOf(found.map(([id, facts]) => factsBy(id, facts)))} f where f.order_id = kept.order_id`.execute(tx);
  return found.length;
}
