import type { JoinedMessage, OrderInTree, OrderRelationName } from '#contracts/ordering/link-schemas';
import type { Read, Tx } from '#kernel/database';
import { tables } from '../tables.ts';

export interface LinkRecord {
  readonly from: string;
  readonly to: string;
  readonly relation: OrderRelationName;
}

/** Links that begin or end at one of these orders. */
async function linksAt(read: Read | Tx, ids: readonly string[]): Promise<LinkRecord[]> {
  if (ids.length === 0) return [];
  const rows = await tables(read)
    .selectFrom('ordering.order_links')
    .select(['from_id', 'to_id', 'relation'])
    .where((where) => where.or([where('from_id', 'in', [...ids]), where('to_id', 'in', [...ids])]))
    .orderBy('at')
    .execute();
  return rows.map((row) => ({ from: row.from_id, to: row.to_id, relation: row.relation }));
}

/** Most orders of one tree that are followed. */
const mostInTree = 100;

/** All links of the orders that hang together with this one. */
export async function linksAround(read: Read | Tx, orderId: string): Promise<LinkRecord[]> {
  const known = new Map<string, LinkRecord>();
  const seen = new Set([orderId]);
  for (let edge = [orderId]; edge.length > 0 && seen.size < mostInTree;) {
    const found = await linksAt(read, edge);
    for (const link of found) known.set(`${link.from} ${link.to}`, link);
    edge = [...new Set(found.flatMap(({ from, to }) => [from, to]))].filter((id) => !seen.has(id));
    for (const id of edge) seen.add(id);
  }
  return [...known.values()];
}

export async function keepLink(tx: Tx, link: LinkRecord, now: string): Promise<void> {
  await tables(tx)
    .insertInto('ordering.order_links')
    .values({ from_id: link.from, to_id: link.to, relation: link.relation, at: now })
    .onConflict((conflict) => conflict.columns(['from_id', 'to_id']).doUpdateSet({ relation: link.relation, at: now }))
    .execute();
}

/** Removes a link; false where there is none. */
export async function removeLink(tx: Tx, from: string, to: string): Promise<boolean> {
  const gone = await tables(tx)
    .deleteFrom('ordering.order_links')
    .where('from_id', '=', from)
    .where('to_id', '=', to)
    .returning('from_id')
    .executeTakeFirst();
  return gone !== undefined;
}

type Card = Pick<OrderInTree, 'number' | 'service' | 'offer' | 'state'>;

/** What a tree shows of orders, by id. */
export async function orderCards(read: Read | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Card>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['id', 'number', 'service_name', 'offer_name', 'state'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      { number: row.number, service: row.service_name, offer: row.offer_name, state: row.state },
    ]),
  );
}

const mostMessages = 1000;

/** The newest messages of these orders, oldest first, notes of the desk among them. */
export async function joinedMessages(read: Read, ids: readonly string[]): Promise<JoinedMessage[]> {
  const rows = await tables(read)
    .selectFrom('ordering.messages as message')
    .innerJoin('ordering.orders as o', 'o.id', 'message.order_id')
    .select([
      'message.id',
      'o.number',
      'message.scope',
      'message.at',
      'message.author_name',
      'message.author_role',
      'message.body',
    ])
    .where('message.order_id', 'in', [...ids])
    .orderBy('message.at', 'desc')
    .orderBy('message.id', 'desc')
    .limit(mostMessages)
    .execute();
  return rows.toReversed().map((row) => ({
    id: row.id,
    order: row.number,
    scope: row.scope === 'internal' ? 'internal' : 'public',
    at: row.at,
    by: { name: row.author_name, role: row.author_role },
    text: row.body,
  }));
}
