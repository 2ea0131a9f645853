import type { ExpressionBuilder } from 'kysely';
import type { Actor } from '#kernel/access';
import { seesDesk, type OrderRelation } from '../orders/order-access.ts';
import type { OrderingTables } from '../tables.ts';

/** Which messages of an order somebody reads besides the public ones. */
export interface MessageReader {
  /** All of the desk's notes. */
  readonly internal: boolean;
  /** Resource centres for which they read the notes that were shared with providers. */
  readonly sites: readonly string[];
}

export function messageReader(actor: Actor, relation: OrderRelation): MessageReader {
  const internal = seesDesk(actor);
  return { internal, sites: internal || relation.projectRight !== undefined ? [] : relation.sites };
}

/**
 * The condition on `ordering.messages` that keeps what is not for this reader out of every query. What one resource
 * centre asks the desk is for no other.
 */
export const readableBy =
  ({ internal, sites }: MessageReader) =>
  (where: ExpressionBuilder<OrderingTables, 'ordering.messages'>) =>
    internal
      ? where.lit(true)
      : where.or([
          where('ordering.messages.scope', '=', 'public'),
          ...(sites.length === 0
            ? []
            : [
                where.and([
                  where('ordering.messages.shared_with_providers', '=', true),
                  where.or([
                    where('ordering.messages.author_role', '!=', 'provider'),
                    where('ordering.messages.author_name', 'in', sites),
                  ]),
                ]),
              ]),
        ]);
