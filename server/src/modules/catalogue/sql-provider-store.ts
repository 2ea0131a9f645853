import { sql } from 'kysely';
import type { ProviderInput, Term } from '#contracts/catalogue/schemas';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables } from './tables.ts';
import { slugOf } from './words.ts';

export interface ProviderRecord extends ProviderInput {
  readonly id: string;
  readonly version: number;
}

/** One provider by its slug. */
export async function findProvider(read: Read, slug: string): Promise<ProviderRecord | undefined> {
  return tables(read)
    .selectFrom('catalogue.providers')
    .select(['id', 'slug', 'name', 'abbreviation', 'description', 'website', 'country', 'version'])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** The providers of these slugs by name; unknown ones are left out. */
export async function providersBySlug(read: Read, slugs: readonly string[]): Promise<{ slug: string; name: string }[]> {
  if (slugs.length === 0) return [];
  return tables(read)
    .selectFrom('catalogue.providers')
    .select(['slug', 'name'])
    .where('slug', 'in', [...slugs])
    .orderBy('name')
    .execute();
}

/** Adds a provider and answers its id. */
export async function insertProvider(tx: Tx, provider: ProviderInput, now: Instant): Promise<string> {
  const id = nextId();
  await tables(tx)
    .insertInto('catalogue.providers')
    .values({ id, ...provider, created_at: now, changed_at: now })
    .execute();
  return id;
}

/** Writes a provider over what was there; the caller holds its lock. */
export async function updateProvider(tx: Tx, id: string, provider: ProviderInput, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('catalogue.providers')
    .set((is) => ({ ...provider, version: is('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute();
}

/** The slug of a name in a vocabulary; the name is added when it is new. */
export async function keepTerm(tx: Tx, kind: 'category' | 'domain', name: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.vocabulary'))`.execute(tx);
  const known = await tables(tx)
    .selectFrom('catalogue.vocabulary')
    .select('slug')
    .where('kind', '=', kind)
    .where(sql`lower(name)`, '=', sql`lower(${name}::text)`)
    .executeTakeFirst();
  if (known) return known.slug;
  const taken = new Set((await readTerms(tx, kind)).map((term) => term.slug));
  const slug = freeSlug(slugOf(name), taken);
  await tables(tx).insertInto('catalogue.vocabulary').values({ kind, slug, name }).execute();
  return slug;
}

/** All words of a vocabulary. */
export async function readTerms(read: Read, kind: 'category' | 'domain'): Promise<Term[]> {
  return tables(read)
    .selectFrom('catalogue.vocabulary')
    .select(['slug', 'name'])
    .where('kind', '=', kind)
    .orderBy('slug')
    .execute();
}

/** The wished slug, or the first of `wished-2`, `wished-3`, ... that nobody has. */
export function freeSlug(wished: string, taken: ReadonlySet<string>): string {
  let slug = wished;
  for (let number = 2; taken.has(slug); number += 1) slug = `${wished}-${number}`;
  return slug;
}
