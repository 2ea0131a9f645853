import type { ExpressionBuilder } from 'kysely';
import type { Actor } from '#kernel/access';
import { seesDesk, type OrderRelation } from '../orders/order-access.ts';
import type { OrderingTables } from '../tables.ts';

/** Which messages of an order somebody reads besides the public ones. */
export interface MessageReader {
  /** All of the desk's notes. */
  readonly internal: boolean;
  /** What is for the people of the project alone. */
  readonly direct: boolean;
  /** Resource centres for which they read the notes that were shared with providers. */
  readonly sites: readonly string[];
}

export function messageReader(actor: Actor, relation: OrderRelation): MessageReader {
  const internal = seesDesk(actor);
  const direct = relation.projectRight !== undefined;
  return { internal, direct, sites: internal || direct ? [] : relation.sites };
}

/**
 * The condition on `ordering.messages` that keeps what is not for this reader out of every query. What one resource
 * centre asks the desk is for no other.
 */
export const readableBy =
  ({ internal, direct, sites }: MessageReader) =>
  (where: ExpressionBuilder<OrderingTables, 'ordering.messages'>) =>
    where.and([
      // What was taken back, nobody reads any more.
      where('ordering.messages.hidden_at', 'is', null),
      internal
        ? where.lit(true)
        : where.or([
            where('ordering.messages.scope', '=', 'public'),
            ...(direct ? [where('ordering.messages.scope', '=', 'direct')] : []),
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
          ]),
    ]);
