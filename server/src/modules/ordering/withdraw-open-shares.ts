import type { Tx } from '#kernel/database';
import { appendDesk } from './sql-order-store.ts';
import type { Deed, OrderRow } from './order.ts';
import type { OrderingContext } from './ordering-context.ts';
import { tables } from './tables.ts';

/** Withdraws every share that nobody has settled, with its links. */
export const withdrawOpenShares =
  ({ kernel }: OrderingContext) =>
  async (tx: Tx, order: OrderRow, deed: Deed, because: string): Promise<void> => {
    const withdrawn = await tables(tx)
      .updateTable('ordering.shares')
      .set({ state: 'withdrawn' })
      .where('order_id', '=', order.id)
      .where('state', 'in', ['proposed', 'sent', 'countered'])
      .returning(['number', 'site_name'])
      .execute();
    for (const share of withdrawn) await appendDesk(tx, kernel.clock, { orderId: order.id, kind: 'share', text: `${share.site_name} withdrawn: ${because}`, deed });
  };
