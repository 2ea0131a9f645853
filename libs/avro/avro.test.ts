import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AvroSchemaError, compileAvroSchema } from './index.ts';

const bytes = (...list: number[]) => Uint8Array.from(list);
const wrong = (schema: unknown, ...list: number[]) => compileAvroSchema(schema)(bytes(...list));

const person = {
  type: 'record',
  name: 'Person',
  namespace: 'people',
  fields: [
    { name: 'name', type: 'string' },
    { name: 'age', type: ['null', 'int'] },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['a', 'b'] } },
    { name: 'key', type: { type: 'fixed', name: 'Key', size: 2 } },
    { name: 'tags', type: { type: 'map', values: 'boolean' } },
    { name: 'other', type: ['null', 'people.Kind', 'Person'] },
  ],
};
// "ab", 3, b, two bytes, {"x": true}, null
const encoded = [4, 97, 98, 2, 6, 2, 1, 2, 2, 2, 120, 1, 0, 0];

describe('bytes', () => {
  test('fit where they begin with a value, whatever follows', () => {
    expect(wrong(person, ...encoded)).toBeNull();
    expect(wrong(person, ...encoded, 255, 255)).toBeNull();
    expect(wrong({ type: 'array', items: 'long' }, 1, 2, 2, 0)).toBeNull();
    expect(wrong({ type: 'double' }, 1, 2, 3, 4, 5, 6, 7, 8)).toBeNull();
  });

  test('that end within a value do not fit, wherever they end', () => {
    for (let length = 0; length < encoded.length; length += 1) {
      expect(wrong(person, ...encoded.slice(0, length))).toContain('short buffer');
    }
  });

  test.each<[unknown, number[], string]>([
    [
      person,
      [3],
      'cannot decode binary record "people.Person" field "name": cannot decode binary string: negative size: -2',
    ],
    [['null', 'int'], [4], 'index ought to be between 0 and 1; read index: 2'],
    ['boolean', [2], 'expected 0 or 1; received: 2'],
    ['int', [255, 255, 255, 255, 255, 1], 'integer overflow'],
    ['string', [255, 255, 255, 255, 255, 255, 255, 255, 127], 'short buffer'],
    [{ type: 'array', items: 'null' }, [254, 255, 255, 255, 255, 255, 255, 127], 'too many values'],
  ])('of no value are refused: %j', (schema, list, message) => {
    expect(wrong(typeof schema === 'string' ? { type: schema } : schema, ...list)).toContain(message);
  });

  test('of an object container file are refused', () => {
    const container = Buffer.from('Obj\u0001\u0004\u0016avro.schema\u0002{');
    expect(compileAvroSchema({ type: 'int' })(container)).toContain('container file');
  });

  test('of a record that holds itself are followed so far and no further', () => {
    const chain = { type: 'record', name: 'Chain', fields: [{ name: 'next', type: ['null', 'Chain'] }] };
    expect(wrong(chain, 2, 2, 0)).toBeNull();
    expect(wrong(chain, ...Array.from({ length: 5000 }, () => 2))).toContain('levels');
    const endless = { type: 'record', name: 'Endless', fields: [{ name: 'self', type: 'Endless' }] };
    expect(wrong(endless, 0)).toContain('levels');
  });

  test('of any kind are answered', () => {
    const validate = compileAvroSchema(person);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (list) => {
        const answer = validate(list);
        expect(answer === null || answer.startsWith('cannot decode binary')).toBe(true);
      }),
    );
  });
});

test.each<[unknown, string]>([
  [{ type: 'unknown' }, 'unknown type name: "unknown"'],
  [{}, 'missing type'],
  [[], 'Union ought to have one or more members'],
  [{ type: 'array' }, 'Array ought to have items key'],
  [{ type: 'record', fields: [] }, 'schema name ought to be a valid non-empty string'],
  [{ type: 'record', name: 'R' }, 'Record "R" ought to have fields key'],
  [{ type: 'record', name: 'R', fields: [{ name: 'a' }] }, 'Record "R" field a: missing type'],
  [{ type: 'enum', name: 'E', symbols: [] }, 'Enum ought to have symbols key'],
  [JSON.parse(`${'{"type":'.repeat(200)}"int"${'}'.repeat(200)}`), 'Schemas may be 100 levels deep'],
])('%j is no schema', (schema, message) => {
  expect(() => compileAvroSchema(schema)).toThrow(new AvroSchemaError(message));
});
