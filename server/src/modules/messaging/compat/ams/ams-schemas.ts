import type { App } from '#kernel/http';
import type { ProjectRef } from '../../directory.ts';
import { schemaUnknown, topicUnknown, wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { schemaOfReference } from '../../names.ts';
import {
  createSchema,
  deleteSchema,
  findSchema,
  listSchemas,
  setTopicSchema,
  tryMessage,
  updateSchema,
  type SchemaInput,
  type SchemaRecord,
} from '../../schemas/keep-schema.ts';
import { member, objectIn, readObject, textIn, type Members } from './ams-json.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const badSchema = () => wrong('schema_arguments', 'Invalid Schema Arguments');
const badReference = () => wrong('schema_reference', 'wrong schema name declaration');
const unreadable = () => wrong('body_unreadable', 'Invalid Request Body');

/** The name in `projects/P/schemas/S`. Throws `schema_reference`, and `schema_unknown` for one of another project. */
export function schemaNamed(project: ProjectRef, reference: string): string {
  const named = schemaOfReference(reference);
  if (!named) throw badReference();
  if (named.project !== project.name) throw schemaUnknown();
  return named.schema;
}

const toSchema = (project: string, { id, name, type, body }: SchemaRecord) => ({
  uuid: id,
  name: `projects/${project}/schemas/${name}`,
  type,
  schema: JSON.parse(body) as unknown,
});

function readSchema(given: Members): Omit<SchemaInput, 'name'> {
  return { type: textIn(given, 'type', badSchema), schema: objectIn(given, 'schema', badSchema) };
}

/** Schemas, and which topics have them (messaging-ams.md 3.6, 3.11). */
export function schemaRoutes(app: App, context: MessagingContext): void {
  const { database, directory } = context;
  const schemaAt = ({ project, params }: AmsCall) => findSchema(database.read(), project.id, params['schema'] ?? '');
  const topicAt = async ({ project, params }: AmsCall) => {
    const topic = await directory.topic(project.id, params['topic'] ?? '');
    if (!topic) throw topicUnknown();
    return topic;
  };

  amsRoute(app, context, {
    name: 'schemas:list',
    method: 'GET',
    path: '/v1/projects/{project}/schemas',
    roles: administrators,
    async handle({ project }) {
      const schemas = await listSchemas(database.read(), project.id);
      return { schemas: schemas.map((schema) => toSchema(project.name, schema)) };
    },
  });
  amsRoute(app, context, {
    name: 'schemas:show',
    method: 'GET',
    path: '/v1/projects/{project}/schemas/{schema}',
    roles: administrators,
    handle: async (call) => toSchema(call.project.name, await schemaAt(call)),
  });
  amsRoute(app, context, {
    name: 'schemas:create',
    method: 'POST',
    path: '/v1/projects/{project}/schemas/{schema}',
    roles: administrators,
    async handle({ acting, project, params, body }) {
      const given = readSchema(readObject(body, badSchema));
      if (!given.schema) throw badSchema();
      return toSchema(project.name, await createSchema(acting)(project, params['schema'] ?? '', given));
    },
  });
  amsRoute(app, context, {
    name: 'schemas:update',
    method: 'PUT',
    path: '/v1/projects/{project}/schemas/{schema}',
    roles: administrators,
    async handle(call) {
      const { project, body } = call;
      const { name: old } = await schemaAt(call);
      const given = readObject(body, badSchema);
      const reference = textIn(given, 'name', badSchema);
      const name = reference === '' ? undefined : schemaNamed(project, reference);
      return toSchema(project.name, await updateSchema(call.acting)(project, old, { name, ...readSchema(given) }));
    },
  });
  amsRoute(app, context, {
    name: 'schemas:delete',
    method: 'DELETE',
    path: '/v1/projects/{project}/schemas/{schema}',
    roles: administrators,
    async handle({ acting, project, params }) {
      await deleteSchema(acting)(project, params['schema'] ?? '');
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'schemas:validateMessage',
    method: 'POST',
    path: '/v1/projects/{project}/schemas/{schema}:validate',
    roles: administrators,
    async handle(call) {
      const schema = await schemaAt(call);
      tryMessage(schema, schema.type === 'json' ? Buffer.from(call.body).toString('base64') : avroData(call.body));
      return { message: 'Message validated successfully' };
    },
  });
  amsRoute(app, context, {
    name: 'topics:attachSchema',
    method: 'POST',
    path: '/v1/projects/{project}/topics/{topic}:attachSchema',
    roles: administrators,
    async handle(call) {
      const topic = await topicAt(call);
      const given = textIn(readObject(call.body, unreadable), 'schema', unreadable);
      await setTopicSchema(call.acting)(topic, schemaNamed(call.project, given));
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'topics:detachSchema',
    method: 'POST',
    path: '/v1/projects/{project}/topics/{topic}:detachSchema',
    roles: administrators,
    async handle(call) {
      await setTopicSchema(call.acting)(await topicAt(call), null);
      return undefined;
    },
  });
}

/** The message in the body of a call that checks one by an Avro schema. */
function avroData(body: string): string {
  const given = readObject(body, unreadable);
  if (member(given, 'data') === undefined) throw wrong('schema_payload', 'Invalid Schema Payload Arguments');
  return textIn(given, 'data', unreadable);
}
