import { nextId } from '#kernel/ids';
import type { Read, Tx } from '#kernel/database';
import type { ProjectRef } from '../directory.ts';
import { projectTaken, projectUnknown, wrong } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import type { Caller } from '../roles.ts';
import { tables } from '../tables.ts';

export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly creator: string | null;
  readonly created_at: string;
  readonly changed_at: string;
}

/** All projects, newest first, or the one of this id. */
export function projectsOf(read: Read, id?: string): Promise<ProjectRecord[]> {
  let query = tables(read)
    .selectFrom('messaging.projects as p')
    .leftJoin('messaging.users as u', 'u.id', 'p.created_by')
    .select(['p.id', 'p.name', 'p.description', 'p.created_at', 'p.changed_at', 'u.name as creator']);
  if (id !== undefined) query = query.where('p.id', '=', id);
  return query.orderBy('p.number', 'desc').execute();
}

/** Makes a project. Throws `already_exists`. */
export const createProject =
  (context: MessagingContext) =>
  (caller: Caller, name: string, description: string): Promise<ProjectRecord> =>
    context.directory.change(async (tx) => {
      const now = context.clock.now();
      const id = nextId();
      const made = await tables(tx)
        .insertInto('messaging.projects')
        .values({ id, name, description, created_by: caller.userId, created_at: now, changed_at: now })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) throw projectTaken();
      await record(context, tx, { projectId: id, action: 'create_project', details: { project: name } });
      return mustFind(tx, id);
    });

/** Renames or describes a project; resources of it carry the new name from then on. Throws `name_taken`. */
export const updateProject =
  (context: MessagingContext) =>
  (project: ProjectRef, change: { name?: string | undefined; description?: string | undefined }) =>
    context.directory.change(async (tx) => {
      const mine = tables(tx);
      const before = await mustFind(tx, project.id);
      if (change.name && change.name !== project.name) {
        const other = await mine
          .selectFrom('messaging.projects')
          .select('id')
          .where('name', '=', change.name)
          .executeTakeFirst();
        if (other) throw wrong('name_taken', 'invalid project name change, name already exists');
      }
      await mine
        .updateTable('messaging.projects')
        .set({
          ...(change.name ? { name: change.name } : {}),
          ...(change.description ? { description: change.description } : {}),
          changed_at: context.clock.now(),
        })
        .where('id', '=', project.id)
        .execute();
      const after = await mustFind(tx, project.id);
      await record(context, tx, {
        projectId: project.id,
        action: 'update_project',
        details: { project: after.name, before: saidOf(before), after: saidOf(after) },
      });
      return after;
    });

const saidOf = ({ name, description }: ProjectRecord) => ({ name, description });

/** Deletes a project with its topics, their messages, and its subscriptions; its members stay users. */
export const deleteProject =
  (context: MessagingContext) =>
  async (project: ProjectRef): Promise<void> => {
    const { directory, log } = context;
    const topics = await directory.change(async (tx) => {
      const mine = tables(tx);
      const gone = await mine
        .selectFrom('messaging.topics')
        .select('id')
        .where('project_id', '=', project.id)
        .execute();
      await record(context, tx, {
        projectId: project.id,
        action: 'delete_project',
        details: { project: project.name },
      });
      await mine.deleteFrom('messaging.projects').where('id', '=', project.id).execute();
      return gone;
    });
    for (const { id } of topics) await log.clear(id);
  };

async function mustFind(tx: Tx, id: string): Promise<ProjectRecord> {
  const [found] = await projectsOf(tx, id);
  if (!found) throw projectUnknown();
  return found;
}
