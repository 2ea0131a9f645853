import { sql } from 'kysely';
import type { OfferInput, Publication } from '#contracts/catalogue/schemas';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx, textArray } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { OfferRecord } from './offer.ts';
import { tables } from './tables.ts';

function selectOffers(read: Read) {
  return tables(read)
    .selectFrom('catalogue.offers as o')
    .innerJoin('catalogue.services as s', 's.id', 'o.service_id')
    .innerJoin('catalogue.providers as p', 'p.id', 's.provider_id')
    .leftJoin('catalogue.vocabulary as v', (join) =>
      join.on('v.kind', '=', 'category').on('v.slug', '=', sql<string>`s.categories[1]`),
    )
    .selectAll('o')
    .select([
      's.slug as service_slug',
      's.name as service_name',
      's.status as service_status',
      's.activation_text',
      'p.slug as provider_slug',
      'p.name as provider_name',
      sql<string>`coalesce(v.name, s.categories[1])`.as('category'),
    ]);
}

type OfferRow = Awaited<ReturnType<ReturnType<typeof selectOffers>['executeTakeFirstOrThrow']>>;

function toRecord(row: OfferRow): OfferRecord {
  return {
    id: row.id,
    iid: row.iid,
    version: row.version,
    name: row.name,
    description: row.description,
    orderType: row.order_type,
    internal: row.internal,
    orderUrl: row.order_url,
    parameters: row.parameters,
    voucherable: row.voucherable,
    offerCategory: row.offer_category,
    availability: row.limited_availability ? { count: row.availability_count, unit: row.availability_unit } : null,
    bundleExclusive: row.bundle_exclusive,
    restrictions: row.restrictions,
    tags: row.tags,
    needsAgreement: row.needs_agreement,
    light: row.light,
    metrics: row.metrics,
    primaryOms: row.primary_oms_id,
    omsParams: row.oms_params,
    status: row.status,
    service: {
      id: row.service_id,
      slug: row.service_slug,
      name: row.service_name,
      category: row.category,
      status: row.service_status,
      activationText: row.activation_text,
      provider: { slug: row.provider_slug, name: row.provider_name },
    },
  };
}

/** One offer, whatever its state. */
export async function findOffer(read: Read, id: string): Promise<OfferRecord | undefined> {
  const row = await selectOffers(read).where('o.id', '=', id).executeTakeFirst();
  return row && toRecord(row);
}

/** Offers by id, whatever their state. */
export async function findOffersById(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, OfferRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await selectOffers(read)
    .where('o.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, toRecord(row)]));
}

/** One offer by the slug of its service and its number there, whatever its state. */
export async function findOfferByRef(
  read: Read,
  { slug, iid }: { slug: string; iid: number },
): Promise<OfferRecord | undefined> {
  const row = await selectOffers(read).where('s.slug', '=', slug).where('o.iid', '=', iid).executeTakeFirst();
  return row && toRecord(row);
}

/** One offer of a service by its name, in whatever case; deleted ones are gone. */
export async function findOfferByName(read: Read, serviceId: string, name: string): Promise<OfferRecord | undefined> {
  const row = await selectOffers(read)
    .where('o.service_id', '=', serviceId)
    .where(sql`lower(o.name)`, '=', sql`lower(${name}::text)`)
    .where('o.status', '<>', 'deleted')
    .executeTakeFirst();
  return row && toRecord(row);
}

/** Offers of a service by number. */
export async function offersOf(read: Read, serviceId: string): Promise<OfferRecord[]> {
  const rows = await selectOffers(read)
    .where('o.service_id', '=', serviceId)
    .where('o.status', '<>', 'deleted')
    .orderBy('o.iid')
    .execute();
  return rows.map(toRecord);
}

/** Offers in these states of services in these states. */
export async function offersIn(read: Read, states: readonly Publication[]): Promise<OfferRecord[]> {
  const rows = await selectOffers(read)
    .where('o.status', 'in', states)
    .where('s.status', 'in', states)
    .orderBy('s.slug')
    .orderBy('o.iid')
    .execute();
  return rows.map(toRecord);
}

function columnsOf(offer: OfferInput) {
  return {
    name: offer.name,
    description: offer.description,
    order_type: offer.orderType,
    internal: offer.internal,
    order_url: offer.orderUrl,
    parameters: json(offer.parameters),
    voucherable: offer.voucherable,
    offer_category: offer.offerCategory,
    limited_availability: offer.availability !== null,
    availability_count: offer.availability?.count ?? 0,
    availability_unit: offer.availability?.unit ?? 'piece',
    bundle_exclusive: offer.bundleExclusive,
    restrictions: offer.restrictions,
    tags: textArray(offer.tags),
    needs_agreement: offer.needsAgreement,
    light: offer.light,
    metrics: json(offer.metrics),
    primary_oms_id: offer.primaryOms,
    oms_params: json(offer.omsParams),
    status: offer.status,
  };
}

/** Adds an offer under the next number of its service; the caller holds the lock of the service. */
export async function insertOffer(tx: Tx, serviceId: string, offer: OfferInput, now: Instant): Promise<string> {
  const id = nextId();
  const { last } = await tables(tx)
    .selectFrom('catalogue.offers')
    .select(sql<number>`coalesce(max(iid), 0)`.as('last'))
    .where('service_id', '=', serviceId)
    .executeTakeFirstOrThrow();
  await tables(tx)
    .insertInto('catalogue.offers')
    .values({ id, service_id: serviceId, iid: last + 1, ...columnsOf(offer), created_at: now, changed_at: now })
    .execute();
  return id;
}

/** Writes an offer over what was there; the caller holds the lock of the service. */
export async function updateOffer(tx: Tx, id: string, offer: OfferInput, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('catalogue.offers')
    .set((is) => ({ ...columnsOf(offer), version: is('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute();
}

/**
 * Takes one of a limited offer; undefined when none is left or the offer is not limited. The version goes up, so that who
 * edits the offer meanwhile does not write an old number over it.
 */
export async function countDown(
  tx: Tx,
  id: string,
  now: Instant,
): Promise<{ left: number; version: number } | undefined> {
  return tables(tx)
    .updateTable('catalogue.offers')
    .set((is) => ({
      availability_count: is('availability_count', '-', 1),
      version: is('version', '+', 1),
      changed_at: now,
    }))
    .where('id', '=', id)
    .where('limited_availability', '=', true)
    .where('availability_count', '>', 0)
    .returning(['availability_count as left', 'version'])
    .executeTakeFirst();
}

/** Holds one offer against changes, and against being counted down, until the transaction ends. */
export async function lockOffer(tx: Tx, { slug, iid }: { slug: string; iid: number }): Promise<void> {
  await sql`select o.id from catalogue.offers o join catalogue.services s on s.id = o.service_id
    where s.slug = ${slug} and o.iid = ${iid} for update of o`.execute(tx);
}
