import { textArray, type Read, type Tx } from '#kernel/database';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';

/** The projects of a user, with the roles there. */
export const membershipsOf = (read: Read, userId: string) =>
  tables(read).selectFrom('messaging.members').select(['project_id', 'roles']).where('user_id', '=', userId).execute();

/** Makes somebody a member with exactly these roles. */
export async function setMember(
  context: MessagingContext,
  tx: Tx,
  { projectId, userId, roles }: { projectId: string; userId: string; roles: readonly string[] },
): Promise<void> {
  const before = (await membershipsOf(tx, userId)).find(({ project_id }) => project_id === projectId)?.roles ?? null;
  await tables(tx)
    .insertInto('messaging.members')
    .values({ project_id: projectId, user_id: userId, roles: textArray(roles), since: context.clock.now() })
    .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ roles: textArray(roles) }))
    .execute();
  await record(context, tx, {
    projectId,
    action: 'set_member',
    details: { user: await nameOf(tx, userId), before, after: roles },
  });
}

/** Takes a member out of a project and off all its lists; false where they are none. */
export async function dropMember(
  context: MessagingContext,
  tx: Tx,
  projectId: string,
  userId: string,
): Promise<boolean> {
  const mine = tables(tx);
  const gone = await mine
    .deleteFrom('messaging.members')
    .where('project_id', '=', projectId)
    .where('user_id', '=', userId)
    .returning('roles')
    .executeTakeFirst();
  if (!gone) return false;
  await mine
    .deleteFrom('messaging.topic_acl')
    .where('user_id', '=', userId)
    .where('topic_id', 'in', mine.selectFrom('messaging.topics').select('id').where('project_id', '=', projectId))
    .execute();
  await mine
    .deleteFrom('messaging.subscription_acl')
    .where('user_id', '=', userId)
    .where(
      'subscription_id',
      'in',
      mine.selectFrom('messaging.subscriptions').select('id').where('project_id', '=', projectId),
    )
    .execute();
  await record(context, tx, {
    projectId,
    action: 'remove_member',
    details: { user: await nameOf(tx, userId), before: gone.roles, after: null },
  });
  return true;
}

const nameOf = async (read: Read, userId: string): Promise<string> =>
  (await tables(read).selectFrom('messaging.users').select('name').where('id', '=', userId).executeTakeFirst())?.name ??
  '';
