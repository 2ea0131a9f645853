import { sql } from 'kysely';
import { z } from 'zod';
import { orderStateWords } from '#contracts/ordering/lifecycle';
import type { LineSummary, Project, ProjectSummary } from '#contracts/ordering/project-schemas';
import type { PersonRef } from '#contracts/ordering/schemas';
import { personId, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import type { People, PersonCard } from '../ports.ts';
import { projectActions } from './project-actions.ts';
import { rightIn, type ProjectRecord } from './project.ts';
import { projectByNumber, projectsOf } from './sql-project-store.ts';
import { tables } from '../tables.ts';

/** Most orders that the page of a project shows, newest first. */
const mostLines = 500;

const nameOf = (people: ReadonlyMap<string, PersonCard>, id: string): PersonRef => ({
  id,
  name: people.get(id)?.name ?? 'Somebody without an account',
});

/** How many orders these lines are, a bundle counted once; with a condition, of how many one line fulfils it. */
const inBundles = (table: string, condition = sql`true`) =>
  sql<number>`(count(distinct coalesce(${sql.ref(`${table}.parent_id`)}, ${sql.ref(`${table}.id`)}))
    filter (where ${condition}))::int`;

export interface ProjectPage {
  readonly items: ProjectSummary[];
  readonly next: string | null;
  readonly total: number | null;
}

/** The projects in which the actor has a part, changed last first. */
export async function listProjects(
  read: Read,
  people: Pick<People, 'byIds'>,
  actor: Actor,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<ProjectPage> {
  const me = personId(actor);
  const mine = tables(read).selectFrom('ordering.projects as project').where('project.id', 'in', projectsOf(read, me));
  let newest = mine
    .select([
      'project.id',
      'project.number',
      'project.name',
      'project.typology',
      'project.status',
      'project.owner_id',
      'project.changed_at',
    ])
    .orderBy('project.changed_at', 'desc')
    .orderBy('project.id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    const [changedAt, id] = decodeCursor(after, z.tuple([cursorInstant, z.string()]));
    newest = newest.where(sql<boolean>`(project.changed_at, project.id) < (${changedAt}::timestamptz, ${id})`);
  }
  // Only the orders of the projects that are shown are counted.
  const rows = await tables(read)
    .selectFrom(newest.as('project'))
    .leftJoin('ordering.project_members as member', (join) =>
      join.onRef('member.project_id', '=', 'project.id').on('member.person_id', '=', me),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('ordering.orders as line')
          .select([
            inBundles('line').as('orders'),
            inBundles('line', sql`line.state not in ('closed', 'rejected')`).as('open'),
            inBundles('line', sql`line.state = 'waiting_for_response'`).as('needs_answer'),
          ])
          .whereRef('line.project_id', '=', 'project.id')
          .as('counted'),
      (join) => join.onTrue(),
    )
    .selectAll('project')
    .select(['member.right_held', 'counted.orders', 'counted.open', 'counted.needs_answer'])
    .orderBy('project.changed_at', 'desc')
    .orderBy('project.id', 'desc')
    .execute();
  const shown = rows.slice(0, limit);
  const { total } = await mine.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const cards = await people.byIds(
    read,
    shown.map((row) => row.owner_id),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      number: row.number,
      name: row.name,
      typology: row.typology,
      status: row.status,
      owner: nameOf(cards, row.owner_id),
      right: row.owner_id === me ? 'owner' : (row.right_held ?? 'read'),
      orders: row.orders ?? 0,
      openOrders: row.open ?? 0,
      needsAnswer: row.needs_answer ?? 0,
      changedAt: row.changed_at,
    })),
    next: rows.length > shown.length && last ? encodeCursor([last.changed_at, last.id]) : null,
    total,
  };
}

/** A project with its members and its orders as the actor sees it; undefined for somebody who has no part in it. */
export async function readProject(
  read: Read,
  people: Pick<People, 'byIds'>,
  actor: Actor,
  number: number,
): Promise<Project | undefined> {
  const project = await projectByNumber(read, number);
  const right = project && rightIn(project, actor);
  if (!project || !right) return undefined;
  const lines = await linesOf(read, project);
  const counts = await countLines(read, project.id);
  const ids = [project.ownerId, ...project.members.flatMap((member) => member.personId ?? [])];
  const cards = await people.byIds(read, ids);
  return {
    number: project.number,
    name: project.name,
    typology: project.typology,
    status: project.status,
    owner: nameOf(cards, project.ownerId),
    right,
    ...counts,
    changedAt: project.changedAt,
    version: project.version,
    details: project.details,
    members: project.members.map((member) => ({
      id: member.id,
      name: member.personId === null ? null : nameOf(cards, member.personId).name,
      email: member.email,
      right: member.right,
      invitedAt: member.invitedAt,
      joinedAt: member.joinedAt,
    })),
    lines,
    actions: projectActions(project, actor, counts),
  };
}

async function countLines(read: Read, projectId: string) {
  return tables(read)
    .selectFrom('ordering.orders')
    .select([
      inBundles('ordering.orders').as('orders'),
      inBundles('ordering.orders', sql`state not in ('closed', 'rejected')`).as('openOrders'),
      inBundles('ordering.orders', sql`state = 'waiting_for_response'`).as('needsAnswer'),
    ])
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
}

async function linesOf(read: Read, project: ProjectRecord): Promise<LineSummary[]> {
  const rows = await tables(read)
    .selectFrom('ordering.orders as line')
    .leftJoin('ordering.orders as earlier', 'earlier.id', 'line.change_of')
    .leftJoin('ordering.orders as root', 'root.id', 'line.parent_id')
    .select([
      'line.number',
      'line.iid',
      'line.service_name as service',
      'line.offer_name as offer',
      'line.state',
      'line.customer_unread as newMessages',
      'line.submitted_at as submittedAt',
      'line.ends_on as endsOn',
      'line.kind',
      'earlier.number as changeOf',
      'line.bundle_name',
      'root.number as root',
    ])
    .where('line.project_id', '=', project.id)
    .orderBy('line.iid', 'desc')
    .limit(mostLines)
    .execute();
  return rows.map(({ bundle_name: name, root, ...row }) => ({
    ...row,
    word: orderStateWords[row.state].customer,
    bundle: name === null ? null : { name, root: root ?? row.number },
  }));
}
