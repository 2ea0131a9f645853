import { badField, badRequest, JiraError } from './jira-error.ts';
import { customFields, fieldId, type CustomField } from './jira-fields.ts';

export type Body = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function bodyOf(body: unknown): Body {
  if (!isRecord(body)) throw badRequest('The request needs a JSON object as its body.');
  return body;
}

/** An id or a name as clients give it: a number, a text, or an object with `id`, `key`, `name` or `value`. */
export function reference(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!isRecord(value)) return undefined;
  for (const key of ['id', 'key', 'name', 'value']) {
    const found = value[key];
    if (typeof found === 'string' || typeof found === 'number') return String(found);
  }
  return undefined;
}

export function textOr(value: unknown, field: string): string | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw badField(field, 'Operation value must be a string');
  return value;
}

const systemNames = new Set([
  'summary',
  'description',
  'project',
  'issuetype',
  'assignee',
  'reporter',
  'priority',
  'labels',
  'components',
  'duedate',
  'environment',
  'fixVersions',
  'versions',
  'parent',
  'security',
  'timetracking',
]);

/** What a client wants a ticket to say. Absent is what stays as it is. */
export interface Wishes {
  readonly system: Body;
  /** By the name of the field: a text, the key of an option, or null to empty it. */
  readonly custom: ReadonlyMap<CustomField, string | null>;
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
  readonly comments: readonly Body[];
}

/** Reads `fields` and `update` of a request; refuses fields that no ticket has. */
export function readWishes(body: Body): Wishes {
  const fields = isRecord(body['fields']) ? body['fields'] : {};
  const update = isRecord(body['update']) ? body['update'] : {};
  const system: Record<string, unknown> = {};
  const custom = new Map<CustomField, string | null>();
  const errors: Record<string, string> = {};
  const take = (name: string, value: unknown) => {
    const field = customFields.find((one) => fieldId(one) === name);
    if (field) {
      const read = customText(field, value);
      if (read === undefined) errors[name] = `The value given for ${field.name} is not valid.`;
      else custom.set(field, read);
    } else if (systemNames.has(name)) system[name] = value;
    else errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
  };
  for (const [name, value] of Object.entries(fields)) take(name, value);
  const addLabels: string[] = [];
  const removeLabels: string[] = [];
  const comments: Body[] = [];
  for (const [name, operations] of Object.entries(update)) {
    for (const operation of Array.isArray(operations) ? operations : []) {
      if (!isRecord(operation)) continue;
      if (name === 'comment' && isRecord(operation['add'])) comments.push(operation['add']);
      else if (name === 'labels' && typeof operation['add'] === 'string') addLabels.push(operation['add']);
      else if (name === 'labels' && typeof operation['remove'] === 'string') removeLabels.push(operation['remove']);
      else if ('set' in operation) take(name, operation['set']);
      else errors[name] = `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
    }
  }
  if (Object.keys(errors).length > 0) throw new JiraError(400, [], errors);
  return { system, custom, addLabels, removeLabels, comments };
}

/** The text of a custom field, the id of its option; undefined for what the field cannot take. */
function customText(field: CustomField, value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (field.options) {
    const wanted = reference(value);
    if (wanted === undefined || wanted === '' || wanted === '-1') return null;
    return field.options.find(({ id, key, value: shown }) => [id, key, shown].includes(wanted))?.id;
  }
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : reference(value);
}
