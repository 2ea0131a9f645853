/** A document that is no Avro schema; the message says why. */
export class AvroSchemaError extends Error {
  override readonly name = 'AvroSchemaError';
}

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
type Primitive = (typeof primitives)[number];

/** A schema, read: names resolved. A record may hold itself. */
export type AvroType =
  | { readonly kind: Primitive }
  | { readonly kind: 'fixed'; readonly name: string; readonly size: number }
  | { readonly kind: 'enum'; readonly name: string; readonly count: number }
  | { readonly kind: 'array' | 'map'; readonly of: AvroType }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] }
  | { readonly kind: 'record'; readonly name: string; readonly fields: { name: string; type: AvroType }[] };

type Json = Readonly<Record<string, unknown>>;

const deepestSchema = 100;
const mostTypes = 10_000;
const nameRule = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Reads a schema of Avro 1.8 or later; logical types, defaults and documentation are remarks. Throws `AvroSchemaError`. */
export function readAvroSchema(document: unknown): AvroType {
  const named = new Map<string, AvroType>();
  let read = 0;

  function typeOf(schema: unknown, namespace: string, depth: number): AvroType {
    read += 1;
    if (depth > deepestSchema) throw new AvroSchemaError(`Schemas may be ${deepestSchema} levels deep`);
    if (read > mostTypes) throw new AvroSchemaError(`A schema may hold ${mostTypes} types`);
    if (typeof schema === 'string') return byName(schema, namespace);
    if (Array.isArray(schema)) {
      if (schema.length === 0) throw new AvroSchemaError('Union ought to have one or more members');
      return { kind: 'union', branches: schema.map((branch) => typeOf(branch, namespace, depth + 1)) };
    }
    if (typeof schema !== 'object' || schema === null) throw new AvroSchemaError('cannot use this as a schema');
    const members = schema as Json;
    const { type } = members;
    switch (type) {
      case 'array':
        return { kind: type, of: typeOf(required(members, 'items', 'Array'), namespace, depth + 1) };
      case 'map':
        return { kind: type, of: typeOf(required(members, 'values', 'Map'), namespace, depth + 1) };
      case 'fixed': {
        const { size } = members;
        if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) {
          throw new AvroSchemaError('Fixed ought to have size key');
        }
        const name = fullName(members, namespace);
        return keep(name, { kind: 'fixed', name, size });
      }
      case 'enum': {
        const { symbols } = members;
        if (!Array.isArray(symbols) || symbols.length === 0 || !symbols.every((each) => typeof each === 'string')) {
          throw new AvroSchemaError('Enum ought to have symbols key');
        }
        const name = fullName(members, namespace);
        return keep(name, { kind: 'enum', name, count: symbols.length });
      }
      case 'record':
      case 'error': {
        const name = fullName(members, namespace);
        const { fields } = members;
        if (!Array.isArray(fields))
          throw new AvroSchemaError(`Record ${JSON.stringify(name)} ought to have fields key`);
        const record = { kind: 'record', name, fields: [] as { name: string; type: AvroType }[] } as const;
        keep(name, record);
        const inner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
        for (const field of fields) record.fields.push(fieldOf(field, name, inner, depth));
        const names = record.fields.map((field) => field.name);
        if (new Set(names).size < names.length) {
          throw new AvroSchemaError(`Record ${JSON.stringify(name)} ought to have fields of different names`);
        }
        return record;
      }
      case undefined:
        throw new AvroSchemaError('missing type');
      default:
        return typeOf(type, namespace, depth + 1);
    }
  }

  function fieldOf(field: unknown, record: string, namespace: string, depth: number) {
    if (typeof field !== 'object' || field === null) {
      throw new AvroSchemaError(`Record ${JSON.stringify(record)} ought to have fields that are objects`);
    }
    const { name, type } = field as Json;
    if (typeof name !== 'string' || !nameRule.test(name) || name.includes('.')) {
      throw new AvroSchemaError(`Record ${JSON.stringify(record)} ought to have a valid name for each field`);
    }
    if (type === undefined) throw new AvroSchemaError(`Record ${JSON.stringify(record)} field ${name}: missing type`);
    return { name, type: typeOf(type, namespace, depth + 1) };
  }

  function byName(name: string, namespace: string): AvroType {
    const primitive = primitives.find((each) => each === name);
    if (primitive) return { kind: primitive };
    const found = named.get(name.includes('.') || namespace === '' ? name : `${namespace}.${name}`) ?? named.get(name);
    if (!found) throw new AvroSchemaError(`unknown type name: ${JSON.stringify(name)}`);
    return found;
  }

  function keep<T extends AvroType>(name: string, type: T): T {
    if (named.has(name)) throw new AvroSchemaError(`${JSON.stringify(name)} ought to be defined once`);
    named.set(name, type);
    return type;
  }

  return typeOf(document, '', 0);
}

function required(members: Json, key: string, what: string): unknown {
  if (members[key] === undefined) throw new AvroSchemaError(`${what} ought to have ${key} key`);
  return members[key];
}

function fullName(members: Json, outer: string): string {
  const { name, namespace } = members;
  if (typeof name !== 'string' || !nameRule.test(name)) {
    throw new AvroSchemaError('schema name ought to be a valid non-empty string');
  }
  if (name.includes('.')) return name;
  const within = typeof namespace === 'string' ? namespace : outer;
  return within === '' ? name : `${within}.${name}`;
}
