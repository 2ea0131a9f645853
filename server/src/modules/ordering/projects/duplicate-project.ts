import type { Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { createProject } from './create-project.ts';
import type { ProjectParts } from './project-parts.ts';
import { maySeeProject, type ProjectRecord } from './project.ts';
import { projectByNumber } from './sql-project-store.ts';

/** Makes a project of the actor's own with all details but the name; whoever reads a project may copy it. */
export const duplicateProject =
  (parts: ProjectParts) =>
  async (actor: Actor, number: number, name: string): Promise<ProjectRecord> => {
    const project = await projectByNumber(parts.database.read(), number);
    if (!project || !maySeeProject(project, actor)) throw notFound(`project ${number}`);
    return createProject(parts)(actor, { ...project.details, name });
  };
