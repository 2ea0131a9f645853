import { z } from 'zod';
import { contract } from '../contract.ts';
import { base } from './examples.ts';
import * as M from './message-schemas.ts';
import { ProjectParams } from './names.ts';

const summary = { name: 'cloud-usage', type: 'json', topics: ['eu-egi-cloud-accounting'] } as const;
const schema = '{\n  "type": "object",\n  "required": ["Site"]\n}';
const whole = { ...summary, schema };

/** Schemas: what messages of a topic have to look like. */
export const schemaEndpoints = {
  listMessagingSchemas: contract({
    ...base,
    id: 'listMessagingSchemas',
    method: 'GET',
    path: '/api/messaging/projects/:project/schemas',
    summary: 'Lists the schemas of a project',
    params: ProjectParams,
    response: z.object({ items: z.array(M.SchemaSummary) }),
    responseExample: { items: [summary] },
  }),
  createMessagingSchema: contract({
    ...base,
    id: 'createMessagingSchema',
    method: 'POST',
    path: '/api/messaging/projects/:project/schemas',
    summary: 'Adds a schema, in JSON Schema or Avro',
    params: ProjectParams,
    body: M.NewSchema,
    bodyLimit: 2_000_000,
    response: M.MessageSchema,
    status: 201,
    errors: ['already_exists', 'schema_invalid'],
    requestExample: { name: summary.name, type: summary.type, schema },
    responseExample: whole,
  }),
  readMessagingSchema: contract({
    ...base,
    id: 'readMessagingSchema',
    method: 'GET',
    path: '/api/messaging/projects/:project/schemas/:schema',
    summary: 'Shows a schema and whose messages are checked by it',
    params: M.SchemaParams,
    response: M.MessageSchema,
    responseExample: whole,
  }),
  changeMessagingSchema: contract({
    ...base,
    id: 'changeMessagingSchema',
    method: 'PUT',
    path: '/api/messaging/projects/:project/schemas/:schema',
    summary: 'Changes a schema; its topics check by the new one at once',
    params: M.SchemaParams,
    body: M.SchemaChange,
    bodyLimit: 2_000_000,
    response: M.MessageSchema,
    errors: ['schema_invalid'],
    requestExample: { type: summary.type, schema },
    responseExample: whole,
  }),
  deleteMessagingSchema: contract({
    ...base,
    id: 'deleteMessagingSchema',
    method: 'DELETE',
    path: '/api/messaging/projects/:project/schemas/:schema',
    summary: 'Deletes a schema; topics that had it take every message',
    params: M.SchemaParams,
  }),
  tryMessagingSchema: contract({
    ...base,
    id: 'tryMessagingSchema',
    method: 'POST',
    path: '/api/messaging/projects/:project/schemas/:schema/try',
    summary: 'Checks a message by a schema without publishing it',
    params: M.SchemaParams,
    body: M.SchemaTrial,
    bodyLimit: 2_000_000,
    status: 204,
    errors: ['message_unfit'],
    requestExample: { data: 'eyJTaXRlIjoiQ0VTTkVULU1DQyJ9' },
  }),
} as const;
