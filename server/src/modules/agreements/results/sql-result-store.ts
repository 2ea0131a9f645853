import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { ReportedQuery } from '#contracts/agreements/result-endpoints';
import type { ExclusionInput, ReportedMonth } from '#contracts/agreements/result-schemas';
import type { Actor } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { tables, type AgreementsTables } from '../tables.ts';
import type { SiteMonth } from './monthly-results.ts';

type ResultRow = Selectable<AgreementsTables['agreements.monthly_results']>;
export type ExclusionRow = Selectable<AgreementsTables['agreements.exclusions']>;

/** The figures that count, of these sites. */
export async function currentResults(read: Read, sites: readonly string[]): Promise<ResultRow[]> {
  if (sites.length === 0) return [];
  return tables(read)
    .selectFrom('agreements.monthly_results')
    .selectAll()
    .where('site', 'in', sites)
    .where('replaced_at', 'is', null)
    .execute();
}

/** Writes a figure; one that stood for the month is kept as replaced. */
export async function writeResult(
  tx: Tx,
  figures: SiteMonth,
  by: { source: string; actor: Actor; now: Instant },
): Promise<void> {
  const { site, month, availability, reliability, unknown } = figures;
  await tables(tx)
    .updateTable('agreements.monthly_results')
    .set({ replaced_at: by.now })
    .where('site', '=', site)
    .where('month', '=', month)
    .where('replaced_at', 'is', null)
    .execute();
  await tables(tx)
    .insertInto('agreements.monthly_results')
    .values({
      id: nextId(),
      site,
      month,
      availability,
      reliability,
      unknown,
      source: by.source,
      reported_at: by.now,
      reported_by_id: by.actor.id,
      reported_by: by.actor.name,
      replaced_at: null,
    })
    .execute();
}

/** One page of the figures that count, newest report first. */
export async function pageOfResults(
  read: Read,
  { after, limit, site = [], month = [] }: ReportedQuery,
): Promise<{ items: ReportedMonth[]; next: string | null; total: null }> {
  let query = tables(read).selectFrom('agreements.monthly_results').selectAll().where('replaced_at', 'is', null);
  if (site.length > 0) query = query.where('site', 'in', site);
  if (month.length > 0) query = query.where('month', 'in', month);
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, z.tuple([cursorInstant, z.string()]));
    query = query.where(sql<boolean>`(reported_at, id) < (${at}::timestamptz, ${id})`);
  }
  const rows = await query
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      site: row.site,
      month: row.month,
      availability: row.availability,
      reliability: row.reliability,
      unknown: row.unknown,
      source: row.source,
      reportedAt: row.reported_at,
      reportedBy: row.reported_by,
    })),
    next: rows.length > shown.length && last ? encodeCursor([last.reported_at, last.id]) : null,
    total: null,
  };
}

/** Which of these names are resource centres of an agreement. */
export async function sitesWithAgreements(read: Read, sites: readonly string[]): Promise<ReadonlySet<string>> {
  if (sites.length === 0) return new Set();
  const rows = await tables(read)
    .selectFrom('agreements.agreements')
    .select('site')
    .distinct()
    .where('site', 'in', sites)
    .execute();
  return new Set(rows.flatMap(({ site }) => (site === null ? [] : [site])));
}

/** Sites that have figures for a month. */
export async function sitesInMonth(read: Read, month: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('agreements.monthly_results')
    .select('site')
    .where('month', '=', month)
    .where('replaced_at', 'is', null)
    .execute();
  return rows.map(({ site }) => site);
}

/** Months that do not count at one of these sites, or anywhere; the newest months first. */
export async function currentExclusions(read: Read, sites?: readonly string[]): Promise<ExclusionRow[]> {
  let query = tables(read).selectFrom('agreements.exclusions').selectAll().where('lifted_at', 'is', null);
  if (sites !== undefined)
    query = query.where((is) =>
      is.or([is('site', 'is', null), ...(sites.length === 0 ? [] : [is('site', 'in', sites)])]),
    );
  if (sites === undefined) query = query.limit(200);
  return query.orderBy('month', 'desc').orderBy('id', 'desc').execute();
}

export async function insertExclusion(
  tx: Tx,
  { month, site, reason, note }: ExclusionInput,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<ExclusionRow> {
  return tables(tx)
    .insertInto('agreements.exclusions')
    .values({
      id: nextId(),
      site: site ?? null,
      month,
      reason,
      note,
      made_at: now,
      made_by_id: actor.id,
      made_by: actor.name,
      lifted_at: null,
      lifted_by: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Lifts an exclusion that stands; undefined where there is none. */
export async function liftExclusion(
  tx: Tx,
  id: string,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<ExclusionRow | undefined> {
  return tables(tx)
    .updateTable('agreements.exclusions')
    .set({ lifted_at: now, lifted_by: actor.name })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
