import { AppError } from '#kernel/errors';

// Source: ARGOeu/argo-messaging:validation/validation.go
const nameRule = /^[a-zA-Z0-9_-]+$/;

/** Names of projects, topics, subscriptions, users and schemas: letters, digits, `_` and `-`, of any length. */
export const isName = (text: string): boolean => nameRule.test(text);

/** Refuses what is no name, in the words of the field: `Invalid topic name`. */
export function requireName(kind: string, text: string): void {
  if (!isName(text)) throw new AppError('invalid', 'name_invalid', `Invalid ${kind} name`);
}

/** Name of the topic in `projects/P/topics/T`, where P is this project; null for any other form. */
export function topicOfReference(project: string, reference: unknown): string | null {
  if (typeof reference !== 'string') return null;
  const prefix = `projects/${project}/topics/`;
  const name = reference.startsWith(prefix) ? reference.slice(prefix.length) : '';
  return isName(name) ? name : null;
}

/** The project and the schema in `projects/P/schemas/S`; null for any other form. */
export function schemaOfReference(reference: string): { project: string; schema: string } | null {
  const [, project = '', schema = ''] = /^projects\/([^/]+)\/schemas\/([^/]+)$/.exec(reference) ?? [];
  return isName(project) && isName(schema) ? { project, schema } : null;
}

/** The id of the message that `projects/P/subscriptions/S:5` acknowledges; null where it is no such id of this subscription. */
export function messageOfAckId(project: string, subscription: string, ackId: unknown): number | null {
  const prefix = `projects/${project}/subscriptions/${subscription}:`;
  if (typeof ackId !== 'string' || !ackId.startsWith(prefix)) return null;
  const digits = ackId.slice(prefix.length);
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
