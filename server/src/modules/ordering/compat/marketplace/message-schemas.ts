import type { Schema } from '#libs/schema-texts';

/** Bodies of the Ordering API as the marketplace publishes them (`swagger/v1/message`, `swagger/v1/project_item`). */
export const messageWrite: Schema = {
  type: 'object',
  properties: {
    project_id: { type: 'integer' },
    project_item_id: { type: 'integer' },
    author: {
      type: 'object',
      properties: {
        uid: { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string', enum: ['provider', 'mediator'] },
      },
      additionalProperties: false,
      required: ['email', 'name', 'role'],
    },
    content: { type: 'string' },
    scope: { type: 'string', enum: ['public', 'internal', 'user_direct'] },
  },
  additionalProperties: false,
  required: ['project_id', 'author', 'content', 'scope'],
};

export const messageUpdate: Schema = {
  type: 'object',
  properties: { content: { type: 'string' } },
  additionalProperties: false,
  required: ['content'],
};

export const itemUpdate: Schema = {
  type: 'object',
  properties: {
    status: {
      type: 'object',
      properties: {
        value: { type: 'string' },
        type: {
          type: 'string',
          enum: ['rejected', 'waiting_for_response', 'registered', 'in_progress', 'ready', 'closed', 'approved'],
        },
      },
      additionalProperties: false,
      required: ['value', 'type'],
    },
    user_secrets: { type: 'object' },
  },
  anyOf: [{ required: ['status'] }, { required: ['user_secrets'] }],
  additionalProperties: false,
};
