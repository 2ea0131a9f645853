import type { AmsUser } from '#clients/ams';
import { textArray, type Tx } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import { isName } from '../../../names.ts';
import { isRole } from '../../../roles.ts';
import type { MessagingContext } from '../../../messaging-context.ts';
import { tables } from '../../../tables.ts';
import { setMember } from '../../../users/membership.ts';
import { findUser, type UserRecord } from '../../../users/sql-user-store.ts';
import { importedToken } from '../../../users/user-tokens.ts';
import { instantOr, leftOut, there, userNamed, type AmsImport, type Brought } from './import-context.ts';

/**
 * Brings a user with uuid, token, roles and memberships of projects that are here. Who is here already gets the roles that
 * they have there, keeps those that they have here, and gets a token that was made anew there, unless one was made here.
 */
export async function bringUser(imported: AmsImport, user: AmsUser, projects: ReadonlySet<string>): Promise<Brought> {
  const { database, directory, clock, dryRun } = imported;
  if (!isName(user.name)) return leftOut('a user cannot be called so here');
  if (user.uuid === '') return leftOut('the other service tells no uuid');
  const known = await findUser(database.read(), { id: user.uuid });
  const namesake = await findUser(database.read(), { name: user.name });
  if (namesake && namesake.id !== user.uuid)
    return leftOut('somebody else is called so here: rename one of them, and start the import again');
  const token = user.token ?? '';
  const holder = token === '' ? undefined : await findUser(database.read(), { tokenHash: sha256(token) });
  if (holder && holder.id !== user.uuid) return leftOut(`${holder.name} has the same token here`);

  const notes: string[] = [];
  const wanted = wantedRoles(user, projects, notes);
  if (known) {
    if (known.name !== user.name) notes.push(`is called ${known.name} here`);
    if (known.token_generation !== importedToken && token !== '' && !holder)
      notes.push('got a new token here: the one of there does not work');
    const missing = missingRoles(known, wanted);
    const newToken = known.token_generation === importedToken && token !== '' && !holder;
    const changed = newToken || missing.service !== null || missing.projects.size > 0;
    if (!changed || dryRun) return there(changed, notes);
    await directory.change(async (tx) => {
      await addRoles(imported, tx, known.id, missing);
      if (newToken) await keepToken(tx, known.id, token, clock.now());
    });
    return there(true, notes);
  }

  if (token === '') notes.push('the other service tells no token: a new one was made');
  if (dryRun) return { outcome: 'imported', notes };
  await directory.change(async (tx) => {
    const now = clock.now();
    const row = await tables(tx)
      .insertInto('messaging.users')
      .values({
        id: user.uuid,
        name: user.name,
        first_name: user.first_name ?? '',
        last_name: user.last_name ?? '',
        organization: user.organization ?? '',
        description: user.description ?? '',
        email: user.email ?? '',
        service_roles: textArray([...wanted.service]),
        created_by: await userNamed(tx, user.created_by),
        created_at: instantOr(now, user.created_on),
        changed_at: instantOr(now, user.modified_on),
        ...(token === '' ? {} : { token_generation: importedToken }),
      })
      .returning(['id', 'token_generation'])
      .executeTakeFirstOrThrow();
    if (token === '') await imported.tokens.renew(tx, row, now);
    else await keepToken(tx, user.uuid, token, now);
    await addRoles(imported, tx, user.uuid, { service: null, projects: wanted.projects });
  });
  return { outcome: 'imported', notes };
}

interface Roles {
  readonly service: readonly string[];
  readonly projects: ReadonlyMap<string, readonly string[]>;
}

/** The roles that are known here, in the projects that come. */
function wantedRoles(user: AmsUser, projects: ReadonlySet<string>, notes: string[]): Roles {
  const known = (roles: readonly string[], where: string) => {
    const strange = roles.filter((role) => !isRole(role));
    if (strange.length > 0) notes.push(`unknown roles${where} left out: ${strange.join(', ')}`);
    return roles.filter(isRole);
  };
  return {
    service: known(user.service_roles ?? [], ''),
    projects: new Map(
      (user.projects ?? [])
        .filter(({ project }) => projects.has(project))
        .map(({ project, roles }) => [project, known(roles ?? [], ` in ${project}`)]),
    ),
  };
}

interface MissingRoles {
  /** All roles for the service, old and new; null where none is missing. */
  readonly service: readonly string[] | null;
  /** All roles, old and new, in the projects where one is missing. */
  readonly projects: ReadonlyMap<string, readonly string[]>;
}

function missingRoles(known: UserRecord, wanted: Roles): MissingRoles {
  const held = new Map(known.memberships.map(({ project, roles }) => [project, roles]));
  const service = [...new Set([...known.service_roles, ...wanted.service])];
  const projects = new Map<string, readonly string[]>();
  for (const [project, roles] of wanted.projects) {
    const here = held.get(project);
    const all = [...new Set([...(here ?? []), ...roles])];
    if (here === undefined || all.length > here.length) projects.set(project, all);
  }
  return { service: service.length > known.service_roles.length ? service : null, projects };
}

async function addRoles(
  context: MessagingContext,
  tx: Tx,
  userId: string,
  { service, projects }: MissingRoles,
): Promise<void> {
  if (service) {
    await tables(tx)
      .updateTable('messaging.users')
      .set({ service_roles: textArray([...service]) })
      .where('id', '=', userId)
      .execute();
  }
  for (const [name, roles] of projects) {
    const project = await tables(tx)
      .selectFrom('messaging.projects')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirst();
    if (project) await setMember(context, tx, { projectId: project.id, userId, roles });
  }
}

/** Makes a token of another service the only one of a user; it is not kept itself. */
async function keepToken(tx: Tx, userId: string, token: string, now: string): Promise<void> {
  await tables(tx).deleteFrom('messaging.tokens').where('user_id', '=', userId).execute();
  await tables(tx)
    .insertInto('messaging.tokens')
    .values({ hash: sha256(token), user_id: userId, made_at: now })
    .execute();
}
