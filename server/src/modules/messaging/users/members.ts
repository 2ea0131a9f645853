import { AppError } from '#kernel/errors';
import type { ProjectRef } from '../directory.ts';
import { userUnknown } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { checkedRoles, setMember } from './keep-user.ts';
import { findUser, type UserRecord } from './sql-user-store.ts';

/** Takes an existing user into a project. Throws `user_unknown`, `member_already`, `role_invalid`. */
export const addMember =
  ({ directory, clock }: MessagingContext) =>
  (project: ProjectRef, name: string, roles: readonly string[]): Promise<UserRecord> =>
    directory.change(async (tx) => {
      const user = await findUser(tx, { name });
      if (!user) throw userUnknown();
      if (user.memberships.some((one) => one.project === project.name)) {
        throw new AppError('conflict', 'member_already', 'User is already a member of the project');
      }
      await setMember(tx, project.id, user.id, checkedRoles(roles), clock.now());
      return (await findUser(tx, { id: user.id })) ?? user;
    });

/** Gives a member these roles instead of the present ones; null leaves them. Throws `user_unknown`, `member_missing`. */
export const updateMember =
  ({ directory, clock }: MessagingContext) =>
  (project: ProjectRef, name: string, roles: readonly string[] | null): Promise<UserRecord> =>
    directory.change(async (tx) => {
      const user = await findUser(tx, { name });
      if (!user) throw userUnknown();
      if (!user.memberships.some((one) => one.project === project.name)) throw notMember();
      if (roles) await setMember(tx, project.id, user.id, checkedRoles(roles), clock.now());
      return (await findUser(tx, { id: user.id })) ?? user;
    });

/** Takes a member out of a project and off all its lists. Throws `user_unknown`, `member_missing`. */
export const removeMember =
  ({ directory }: MessagingContext) =>
  (project: ProjectRef, name: string): Promise<void> =>
    directory.change(async (tx) => {
      const user = await findUser(tx, { name });
      if (!user) throw userUnknown();
      const mine = tables(tx);
      const gone = await mine
        .deleteFrom('messaging.members')
        .where('project_id', '=', project.id)
        .where('user_id', '=', user.id)
        .returning('user_id')
        .executeTakeFirst();
      if (!gone) throw notMember();
      await mine
        .deleteFrom('messaging.topic_acl')
        .where('user_id', '=', user.id)
        .where('topic_id', 'in', mine.selectFrom('messaging.topics').select('id').where('project_id', '=', project.id))
        .execute();
      await mine
        .deleteFrom('messaging.subscription_acl')
        .where('user_id', '=', user.id)
        .where(
          'subscription_id',
          'in',
          mine.selectFrom('messaging.subscriptions').select('id').where('project_id', '=', project.id),
        )
        .execute();
    });

const notMember = () =>
  new AppError(
    'forbidden',
    'member_missing',
    'Access to this resource is forbidden. User is not a member of the project',
  );
