import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { require, type Actor } from '#kernel/access';
import { wantsVersion } from '#kernel/http';
import { requireNow } from '../refusal.ts';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { active, mayChangeProject } from './project.ts';
import { renameInOrders, saveProject } from './sql-project-store.ts';

/** Replaces the details of a project; `version` is the one its editor saw. */
export const updateProject =
  (parts: ProjectParts) =>
  (actor: Actor, number: number, details: ProjectInput, version?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      requireNow(active(project));
      wantsVersion(version, project.version, 'The project');
      const { name, typology } = details;
      const changed = { ...project, name, typology, details };
      await saveProject(tx, changed, parts.clock.now());
      if (name !== project.name) await renameInOrders(tx, project.id, name);
      await tellProjectChange(tx, parts, { actor, project, change: 'updated', action: 'ordering.update_project' });
    });
