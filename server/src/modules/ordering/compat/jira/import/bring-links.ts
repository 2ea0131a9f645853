import type { Tx } from '#kernel/database';
import { leadsTo } from '../../../links/order-tree.ts';
import { keepLink, linksAround } from '../../../links/sql-link-store.ts';
import { systemDeed, type OrderRow } from '../../../orders/order.ts';
import { appendDesk } from '../../../orders/sql-order-store.ts';
import type { JiraImport } from './import-context.ts';
import type { ForeignIssue } from './read-issue.ts';
import { orderOfKey } from './sql-import-store.ts';

/**
 * Links the order with those of the tickets that its ticket is linked with. The later of two tickets finds the earlier one;
 * a relation that we do not have is noted on the desk. Answers what is in doubt.
 */
export async function bringLinks(
  tx: Tx,
  { kernel, source, dictionary }: JiraImport,
  order: OrderRow,
  issue: ForeignIssue,
): Promise<string[]> {
  const notes: string[] = [];
  for (const link of issue.links) {
    const other = await orderOfKey(tx, source, link.key);
    const meant = dictionary.relationOf(link);
    if (!meant) {
      const text = `said in the ticket: ${link.words} ${link.key}${other ? `, which is order ${other.number}` : ''}`;
      await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed: systemDeed });
      notes.push(`"${link.words} ${link.key}" is a note: we have no such relation`);
      continue;
    }
    if (!other || other.id === order.id) continue;
    const [from, to] = meant.reversed ? [other.id, order.id] : [order.id, other.id];
    if (leadsTo(await linksAround(tx, to), to, from)) notes.push(`"${link.words} ${link.key}" would lead in a circle`);
    else await keepLink(tx, { from, to, relation: meant.relation }, kernel.clock.now());
  }
  return notes;
}
