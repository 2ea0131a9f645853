import { settledLineStates } from '#contracts/ordering/bundles';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { findOrder, type LoadedOrder } from '../orders/load-order.ts';
import type { OrderRow } from '../orders/order.ts';
import { furtherLines } from './refresh-lines.ts';

/** Says that an action cannot be done on a line as it stands; nothing was written then. */
const impossible = new Set(['order_transition_refused', 'order_transition_forbidden', 'invalid_request']);

/**
 * Which lines an action on the first one leaves alone: what is over, and what the customer uses unless the first one is
 * in use as well and it is the use that ends (ordering.md 4.2).
 */
export function isLeftAlone(root: Pick<OrderRow, 'state'>, line: Pick<OrderRow, 'state'>): boolean {
  return (root.state === 'ready' ? finalOrderStates : settledLineStates).includes(line.state);
}

/** Does an action on every further line of a bundle on which it is possible; answers the numbers of those that moved. */
export async function moveOtherLines(
  tx: Tx,
  actor: Actor,
  root: OrderRow,
  move: (line: LoadedOrder) => Promise<OrderRow>,
): Promise<number[]> {
  if (root.line_count === 0)
    throw invalid('invalid_request', [{ path: 'allLines', message: 'goes with the first line of a bundle only' }]);
  const moved: number[] = [];
  for (const { number } of await furtherLines(tx, root.id)) {
    const line = await findOrder(tx, actor, number, { lock: true });
    if (!line || isLeftAlone(root, line.order)) continue;
    try {
      await move(line);
      moved.push(number);
    } catch (error) {
      if (!(error instanceof AppError) || !impossible.has(error.code)) throw error;
    }
  }
  return moved;
}
