import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import { type Parameter, ParameterList } from '#contracts/catalogue/parameters';
import { givenOf, type KnownOffer } from './imported-order.ts';
import { readLegacyOrderLine, writeLegacyOrderLine } from './legacy-order-line.ts';

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly input: string;
    readonly expected: Record<string, unknown>;
  }[];
}
const data = new URL('../../../../../../shared/reference/data/ordering', import.meta.url);
function read<Content>(path: string, fallback: Content): Content {
  const file = new URL(path, data);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : fallback;
}
const vectors = read<Vectors>('vectors/legacy-order-string.json', { cases: [] });
const marketplace = read<readonly (Omit<KnownOffer, 'parameters'> & { parameters: unknown })[]>(
  'offers/offers-with-parameters.json',
  [],
).map((offer) => ({
  ...offer,
  parameters: ParameterList.parse(offer.parameters),
}));

const parameter = (label: string, type: Parameter['type'], value_type: 'string' | 'integer' = 'string') => ({
  label,
  type,
  value_type,
});
const compute: KnownOffer = {
  category: 'Compute & more',
  service: 'Cloud',
  offer: 'General/purpose',
  parameters: [
    parameter('Cores', 'select', 'integer'),
    parameter('Start', 'date'),
    parameter('End', 'date'),
    parameter('Endpoint', 'input'),
    parameter('Interfaces', 'multiselect'),
  ],
};
const shorter: KnownOffer = { ...compute, offer: 'General' };
const catalogue = [shorter, compute];
const head = 'Compute & more/Cloud/General/purpose';
const order = (line: string, settings = {}) => {
  const found = readLegacyOrderLine(line, catalogue, settings);
  if ('problem' in found) throw new Error(found.problem);
  return found;
};

describe.skipIf(vectors.cases.length === 0)('the legacy line vectors (skipped without ../shared)', () => {
  test.each(vectors.cases)('$name', ({ input, expected }) => {
    expect(readLegacyOrderLine(input, marketplace)).toMatchObject(expected);
  });

  test('the example line fills in its offer, and runs from 12 to 14 February', () => {
    const found = readLegacyOrderLine(vectors.cases[0]?.input ?? '', marketplace);
    if ('problem' in found) throw new Error(found.problem);
    const offer = marketplace.find((one) => one.offer === found.known?.offer && one.service === found.known.service);
    const { filled, errors } = fillParameters(offer?.parameters ?? [], givenOf(found));
    expect(errors).toEqual([]);
    expect(filled.find(({ label }) => label === 'Start of service')?.value).toBe('12-02-2019');
  });
});

describe('readLegacyOrderLine', () => {
  test('takes the longest known head, whatever signs stand in it', () => {
    expect(order(`${head}?Cores=4`)).toMatchObject({
      category: 'Compute & more',
      service: 'Cloud',
      offer: 'General/purpose',
      known: compute,
    });
    expect(order('Compute & more/Cloud/General?Cores=4')).toMatchObject({ offer: 'General', known: shorter });
    expect(order(head)).toMatchObject({ offer: 'General/purpose', attributes: [] });
  });

  test('a head that only begins like a known one is unknown', () => {
    expect(order('Compute & more/Cloud/Generally?Cores=4')).toMatchObject({
      offer: 'Generally',
      warnings: ['offer-not-in-catalogue'],
    });
  });

  test('text that starts no label belongs to the value before it', () => {
    expect(order(`${head}?Endpoint=https://x.example/?a=1&b=2&Cores=4`).attributes).toEqual([
      { label: 'Endpoint', raw: 'https://x.example/?a=1&b=2', value: 'https://x.example/?a=1&b=2' },
      { label: 'Cores', raw: '4', value: 4 },
    ]);
  });

  test('text before the first label is reported, not lost silently', () => {
    expect(order(`${head}?Colour=red&Cores=4`)).toMatchObject({
      warnings: ['unrecognised-text:Colour=red'],
      attributes: [{ label: 'Cores' }],
    });
  });

  test('types values: lists, missing ones, and what is no number', () => {
    expect(order(`${head}?Interfaces=["S3", "POSIX"]&Cores=&Endpoint=`).attributes.map(({ value }) => value)).toEqual([
      ['S3', 'POSIX'],
      null,
      '',
    ]);
    expect(order(`${head}?Interfaces=S3&Cores=four`).attributes.map(({ value }) => value)).toEqual(['S3', 'four']);
  });

  test('a date with slashes has its month first, unless it cannot', () => {
    const value = (text: string, settings = {}) => order(`${head}?Start=${text}`, settings).attributes[0]?.value;
    expect(value('02/12/2019')).toBe('2019-02-12');
    expect(value('25/12/2019')).toBe('2019-12-25');
    expect(value('02-12-2019')).toBe('2019-12-02');
    expect(value('2019-12-02')).toBe('2019-12-02');
    expect(value('02/12/2019', { dateOrder: 'day-first' })).toBe('2019-12-02');
    expect(value('02/25/2019', { dateOrder: 'day-first' })).toBe('2019-02-25');
  });

  test('says what else an ambiguous date may mean', () => {
    expect(order(`${head}?Start=02/12/2019&End=05/05/2020`)).toMatchObject({
      warnings: ['ambiguous-date:Start'],
      ambiguousDates: [{ label: 'Start', read: '2019-02-12', other: '2019-12-02' }],
    });
  });

  test('keeps a date that it cannot read, with a warning', () => {
    expect(order(`${head}?Start=31/31/2019`)).toMatchObject({
      warnings: ['unreadable-date:Start'],
      attributes: [{ value: '31/31/2019' }],
    });
  });

  test('an order without a category, and the oldest form without an offer', () => {
    expect(order('/Cloud/Small?Cores=4')).toMatchObject({ category: null, service: 'Cloud', offer: 'Small' });
    expect(order('Compute/Cloud/Cores=4&Disk=10')).toMatchObject({
      offer: null,
      attributes: [{ label: 'Cores' }, { label: 'Disk' }],
    });
    expect(order('Compute/Cloud/')).toMatchObject({ offer: null, attributes: [] });
  });

  test('what is no order says so', () => {
    expect(readLegacyOrderLine('  ', catalogue)).toEqual({ problem: 'The line is empty' });
    expect(readLegacyOrderLine('hello', catalogue)).toHaveProperty('problem');
    expect(readLegacyOrderLine('Compute//Small?', catalogue)).toHaveProperty('problem');
  });

  test('never throws, on any text', () => {
    const pieces = fc.array(
      fc.constantFrom(head, 'Compute', '/', '?', '&', '=', 'Cores', 'Start', 'Interfaces', '[', '"', '02/12/2019', ' '),
      { maxLength: 20 },
    );
    const texts = fc.oneof(
      fc.string(),
      pieces.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => void readLegacyOrderLine(text, catalogue)),
      { numRuns: 300 },
    );
  });

  test('reads back what was written for a known offer', () => {
    const text = fc
      .string({ maxLength: 20 })
      .filter((value) => value === value.trim() && !/&(Cores|Start|End|Endpoint|Interfaces)=/.test(value));
    const days = fc
      .integer({ min: 0, max: 36_500 })
      .map((after) => Temporal.PlainDate.from('2000-01-01').add({ days: after }).toString());
    const properties = fc.record({
      Cores: fc.option(fc.integer()),
      Start: fc.option(days),
      Interfaces: fc.array(fc.constantFrom('S3', 'POSIX', 'with "quotes" & more'), { minLength: 1 }),
      Endpoint: text,
    });
    fc.assert(
      fc.property(properties, (values) => {
        const line = writeLegacyOrderLine({
          ...compute,
          properties: Object.entries(values).map(([label, value]) => ({ label, value })),
        });
        expect(givenOf(order(line))).toEqual(values);
      }),
    );
  });
});
