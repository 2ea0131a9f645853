import { sql } from 'kysely';
import type { ServiceInput } from '#contracts/catalogue/schemas';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx, textArray } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { keepTerm } from './sql-provider-store.ts';
import { tables } from './tables.ts';

/** A service as it is kept; `categories` and `domains` are names. */
export interface ServiceRecord extends ServiceInput {
  readonly id: string;
  readonly providerName: string;
  readonly publishedAt: Instant | null;
  readonly version: number;
}

const namesOf = (kind: 'category' | 'domain', column: 'categories' | 'domains') => sql<string[]>`array(
  select coalesce(v.name, t.slug) from unnest(${sql.ref(`s.${column}`)}) with ordinality as t (slug, place)
  left join catalogue.vocabulary v on v.kind = ${kind} and v.slug = t.slug order by t.place)`;

function selectServices(read: Read) {
  return tables(read)
    .selectFrom('catalogue.services as s')
    .innerJoin('catalogue.providers as p', 'p.id', 's.provider_id')
    .select([
      's.id',
      's.slug',
      's.pid',
      's.name',
      's.tagline',
      's.description',
      's.countries',
      's.access_modes as accessModes',
      's.order_type as orderType',
      's.sla_level as slaLevel',
      's.links',
      's.activation_text as activationText',
      's.restrictions',
      's.status',
      's.version',
      's.published_at as publishedAt',
      'p.slug as provider',
      'p.name as providerName',
      namesOf('category', 'categories').as('categories'),
      namesOf('domain', 'domains').as('domains'),
    ]);
}

/** One service by its slug. */
export function findService(read: Read, slug: string): Promise<ServiceRecord | undefined> {
  return selectServices(read).where('s.slug', '=', slug).executeTakeFirst();
}

/** One service by its slug or its persistent identifier, unless it is deleted. */
export function findServiceBySlugOrPid(read: Read, id: string): Promise<ServiceRecord | undefined> {
  return selectServices(read)
    .where((is) => is.or([is('s.slug', '=', id), is.and([is('s.pid', '=', id), is('s.pid', '<>', '')])]))
    .where('s.status', '<>', 'deleted')
    .orderBy(sql`case when s.slug = ${id} then 0 else 1 end`)
    .limit(1)
    .executeTakeFirst();
}

/** Services of these providers, or of all, in the order in which they were added; deleted ones are gone. */
export function servicesOf(read: Read, providers: readonly string[] | 'all'): Promise<ServiceRecord[]> {
  const all = selectServices(read).where('s.status', '<>', 'deleted').orderBy('s.id');
  return (providers === 'all' ? all : all.where('p.slug', 'in', ['', ...providers])).execute();
}

/** One service by its name, in whatever case. */
export function findServiceByName(read: Read, name: string): Promise<ServiceRecord | undefined> {
  return selectServices(read)
    .where(sql`lower(s.name)`, '=', sql`lower(${name}::text)`)
    .executeTakeFirst();
}

/** Slugs that begin like this one; for finding one that is free. */
export async function slugsLike(read: Read, slug: string): Promise<ReadonlySet<string>> {
  const rows = await tables(read)
    .selectFrom('catalogue.services')
    .select('slug')
    .where('slug', 'like', `${slug}%`)
    .execute();
  return new Set(rows.map((row) => row.slug));
}

/** Holds a service against changes until the transaction ends; false when it is not there. */
export async function lockService(tx: Tx, slug: string): Promise<boolean> {
  const row = await tables(tx)
    .selectFrom('catalogue.services')
    .select('id')
    .where('slug', '=', slug)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

async function columnsOf(tx: Tx, service: ServiceInput, providerId: string) {
  const categories: string[] = [];
  const domains: string[] = [];
  for (const name of service.categories) categories.push(await keepTerm(tx, 'category', name));
  for (const name of service.domains) domains.push(await keepTerm(tx, 'domain', name));
  return {
    slug: service.slug,
    pid: service.pid,
    provider_id: providerId,
    name: service.name,
    tagline: service.tagline,
    description: service.description,
    categories: textArray([...new Set(categories)]),
    domains: textArray([...new Set(domains)]),
    countries: textArray(service.countries),
    access_modes: textArray(service.accessModes),
    order_type: service.orderType,
    sla_level: service.slaLevel,
    links: json(service.links),
    activation_text: service.activationText,
    restrictions: service.restrictions,
    status: service.status,
  };
}

/** Adds a service of a provider and answers its id. */
export async function insertService(tx: Tx, service: ServiceInput, providerId: string, now: Instant): Promise<string> {
  const id = nextId();
  const published = service.status === 'published' ? now : null;
  await tables(tx)
    .insertInto('catalogue.services')
    .values({
      id,
      ...(await columnsOf(tx, service, providerId)),
      created_at: now,
      changed_at: now,
      published_at: published,
    })
    .execute();
  return id;
}

/** Writes a service over what was there; the caller holds its lock. */
export async function updateService(
  tx: Tx,
  id: string,
  service: ServiceInput,
  providerId: string,
  now: Instant,
): Promise<void> {
  const columns = await columnsOf(tx, service, providerId);
  await tables(tx)
    .updateTable('catalogue.services')
    .set((is) => ({ ...columns, version: is('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute();
  if (service.status !== 'published') return;
  await tables(tx)
    .updateTable('catalogue.services')
    .set({ published_at: now })
    .where('id', '=', id)
    .where('published_at', 'is', null)
    .execute();
}

/**
 * Derives what lists and searches read of the services of a provider, or of one: kinds of access, number of offers, and
 * the words of name (most weight), tagline, description with provider and categories, and published offers.
 */
export async function refreshServices(
  tx: Tx,
  { serviceId, providerId }: { serviceId: string; providerId?: never } | { providerId: string; serviceId?: never },
): Promise<void> {
  await sql`
    update catalogue.services s set
      sort_name = lower(unaccent(s.name)),
      search_name = catalogue.plain(concat_ws(' ', s.name, s.tagline, o.names)),
      kinds = coalesce(o.kinds, '{}'),
      offer_count = coalesce(o.number, 0),
      search =
        setweight(to_tsvector('english', catalogue.plain(s.name)), 'A') ||
        setweight(to_tsvector('english', catalogue.plain(s.tagline)), 'B') ||
        setweight(to_tsvector('english', catalogue.plain(concat_ws(' ', s.description, p.name, p.abbreviation, terms.names))), 'C') ||
        setweight(to_tsvector('english', catalogue.plain(coalesce(o.text, ''))), 'D')
    from catalogue.providers p, catalogue.services self
    left join lateral (
      select count(*)::int as number,
        array_agg(distinct case when o.order_type <> 'order_required' then 'open' when o.internal then 'order' else 'external' end) as kinds,
        string_agg(o.name, ' ' order by o.iid) as names,
        string_agg(concat_ws(' ', o.name, o.description, array_to_string(o.tags, ' ')), ' ' order by o.iid) as text
      from catalogue.offers o where o.service_id = self.id and o.status = 'published') o on true
    left join lateral (
      select string_agg(v.name, ' ') as names from catalogue.vocabulary v
      where (v.kind = 'category' and v.slug = any (self.categories)) or (v.kind = 'domain' and v.slug = any (self.domains))) terms on true
    where p.id = s.provider_id and self.id = s.id
      and ${serviceId === undefined ? sql`s.provider_id = ${providerId}` : sql`s.id = ${serviceId}`}`.execute(tx);
}
