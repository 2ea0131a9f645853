import { finalOrderStates } from '#contracts/ordering/lifecycle';
import type { Clock } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { systemDeed } from './order.ts';
import type { PersonCard } from '../ports.ts';
import { alsoSearchable, appendDesk } from './sql-order-store.ts';
import { tables } from '../tables.ts';

/**
 * Makes another person of a project the customer of what somebody ordered in it, so that every order has a customer who
 * may see it. The timeline still tells who placed it. Answers the ids of the orders that are open.
 */
export async function passOrders(
  tx: Tx,
  { clock }: { readonly clock: Clock },
  { projectId, from, to, why }: { projectId: string; from: string; to: PersonCard; why: string },
): Promise<string[]> {
  const passed = await tables(tx)
    .updateTable('ordering.orders')
    .set({
      customer_id: to.id,
      customer_name: to.name,
      customer_email: to.email,
      ...alsoSearchable(`${to.name} ${to.email}`),
    })
    .where('project_id', '=', projectId)
    .where('customer_id', '=', from)
    .returning(['id', 'state'])
    .execute();
  const open = passed.filter(({ state }) => !finalOrderStates.includes(state)).map(({ id }) => id);
  for (const orderId of open)
    await appendDesk(tx, clock, { orderId, text: `the customer changed: ${why}`, deed: systemDeed });
  return open;
}
