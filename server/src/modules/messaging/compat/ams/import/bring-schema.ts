import { isDeepStrictEqual } from 'node:util';
import type { AmsSchema } from '#clients/ams';
import { AppError } from '#kernel/errors';
import type { ProjectRef } from '../../../directory.ts';
import { isName } from '../../../names.ts';
import { checkedSchema, createSchema, listSchemas } from '../../../schemas/keep-schema.ts';
import { lastPart, leftOut, there, type AmsImport, type Brought } from './import-context.ts';

/** Brings a schema; one of this name that is here stays as it is. */
export async function bringSchema(
  imported: AmsImport,
  project: ProjectRef | null,
  { name: reference, type, schema }: AmsSchema,
): Promise<Brought> {
  const name = lastPart(reference);
  if (!isName(name)) return leftOut('a schema cannot be called so here');
  const known = project && (await listSchemas(imported.database.read(), project.id)).find((one) => one.name === name);
  if (known) {
    const isSame = known.type === type.toLowerCase() && isDeepStrictEqual(JSON.parse(known.body), schema);
    return there(false, isSame ? [] : ['is another one here']);
  }
  try {
    if (!project || imported.dryRun) checkedSchema(type, schema);
    else await createSchema(imported)(project, name, { type, schema });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return leftOut(error.message);
  }
  return { outcome: 'imported', notes: [] };
}
