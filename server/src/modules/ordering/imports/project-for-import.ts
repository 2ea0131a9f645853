import { ProjectInput } from '#contracts/ordering/schemas';
import { personId, type Actor } from '#kernel/access';
import { createProject } from '../projects/create-project.ts';
import type { ProjectParts } from '../projects/project-parts.ts';
import { tables } from '../tables.ts';

const name = 'Imported orders';

/** Number of the customer's project for imported orders, made at the first import. */
export async function projectForImport(parts: ProjectParts, customer: Actor): Promise<number> {
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
