import { nextId } from '#kernel/ids';
import { textArray, type Tx } from '#kernel/database';
import { userTaken, userUnknown, wrong } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isRole, type Caller } from '../roles.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';
import { dropMember, membershipsOf, setMember } from './membership.ts';
import { findUser, mustFindUser, type UserRecord } from './sql-user-store.ts';

export interface MembershipInput {
  readonly project: string;
  readonly roles: readonly string[];
}

/** What is said of a user; where a field is missing or empty, a change leaves it as it is. */
export interface UserInput {
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly organization?: string | undefined;
  readonly description?: string | undefined;
  readonly email?: string | undefined;
  readonly serviceRoles?: readonly string[] | undefined;
  readonly projects?: readonly MembershipInput[] | undefined;
}

/** Makes a user with a token. Throws `already_exists`, `role_invalid`, `project_invalid`. */
export const createUser =
  (context: MessagingContext) =>
  (caller: Caller, name: string, input: UserInput): Promise<UserRecord> =>
    context.directory.change((tx) => makeUser(context, tx, { caller, name, input }));

/** Makes a user within a change of the directory; throws as `createUser`. */
export async function makeUser(
  context: MessagingContext,
  tx: Tx,
  { caller, name, input }: { caller: Caller; name: string; input: UserInput },
): Promise<UserRecord> {
  const { clock, tokens } = context;
  if (await findUser(tx, { name })) throw userTaken();
  const memberships = await checkedMemberships(tx, input.projects ?? []);
  const roles = checkedRoles(input.serviceRoles ?? []);
  const now = clock.now();
  const id = nextId();
  const row = await tables(tx)
    .insertInto('messaging.users')
    .values({
      id,
      name,
      first_name: input.firstName ?? '',
      last_name: input.lastName ?? '',
      organization: input.organization ?? '',
      description: input.description ?? '',
      email: input.email ?? '',
      service_roles: textArray(roles),
      created_by: caller.userId,
      created_at: now,
      changed_at: now,
    })
    .returning(['id', 'token_generation'])
    .executeTakeFirstOrThrow();
  await tokens.renew(tx, row, now);
  await recordUser(context, tx, { id, name }, 'create_user', { serviceRoles: roles });
  for (const [projectId, held] of memberships) await setMember(context, tx, { projectId, userId: id, roles: held });
  return mustFindUser(tx, { id });
}

/** Changes a user; a given list of projects replaces all memberships. Throws `user_unknown` and as `createUser`. */
export const updateUser =
  (context: MessagingContext) =>
  (name: string, input: UserInput): Promise<UserRecord> =>
    context.directory.change(async (tx) => {
      const user = await mustFindUser(tx, { name });
      const renamed = input.name || undefined;
      if (renamed !== undefined && renamed !== name && (await findUser(tx, { name: renamed }))) {
        throw wrong('name_taken', 'invalid user name change, name already exists');
      }
      const now = context.clock.now();
      const memberships = input.projects && (await checkedMemberships(tx, input.projects));
      await tables(tx)
        .updateTable('messaging.users')
        .set({
          name: renamed ?? user.name,
          first_name: input.firstName || user.first_name,
          last_name: input.lastName || user.last_name,
          organization: input.organization || user.organization,
          description: input.description || user.description,
          email: input.email || user.email,
          ...(input.serviceRoles ? { service_roles: textArray(checkedRoles(input.serviceRoles)) } : {}),
          changed_at: now,
        })
        .where('id', '=', user.id)
        .execute();
      await recordUser(context, tx, { id: user.id, name: user.name }, 'update_user', {
        before: { name: user.name, serviceRoles: user.service_roles },
        after: { name: renamed ?? user.name, serviceRoles: input.serviceRoles ?? user.service_roles },
      });
      if (memberships) {
        const left = (await membershipsOf(tx, user.id)).filter(({ project_id }) => !memberships.has(project_id));
        for (const { project_id } of left) await dropMember(context, tx, project_id, user.id);
        for (const [projectId, held] of memberships)
          await setMember(context, tx, { projectId, userId: user.id, roles: held });
      }
      return mustFindUser(tx, { id: user.id });
    });

/** Gives a user a new token; the old one is refused at once. */
export const refreshToken =
  (context: MessagingContext) =>
  (name: string): Promise<UserRecord> =>
    context.directory.change(async (tx) => {
      const { clock, tokens } = context;
      const now = clock.now();
      const row = await tables(tx)
        .updateTable('messaging.users')
        .set((user) => ({ token_generation: user('token_generation', '+', 1), changed_at: now }))
        .where('name', '=', name)
        .returning(['id', 'token_generation'])
        .executeTakeFirst();
      if (!row) throw userUnknown();
      await tokens.renew(tx, row, now);
      await recordUser(context, tx, { id: row.id, name }, 'renew_token', {});
      for (const { project_id: projectId } of await membershipsOf(tx, row.id))
        await record(context, tx, { projectId, action: 'renew_token', details: { user: name } });
      return mustFindUser(tx, { id: row.id });
    });

/** Deletes a user, whose token is refused at once. Throws `user_unknown`. */
export const deleteUser =
  (context: MessagingContext) =>
  (name: string): Promise<void> =>
    context.directory.change(async (tx) => {
      const user = await mustFindUser(tx, { name });
      for (const { project_id } of await membershipsOf(tx, user.id)) await dropMember(context, tx, project_id, user.id);
      await recordUser(context, tx, user, 'delete_user', {});
      await tables(tx).deleteFrom('messaging.users').where('id', '=', user.id).execute();
    });

/** Refuses what is no role; each is kept once. */
export function checkedRoles(roles: readonly string[]): string[] {
  for (const role of roles) if (!isRole(role)) throw wrong('role_invalid', `invalid role: ${role}`);
  return [...new Set(roles)];
}

/** Roles by id of the project; entries without a name are skipped. */
async function checkedMemberships(tx: Tx, given: readonly MembershipInput[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { project, roles } of given) {
    if (project === '') continue;
    const row = await tables(tx)
      .selectFrom('messaging.projects')
      .select('id')
      .where('name', '=', project)
      .executeTakeFirst();
    if (!row) throw wrong('project_invalid', `invalid project: ${project}`);
    if (found.has(row.id)) throw wrong('project_twice', `duplicate reference of project ${project}`);
    found.set(row.id, checkedRoles(roles));
  }
  return found;
}

/** Writes what happened to a user of the whole service into the record. */
const recordUser = (
  { audit, actor }: MessagingContext,
  tx: Tx,
  { id, name }: { id: string; name: string },
  action: string,
  details: Readonly<Record<string, unknown>>,
) =>
  audit(tx, {
    actor,
    action: `messaging.${action}`,
    target: `messaging-user:${id}`,
    details: { user: name, ...details },
  });
