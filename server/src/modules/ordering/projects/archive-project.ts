import { require, type Actor } from '#kernel/access';
import { wantsVersion } from '#kernel/http';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { mayArchive, mayChangeProject } from './project.ts';
import { requireNow } from '../refusal.ts';
import { countOpenOrders, saveProject } from './sql-project-store.ts';

/** Puts a project away, or brings it back; what is as asked for already stays as it is. */
export const archiveProject =
  (parts: ProjectParts) =>
  (actor: Actor, number: number, { restore }: { restore: boolean }, version?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      const status = restore ? 'active' : 'archived';
      if (project.status === status) return;
      wantsVersion(version, project.version, 'The project');
      if (!restore) requireNow(mayArchive(await countOpenOrders(tx, project.id)));
      await saveProject(tx, { ...project, status }, parts.clock.now());
      const [change, action] = restore
        ? ['restored', 'ordering.restore_project']
        : ['archived', 'ordering.archive_project'];
      await tellProjectChange(tx, parts, { actor, project, change, action });
    });
