import { sql } from 'kysely';
import type { SiteInput } from '#contracts/registry/schemas';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import type { SiteRecord } from './site.ts';
import { tables, type RegistryTables } from './tables.ts';

type SiteRow = Omit<RegistryTables['registry.sites'], 'version'> & { version: number };

export function toSite(row: SiteRow): SiteRecord {
  return {
    id: row.id,
    name: row.name,
    country: { code: row.country_code, name: row.country_name },
    ngi: row.ngi,
    certification: row.certification,
    description: row.description,
    serviceTypes: row.service_types,
    capacityNote: row.capacity_note,
    contacts: row.contacts,
    version: row.version,
  };
}

/** Text as it is searched and sorted: lower case, without accents. */
export const folded = (text: string) => sql<string>`lower(unaccent(${text}::text))`;

/** One site by its name, in whatever case it is written. */
export async function findSite(read: Read | Tx, name: string): Promise<SiteRecord | undefined> {
  const row = await tables(read)
    .selectFrom('registry.sites')
    .selectAll()
    .where('sort_name', '=', folded(name))
    .executeTakeFirst();
  return row && toSite(row);
}

/** Sites by name in one query; names that are not there are left out. */
export async function findSites(read: Read | Tx, names: readonly string[]): Promise<ReadonlyMap<string, SiteRecord>> {
  if (names.length === 0) return new Map();
  const rows = await tables(read).selectFrom('registry.sites').selectAll().where('name', 'in', names).execute();
  return new Map(rows.map((row) => [row.name, toSite(row)]));
}

function columnsOf(site: SiteInput) {
  const { code, name: country } = site.country;
  return {
    name: site.name,
    sort_name: folded(site.name),
    country_code: code,
    country_name: country,
    ngi: site.ngi,
    certification: site.certification,
    description: site.description,
    service_types: json(site.serviceTypes),
    capacity_note: site.capacityNote,
    contacts: json(site.contacts),
    search: folded([site.name, country, code, site.ngi, site.description].join(' ')),
  };
}

/** Adds a site and answers its id. */
export async function insertSite(tx: Tx, site: SiteInput, now: Instant): Promise<string> {
  const id = nextId();
  await tables(tx)
    .insertInto('registry.sites')
    .values({ id, ...columnsOf(site), created_at: now, changed_at: now })
    .execute();
  return id;
}

/** Writes a site over the version that was read; throws `conflict` when somebody was faster. */
export async function updateSite(tx: Tx, known: SiteRecord, site: SiteInput, now: Instant): Promise<void> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable('registry.sites')
    .set({ ...columnsOf(site), version: known.version + 1, changed_at: now })
    .where('id', '=', known.id)
    .where('version', '=', known.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) {
    throw new AppError('conflict', 'stale_version', `Somebody changed ${known.name} meanwhile: read it again`);
  }
}
