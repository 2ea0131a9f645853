import { sql } from 'kysely';
import { isUniqueViolation, json, type Read, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { MemberRecord, MemberRight, ProjectRecord } from './project.ts';
import { tables } from '../tables.ts';

/** Projects with their members, one row a member. */
function projectRows(read: Read) {
  return tables(read)
    .selectFrom('ordering.projects as project')
    .leftJoin('ordering.project_members as member', 'member.project_id', 'project.id')
    .selectAll('project')
    .select([
      'member.id as member_id',
      'member.person_id',
      'member.email',
      'member.right_held',
      'member.invited_at',
      'member.joined_at',
    ])
    .orderBy('member.invited_at')
    .orderBy('member.id');
}

function toProject(rows: Awaited<ReturnType<ReturnType<typeof projectRows>['execute']>>): ProjectRecord | undefined {
  const [row] = rows;
  if (!row) return undefined;
  return {
    id: row.id,
    number: row.number,
    ownerId: row.owner_id,
    name: row.name,
    typology: row.typology,
    status: row.status,
    details: row.details,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    members: rows.flatMap(
      ({ member_id: id, person_id: personId, email, right_held: right, invited_at: invitedAt, joined_at: joinedAt }) =>
        id === null || email === null || right === null || invitedAt === null
          ? []
          : [{ id, personId, email, right, invitedAt, joinedAt }],
    ),
  };
}

/** The project of this number with its members; undefined where there is none. */
export async function projectByNumber(read: Read, number: number): Promise<ProjectRecord | undefined> {
  return toProject(await projectRows(read).where('project.number', '=', number).execute());
}

/** The project of this id with its members; undefined where there is none. */
export async function projectById(read: Read, id: string): Promise<ProjectRecord | undefined> {
  return toProject(await projectRows(read).where('project.id', '=', id).execute());
}

/** The projects of these ids with their members, by id. */
export async function projectsById(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, ProjectRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await projectRows(read)
    .where('project.id', 'in', [...ids])
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, own]) => {
      const project = toProject(own);
      return project ? [[id, project] as const] : [];
    }),
  );
}

/** As `projectByNumber`, and nobody else changes the project until the transaction ends. */
export async function lockProject(tx: Tx, number: number): Promise<ProjectRecord | undefined> {
  const row = await tables(tx)
    .selectFrom('ordering.projects')
    .select('id')
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst();
  // The members are read once nobody else can change them any more.
  return row && projectById(tx, row.id);
}

/** Ids of the projects in which the person has a part; with `toOrder` only those in which they may order. */
export function projectsOf(read: Read, personId: string, { toOrder }: { toOrder: boolean } = { toOrder: false }) {
  const owned = tables(read)
    .selectFrom('ordering.projects as owned')
    .select('owned.id as project_id')
    .where('owned.owner_id', '=', personId);
  let joined = tables(read)
    .selectFrom('ordering.project_members as joined')
    .select('joined.project_id')
    .where('joined.person_id', '=', personId);
  if (toOrder) joined = joined.where('joined.right_held', '=', 'order');
  return owned.union(joined);
}

/** Ids of owner and joined members: whose screens show the orders of the project. */
export async function peopleOfProject(read: Read, projectId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('ordering.projects')
    .select('owner_id as person_id')
    .where('id', '=', projectId)
    .unionAll(
      tables(read)
        .selectFrom('ordering.project_members')
        .select(sql<string>`person_id`.as('person_id'))
        .where('project_id', '=', projectId)
        .where('person_id', 'is not', null),
    )
    .execute();
  return [...new Set(rows.map((row) => row.person_id))];
}

/**
 * Opens the next line of a project and brings the project to the top of the lists of its people. Answers the number of
 * the line and the number of its order. Nobody else changes the project until the transaction ends.
 */
export async function openLine(tx: Tx, projectId: string, now: string): Promise<{ iid: number; number: number }> {
  return tables(tx)
    .updateTable('ordering.projects')
    .set((project) => ({ last_iid: project('last_iid', '+', 1), changed_at: now }))
    .where('id', '=', projectId)
    .returning(['last_iid as iid', sql<number>`nextval('ordering.orders_number_seq')`.as('number')])
    .executeTakeFirstOrThrow();
}

/** How many orders of the project are neither closed nor rejected. */
export async function countOpenOrders(read: Read, projectId: string): Promise<number> {
  const { open } = await tables(read)
    .selectFrom('ordering.orders')
    .select(sql<number>`count(*)::int`.as('open'))
    .where('project_id', '=', projectId)
    .where('state', 'not in', ['closed', 'rejected'])
    .executeTakeFirstOrThrow();
  return open;
}

/** How many orders the project has ever had. */
export async function countOrders(read: Read, projectId: string): Promise<number> {
  const { orders } = await tables(read)
    .selectFrom('ordering.orders')
    .select(sql<number>`count(*)::int`.as('orders'))
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  return orders;
}

/** Removes a project that has no order, with its members and messages. */
export async function deleteEmptyProject(tx: Tx, projectId: string): Promise<void> {
  await tables(tx).deleteFrom('ordering.messages').where('project_id', '=', projectId).execute();
  await tables(tx).deleteFrom('ordering.project_members').where('project_id', '=', projectId).execute();
  await tables(tx).deleteFrom('ordering.projects').where('id', '=', projectId).execute();
}

type NewProject = Pick<ProjectRecord, 'id' | 'ownerId' | 'name' | 'typology' | 'details' | 'createdAt'>;

/** Writes a new project and answers its number; refuses a name that the owner has used. */
export async function insertProject(tx: Tx, project: NewProject): Promise<number> {
  return nameIsFree(project.name, async () => {
    const { number } = await tables(tx)
      .insertInto('ordering.projects')
      .values({
        id: project.id,
        owner_id: project.ownerId,
        name: project.name,
        typology: project.typology,
        status: 'active',
        details: json(project.details),
        created_at: project.createdAt,
        changed_at: project.createdAt,
      })
      .returning('number')
      .executeTakeFirstOrThrow();
    return number;
  });
}

/** Writes owner, details and status of a locked project as a new version. */
export async function saveProject(tx: Tx, project: ProjectRecord, now: string): Promise<void> {
  await nameIsFree(project.name, () =>
    tables(tx)
      .updateTable('ordering.projects')
      .set({
        owner_id: project.ownerId,
        name: project.name,
        typology: project.typology,
        status: project.status,
        details: json(project.details),
        version: project.version + 1,
        changed_at: now,
      })
      .where('id', '=', project.id)
      .execute(),
  );
}

async function nameIsFree<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error, 'projects_name')) throw error;
    const message = `There is a project named ${name} already. Choose another name`;
    throw new AppError('conflict', 'project_name_taken', message, { errors: [{ path: 'name', message }] }, error);
  }
}

/** The orders keep the name of their project, so that the desk list reads one table. */
export async function renameInOrders(tx: Tx, projectId: string, name: string): Promise<void> {
  await tables(tx)
    .updateTable('ordering.orders')
    .set({ project_name: name })
    .where('project_id', '=', projectId)
    .where('project_name', '!=', name)
    .execute();
}

export async function insertMember(tx: Tx, projectId: string, member: MemberRecord): Promise<void> {
  await tables(tx)
    .insertInto('ordering.project_members')
    .values({
      id: member.id,
      project_id: projectId,
      person_id: member.personId,
      email: member.email,
      right_held: member.right,
      invited_at: member.invitedAt,
      joined_at: member.joinedAt,
    })
    .execute();
}

export async function deleteMember(tx: Tx, memberId: string): Promise<void> {
  await tables(tx).deleteFrom('ordering.project_members').where('id', '=', memberId).execute();
}

/** Ends every membership of a person and every open invitation to their address. */
export async function deleteMembershipsOf(tx: Tx, { id, email }: { id: string; email: string | null }): Promise<void> {
  await tables(tx)
    .deleteFrom('ordering.project_members')
    .where((is) => is.or([is('person_id', '=', id), is(sql<string>`lower(email)`, '=', (email ?? '').toLowerCase())]))
    .execute();
}

/** Numbers of the projects that a person owns, is in, or is the customer of orders of. */
export async function projectsWithPart(read: Read, personId: string): Promise<number[]> {
  const rows = await tables(read)
    .selectFrom('ordering.projects')
    .select('number')
    .where((is) =>
      is.or([
        is('id', 'in', projectsOf(read, personId)),
        is(
          'id',
          'in',
          is.selectFrom('ordering.orders as o').select('o.project_id').where('o.customer_id', '=', personId),
        ),
      ]),
    )
    .orderBy('number')
    .execute();
  return rows.map((row) => row.number);
}

export async function ownsProjectNamed(read: Read, ownerId: string, name: string): Promise<boolean> {
  const found = await tables(read)
    .selectFrom('ordering.projects')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where(sql<string>`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  return found !== undefined;
}

export async function changeMemberRight(tx: Tx, memberId: string, right: MemberRight): Promise<void> {
  await tables(tx)
    .updateTable('ordering.project_members')
    .set({ right_held: right })
    .where('id', '=', memberId)
    .execute();
}

export async function joinMember(tx: Tx, memberId: string, personId: string, now: string): Promise<void> {
  await tables(tx)
    .updateTable('ordering.project_members')
    .set({ person_id: personId, joined_at: now })
    .where('id', '=', memberId)
    .where('person_id', 'is', null)
    .execute();
}

/** Numbers of the projects to which this address is invited and has not come yet. */
export async function invitationsFor(read: Read, email: string): Promise<number[]> {
  const rows = await tables(read)
    .selectFrom('ordering.project_members as member')
    .innerJoin('ordering.projects as project', 'project.id', 'member.project_id')
    .select('project.number')
    .where(sql<string>`lower(member.email)`, '=', email.toLowerCase())
    .where('member.person_id', 'is', null)
    .orderBy('project.number')
    .execute();
  return rows.map((row) => row.number);
}
