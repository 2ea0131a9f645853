import type { Read } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { ProjectRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { checkedRoles } from './keep-user.ts';
import { dropMember, setMember } from './membership.ts';
import { mustFindUser, type UserRecord } from './sql-user-store.ts';

/** A member of a project. Throws `user_unknown`, `member_missing`. */
export async function mustFindMember(read: Read, project: ProjectRef, name: string): Promise<UserRecord> {
  const user = await mustFindUser(read, { name });
  if (!user.memberships.some((one) => one.project === project.name)) throw notMember();
  return user;
}

/** Takes an existing user into a project. Throws `user_unknown`, `member_already`, `role_invalid`. */
export const addMember =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string, roles: readonly string[]): Promise<UserRecord> =>
    context.directory.change(async (tx) => {
      const user = await mustFindUser(tx, { name });
      if (user.memberships.some((one) => one.project === project.name)) {
        throw new AppError('conflict', 'member_already', 'User is already a member of the project');
      }
      await setMember(context, tx, { projectId: project.id, userId: user.id, roles: checkedRoles(roles) });
      return mustFindUser(tx, { id: user.id });
    });

/** Gives a member these roles instead of the present ones; null leaves them. Throws `user_unknown`, `member_missing`. */
export const updateMember =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string, roles: readonly string[] | null): Promise<UserRecord> =>
    context.directory.change(async (tx) => {
      const user = await mustFindMember(tx, project, name);
      if (roles) await setMember(context, tx, { projectId: project.id, userId: user.id, roles: checkedRoles(roles) });
      return mustFindUser(tx, { id: user.id });
    });

/** Takes a member out of a project and off all its lists. Throws `user_unknown`, `member_missing`. */
export const removeMember =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string): Promise<void> =>
    context.directory.change(async (tx) => {
      const user = await mustFindUser(tx, { name });
      if (!(await dropMember(context, tx, project.id, user.id))) throw notMember();
    });

const notMember = () =>
  new AppError(
    'forbidden',
    'member_missing',
    'Access to this resource is forbidden. User is not a member of the project',
  );
