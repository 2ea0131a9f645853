import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { findOrder, loadOrder, type LoadedOrder } from '../../orders/load-order.ts';
import { seesDesk } from '../../orders/order-access.ts';
import { linesOf, standingOf } from './sql-tmf-orders.ts';

/**
 * The order whose number a service order bears, for whoever sees all of it: people of its project, and the desk. What is
 * one of its further items has no number on this face. Undefined where there is none; one taken off this face is none,
 * unless it is told that it was `deleted`.
 */
export async function findServiceOrder(
  db: Read | Tx,
  actor: Actor,
  number: number,
  { lock = false, deleted = false } = {},
): Promise<LoadedOrder | undefined> {
  const found = await findOrder(db, actor, number, { lock });
  if (!found || (found.relation.projectRight === undefined && !seesDesk(actor))) return undefined;
  const { isDeleted, leader } = await standingOf(db, found.order.id);
  return (isDeleted && !deleted) || leader !== number ? undefined : found;
}

/** As `findServiceOrder`; "not there" for everybody who may not see it. */
export async function loadServiceOrder(
  db: Read | Tx,
  actor: Actor,
  number: number,
  options?: { lock?: boolean },
): Promise<LoadedOrder> {
  const found = await findServiceOrder(db, actor, number, options);
  if (!found) throw notFound(`service order ${number}`);
  return found;
}

/** All orders of a service order, locked, each with how the actor stands to it. */
export async function lockLines(tx: Tx, actor: Actor, leadingId: string): Promise<LoadedOrder[]> {
  const lines: LoadedOrder[] = [];
  for (const { number } of await linesOf(tx, leadingId, true)) lines.push(await loadOrder(tx, actor, number));
  return lines;
}
