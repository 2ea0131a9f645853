import { sql, type Selectable } from 'kysely';
import type { Read } from '#kernel/database';
import type { OrderRow } from '../../orders/order.ts';
import type { OrderSystem } from '../../ports.ts';
import { tables, type MessagesTable, type ProjectsTable } from '../../tables.ts';

export type FoundProject = Pick<Selectable<ProjectsTable>, 'id' | 'number' | 'owner_id' | 'details'>;
export type FoundMessage = Selectable<MessagesTable>;

interface Paging {
  readonly fromId: number;
  readonly limit: number;
}

/** Projects in reach of an order system by number: all of the default one's, else those with an order that is its own. */
export async function projectsInReach(
  read: Read,
  oms: OrderSystem,
  { fromId, limit }: Paging,
): Promise<FoundProject[]> {
  const db = tables(read);
  return db
    .selectFrom('ordering.projects')
    .select(['id', 'number', 'owner_id', 'details'])
    .where('number', '>', fromId)
    .$if(!oms.isDefault, (query) =>
      query.where('number', 'in', (own) =>
        own
          .selectFrom('ordering.orders')
          .select('project_number')
          .distinct()
          .where('oms_id', '=', oms.id)
          .where('project_number', '>', fromId)
          .orderBy('project_number')
          .limit(limit),
      ),
    )
    .orderBy('number')
    .limit(limit)
    .execute();
}

/** One project in reach of an order system. */
export async function projectInReach(read: Read, oms: OrderSystem, number: number): Promise<FoundProject | undefined> {
  const [project] = await projectsInReach(read, oms, { fromId: number - 1, limit: 1 });
  return project?.number === number ? project : undefined;
}

/** Places of all orders of these projects, by the number of the project. */
export async function iidsOf(read: Read, projects: readonly FoundProject[]): Promise<ReadonlyMap<string, number[]>> {
  if (projects.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('ordering.orders')
    .select(['project_id', sql<number[]>`jsonb_agg(iid order by iid)`.as('iids')])
    .where(
      'project_id',
      'in',
      projects.map(({ id }) => id),
    )
    .groupBy('project_id')
    .execute();
  return new Map(rows.map((row) => [row.project_id, row.iids]));
}

/** Orders of a project in reach of an order system, by their place. */
export async function itemsInReach(
  read: Read,
  oms: OrderSystem,
  projectId: string,
  { fromId, limit }: Paging,
): Promise<OrderRow[]> {
  return tables(read)
    .selectFrom('ordering.orders')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('iid', '>', fromId)
    .$if(!oms.isDefault, (query) => query.where('oms_id', '=', oms.id))
    .orderBy('iid')
    .limit(limit)
    .execute();
}

/** One order in reach of an order system; with `lock` it stands still until the transaction ends. */
export async function itemInReach(
  read: Read,
  oms: OrderSystem,
  { projectId, iid, lock = false }: { projectId: string; iid: number; lock?: boolean },
): Promise<OrderRow | undefined> {
  return tables(read)
    .selectFrom('ordering.orders')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('iid', '=', iid)
    .$if(!oms.isDefault, (query) => query.where('oms_id', '=', oms.id))
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Messages of an order, or of a project as a whole, by number. */
export async function messagesOf(
  read: Read,
  place: { readonly orderId: string } | { readonly projectId: string },
  { fromId, limit }: Paging,
): Promise<FoundMessage[]> {
  const query = tables(read)
    .selectFrom('ordering.messages')
    .selectAll()
    .where('number', '>', fromId)
    .orderBy('number')
    .limit(limit);
  return 'orderId' in place
    ? query.where('order_id', '=', place.orderId).execute()
    : query.where('project_id', '=', place.projectId).where('order_id', 'is', null).execute();
}

export async function messageByNumber(read: Read, number: number): Promise<FoundMessage | undefined> {
  return tables(read).selectFrom('ordering.messages').selectAll().where('number', '=', number).executeTakeFirst();
}

/** Does an order system work an order of this project? Of what names no order system, the default one does. */
export async function worksInProject(read: Read, oms: OrderSystem, projectId: string): Promise<boolean> {
  const row = await tables(read)
    .selectFrom('ordering.orders')
    .select('id')
    .where('project_id', '=', projectId)
    .where((where) => where.or([where('oms_id', '=', oms.id), ...(oms.isDefault ? [where('oms_id', 'is', null)] : [])]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
