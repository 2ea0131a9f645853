import { sql } from 'kysely';
import type { BundleInput } from '#contracts/catalogue/bundles';
import type { Publication } from '#contracts/catalogue/schemas';
import type { Instant } from '#kernel/clock';
import { textArray, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { findOffersById } from '../sql-offer-store.ts';
import { tables } from '../tables.ts';
import type { BundleRecord } from './bundle.ts';

function selectBundles(read: Read) {
  return tables(read)
    .selectFrom('catalogue.bundles as b')
    .innerJoin('catalogue.services as s', 's.id', 'b.service_id')
    .innerJoin('catalogue.providers as p', 'p.id', 'b.provider_id')
    .selectAll('b')
    .select(['p.slug as provider_slug', 'p.name as provider_name'])
    .select(
      sql<
        string[]
      >`array(select f.offer_id from catalogue.bundle_offers f where f.bundle_id = b.id order by f.place)`.as(
        'further',
      ),
    );
}

type BundleRow = Awaited<ReturnType<ReturnType<typeof selectBundles>['executeTakeFirstOrThrow']>>;

async function toRecords(read: Read, rows: readonly BundleRow[]): Promise<BundleRecord[]> {
  const offers = await findOffersById(read, [...new Set(rows.flatMap((row) => [row.main_offer_id, ...row.further]))]);
  return rows.flatMap((row) => {
    const main = offers.get(row.main_offer_id);
    if (!main) return [];
    return {
      id: row.id,
      iid: row.iid,
      version: row.version,
      name: row.name,
      description: row.description,
      orderType: row.order_type,
      provider: row.provider_slug,
      providerName: row.provider_name,
      goals: row.goals,
      capabilities: row.capabilities,
      targetUsers: row.target_users,
      domains: row.domains,
      countries: row.countries,
      helpdeskUrl: row.helpdesk_url,
      relatedTraining: row.related_training,
      trainingUrl: row.training_url,
      contactEmail: row.contact_email,
      status: row.status,
      main,
      further: row.further.flatMap((id) => offers.get(id) ?? []),
    };
  });
}

/** One bundle by the slug of its service and its number there, whatever its state. */
export async function findBundle(
  read: Read,
  { slug, iid }: { slug: string; iid: number },
): Promise<BundleRecord | undefined> {
  const rows = await selectBundles(read).where('s.slug', '=', slug).where('b.iid', '=', iid).execute();
  return (await toRecords(read, rows))[0];
}

/** One bundle of a service by its name, in whatever case; deleted ones are gone. */
export async function findBundleByName(read: Read, serviceId: string, name: string): Promise<BundleRecord | undefined> {
  const rows = await selectBundles(read)
    .where('b.service_id', '=', serviceId)
    .where(sql`lower(b.name)`, '=', sql`lower(${name}::text)`)
    .where('b.status', '<>', 'deleted')
    .execute();
  return (await toRecords(read, rows))[0];
}

/** Bundles that an offer of the service leads, then those in which one takes part, in these states. */
export async function bundlesWith(
  read: Read,
  { serviceId }: { serviceId: string },
  states: readonly Publication[],
): Promise<BundleRecord[]> {
  const rows = await selectBundles(read)
    .where('b.status', 'in', states)
    .where(
      sql<boolean>`(b.service_id = ${serviceId} or exists (
        select 1 from catalogue.bundle_offers f join catalogue.offers o on o.id = f.offer_id
        where f.bundle_id = b.id and o.service_id = ${serviceId}))`,
    )
    .orderBy(sql`case when b.service_id = ${serviceId} then 0 else 1 end`)
    .orderBy('s.slug')
    .orderBy('b.iid')
    .execute();
  return toRecords(read, rows);
}

/** Whether an offer leads a bundle that is not deleted; answers its name. */
export async function bundleLedBy(read: Read, offerId: string): Promise<{ name: string } | undefined> {
  return tables(read)
    .selectFrom('catalogue.bundles')
    .select('name')
    .where('main_offer_id', '=', offerId)
    .where('status', '<>', 'deleted')
    .executeTakeFirst();
}

export interface KeptBundle {
  readonly input: BundleInput;
  readonly mainOfferId: string;
  readonly furtherIds: readonly string[];
  readonly providerId: string;
}

function columnsOf({ input, mainOfferId, providerId }: KeptBundle) {
  return {
    name: input.name,
    description: input.description,
    order_type: input.orderType,
    main_offer_id: mainOfferId,
    provider_id: providerId,
    goals: textArray(input.goals),
    capabilities: textArray(input.capabilities),
    target_users: textArray(input.targetUsers),
    domains: textArray(input.domains),
    countries: textArray(input.countries),
    helpdesk_url: input.helpdeskUrl,
    related_training: input.relatedTraining,
    training_url: input.trainingUrl,
    contact_email: input.contactEmail,
    status: input.status,
  };
}

async function setOffers(tx: Tx, bundleId: string, furtherIds: readonly string[]): Promise<void> {
  await tables(tx).deleteFrom('catalogue.bundle_offers').where('bundle_id', '=', bundleId).execute();
  if (furtherIds.length === 0) return;
  await tables(tx)
    .insertInto('catalogue.bundle_offers')
    .values(furtherIds.map((id, place) => ({ bundle_id: bundleId, offer_id: id, place })))
    .execute();
}

/** Adds a bundle under the next number of its service; the caller holds the lock of the service. */
export async function insertBundle(tx: Tx, serviceId: string, kept: KeptBundle, now: Instant): Promise<number> {
  const { last } = await tables(tx)
    .selectFrom('catalogue.bundles')
    .select(sql<number>`coalesce(max(iid), 0)`.as('last'))
    .where('service_id', '=', serviceId)
    .executeTakeFirstOrThrow();
  const id = nextId();
  await tables(tx)
    .insertInto('catalogue.bundles')
    .values({ id, service_id: serviceId, iid: last + 1, ...columnsOf(kept), created_at: now, changed_at: now })
    .execute();
  await setOffers(tx, id, kept.furtherIds);
  return last + 1;
}

/** Writes a bundle over what was there; the caller holds the lock of its service. */
export async function updateBundle(tx: Tx, id: string, kept: KeptBundle, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('catalogue.bundles')
    .set((is) => ({ ...columnsOf(kept), version: is('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute();
  await setOffers(tx, id, kept.furtherIds);
}

/** Takes published bundles back to draft of which an offer is public no more; answers which. */
export async function draftBroken(tx: Tx, now: Instant): Promise<{ slug: string; iid: number; name: string }[]> {
  const { rows } = await sql<{ slug: string; iid: number; name: string }>`
    update catalogue.bundles b set status = 'draft', version = b.version + 1, changed_at = ${now}
    from catalogue.services s
    where s.id = b.service_id and b.status = 'published' and exists (
      select 1 from catalogue.offers o join catalogue.services os on os.id = o.service_id
      where (o.status <> 'published' or os.status <> 'published')
        and (o.id = b.main_offer_id
          or o.id in (select f.offer_id from catalogue.bundle_offers f where f.bundle_id = b.id)))
    returning s.slug, b.iid, b.name`.execute(tx);
  return rows;
}
