import { sql } from 'kysely';
import type { OmsInput } from '#contracts/catalogue/omses';
import type { Instant } from '#kernel/clock';
import { isUniqueViolation, json, type Read, type Tx } from '#kernel/database';
import { invalid } from '#kernel/errors';
import type { OmsRecord } from './oms.ts';
import { tables } from '../tables.ts';

/** All order systems by id; there are few. */
export async function allOmses(read: Read): Promise<OmsRecord[]> {
  const rows = await tables(read)
    .selectFrom('catalogue.omses as oms')
    .leftJoin('catalogue.services as service', 'service.id', 'oms.service_id')
    .selectAll('oms')
    .select([
      'service.slug as service',
      sql<string[]>`(select coalesce(jsonb_agg(p.slug order by p.slug), '[]') from catalogue.oms_providers op
        join catalogue.providers p on p.id = op.provider_id where op.oms_id = oms.id)`.as('providers'),
      sql<string[]>`(select coalesce(jsonb_agg(a.person_id order by a.person_id), '[]')
        from catalogue.oms_administrators a where a.oms_id = oms.id)`.as('administrators'),
    ])
    .orderBy('oms.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    isDefault: row.is_default,
    providers: row.providers,
    service: row.service,
    customParams: row.custom_params,
    trigger:
      row.trigger_url === null
        ? null
        : {
            url: row.trigger_url,
            method: row.trigger_method,
            user: row.trigger_user ?? '',
            password: row.trigger_password ?? '',
          },
    administrators: row.administrators,
    version: row.version,
  }));
}

/** How many offers name each order system, of those that are not deleted. */
export async function offersByOms(read: Read): Promise<ReadonlyMap<number, number>> {
  const rows = await tables(read)
    .selectFrom('catalogue.offers')
    .select(['primary_oms_id', sql<number>`count(*)::int`.as('count')])
    .where('primary_oms_id', 'is not', null)
    .where('status', '<>', 'deleted')
    .groupBy('primary_oms_id')
    .execute();
  return new Map(rows.map((row) => [row.primary_oms_id ?? 0, row.count]));
}

/** Offers that name an order system, as the public names them, with service and provider. */
export async function offersNaming(read: Read, omsId: number) {
  return tables(read)
    .selectFrom('catalogue.offers as offer')
    .innerJoin('catalogue.services as service', 'service.id', 'offer.service_id')
    .innerJoin('catalogue.providers as provider', 'provider.id', 'service.provider_id')
    .select(['service.slug', 'offer.iid', 'provider.slug as provider', 'offer.oms_params as omsParams'])
    .where('offer.primary_oms_id', '=', omsId)
    .where('offer.status', '<>', 'deleted')
    .orderBy('service.slug')
    .orderBy('offer.iid')
    .execute();
}

/** Holds all order systems against changes until the transaction ends. */
export async function lockOmses(tx: Tx): Promise<OmsRecord[]> {
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.omses'))`.execute(tx);
  return allOmses(tx);
}

/** Keeps all order systems as they are until the end of the transaction, for who is about to name one; others may do so too. */
export async function holdOmses(tx: Tx): Promise<OmsRecord[]> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('catalogue.omses'))`.execute(tx);
  return allOmses(tx);
}

/** Writes an order system, a new one without `known`, and answers its id. Refuses a name or places that cannot be. */
export async function writeOms(tx: Tx, input: OmsInput, known: OmsRecord | undefined, now: Instant): Promise<number> {
  const serviceId = input.service === null ? null : await idOf(tx, 'catalogue.services', input.service, 'service');
  const providerIds: string[] = [];
  for (const [index, slug] of [...new Set(input.providers)].entries())
    providerIds.push(await idOf(tx, 'catalogue.providers', slug, `providers.${index}`));
  const { trigger } = input;
  if (input.isDefault)
    await tables(tx)
      .updateTable('catalogue.omses')
      .set({ is_default: false })
      .where('is_default', '=', true)
      .where('id', '<>', known?.id ?? 0)
      .execute();
  const columns = {
    name: input.name,
    type: input.type,
    is_default: input.isDefault,
    service_id: serviceId,
    custom_params: json(input.customParams),
    trigger_url: trigger?.url ?? null,
    trigger_method: trigger?.method ?? 'post',
    trigger_user: trigger && trigger.user !== '' ? trigger.user : null,
    trigger_password: trigger && trigger.user !== '' ? (trigger.password ?? known?.trigger?.password ?? null) : null,
    changed_at: now,
  } as const;
  const db = tables(tx);
  const write = known
    ? db
        .updateTable('catalogue.omses')
        .set((is) => ({ ...columns, version: is('version', '+', 1) }))
        .where('id', '=', known.id)
        .returning('id')
    : db
        .insertInto('catalogue.omses')
        .values({ ...columns, created_at: now })
        .returning('id');
  const { id } = await write.executeTakeFirstOrThrow().catch((error: unknown) => {
    if (!isUniqueViolation(error, 'omses_name')) throw error;
    throw invalid('oms_unusable', [{ path: 'name', message: `There is an order system ${input.name} already` }]);
  });
  await db.deleteFrom('catalogue.oms_providers').where('oms_id', '=', id).execute();
  await db.deleteFrom('catalogue.oms_administrators').where('oms_id', '=', id).execute();
  for (const provider_id of providerIds)
    await db.insertInto('catalogue.oms_providers').values({ oms_id: id, provider_id }).execute();
  for (const person_id of new Set(input.administrators))
    await db.insertInto('catalogue.oms_administrators').values({ oms_id: id, person_id }).execute();
  return id;
}

/** Deletes an order system that no living offer names; deleted offers forget it. */
export async function deleteOms(tx: Tx, id: number): Promise<void> {
  const db = tables(tx);
  await db
    .updateTable('catalogue.offers')
    .set({ primary_oms_id: null })
    .where('primary_oms_id', '=', id)
    .where('status', '=', 'deleted')
    .execute();
  await db.deleteFrom('catalogue.oms_providers').where('oms_id', '=', id).execute();
  await db.deleteFrom('catalogue.oms_administrators').where('oms_id', '=', id).execute();
  await db.deleteFrom('catalogue.omses').where('id', '=', id).execute();
}

async function idOf(
  tx: Tx,
  table: 'catalogue.services' | 'catalogue.providers',
  slug: string,
  path: string,
): Promise<string> {
  const row = await tables(tx).selectFrom(table).select('id').where('slug', '=', slug).executeTakeFirst();
  if (!row) throw invalid('oms_unusable', [{ path, message: `There is no ${slug}` }]);
  return row.id;
}

/** Takes somebody without an account out of the administrators of every order system. */
export async function forgetAdministrator(tx: Tx, personId: string): Promise<void> {
  await tables(tx).deleteFrom('catalogue.oms_administrators').where('person_id', '=', personId).execute();
}
