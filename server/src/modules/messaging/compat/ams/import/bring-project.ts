import type { AmsProject } from '#clients/ams';
import { nextId } from '#kernel/ids';
import { isName } from '../../../names.ts';
import { tables } from '../../../tables.ts';
import { instantOr, leftOut, there, userNamed, type AmsImport, type Brought } from './import-context.ts';

/** Brings a project; one of this name that is here takes what comes into it. */
export async function bringProject({ directory, clock, dryRun }: AmsImport, project: AmsProject): Promise<Brought> {
  if (!isName(project.name)) return leftOut('a project cannot be called so here');
  if (await directory.project(project.name)) return there(false, []);
  if (dryRun) return { outcome: 'imported', notes: [] };
  const now = clock.now();
  return directory.change(async (tx) => {
    const made = await tables(tx)
      .insertInto('messaging.projects')
      .values({
        id: nextId(),
        name: project.name,
        description: project.description ?? '',
        created_by: await userNamed(tx, project.created_by),
        created_at: instantOr(now, project.created_on),
        changed_at: instantOr(now, project.modified_on),
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    return made ? { outcome: 'imported', notes: [] } : there(false, []);
  });
}
