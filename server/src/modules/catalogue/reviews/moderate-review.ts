import { allow, holds, personId, refuse, require, type Actor, type Decision } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { tables } from '../tables.ts';

/** Coordinators, who look into complaints, also see to what is said in public. */
export function mayModerate(actor: Actor): Decision {
  if (holds(actor, 'sla-coordinator') || holds(actor, 'administrator')) return allow;
  return refuse('moderator_only', 'Only SLA coordinators and administrators hide reviews');
}

/** Takes the text of a review out of sight with a reason, or shows it again (null). */
export const moderateReview =
  ({ database, clock, audit }: Pick<Kernel, 'database' | 'clock' | 'audit'>) =>
  (actor: Actor, { slug, id }: { readonly slug: string; readonly id: string }, reason: string | null): Promise<void> =>
    database.transact(async (tx) => {
      require(mayModerate(actor));
      const changed = await tables(tx)
        .updateTable('catalogue.reviews')
        .set(
          reason === null
            ? { hidden_at: null, hidden_by: null, hidden_reason: '' }
            : { hidden_at: clock.now(), hidden_by: personId(actor), hidden_reason: reason },
        )
        .where('id', '=', id)
        .where('service_id', 'in', (from) =>
          from.selectFrom('catalogue.services').select('catalogue.services.id').where('slug', '=', slug),
        )
        .returning('id')
        .executeTakeFirst();
      if (!changed) throw notFound('review');
      await audit(tx, {
        actor,
        action: reason === null ? 'catalogue.show_review' : 'catalogue.hide_review',
        target: `service:${slug}`,
        details: { review: id, ...(reason === null ? {} : { reason }) },
      });
    });
