import { sql } from 'kysely';
import type { Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../ordering-context.ts';
import { reachAnew } from './sql-event-feed.ts';

/** Orders go with their offer: where it names another order system, that one works what was ordered before, too. */
export function followOffers({ ports }: OrderingContext): Reaction {
  return {
    name: 'ordering.follow-offers',
    on: ['catalogue.offer_changed'],
    async react(tx, { payload }) {
      if (payload['change'] !== 'updated') return;
      const offer = await ports.offers.byId(tx, String(payload['id']));
      if (!offer) return;
      const params = JSON.stringify(offer.omsParams);
      const { rows } = await sql<{ before: number | null; project_number: number; iid: number }>`
        with former as (
          select id, oms_id from ordering.orders where offer_id = ${offer.id}
            and (oms_id is distinct from ${offer.omsId}::int or oms_params <> ${params}::jsonb) for update)
        update ordering.orders o set oms_id = ${offer.omsId}::int, oms_params = ${params}::jsonb
        from former where o.id = former.id
        returning former.oms_id as before, o.project_number, o.iid`.execute(tx);
      const moved = rows.filter(({ before }) => before !== offer.omsId);
      for (const { before, project_number: project, iid } of moved)
        await reachAnew(tx, { project, iid, from: before, to: offer.omsId });
    },
  };
}
