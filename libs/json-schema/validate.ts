import { fitsFormat } from './formats.ts';
import { isObject, type Json, type Pattern, type SchemaNode } from './schema-tree.ts';

/** A value that takes more steps, or goes deeper, than anybody needs. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork';
}

/** Steps that are left; values that come together share them. */
export interface Work {
  steps: number;
}

const deepest = 300;
/** Steps of a pattern, in characters times its size, that weigh as much as one look at a value. */
const patternStep = 8;

/** Where a value stands: `address.street`, `items.0`, or the root. */
type Place = string;
const root: Place = '(root)';
const below = (place: Place, key: string | number): Place => (place === root ? String(key) : `${place}.${key}`);

/** What does not fit, in the words and the order of gojsonschema. Throws `TooMuchWork`. */
export function validate(schema: SchemaNode, value: unknown, work: Work): string[] {
  let depth = 0;
  const spend = (amount: number) => {
    work.steps -= amount;
    if (work.steps < 0) throw new TooMuchWork('too many steps');
  };
  const matches = (pattern: Pattern, text: string) => {
    spend(1 + Math.ceil((text.length * pattern.size) / patternStep));
    return pattern.matches(text);
  };

  function errorsOf(node: SchemaNode, at: unknown, place: Place): string[] {
    const errors: string[] = [];
    check(node, at, place, errors);
    return errors;
  }

  function check(node: SchemaNode, at: unknown, place: Place, errors: string[]): void {
    spend(1);
    depth += 1;
    if (depth > deepest) throw new TooMuchWork('too deep');
    const say = (what: string) => {
      // Long and many texts are work too.
      spend(50 + Math.ceil(what.length / 8));
      errors.push(`${place}: ${what}`);
    };
    if (node.ref) check(node.ref, at, place, errors);
    else if (node.always === false) say('False always fails validation');
    else if (node.types && !node.types.some((type) => isOfType(type, at))) {
      const expected = node.types.length === 1 ? node.types[0] : `[${node.types.join(',')}]`;
      say(`Invalid type. Expected: ${expected}, given: ${typeOf(at)}`);
    } else {
      checkCombined(node, at, place, errors, say);
      if (Array.isArray(at)) checkArray(node, at, place, errors, say);
      else if (isObject(at)) checkObject(node, at, place, errors, say);
      else if (typeof at === 'number') checkNumber(node, at, say);
      checkCommon(node, at, place, say);
      if (typeof at === 'string') checkText(node, at, say);
      if (isObject(at)) {
        for (const [key, property] of node.properties ?? []) {
          if (Object.hasOwn(at, key)) check(property, at[key], below(place, key), errors);
        }
      }
    }
    depth -= 1;
  }

  type Say = (what: string) => void;

  function checkCombined(node: SchemaNode, at: unknown, place: Place, errors: string[], say: Say): void {
    if (node.anyOf) {
      const [best] = tried(node.anyOf, at, place);
      if (best && best.length > 0) {
        say('Must validate at least one schema (anyOf)');
        errors.push(...best);
      }
    }
    if (node.oneOf) {
      const outcomes = tried(node.oneOf, at, place);
      const fitting = outcomes.filter((each) => each.length === 0).length;
      if (fitting !== 1) say('Must validate one and only one schema (oneOf)');
      if (fitting === 0) errors.push(...(outcomes[0] ?? []));
    }
    if (node.allOf) {
      const wrong = node.allOf.flatMap((each) => errorsOf(each, at, place));
      errors.push(...wrong);
      if (wrong.length > 0) say('Must validate all the schemas (allOf)');
    }
    if (node.not && errorsOf(node.not, at, place).length === 0) say('Must not validate the schema (not)');
    if (node.dependencies && isObject(at)) {
      for (const [key, needed] of node.dependencies) {
        if (!Object.hasOwn(at, key)) continue;
        if (!Array.isArray(needed)) check(needed as SchemaNode, at, place, errors);
        else for (const each of needed) if (!Object.hasOwn(at, each)) say(`Has a dependency on ${each}`);
      }
    }
    if (node.when) {
      const holds = errorsOf(node.when.if, at, place).length === 0;
      const asked = holds ? node.when.yes : node.when.no;
      const wrong = asked ? errorsOf(asked, at, place) : [];
      if (wrong.length > 0) say(`Must validate "${holds ? 'then" as "if" was valid' : 'else" as "if" was not valid'}`);
      errors.push(...wrong);
    }
  }

  /** Outcomes of alternatives, the one that fits best first. */
  const tried = (nodes: readonly SchemaNode[], at: unknown, place: Place) =>
    nodes.map((each) => errorsOf(each, at, place)).toSorted((a, b) => a.length - b.length);

  function checkArray(node: SchemaNode, at: readonly unknown[], place: Place, errors: string[], say: Say): void {
    const { items, additionalItems, minItems, maxItems } = node;
    const fixed = Array.isArray(items) ? (items as readonly SchemaNode[]) : undefined;
    at.forEach((item, index) => {
      const schema = fixed ? (fixed[index] ?? additionalItems) : (items as SchemaNode | undefined);
      if (schema && !(fixed && index >= fixed.length && schema.always === false)) {
        check(schema, item, below(place, index), errors);
      }
    });
    if (fixed && at.length > fixed.length && additionalItems?.always === false) {
      say('No additional items allowed on array');
    }
    if (minItems !== undefined && at.length < minItems) say(`Array must have at least ${minItems} items`);
    if (maxItems !== undefined && at.length > maxItems) say(`Array must have at most ${maxItems} items`);
    if (node.uniqueItems) {
      const seen = new Map<string, number>();
      for (const [index, item] of at.entries()) {
        const key = written(item);
        const first = seen.get(key);
        if (first !== undefined) say(`array items[${first},${index}] must be unique`);
        else seen.set(key, index);
      }
    }
    const { contains } = node;
    if (contains && !at.some((item, index) => errorsOf(contains, item, below(place, index)).length === 0)) {
      say('At least one of the items must match');
    }
  }

  function checkObject(node: SchemaNode, at: Json, place: Place, errors: string[], say: Say): void {
    const { minProperties, maxProperties, additionalProperties, patternProperties = [], propertyNames } = node;
    const keys = Object.keys(at);
    spend(keys.length);
    if (minProperties !== undefined && keys.length < minProperties)
      say(`Must have at least ${minProperties} properties`);
    if (maxProperties !== undefined && keys.length > maxProperties)
      say(`Must have at most ${maxProperties} properties`);
    for (const key of node.required ?? []) if (!Object.hasOwn(at, key)) say(`${key} is required`);
    for (const key of keys) {
      const named = patternProperties.filter(({ pattern }) => matches(pattern, key));
      for (const { schema: each } of named) check(each, at[key], below(place, key), errors);
      if (additionalProperties && named.length === 0 && !node.properties?.has(key)) {
        if (additionalProperties.always === false) say(`Additional property ${key} is not allowed`);
        else check(additionalProperties, at[key], below(place, key), errors);
      }
      if (propertyNames && errorsOf(propertyNames, key, place).length > 0)
        say(`Property name of "${key}" does not match`);
    }
  }

  function checkCommon(node: SchemaNode, at: unknown, place: Place, say: Say): void {
    if (node.const && written(node.const.value) !== written(at)) {
      say(`${place} does not match: ${JSON.stringify(node.const.value)}`);
    }
    if (node.enum) {
      const own = written(at);
      if (!node.enum.some((each) => written(each) === own)) {
        say(`${place} must be one of the following: ${node.enum.map((each) => JSON.stringify(each)).join(', ')}`);
      }
    }
    if (node.format !== undefined && typeof at === 'string' && !fitsFormat(node.format, at)) {
      say(`Does not match format '${node.format}'`);
    }
  }

  function checkText({ minLength, maxLength, pattern }: SchemaNode, at: string, say: Say): void {
    if (minLength !== undefined || maxLength !== undefined) {
      spend(Math.ceil(at.length / 64));
      let length = 0;
      for (const _ of at) length += 1;
      if (minLength !== undefined && length < minLength) {
        say(`String length must be greater than or equal to ${minLength}`);
      }
      if (maxLength !== undefined && length > maxLength)
        say(`String length must be less than or equal to ${maxLength}`);
    }
    if (pattern && !matches(pattern, at)) say(`Does not match pattern '${pattern.text}'`);
  }

  function checkNumber(node: SchemaNode, at: number, say: Say): void {
    const { multipleOf, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
    if (multipleOf !== undefined && !isMultiple(at, multipleOf)) say(`Must be a multiple of ${multipleOf}`);
    if (maximum !== undefined && at > maximum) say(`Must be less than or equal to ${maximum}`);
    if (exclusiveMaximum !== undefined && at >= exclusiveMaximum) say(`Must be less than ${exclusiveMaximum}`);
    if (minimum !== undefined && at < minimum) say(`Must be greater than or equal to ${minimum}`);
    if (exclusiveMinimum !== undefined && at <= exclusiveMinimum) say(`Must be greater than ${exclusiveMinimum}`);
  }

  /** A value as a text that is the same for equal values, whatever the order of their members. */
  function written(at: unknown, level = 0): string {
    spend(1);
    if (level > deepest) throw new TooMuchWork('too deep');
    if (Array.isArray(at)) return `[${at.map((each) => written(each, level + 1)).join(',')}]`;
    if (!isObject(at)) return JSON.stringify(at);
    const members = Object.keys(at).toSorted();
    return `{${members.map((key) => `${JSON.stringify(key)}:${written(at[key], level + 1)}`).join(',')}}`;
  }

  return errorsOf(schema, value, root);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function isOfType(type: string, value: unknown): boolean {
  const own = typeOf(value);
  return own === type || (own === 'integer' && type === 'number');
}

/** Exact for decimal fractions, which a division of floating-point numbers is not: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, step: number): boolean {
  const places = Math.max(decimals(value), decimals(step));
  if (places > 20) return Number.isInteger(value / step);
  return scaled(value, places) % scaled(step, places) === 0n;
}

function decimals(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

function scaled(value: number, places: number): bigint {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(places + Number(exponent) - fraction.length);
}
