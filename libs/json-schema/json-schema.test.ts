// oxlint-disable unicorn/no-thenable -- a word of JSON Schema
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSchema, SchemaError } from './index.ts';

const errors = (schema: unknown, value: unknown) => compileSchema(schema)(value);

describe('what is wrong is said', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['type', { type: ['string', 'null'] }, 1.5, ['(root): Invalid type. Expected: [string,null], given: number']],
    ['nothing of an integer as a number', { type: 'number' }, 1, []],
    ['false', { properties: { a: false } }, { a: 1 }, ['a: False always fails validation']],
    ['const', { const: { a: [1] } }, 2, ['(root): (root) does not match: {"a":[1]}']],
    ['nothing of equal objects', { const: { a: 1, b: 2 } }, { b: 2, a: 1 }, []],
    ['enum', { enum: ['a', 1] }, 'b', ['(root): (root) must be one of the following: "a", 1']],
    [
      'anyOf, with the closest',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      1,
      ['(root): Must validate at least one schema (anyOf)', '(root): Invalid type. Expected: string, given: integer'],
    ],
    ['oneOf', { oneOf: [true, true] }, 1, ['(root): Must validate one and only one schema (oneOf)']],
    [
      'allOf',
      { allOf: [{ minimum: 2 }] },
      1,
      ['(root): Must be greater than or equal to 2', '(root): Must validate all the schemas (allOf)'],
    ],
    ['not', { not: {} }, 1, ['(root): Must not validate the schema (not)']],
    ['dependencies', { dependencies: { a: ['b'] } }, { a: 1 }, ['(root): Has a dependency on b']],
    ['schema dependencies', { dependencies: { a: { required: ['c'] } } }, { a: 1 }, ['(root): c is required']],
    [
      'if and then',
      { if: { type: 'string' }, then: { minLength: 2 } },
      'a',
      ['(root): Must validate "then" as "if" was valid', '(root): String length must be greater than or equal to 2'],
    ],
    ['items', { items: { type: 'string' } }, ['a', 1], ['1: Invalid type. Expected: string, given: integer']],
    ['nested places', { properties: { a: { items: { required: ['b'] } } } }, { a: [{}] }, ['a.0: b is required']],
    [
      'additionalItems',
      { items: [{}], additionalItems: false },
      [1, 2],
      ['(root): No additional items allowed on array'],
    ],
    ['uniqueItems', { uniqueItems: true }, [{ a: 1 }, 2, { a: 1 }], ['(root): array items[0,2] must be unique']],
    ['contains', { contains: { type: 'string' } }, [1], ['(root): At least one of the items must match']],
    ['lengths', { minItems: 1, maxProperties: 0 }, [], ['(root): Array must have at least 1 items']],
    [
      'additionalProperties',
      { properties: { a: {} }, patternProperties: { '^x': { type: 'null' } }, additionalProperties: false },
      { a: 1, x: 2, b: 3 },
      ['x: Invalid type. Expected: null, given: integer', '(root): Additional property b is not allowed'],
    ],
    ['propertyNames', { propertyNames: { maxLength: 1 } }, { ab: 1 }, ['(root): Property name of "ab" does not match']],
    ['pattern', { pattern: '^a+$' }, 'b', ["(root): Does not match pattern '^a+$'"]],
    ['format', { format: 'ipv4' }, '1.2.3', ["(root): Does not match format 'ipv4'"]],
    ['nothing of unknown formats', { format: 'colour' }, 'x', []],
    ['lengths in characters', { maxLength: 1 }, '😀', []],
    ['multipleOf', { multipleOf: 0.1 }, 0.35, ['(root): Must be a multiple of 0.1']],
    ['nothing of decimal multiples', { multipleOf: 0.1 }, 0.3, []],
    ['exclusive bounds of draft 4', { minimum: 1, exclusiveMinimum: true }, 1, ['(root): Must be greater than 1']],
    ['exclusive bounds since draft 6', { exclusiveMaximum: 1 }, 1, ['(root): Must be less than 1']],
    ['nothing of members of the prototype', { required: ['toString'] }, {}, ['(root): toString is required']],
  ])('%s', (_what, schema, value, wrong) => expect(errors(schema, value)).toEqual(wrong));

  test('const is no word of draft 4', () => {
    expect(errors({ $schema: 'http://json-schema.org/draft-04/schema#', const: 1 }, 2)).toEqual([]);
  });
});

describe('references', () => {
  test('reach definitions, identifiers and the schema itself', () => {
    const tree = {
      $id: 'https://schemas.example/tree',
      properties: {
        next: { $ref: '#' },
        name: { $ref: '#/definitions/a~1b' },
        by: { $ref: 'leaf' },
        at: { $ref: '#spot' },
      },
      definitions: {
        'a/b': { type: 'string' },
        leaf: { $id: 'leaf', type: 'null' },
        spot: { $id: '#spot', type: 'array' },
      },
    };
    expect(errors(tree, { next: { name: 1 } })).toEqual(['next.name: Invalid type. Expected: string, given: integer']);
    expect(errors(tree, { by: 1, at: 1 })).toHaveLength(2);
  });

  test.each(['https://schemas.example/other', '#/definitions/none', 'file:///etc/passwd', '#nowhere'])(
    'to %s are refused',
    (reference) => {
      expect(() => compileSchema({ $ref: reference })).toThrow(/nothing is fetched/);
    },
  );
});

test.each<[string, unknown]>([
  ['a list', []],
  ['an unknown type', { type: 'unknown' }],
  ['properties that are none', { properties: [] }],
  ['a negative length', { minLength: -1 }],
  ['a backward reference in a pattern', { pattern: '(a)\\1' }],
  ['a pattern that unfolds', { pattern: '((a{100}){100}){100}' }],
  ['a pattern without end', { pattern: 'a'.repeat(1001) }],
  ['many large patterns', { allOf: Array.from({ length: 30 }, (_, place) => ({ pattern: `a{900}${place}` })) }],
  ['a schema that is too deep', JSON.parse(`${'{"not":'.repeat(150)}{}${'}'.repeat(150)}`)],
])('%s is no schema', (_what, schema) => expect(() => compileSchema(schema)).toThrow(SchemaError));

describe('work is bounded', () => {
  const tooMuch = ['(root): takes too much work to validate'];
  test('for references that go round, and branches that double', () => {
    expect(errors({ $ref: '#' }, 1)).toEqual(tooMuch);
    const doubling = { definitions: {} as Record<string, unknown>, $ref: '#/definitions/s0' };
    for (let level = 0; level < 60; level += 1) {
      const next = { $ref: `#/definitions/s${level + 1}` };
      doubling.definitions[`s${level}`] = { allOf: [next, next] };
    }
    doubling.definitions['s60'] = {};
    expect(errors(doubling, 1)).toEqual(tooMuch);
  });

  test('for values that are deep, and patterns that backtracking would never end', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    expect(errors({ items: { $ref: '#' } }, deep)).toEqual(tooMuch);
    expect(errors({ uniqueItems: true }, [deep, deep])).toEqual(tooMuch);
    expect(errors({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toEqual([
      "(root): Does not match pattern '^(a+)+$'",
    ]);
    expect(errors({ pattern: '(?:.?){900}b' }, 'a'.repeat(100_000))).toEqual(tooMuch);
  });

  test('over all values that come together', () => {
    const validate = compileSchema({});
    const work = { steps: 2 };
    expect([validate(1, work), validate(1, work), validate(1, work)]).toEqual([[], [], tooMuch]);
  });
});

test('another validator takes and refuses the same', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const { schema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.record({ type: fc.constantFrom('array', 'boolean', 'integer', 'number', 'null', 'object', 'string') }),
      fc.record({ minLength: fc.nat(3), maxItems: fc.nat(3), minProperties: fc.nat(2), uniqueItems: fc.boolean() }),
      fc.record({ minimum: fc.integer(), exclusiveMaximum: fc.integer() }),
      fc.record({ enum: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ const: value }),
      fc.record({ items: tie('schema'), contains: tie('schema') }),
      fc.record({ properties: fc.dictionary(fc.string(), tie('schema')), additionalProperties: tie('schema') }),
      fc.record({
        required: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 2 }),
        propertyNames: tie('schema'),
      }),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), not: tie('schema') }),
      fc.record({ if: tie('schema'), then: tie('schema'), else: tie('schema') }),
    ),
  }));
  fc.assert(
    fc.property(schema, value, (given, one) => {
      const other = new Ajv({ strict: false, logger: false, validateSchema: false }).compile(given);
      expect(errors(given, one).length === 0).toBe(other(one));
    }),
    { numRuns: 300 },
  );
});
