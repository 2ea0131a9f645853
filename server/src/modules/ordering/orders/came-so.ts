import { sql, type RawBuilder } from 'kysely';

/**
 * Says whether a moment of an order lies before its import from another Jira: what happened then was told there, and no
 * job here tells of it again.
 */
export const cameSo = (orderId: RawBuilder<unknown>, moment: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from ordering.jira_foreign_tickets came
    where came.order_id = ${orderId} and came.imported_at >= ${moment})`;
