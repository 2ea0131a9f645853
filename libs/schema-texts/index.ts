/** The part of JSON Schema (draft 4) that the published bodies of the marketplace use. Keys are looked at in the order in which they stand. */
export interface Schema {
  readonly type?: SchemaType;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: true;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
}
type SchemaType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/**
 * The first fault of a value in the words of Ruby's json-schema, which clients of the marketplace know (ordering.md 3.1.1);
 * undefined for a value that fits.
 */
export function schemaFault(schema: Schema, value: unknown, path = '#/'): string | undefined {
  for (const key of Object.keys(schema) as (keyof Schema)[]) {
    const fault = checks[key]?.(schema, value, path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

type Check = (schema: Schema, value: unknown, path: string) => string | undefined;

const checks: Readonly<Record<keyof Schema, Check>> = {
  type: ({ type }, value, path) =>
    type === undefined || isOf(type, value)
      ? undefined
      : `The property '${path}' of type ${typeOf(value)} did not match the following type: ${type}`,
  enum: ({ enum: values = [] }, value, path) =>
    values.some((known) => known === value)
      ? undefined
      : `The property '${path}' value ${JSON.stringify(value)} did not match one of the following values: ${values.join(', ')}`,
  properties: ({ properties = {} }, value, path) =>
    isObject(value)
      ? firstOf(Object.entries(properties), ([name, part]) =>
          Object.hasOwn(value, name) ? schemaFault(part, value[name], below(path, name)) : undefined,
        )
      : undefined,
  additionalProperties: ({ properties = {} }, value, path) => {
    const extra = isObject(value) ? Object.keys(value).filter((name) => !Object.hasOwn(properties, name)) : [];
    return extra.length === 0
      ? undefined
      : `The property '${path}' contains additional properties ${JSON.stringify(extra)} outside of the schema when none are allowed`;
  },
  required: ({ required = [] }, value, path) => {
    const missing = isObject(value) ? required.find((name) => !Object.hasOwn(value, name)) : undefined;
    return missing === undefined
      ? undefined
      : `The property '${path}' did not contain a required property of '${missing}'`;
  },
  items: ({ items = {} }, value, path) =>
    Array.isArray(value)
      ? firstOf([...value.entries()], ([index, item]) => schemaFault(items, item, below(path, String(index))))
      : undefined,
  minItems: ({ minItems = 0 }, value, path) =>
    Array.isArray(value) && value.length < minItems
      ? `The property '${path}' did not contain a minimum number of items ${minItems}`
      : undefined,
  uniqueItems: (_schema, value, path) =>
    Array.isArray(value) && new Set(value.map((item) => JSON.stringify(item))).size < value.length
      ? `The property '${path}' contained duplicated array values`
      : undefined,
  anyOf: ({ anyOf = [] }, value, path) =>
    anyOf.some((one) => schemaFault(one, value, path) === undefined)
      ? undefined
      : `The property '${path}' of type ${typeOf(value)} did not match one or more of the required schemas`,
  oneOf: ({ oneOf = [] }, value, path) => {
    const fitting = oneOf.filter((one) => schemaFault(one, value, path) === undefined).length;
    if (fitting === 1) return undefined;
    const found = fitting === 0 ? 'any of the required schemas' : 'exactly one of the required schemas';
    return `The property '${path}' of type ${typeOf(value)} did not match ${found}`;
  },
  not: ({ not = {} }, value, path) =>
    schemaFault(not, value, path) === undefined
      ? `The property '${path}' of type ${typeOf(value)} matched the disallowed schema`
      : undefined,
};

function firstOf<T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

const below = (path: string, name: string) => (path.endsWith('/') ? `${path}${name}` : `${path}/${name}`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): SchemaType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as 'string' | 'boolean';
  return 'object';
}

function isOf(type: SchemaType, value: unknown): boolean {
  const own = typeOf(value);
  return own === type || (type === 'number' && own === 'integer');
}
