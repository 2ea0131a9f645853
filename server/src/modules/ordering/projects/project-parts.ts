import type { Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { maySeeProject, projectAudience, type ProjectRecord } from './project.ts';
import { lockProject } from './sql-project-store.ts';

/** What the use cases of projects work with. */
export interface ProjectParts extends Pick<
  Kernel,
  'database' | 'clock' | 'publish' | 'audit' | 'mailer' | 'mailTexts'
> {
  readonly publicUrl: string;
}

/** The project for changing it; where the actor has no part in it, there is none. */
export async function projectToChange(tx: Tx, actor: Actor, number: number): Promise<ProjectRecord> {
  const project = await lockProject(tx, number);
  if (!project || !maySeeProject(project, actor)) throw notFound(`project ${number}`);
  return project;
}

export interface ProjectDeed {
  readonly actor: Actor;
  readonly project: ProjectRecord;
  /** What happened, in the past tense: `invited`. */
  readonly change: string;
  /** The same for the audit, as an imperative: `ordering.invite_member`. */
  readonly action: string;
  /** Facts for the audit; ids only. */
  readonly details?: Record<string, unknown>;
  /** People who have just left it, and whose screens change too. */
  readonly alsoTell?: readonly string[];
}

/** Tells everybody in the project that it changed, and records who did it. */
export async function tellProjectChange(
  tx: Tx,
  { publish, audit }: Pick<ProjectParts, 'publish' | 'audit'>,
  deed: ProjectDeed,
): Promise<void> {
  const { actor, project, change, action, details = {}, alsoTell = [] } = deed;
  const target = `project:${project.number}`;
  await publish(tx, {
    type: 'ordering.project_changed',
    aggregate: target,
    payload: { projectId: project.id, number: project.number, change },
    audience: [...new Set([...projectAudience(project), ...alsoTell.map((id) => `person:${id}`)])],
  });
  await audit(tx, { actor, action, target, details });
}
