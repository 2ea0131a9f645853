import { sql } from 'kysely';
import { z } from 'zod';
import type { SiteQuery } from '#contracts/registry/schemas';
import type { Read } from '#kernel/database';
import { decodeCursor, encodeCursor } from '#kernel/http';
import type { SiteRecord } from './site.ts';
import { toSite } from './sql-site-store.ts';
import { tables } from './tables.ts';

export interface SiteSearch {
  readonly q?: string | undefined;
  readonly country?: readonly string[] | undefined;
  readonly serviceType?: readonly string[] | undefined;
}

function found(read: Read, { q = '', country = [], serviceType = [] }: SiteSearch) {
  let query = tables(read).selectFrom('registry.sites');
  for (const word of q.split(/\s+/).filter((part) => part !== '')) {
    const literal = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`search like lower(unaccent(${literal}::text))`);
  }
  if (country.length > 0) query = query.where('country_code', 'in', country);
  if (serviceType.length > 0) {
    query = query.where((is) =>
      is.or(serviceType.map((type) => sql<boolean>`service_types @> ${JSON.stringify([type])}::jsonb`)),
    );
  }
  return query;
}

/** Sites that fit, by name; for pickers and for other modules. */
export async function searchSites(read: Read, search: SiteSearch & { limit?: number }): Promise<SiteRecord[]> {
  const rows = await found(read, search)
    .selectAll()
    .orderBy('sort_name')
    .limit(search.limit ?? 50)
    .execute();
  return rows.map(toSite);
}

/** One page of the list of sites, by name. */
export async function listSites(
  read: Read,
  query: SiteQuery,
): Promise<{ items: SiteRecord[]; next: string | null; total: number }> {
  let page = found(read, query).selectAll();
  if (query.after !== undefined)
    page = page.where('sort_name', '>', decodeCursor(query.after, z.tuple([z.string()]))[0]);
  const [rows, counted] = await Promise.all([
    page
      .orderBy('sort_name')
      .limit(query.limit + 1)
      .execute(),
    found(read, query)
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toSite),
    next: rows.length > shown.length && last ? encodeCursor([last.sort_name]) : null,
    total: counted.total,
  };
}
