import { holds, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import type { ProjectRef } from '../directory.ts';
import { tables } from '../tables.ts';
import { peopleOf, projectsOfPerson } from './project-people.ts';

/** Ids of the projects that somebody administers; null for all of them. */
export async function reachOf(read: Read, actor: Actor): Promise<readonly string[] | null> {
  if (holds(actor, 'administrator')) return null;
  return actor.id === null ? [] : projectsOfPerson(read, actor.id);
}

/** A project by name, for whoever administers it; for everybody else there is none. Throws `not_found`. */
export async function reachProject(read: Read, actor: Actor, name: string): Promise<ProjectRef> {
  const project = await tables(read)
    .selectFrom('messaging.projects')
    .select(['id', 'name'])
    .where('name', '=', name)
    .executeTakeFirst();
  const reached =
    project &&
    (holds(actor, 'administrator') || (actor.id !== null && (await peopleOf(read, project.id)).includes(actor.id)));
  if (!reached) throw notFound(`messaging project ${name}`);
  return project;
}
