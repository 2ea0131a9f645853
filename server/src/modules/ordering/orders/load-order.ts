import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { maySeeOrder, type OrderRelation } from './order-access.ts';
import type { OrderRow, ShareRecord } from './order.ts';
import { rightIn, type ProjectRecord } from '../projects/project.ts';
import { isContactOf } from '../shares/share-access.ts';
import { isLive } from '../shares/share-rollup.ts';
import { orderByNumber, sharesOf } from './sql-order-store.ts';
import { projectById } from '../projects/sql-project-store.ts';

export interface LoadedOrder {
  readonly order: OrderRow;
  readonly project: ProjectRecord;
  readonly shares: readonly ShareRecord[];
  readonly relation: OrderRelation;
}

/** The order and how the actor stands to it: in its project, as contact of a share; undefined where they may not see it. */
export async function findOrder(
  db: Read | Tx,
  actor: Actor,
  number: number,
  { lock = false } = {},
): Promise<LoadedOrder | undefined> {
  const order = await orderByNumber(db, number, lock);
  const project = order && (await projectById(db, order.project_id));
  if (!project) return undefined;
  const shares = await sharesOf(db, order.id);
  const asked = shares.filter((share) => isLive(share) && share.state !== 'proposed' && isContactOf(actor, share));
  const relation = {
    customerId: order.customer_id,
    groupId: order.group_id,
    projectRight: rightIn(project, actor),
    sites: [...new Set(asked.map(({ site_name: site }) => site))],
  };
  return maySeeOrder(actor, relation) ? { order, project, shares, relation } : undefined;
}

/** As `findOrder`; "not there" for everybody who may not see it. */
export async function loadOrder(
  db: Read | Tx,
  actor: Actor,
  number: number,
  options?: { lock?: boolean },
): Promise<LoadedOrder> {
  const found = await findOrder(db, actor, number, options);
  if (!found) throw notFound(`order ${number}`);
  return found;
}
