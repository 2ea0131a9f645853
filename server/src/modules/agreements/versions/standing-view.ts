import type { AgreementState } from '#contracts/agreements/lifecycle';
import type { Read } from '#kernel/database';
import { shownOf } from './sql-agreement-store.ts';
import { tables } from '../tables.ts';

/** How the SLA of an order stands. */
export interface Standing {
  /** The number in its name: 1284 of `SLA-1284`. */
  readonly number: number;
  readonly state: AgreementState;
  readonly version: number;
}

/**
 * How the SLAs of orders stand, by order. An order that changed another one stands by the version that it asked for, an
 * order of its own by the version that binds or is being made; one whose agreements were all withdrawn has none.
 */
export async function standingsOf(read: Read, orderIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('agreements.versions as v')
    .innerJoin('agreements.agreements as a', 'a.id', 'v.agreement_id')
    .select(['v.order_id', 'v.number', 'v.state', 'a.order_id as own_order_id', 'a.order_number'])
    .where('a.kind', '=', 'SLA')
    .where('v.state', '!=', 'withdrawn')
    .where((is) => is.or([is('v.order_id', 'in', orderIds), is('a.order_id', 'in', orderIds)]))
    .execute();
  const standings = new Map<string, Standing>();
  for (const orderId of new Set(orderIds)) {
    const asked = rows.filter((row) => row.order_id === orderId || row.own_order_id === orderId);
    const own = asked.filter((row) => row.own_order_id === orderId);
    const candidates = own.length > 0 ? own : asked.filter((row) => row.order_id === orderId);
    const shown = shownOf(candidates);
    if (shown && shown.order_number !== null)
      standings.set(orderId, { number: shown.order_number, state: shown.state, version: shown.number });
  }
  return standings;
}

/** How the SLA of one order stands; undefined where there is none. */
export async function standingOf(read: Read, orderId: string): Promise<Standing | undefined> {
  return (await standingsOf(read, [orderId])).get(orderId);
}
