import { sql } from 'kysely';
import type { LowRating } from '#contracts/ordering/statistics';
import { allow, holds, personId, refuse, require, type Actor, type Decision } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { refuseStatistics } from '../statistics/statistics-access.ts';
import { seesDesk } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import { tables } from '../tables.ts';

const mostShown = 100;

/** A low rating that nobody has looked into yet. */
export interface OpenLowRating {
  readonly number: number;
  readonly service: string;
  readonly customer: string;
  /** Null where it was not asked or not answered. The service has the grade that was given last. */
  readonly grades: { readonly service: number | null; readonly ordering: number | null };
  readonly text: string;
  readonly openedAt: string;
}

/** Low ratings are the coordinator's to look into (ordering.md 4.16). */
function maySettle(actor: Actor): Decision {
  if (holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse('coordinator_only', 'Low ratings are looked into by SLA coordinators');
}

/** The low ratings that wait for this person as a coordinator, the oldest first; none for others. */
export async function lowRatingsFor(read: Read, actor: Actor): Promise<OpenLowRating[]> {
  return holds(actor, 'sla-coordinator') ? openLowRatings(read) : [];
}

/** What the desk reads of low ratings, and whether the reader may settle them. */
export async function listLowRatings(read: Read, actor: Actor): Promise<{ items: LowRating[]; maySettle: boolean }> {
  if (!seesDesk(actor)) refuseStatistics();
  const items = await openLowRatings(read);
  return {
    items: items.map(({ number: order, ...rest }) => ({ order, ...rest })),
    maySettle: maySettle(actor).allowed,
  };
}

async function openLowRatings(read: Read): Promise<OpenLowRating[]> {
  const rows = await tables(read)
    .selectFrom('ordering.low_ratings as low')
    .innerJoin('ordering.orders as o', 'o.id', 'low.order_id')
    .leftJoin('ordering.ratings as first', 'first.order_id', 'low.order_id')
    .leftJoin('ordering.service_ratings as later', 'later.order_id', 'low.order_id')
    .select(['o.number', 'o.service_name as service', 'o.customer_name as customer', 'low.opened_at', 'first.ordering'])
    .select(sql<number | null>`coalesce(later.service, first.service)`.as('grade'))
    .select(sql<string>`concat_ws(E'\n', nullif(first.text, ''), nullif(later.text, ''))`.as('text'))
    .where('low.settled_at', 'is', null)
    .orderBy('low.opened_at')
    .limit(mostShown)
    .execute();
  return rows.map(({ opened_at: openedAt, grade, ordering, ...row }) => ({
    ...row,
    openedAt,
    grades: { service: grade, ordering },
  }));
}

/** Says what came of a low rating, which ends the task; a second time is no task any more. */
export const settleLowRating =
  ({ database, clock, audit, publish }: Pick<Kernel, 'database' | 'clock' | 'audit' | 'publish'>) =>
  (actor: Actor, number: number, note: string): Promise<void> =>
    database.transact(async (tx) => {
      if (!seesDesk(actor)) throw notFound(`low rating of order ${number}`);
      require(maySettle(actor));
      const settled = await tables(tx)
        .updateTable('ordering.low_ratings')
        .set({ settled_at: clock.now(), settled_by: personId(actor), note })
        .where('settled_at', 'is', null)
        .where('order_id', 'in', (from) => from.selectFrom('ordering.orders').select('id').where('number', '=', number))
        .returning('order_id')
        .executeTakeFirst();
      if (!settled) throw notFound(`low rating of order ${number}`);
      const target = `order:${number}`;
      await audit(tx, { actor, action: 'ordering.settle_low_rating', target, details: { note } });
      await publish(tx, {
        type: 'ordering.low_rating_settled',
        aggregate: target,
        payload: { orderId: settled.order_id, number },
        audience: deskTags,
      });
    });
