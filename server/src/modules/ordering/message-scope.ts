import type { ExpressionBuilder } from 'kysely';
import type { Actor } from '#kernel/access';
import { seesDesk, type OrderRelation } from './order-access.ts';
import type { OrderingTables } from './tables.ts';

/** Which messages of an order somebody reads besides the public ones. */
export interface MessageReader {
  /** All of the desk's notes. */
  readonly internal: boolean;
  /** The notes that were shared with providers. */
  readonly shared: boolean;
}

export function messageReader(actor: Actor, relation: OrderRelation): MessageReader {
  const internal = seesDesk(actor);
  return { internal, shared: !internal && relation.isProvider && relation.projectRight === undefined };
}

/** The condition on `ordering.messages` that keeps what is not for this reader out of every query. */
export const readableBy =
  ({ internal, shared }: MessageReader) =>
  (where: ExpressionBuilder<OrderingTables, 'ordering.messages'>) =>
    internal
      ? where.lit(true)
      : where.or([
          where('ordering.messages.scope', '=', 'public'),
          ...(shared ? [where('ordering.messages.shared_with_providers', '=', true)] : []),
        ]);
