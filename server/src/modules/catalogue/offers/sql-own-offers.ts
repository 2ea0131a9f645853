import { sql } from 'kysely';
import type { OrderType } from '#contracts/catalogue/access';
import type { Publication } from '#contracts/catalogue/schemas';
import type { Read } from '#kernel/database';

export interface OwnOfferRow {
  readonly id: string;
  readonly iid: number;
  readonly name: string;
  readonly orderType: OrderType;
  readonly internal: boolean;
  readonly status: Publication;
  readonly limited: boolean;
  readonly count: number;
  readonly unit: string;
  readonly slug: string;
  readonly service: string;
  readonly provider: string;
  readonly waiting: number;
}

/** Offers of these providers, or of all, by service and number, after a place; deleted ones are gone. */
export async function ownOffers(
  read: Read,
  providers: readonly string[] | 'all',
  { after, limit }: { after: { slug: string; iid: number } | undefined; limit: number },
): Promise<OwnOfferRow[]> {
  if (providers.length === 0) return [];
  const mine = providers === 'all' ? sql`true` : sql`p.slug in (${sql.join([...providers])})`;
  const { rows } = await sql<OwnOfferRow>`
    select o.id, o.iid, o.name, o.order_type as "orderType", o.internal, o.status, o.limited_availability as limited,
      o.availability_count as count, o.availability_unit as unit, s.slug, s.name as service, p.name as provider,
      (select count(*)::int from catalogue.offer_watchers w where w.offer_id = o.id) as waiting
    from catalogue.offers o
    join catalogue.services s on s.id = o.service_id
    join catalogue.providers p on p.id = s.provider_id
    where o.status <> 'deleted' and s.status <> 'deleted' and ${mine}
      and ${after ? sql`(s.slug, o.iid) > (${after.slug}, ${after.iid}::int)` : sql`true`}
    order by s.slug, o.iid limit ${limit}`.execute(read);
  return rows;
}
