import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KnownOffer } from './imported-order.ts';
import type { LegacyOrder } from './legacy-order-line.ts';
import { readSo1, writeSo1 } from './so1.ts';

interface Vectors {
  readonly cases: readonly { readonly name: string; readonly in: LegacyOrder; readonly out: Record<string, unknown> }[];
}
const file = new URL('../../../../../../shared/reference/data/ordering/vectors/so1-json.json', import.meta.url);
const vectors: Vectors = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] };

const storage: KnownOffer = {
  category: 'Storage',
  service: 'Objects',
  offer: 'Large',
  parameters: [
    { label: 'Capacity', type: 'input', value_type: 'integer' },
    { label: 'Start', type: 'date', value_type: 'string' },
    { label: 'Interfaces', type: 'multiselect', value_type: 'string' },
  ],
};

describe.skipIf(vectors.cases.length === 0)('the SO-1 vectors (skipped without ../shared)', () => {
  test.each(vectors.cases)('$name', ({ in: order, out }) => {
    const written = writeSo1(order);
    expect(JSON.parse(written)).toEqual(out);
    expect(Object.keys(JSON.parse(written))).toEqual(['category', 'service', 'offer', 'attributes']);
    expect(readSo1(written, [])).toMatchObject({
      category: order.category,
      service: order.service,
      offer: order.offer,
    });
  });
});

describe('readSo1', () => {
  const json = (content: unknown) => JSON.stringify(content);
  const attributes = { Capacity: '40', Start: '02/12/2019', Interfaces: ['S3'] };

  test('reads JSON and types it by the offer', () => {
    const found = readSo1(json({ category: 'Storage', service: 'Objects', offer: 'Large', attributes }), [storage]);
    expect(found).toMatchObject({
      known: storage,
      attributes: [{ value: 40 }, { value: '2019-02-12', raw: '02/12/2019' }, { value: ['S3'] }],
      warnings: ['ambiguous-date:Start'],
    });
  });

  test('reads the older line as well', () => {
    expect(readSo1('Storage/Objects/Large?Capacity=40', [storage])).toMatchObject({
      known: storage,
      attributes: [{ label: 'Capacity', value: 40 }],
    });
  });

  test('without a category the service and the offer name it, if only one does', () => {
    const text = json({ category: null, service: 'Objects', offer: 'Large', attributes: {} });
    expect(readSo1(text, [storage])).toMatchObject({ known: storage });
    expect(readSo1(text, [storage, { ...storage, category: 'Data' }])).toMatchObject({
      known: null,
      warnings: ['offer-not-in-catalogue'],
    });
  });

  test('names an attribute that the offer does not have', () => {
    const text = json({ category: 'Storage', service: 'Objects', offer: 'Large', attributes: { Colour: 'red' } });
    expect(readSo1(text, [storage])).toMatchObject({ warnings: ['unrecognised-text:Colour'] });
  });

  test('says what is wrong with broken input', () => {
    const problem = (text: string) => {
      const found = readSo1(text, []);
      return 'problem' in found ? found.problem : 'read';
    };
    expect(problem('{"service":')).toContain('does not end as it should');
    expect(problem('{}')).toBe('The key service is missing, or no text');
    expect(problem('{"service":"a","category":1}')).toContain('category');
    expect(problem('{"service":"a","offer":[]}')).toContain('offer');
    expect(problem('{"service":"a","attributes":[]}')).toContain('attributes');
  });

  test('never throws, on any text and on any JSON', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => `{${text}`),
      fc.dictionary(fc.constantFrom('category', 'service', 'offer', 'attributes'), fc.jsonValue()).map(json),
    );
    fc.assert(
      fc.property(texts, (text) => void readSo1(text, [storage])),
      { numRuns: 300 },
    );
  });

  test('reads back what was written', () => {
    const values = fc.record({
      Capacity: fc.integer(),
      Interfaces: fc.array(fc.string()),
      Start: fc.constantFrom('2026-12-01', null),
    });
    fc.assert(
      fc.property(values, (given) => {
        const found = readSo1(
          writeSo1({ ...storage, properties: Object.entries(given).map(([label, value]) => ({ label, value })) }),
          [storage],
        );
        expect(
          'attributes' in found && Object.fromEntries(found.attributes.map(({ label, value }) => [label, value])),
        ).toEqual(given);
      }),
    );
  });
});
