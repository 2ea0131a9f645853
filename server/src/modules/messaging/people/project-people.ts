import type { Read } from '#kernel/database';
import { invalid } from '#kernel/errors';
import type { PersonalData, PeopleQueries } from '#identity';
import type { ProjectRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';

/** Ids of the people of the portal who administer a project, in the order in which they were appointed. */
export async function peopleOf(read: Read, projectId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('messaging.project_people')
    .select('person_id')
    .where('project_id', '=', projectId)
    .orderBy('since')
    .orderBy('person_id')
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Ids of the projects that a person administers. */
export async function projectsOfPerson(read: Read, personId: string): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('messaging.project_people')
    .select('project_id')
    .where('person_id', '=', personId)
    .execute();
  return rows.map(({ project_id }) => project_id);
}

/** Makes exactly these people administrators of a project. Throws `unknown_person`. */
export const setPeople =
  (context: MessagingContext, people: Pick<PeopleQueries, 'byIds'>) =>
  (project: ProjectRef, personIds: readonly string[]): Promise<void> =>
    context.database.transact(async (tx) => {
      const wanted = [...new Set(personIds)];
      const known = await people.byIds(tx, wanted);
      for (const id of wanted)
        if (!known.has(id)) throw invalid('unknown_person', [{ path: 'people', message: `there is no person ${id}` }]);
      const before = await peopleOf(tx, project.id);
      const mine = tables(tx);
      await mine
        .deleteFrom('messaging.project_people')
        .where('project_id', '=', project.id)
        .where('person_id', 'not in', wanted.length === 0 ? [''] : wanted)
        .execute();
      if (wanted.length > 0)
        await mine
          .insertInto('messaging.project_people')
          .values(wanted.map((person_id) => ({ project_id: project.id, person_id, since: context.clock.now() })))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      await record(context, tx, {
        projectId: project.id,
        action: 'set_people',
        details: { project: project.name, before, after: wanted },
      });
    });

/** Which messaging projects somebody administers. */
export const messagingPersonalData: PersonalData = {
  name: 'messaging',
  export: async (read, personId) => ({
    administers: await tables(read)
      .selectFrom('messaging.project_people as a')
      .innerJoin('messaging.projects as p', 'p.id', 'a.project_id')
      .select(['p.name as project', 'a.since'])
      .where('a.person_id', '=', personId)
      .orderBy('a.since')
      .execute(),
  }),
  erase: async (tx, { id }) => {
    await tables(tx).deleteFrom('messaging.project_people').where('person_id', '=', id).execute();
  },
};
