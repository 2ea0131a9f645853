import { ProjectInput } from '#contracts/ordering/project-schemas';
import { personId, type Actor } from '#kernel/access';
import { tables } from '../tables.ts';
import { createProject } from './create-project.ts';
import type { ProjectParts } from './project-parts.ts';

/** Number of the project of this name that the customer owns, made where there is none; for orders from elsewhere. */
export async function ownProjectNamed(parts: ProjectParts, customer: Actor, name: string): Promise<number> {
  const there = await tables(parts.database.read())
    .selectFrom('ordering.projects')
    .select('number')
    .where('owner_id', '=', personId(customer))
    .where('name', '=', name)
    .executeTakeFirst();
  return (
    there?.number ??
    (await createProject(parts)(customer, ProjectInput.parse({ name, typology: 'single_user' }))).number
  );
}
