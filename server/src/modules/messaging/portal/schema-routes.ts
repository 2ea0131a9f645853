import type { FastifyRequest } from 'fastify';
import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import type { MessageSchema } from '#contracts/messaging/message-schemas';
import { route, type App } from '#kernel/http';
import type { ProjectRef } from '../directory.ts';
import {
  createSchema,
  deleteSchema,
  findSchema,
  listSchemas,
  topicsOfSchemas,
  tryMessage,
  updateSchema,
  type SchemaRecord,
} from '../schemas/keep-schema.ts';
import type { PortalParts } from './portal-routes.ts';

/** Schemas: what messages of a topic have to look like. */
export function schemaRoutes(app: App, { context, acting, projectAt }: PortalParts): void {
  const read = () => context.database.read();
  const view = async (project: ProjectRef, { id, name, type, body }: SchemaRecord): Promise<MessageSchema> => ({
    name,
    type,
    topics: (await topicsOfSchemas(read(), project.id)).get(id) ?? [],
    schema: JSON.stringify(JSON.parse(body), null, 2),
  });
  const schemaAt = async (request: FastifyRequest, params: { project: string; schema: string }) => {
    const project = await projectAt(request, params.project);
    return { project, schema: await findSchema(read(), project.id, params.schema) };
  };
  const inputOf = ({ type, schema }: { type: string; schema: string }) => ({
    type,
    schema: JSON.parse(schema) as object,
  });

  route(app, endpoints.listMessagingSchemas, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    const topics = await topicsOfSchemas(read(), project.id);
    const schemas = await listSchemas(read(), project.id);
    return { items: schemas.map(({ id, name, type }) => ({ name, type, topics: topics.get(id) ?? [] })) };
  });
  route(app, endpoints.createMessagingSchema, async ({ params, body, request }) => {
    const project = await projectAt(request, params.project);
    return view(project, await createSchema(acting(request))(project, body.name, inputOf(body)));
  });
  route(app, endpoints.readMessagingSchema, async ({ params, request }) => {
    const { project, schema } = await schemaAt(request, params);
    return view(project, schema);
  });
  route(app, endpoints.changeMessagingSchema, async ({ params, body, request }) => {
    const { project, schema } = await schemaAt(request, params);
    return view(project, await updateSchema(acting(request))(project, schema.name, inputOf(body)));
  });
  route(app, endpoints.deleteMessagingSchema, async ({ params, request }) => {
    await deleteSchema(acting(request))(await projectAt(request, params.project), params.schema);
  });
  route(app, endpoints.tryMessagingSchema, async ({ params, body, request }) => {
    tryMessage((await schemaAt(request, params)).schema, body.data);
  });
}
