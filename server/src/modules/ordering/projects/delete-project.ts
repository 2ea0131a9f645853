import { require, type Actor } from '#kernel/access';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { mayChangeProject, mayDelete } from './project.ts';
import { requireNow } from '../refusal.ts';
import { countOrders, deleteEmptyProject } from './sql-project-store.ts';

/** Deletes a project in which nothing was ever ordered, with its invitations and what was said about it. */
export const deleteProject =
  (parts: ProjectParts) =>
  (actor: Actor, number: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      requireNow(mayDelete(await countOrders(tx, project.id)));
      await deleteEmptyProject(tx, project.id);
      await tellProjectChange(tx, parts, { actor, project, change: 'deleted', action: 'ordering.delete_project' });
    });
