import { sql, type Selectable } from 'kysely';
import type { Read } from '#kernel/database';
import { userUnknown } from '../faults.ts';
import { pageOf, type Page, type Paged } from '../messaging-context.ts';
import { tables, type MessagingTables } from '../tables.ts';

export type UserRow = Selectable<MessagingTables['messaging.users']>;

/** What a user is in one project: roles, and the topics and subscriptions whose lists name them. */
export interface Membership {
  readonly project: string;
  readonly roles: readonly string[];
  readonly topics: readonly string[];
  readonly subscriptions: readonly string[];
}

export interface UserRecord extends UserRow {
  /** Name of the user who made this one. */
  readonly creator: string | null;
  readonly memberships: readonly Membership[];
}

type UserKey = { readonly name: string } | { readonly id: string } | { readonly tokenHash: string };

/** A user by name, id or hash of a token, with everything they are a member of. */
export async function findUser(read: Read, key: UserKey): Promise<UserRecord | undefined> {
  let query = tables(read).selectFrom('messaging.users as u').selectAll('u');
  if ('name' in key) query = query.where('u.name', '=', key.name);
  else if ('id' in key) query = query.where('u.id', '=', key.id);
  else
    query = query
      .innerJoin('messaging.tokens as t', 't.user_id', 'u.id')
      .where('t.hash', '=', key.tokenHash) as typeof query;
  const row = await query.executeTakeFirst();
  return row && (await withMemberships(read, [row]))[0];
}

/** A user as `findUser` finds them. Throws `user_unknown`. */
export async function mustFindUser(read: Read, key: UserKey): Promise<UserRecord> {
  const user = await findUser(read, key);
  if (!user) throw userUnknown();
  return user;
}

/** Users, newest first; those of one project where it is given. */
export async function listUsers(
  read: Read,
  { projectIds, page }: { projectIds: readonly string[] | null; page: Page },
): Promise<Paged<UserRecord>> {
  const mine = tables(read);
  let all = mine.selectFrom('messaging.users as u');
  if (projectIds) {
    const members = mine
      .selectFrom('messaging.members')
      .select('user_id')
      .where('project_id', 'in', projectIds.length === 0 ? [''] : projectIds);
    all = all.where('u.id', 'in', members);
  }
  const { total } = await all.select((query) => query.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let rows = all.selectAll('u').orderBy('u.number', 'desc');
  if (page.from !== null) rows = rows.where('u.number', '<=', page.from);
  if (page.size !== null) rows = rows.limit(page.size + 1);
  const paged = pageOf(await rows.execute(), page, Number(total));
  return { ...paged, items: await withMemberships(read, paged.items) };
}

/** Ids of users who are members of a project, by name. */
export async function membersByName(read: Read, projectId: string, names: readonly string[]) {
  if (names.length === 0) return new Map<string, string>();
  const rows = await tables(read)
    .selectFrom('messaging.members as m')
    .innerJoin('messaging.users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name'])
    .where('m.project_id', '=', projectId)
    .where('u.name', 'in', names)
    .execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}

async function withMemberships(read: Read, users: readonly UserRow[]): Promise<UserRecord[]> {
  if (users.length === 0) return [];
  const ids = users.map(({ id }) => id);
  const mine = tables(read);
  const creators = users.map(({ created_by }) => created_by).filter((id) => id !== null);
  const names = new Map(
    creators.length === 0
      ? []
      : (await mine.selectFrom('messaging.users').select(['id', 'name']).where('id', 'in', creators).execute()).map(
          ({ id, name }) => [id, name] as const,
        ),
  );
  const { rows } = await sql<{ user_id: string } & Membership>`
    select m.user_id, p.name as project, m.roles,
      array(select t.name from messaging.topic_acl a join messaging.topics t on t.id = a.topic_id
        where a.user_id = m.user_id and t.project_id = p.id and t.deleted_at is null order by t.number) as topics,
      array(select s.name from messaging.subscription_acl a join messaging.subscriptions s on s.id = a.subscription_id
        where a.user_id = m.user_id and s.project_id = p.id order by s.number) as subscriptions
    from messaging.members m join messaging.projects p on p.id = m.project_id
    where m.user_id in (${sql.join(ids)}) order by p.number`.execute(read);
  const byUser = Map.groupBy(rows, ({ user_id }) => user_id);
  return users.map((user) => ({
    ...user,
    creator: user.created_by === null ? null : (names.get(user.created_by) ?? null),
    memberships: byUser.get(user.id) ?? [],
  }));
}
