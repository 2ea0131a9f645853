import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { personId, type Actor } from '#kernel/access';
import { nextId } from '#kernel/ids';
import { tellProjectChange, type ProjectParts } from './project-parts.ts';
import type { ProjectRecord } from './project.ts';
import { insertProject } from './sql-project-store.ts';

/** Creates a project that the actor owns; refuses a name that they have used. */
export const createProject =
  (parts: ProjectParts) =>
  (actor: Actor, details: ProjectInput): Promise<ProjectRecord> =>
    parts.database.transact(async (tx) => {
      const now = parts.clock.now();
      const { name, typology } = details;
      const fresh = { id: nextId(), ownerId: personId(actor), name, typology, details, createdAt: now };
      const number = await insertProject(tx, fresh);
      const project: ProjectRecord = { ...fresh, number, status: 'active', version: 1, changedAt: now, members: [] };
      await tellProjectChange(tx, parts, { actor, project, change: 'created', action: 'ordering.create_project' });
      return project;
    });
