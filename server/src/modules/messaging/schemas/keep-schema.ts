import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { ProjectRef, TopicRef } from '../directory.ts';
import { schemaTaken, schemaUnknown, wrong } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';
import { compileCheck, wrongSchema, type SchemaType } from './schema-validators.ts';

export interface SchemaRecord {
  readonly id: string;
  readonly name: string;
  readonly type: SchemaType;
  /** The schema itself, in JSON. */
  readonly body: string;
}

/** What is said of a schema; where something is missing, a change leaves it as it is. */
export interface SchemaInput {
  readonly name?: string | undefined;
  /** Capitals do not count. */
  readonly type?: string | undefined;
  readonly schema?: object | undefined;
}

const largestBody = 262_144;
const mostLevels = 500;
const columns = ['id', 'name', 'type', 'body'] as const;

/** The schemas of a project, in the order in which they were made. */
export const listSchemas = (read: Read, projectId: string): Promise<SchemaRecord[]> =>
  tables(read)
    .selectFrom('messaging.schemas')
    .select(columns)
    .where('project_id', '=', projectId)
    .orderBy('number')
    .execute();

/** A schema by name. Throws `schema_unknown`. */
export async function findSchema(read: Read, projectId: string, name: string): Promise<SchemaRecord> {
  const schema = await tables(read)
    .selectFrom('messaging.schemas')
    .select(columns)
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!schema) throw schemaUnknown();
  return schema;
}

/** Throws `already_exists`, `schema_type`, and `schema_invalid` with what is wrong in it. */
export const createSchema =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string, { type = '', schema = {} }: SchemaInput): Promise<SchemaRecord> =>
    context.directory.change(async (tx) => {
      await requireFree(tx, project.id, name);
      const checked = checkedSchema(type, schema);
      const now = context.clock.now();
      await record(context, tx, {
        projectId: project.id,
        action: 'create_schema',
        details: { schema: name, type: checked.type },
      });
      return tables(tx)
        .insertInto('messaging.schemas')
        .values({ id: nextId(), project_id: project.id, name, ...checked, created_at: now, changed_at: now })
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Changes a schema; topics that have it check by the new one at once. Throws `schema_unknown` and as `createSchema`. */
export const updateSchema =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string, input: SchemaInput): Promise<SchemaRecord> =>
    context.directory.change(async (tx) => {
      const old = await findSchema(tx, project.id, name);
      const renamed = input.name || name;
      if (renamed !== name) await requireFree(tx, project.id, renamed);
      const checked = checkedSchema(input.type || old.type, input.schema ?? (JSON.parse(old.body) as object));
      await record(context, tx, {
        projectId: project.id,
        action: 'update_schema',
        details: { schema: name, ...(renamed === name ? {} : { before: name, after: renamed }) },
      });
      return tables(tx)
        .updateTable('messaging.schemas')
        .set((row) => ({ name: renamed, ...checked, version: row('version', '+', 1), changed_at: context.clock.now() }))
        .where('id', '=', old.id)
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Deletes a schema; topics that had it have none from then on. Throws `schema_unknown`. */
export const deleteSchema =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string): Promise<void> =>
    context.directory.change(async (tx) => {
      const gone = await tables(tx)
        .deleteFrom('messaging.schemas')
        .where('project_id', '=', project.id)
        .where('name', '=', name)
        .returning('id')
        .executeTakeFirst();
      if (!gone) throw schemaUnknown();
      await record(context, tx, { projectId: project.id, action: 'delete_schema', details: { schema: name } });
    });

/** Gives a topic the schema of this name, or none. Throws `schema_unknown`. */
export const setTopicSchema =
  (context: MessagingContext) =>
  (topic: TopicRef, name: string | null): Promise<void> =>
    context.directory.change(async (tx) => {
      const schema_id = name === null ? null : (await findSchema(tx, topic.projectId, name)).id;
      await record(context, tx, {
        projectId: topic.projectId,
        action: 'set_topic_schema',
        details: { topic: topic.name, before: await schemaOf(tx, topic), after: name },
      });
      await tables(tx).updateTable('messaging.topics').set({ schema_id }).where('id', '=', topic.id).execute();
    });

/** Name of the schema of a topic; null where it has none. */
export async function schemaOf(read: Read, topic: { readonly id: string }): Promise<string | null> {
  const found = await tables(read)
    .selectFrom('messaging.topics as t')
    .innerJoin('messaging.schemas as s', 's.id', 't.schema_id')
    .select('s.name')
    .where('t.id', '=', topic.id)
    .executeTakeFirst();
  return found?.name ?? null;
}

/** Names of the topics that have a schema, by its id. */
export async function topicsOfSchemas(read: Read, projectId: string): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tables(read)
    .selectFrom('messaging.topics')
    .select(['name', 'schema_id'])
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .execute();
  const byId = new Map<string, string[]>();
  for (const { name, schema_id } of rows) {
    if (schema_id !== null) byId.set(schema_id, [...(byId.get(schema_id) ?? []), name]);
  }
  return byId;
}

/** Checks one message by a schema. Throws `message_unfit`. */
export const tryMessage = ({ type, body }: SchemaRecord, data: string): void =>
  compileCheck(type, JSON.parse(body))([{ data }]);

async function requireFree(tx: Tx, projectId: string, name: string): Promise<void> {
  const other = await tables(tx)
    .selectFrom('messaging.schemas')
    .select('id')
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (other) throw schemaTaken();
}

/** Throws `schema_type`, `schema_invalid`. */
export function checkedSchema(givenType: string, schema: object): { type: SchemaType; body: string } {
  const type = givenType.toLowerCase();
  if (type !== 'json' && type !== 'avro') throw wrong('schema_type', "Schema type can only be 'json' or 'avro'");
  // What is nested without end can be read, and not be written again.
  if (isDeeper(schema, mostLevels)) throw wrongSchema(`A schema may be nested ${mostLevels} levels deep`);
  const body = JSON.stringify(schema);
  if (Buffer.byteLength(body) > largestBody) throw wrongSchema(`A schema may have ${largestBody} bytes`);
  compileCheck(type, schema);
  return { type, body };
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
