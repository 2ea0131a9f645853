import { RE2JS } from 're2js';

/** A document that is no JSON Schema, or one that is too large or too deep to be used; the message says where it fails. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** One schema, read: every keyword in its form, references resolved, patterns compiled. */
export interface SchemaNode {
  /** What a schema that is `true` or `false` says of every value. */
  readonly always?: boolean;
  readonly ref?: SchemaNode;
  readonly types?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly not?: SchemaNode;
  readonly dependencies?: ReadonlyMap<string, readonly string[] | SchemaNode>;
  readonly when?: { readonly if: SchemaNode; readonly yes?: SchemaNode; readonly no?: SchemaNode };
  readonly const?: { readonly value: unknown };
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: SchemaNode | readonly SchemaNode[];
  readonly additionalItems?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly contains?: SchemaNode;
  readonly properties?: ReadonlyMap<string, SchemaNode>;
  readonly patternProperties?: readonly { readonly pattern: Pattern; readonly schema: SchemaNode }[];
  readonly additionalProperties?: SchemaNode;
  readonly propertyNames?: SchemaNode;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: Pattern;
  readonly multipleOf?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** An expression that is matched in time linear in the text (RE2), with its size. */
export interface Pattern {
  readonly text: string;
  readonly size: number;
  readonly matches: (text: string) => boolean;
}

export type Json = Readonly<Record<string, unknown>>;
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const types = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string'];
const mostSchemas = 10_000;
const deepestSchema = 100;
const longestPattern = 1000;
/** Of all patterns of a schema together, in instructions. */
const largestPatterns = 10_000;
const draft4 = /draft-04\/schema#?$/;
/** Base of references in a schema that names none itself. */
const nowhere = 'schema:/root';

/**
 * Reads a schema of the drafts 4, 6 or 7; without `$schema`, the keywords of all of them. References reach what stands in
 * the same document, and nothing is ever fetched. Throws `SchemaError`.
 */
export function readSchema(document: unknown): SchemaNode {
  const isDraft4 = isObject(document) && typeof document['$schema'] === 'string' && draft4.test(document['$schema']);
  const places = new Map<string, unknown>();
  collect(document, nowhere, 0);
  if (!places.has(nowhere)) places.set(nowhere, document);
  const known = new Map<object, SchemaNode>();
  let patternSize = 0;

  function collect(value: unknown, base: string, depth: number): void {
    if (depth > deepestSchema) throw new SchemaError(`Schemas may be ${deepestSchema} levels deep`);
    if (typeof value !== 'object' || value === null) return;
    let inner = base;
    if (isObject(value)) {
      const id = value['$id'] ?? value['id'];
      if (typeof id === 'string') {
        const full = absolute(id, base);
        places.set(full.replace(/#$/, ''), value);
        if (!id.startsWith('#')) inner = full.replace(/#.*$/, '');
      }
    }
    for (const each of Object.values(value)) collect(each, inner, depth + 1);
  }

  function target(reference: string, base: string): { value: unknown; base: string } {
    const full = absolute(reference, base);
    const [address = '', fragment = ''] = full.split('#', 2);
    const exact = places.get(full.replace(/#$/, ''));
    if (exact !== undefined) return { value: exact, base: address };
    let value = places.get(address);
    if (address === base && value === undefined) value = document;
    if (fragment !== '' && !fragment.startsWith('/')) value = undefined;
    for (const step of fragment.split('/').slice(1)) {
      const key = decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Json)[key] : undefined;
    }
    if (value === undefined) {
      throw new SchemaError(`Reference ${reference} leads out of the schema or nowhere; nothing is fetched`);
    }
    return { value, base: address };
  }

  function compile(text: string): Pattern {
    const pattern = readPattern(text);
    patternSize += pattern.size;
    if (patternSize > largestPatterns) throw new SchemaError('The patterns of the schema are too large');
    return pattern;
  }

  function read(value: unknown, outer: string): SchemaNode {
    if (typeof value === 'boolean') return { always: value };
    if (!isObject(value)) throw wrongForm('schema', 'object');
    const seen = known.get(value);
    if (seen) return seen;
    if (known.size >= mostSchemas) throw new SchemaError(`A schema may hold ${mostSchemas} schemas`);
    const node: { -readonly [K in keyof SchemaNode]: SchemaNode[K] } = {};
    known.set(value, node);
    const id = value['$id'] ?? value['id'];
    const base = typeof id === 'string' && !id.startsWith('#') ? absolute(id, outer).replace(/#.*$/, '') : outer;

    if (value['$ref'] !== undefined) {
      const at = target(text(value, '$ref') ?? '', base);
      node.ref = read(at.value, at.base);
      return node;
    }
    const one = (key: string) => (value[key] === undefined ? undefined : read(value[key], base));
    const some = (key: string) => {
      const list = value[key];
      if (list === undefined) return undefined;
      if (!Array.isArray(list) || list.length === 0) throw wrongForm(key, 'array');
      return list.map((each) => read(each, base));
    };
    const named = (key: string) => {
      const members = value[key];
      if (members === undefined) return undefined;
      if (!isObject(members)) throw wrongForm(key, 'object');
      return Object.entries(members);
    };
    const put = <K extends keyof SchemaNode>(key: K, found: SchemaNode[K] | undefined) => {
      if (found !== undefined) node[key] = found;
    };

    put('types', readTypes(value['type']));
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const) put(key, some(key));
    for (const key of ['not', 'contains', 'additionalItems', 'additionalProperties', 'propertyNames'] as const) {
      put(key, one(key));
    }
    const condition = one('if');
    if (condition) {
      const [yes, no] = [one('then'), one('else')];
      node.when = { if: condition, ...(yes ? { yes } : {}), ...(no ? { no } : {}) };
    }
    put('items', Array.isArray(value['items']) ? value['items'].map((each) => read(each, base)) : one('items'));
    const properties = named('properties')?.map(([key, schema]) => [key, read(schema, base)] as const);
    put('properties', properties && new Map(properties));
    put(
      'patternProperties',
      named('patternProperties')?.map(([pattern, schema]) => ({
        pattern: compile(pattern),
        schema: read(schema, base),
      })),
    );
    const dependencies = named('dependencies')?.map(
      ([key, needed]) => [key, Array.isArray(needed) ? texts('dependencies', needed) : read(needed, base)] as const,
    );
    put('dependencies', dependencies && new Map(dependencies));
    if (value['required'] !== undefined) node.required = texts('required', value['required']);
    if (value['enum'] !== undefined) {
      if (!Array.isArray(value['enum'])) throw wrongForm('enum', 'array');
      node.enum = value['enum'];
    }
    if (Object.hasOwn(value, 'const') && !isDraft4) node.const = { value: value['const'] };
    put('format', text(value, 'format'));
    const pattern = text(value, 'pattern');
    if (pattern !== undefined) node.pattern = compile(pattern);
    if (value['uniqueItems'] !== undefined) {
      if (typeof value['uniqueItems'] !== 'boolean') throw wrongForm('uniqueItems', 'boolean');
      node.uniqueItems = value['uniqueItems'];
    }
    for (const key of ['minItems', 'maxItems', 'minProperties', 'maxProperties', 'minLength', 'maxLength'] as const) {
      const count = number(value, key);
      if (count !== undefined && (!Number.isInteger(count) || count < 0)) throw wrongForm(key, 'integer');
      put(key, count);
    }
    const step = number(value, 'multipleOf');
    if (step !== undefined && step <= 0) throw new SchemaError('multipleOf must be strictly greater than 0');
    put('multipleOf', step);
    bound('minimum', 'exclusiveMinimum');
    bound('maximum', 'exclusiveMaximum');
    return node;

    /** In draft 4 the exclusive bound is a yes or no beside the bound, later a bound of its own. */
    function bound(key: 'minimum' | 'maximum', exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'): void {
      const limit = number(value as Json, key);
      const flag = (value as Json)[exclusive];
      if (typeof flag !== 'boolean') {
        if (flag !== undefined && isDraft4) throw wrongForm(exclusive, 'boolean');
        put(key, limit);
        put(exclusive, number(value as Json, exclusive));
      } else put(flag ? exclusive : key, limit);
    }
  }

  return read(document, nowhere);
}

const wrongForm = (key: string, type: string) => new SchemaError(`${key} must be of type ${type}`);

function readTypes(given: unknown): string[] | undefined {
  if (given === undefined) return undefined;
  const list = Array.isArray(given) ? given : [given];
  for (const type of list) {
    if (typeof type !== 'string') throw wrongForm('type', 'string or array of strings');
    if (!types.includes(type)) {
      throw new SchemaError(
        `has a primitive type that is NOT VALID -- given: /${type}/ Expected valid values are:[${types.join(' ')}]`,
      );
    }
  }
  return list as string[];
}

function readPattern(pattern: string): Pattern {
  if (pattern.length > longestPattern) throw new SchemaError(`A pattern may have ${longestPattern} characters`);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : `Pattern ${pattern} cannot be read`, {
      cause: error,
    });
  }
  return { text: pattern, size: compiled.programSize(), matches: (value) => compiled.matcher(value).find() };
}

function text(value: Json, key: string): string | undefined {
  const found = value[key];
  if (found !== undefined && typeof found !== 'string') throw wrongForm(key, 'string');
  return found;
}

function number(value: Json, key: string): number | undefined {
  const found = value[key];
  if (found !== undefined && typeof found !== 'number') throw wrongForm(key, 'number');
  return found;
}

function texts(key: string, value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw wrongForm(key, 'array of strings');
  return value;
}

function absolute(reference: string, base: string): string {
  if (reference.startsWith('#')) return base + reference;
  if (!URL.canParse(reference, base)) throw new SchemaError(`Reference ${reference} cannot be read`);
  return new URL(reference, base).href;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    // A percent sign that stands for itself.
    return step;
  }
}
