import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { OrderingContext } from '../../ordering-context.ts';
import { freeName } from '../../projects/free-name.ts';
import { tellProjectChange } from '../../projects/project-parts.ts';
import type { ProjectRecord } from '../../projects/project.ts';
import { insertProject, projectByNumber, saveProject } from '../../projects/sql-project-store.ts';
import { tables } from '../../tables.ts';
import { emptyDetails, projectDetails, type Custom } from './ticket-customer.ts';

interface TicketProject {
  readonly ownerId: string;
  readonly custom: Custom;
  readonly name: string;
  readonly description: string | null;
  /** Of a project that comes with its past: when it began, and whether it is over. It is not told as a new one. */
  readonly past?: { readonly createdAt: string; readonly archived: boolean };
}

/** Makes the project for which a ticket stands, as its customer's; the name gets a number where they have used it. */
export async function createTicketProject(
  { kernel }: Pick<OrderingContext, 'kernel'>,
  tx: Tx,
  actor: Actor,
  { ownerId, custom, name, description, past }: TicketProject,
): Promise<ProjectRecord> {
  const told = projectDetails(custom, emptyDetails(name.slice(0, 100)));
  const free = await freeName(tx, ownerId, told.name);
  const details = {
    ...told,
    name: free,
    overview: told.overview === '' ? (description ?? '').slice(0, 10_000) : told.overview,
  };
  const now = kernel.clock.now();
  const fresh = {
    id: nextId(),
    ownerId,
    name: free,
    typology: details.typology,
    details,
    createdAt: past?.createdAt ?? now,
  };
  const number = await insertProject(tx, fresh);
  const status = past?.archived === true ? ('archived' as const) : ('active' as const);
  const project: ProjectRecord = { ...fresh, number, status, version: 1, changedAt: now, members: [] };
  if (past) await saveProject(tx, project, now);
  await tellProjectChange(tx, kernel, {
    actor,
    project,
    change: past ? 'imported' : 'created',
    action: past ? 'ordering.import_project' : 'ordering.create_project',
  });
  return project;
}

/** The project of somebody that takes what is kept under this name where no project is told; made with the first. */
export async function collectingProject(
  context: Pick<OrderingContext, 'kernel'>,
  tx: Tx,
  actor: Actor,
  { ownerId, name, past }: Pick<TicketProject, 'ownerId' | 'name' | 'past'>,
): Promise<ProjectRecord> {
  const there = await tables(tx)
    .selectFrom('ordering.projects')
    .select('number')
    .where('owner_id', '=', ownerId)
    .where('name', '=', name)
    .executeTakeFirst();
  const found = there && (await projectByNumber(tx, there.number));
  return (
    found ??
    createTicketProject(context, tx, actor, {
      ownerId,
      custom: new Map(),
      name,
      description: null,
      ...(past ? { past } : {}),
    })
  );
}

/** Name of the project that takes orders for which neither project nor customer is told. */
export const homeless = 'Orders without a project';
