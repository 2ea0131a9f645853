import { expect, test } from 'vitest';
import { schemaFault, type Schema } from './index.ts';

const object = (more: Schema): Schema => ({ type: 'object', ...more });

test.each<[string, Schema, unknown, string]>([
  [
    'a missing key',
    object({ required: ['content'] }),
    {},
    `The property '#/' did not contain a required property of 'content'`,
  ],
  [
    'a missing key below',
    object({ properties: { status: object({ required: ['type'] }) } }),
    { status: {} },
    `The property '#/status' did not contain a required property of 'type'`,
  ],
  [
    'a value that is not known',
    object({ properties: { status: object({ properties: { type: { type: 'string', enum: ['ready', 'closed'] } } }) } }),
    { status: { type: 'LOL' } },
    `The property '#/status/type' value "LOL" did not match one of the following values: ready, closed`,
  ],
  [
    'an entry that fits no alternative',
    object({ properties: { parameters: { type: 'array', items: { oneOf: [object({ required: ['id'] })] } } } }),
    { parameters: [{}] },
    `The property '#/parameters/0' of type object did not match any of the required schemas`,
  ],
  [
    'an entry given twice',
    object({ properties: { parameters: { type: 'array', uniqueItems: true } } }),
    { parameters: [{ a: 1 }, { a: 1 }] },
    `The property '#/parameters' contained duplicated array values`,
  ],
  [
    'a list that is too short',
    object({ properties: { orders: { type: 'array', minItems: 1 } } }),
    { orders: [] },
    `The property '#/orders' did not contain a minimum number of items 1`,
  ],
  [
    'what is forbidden',
    object({ not: { required: ['status'] } }),
    { status: 'x' },
    `The property '#/' of type object matched the disallowed schema`,
  ],
  [
    'a key too many',
    object({ properties: { a: {} }, additionalProperties: false }),
    { a: 1, x: 2 },
    `The property '#/' contains additional properties ["x"] outside of the schema when none are allowed`,
  ],
  [
    'another type',
    object({ properties: { x: { type: 'integer' } } }),
    { x: '1' },
    `The property '#/x' of type string did not match the following type: integer`,
  ],
  [
    'none of several needs',
    object({ anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
    {},
    `The property '#/' of type object did not match one or more of the required schemas`,
  ],
])('%s is told in the words of the marketplace', (_what, schema, value, text) => {
  expect(schemaFault(schema, value)).toBe(text);
});

test('a list that is long enough fits, and only lists are counted', () => {
  expect(schemaFault({ minItems: 1 }, ['a'])).toBeUndefined();
  expect(schemaFault({ minItems: 1 }, 'a')).toBeUndefined();
});

test('what fits has no fault, and what stands first in the schema is told first', () => {
  const schema = object({
    properties: { a: { type: 'integer' }, b: { type: 'number' } },
    additionalProperties: false,
    required: ['a'],
  });
  expect(schemaFault(schema, { a: 1, b: 2 })).toBeUndefined();
  expect(schemaFault(schema, { c: 1 })).toContain('additional properties');
  expect(schemaFault(schema, [])).toContain('of type array did not match the following type: object');
});
