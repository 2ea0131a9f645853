import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillParameters, priceOf, readParameterValue, showParameterValue } from './parameter-rules.ts';
import { FilledParameter, Parameter, ParameterList } from './parameters.ts';

interface Vectors {
  readonly cases: readonly {
    readonly d: Record<string, unknown>;
    readonly in: unknown;
    readonly value: unknown;
    readonly valid: boolean;
    readonly price?: number;
  }[];
}
interface OfferFile {
  readonly service: string;
  readonly offer: string;
  readonly parameters: readonly unknown[];
}

const data = new URL('../../../shared/reference/data/ordering/', import.meta.url);
function read<Content>(path: string, fallback: Content): Content {
  const file = new URL(path, data);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : fallback;
}
const vectors = read<Vectors>('vectors/offer-parameters.json', { cases: [] });
const offers = read<readonly OfferFile[]>('offers/offers-with-parameters.json', []);

const parameter = (definition: Record<string, unknown>) =>
  Parameter.parse({ id: 'id1', label: 'Cores', description: null, ...definition });
const cores = parameter({ type: 'select', value_type: 'integer', config: { mode: 'buttons', values: [1, 2, 4, 8] } });
const instances = parameter({
  id: 'id2',
  label: 'Instances',
  type: 'range',
  value_type: 'integer',
  config: { minimum: 1, maximum: 50 },
});
const start = parameter({
  id: 'id3',
  label: 'Start',
  type: 'date',
  value_type: 'string',
  config: { min: 'now', max: '2027-12-31' },
});
const licences = parameter({
  id: 'id4',
  label: 'Licences',
  type: 'quantity_price',
  value_type: 'integer',
  config: { start_price: 19.9, step_price: 0.1, currency: 'EUR', max: 100 },
});
const remark = parameter({ id: 'id5', label: 'Remark', type: 'input', value_type: 'string' });
const days = parameter({ id: 'id6', label: 'Days', type: 'input', value_type: 'integer', value: 365 });
const interfaces = parameter({
  id: 'id7',
  label: 'Interfaces',
  type: 'multiselect',
  value_type: 'string',
  config: { values: ['S3', 'POSIX', 'CDMI'], maxItems: 2 },
});
const access = parameter({ id: 'id8', label: 'Access', type: 'attribute', value_type: 'string', value: 'reserved' });
const all = [cores, instances, start, licences, remark, days, interfaces, access];
const today = '2026-11-24';

describe.skipIf(vectors.cases.length === 0)('the parameter vectors (skipped without ../shared)', () => {
  test.each(vectors.cases.map((one) => [JSON.stringify(one.in), one] as const))(
    '%s',
    (_name, { d, in: submitted, value, valid, price }) => {
      const reading = readParameterValue(parameter(d), submitted);
      expect({ value: reading.value, valid: reading.problem === undefined, price: reading.price }).toEqual({
        value,
        valid,
        price,
      });
    },
  );
});

describe.skipIf(offers.length === 0)('the 37 offers of the marketplace (skipped without ../shared)', () => {
  test('there are 37', () => expect(offers).toHaveLength(37));

  test.each(offers.map((offer) => [`${offer.service}: ${offer.offer}`, offer] as const))(
    '%s parses, and keeps what it said',
    (_name, offer) => {
      const parsed = ParameterList.parse(offer.parameters);
      expect(parsed).toEqual(offer.parameters);
    },
  );

  test.each(offers.map((offer) => [`${offer.service}: ${offer.offer}`, offer] as const))(
    '%s can be filled in by label',
    (_name, offer) => {
      const parameters = ParameterList.parse(offer.parameters);
      const given = Object.fromEntries(parameters.map((one) => [one.label, sample(one)]));
      const { filled, errors } = fillParameters(parameters, given, today);
      expect(errors).toEqual([]);
      for (const one of filled) expect(FilledParameter.parse(one)).toEqual(one);
    },
  );
});

function sample(one: Parameter): unknown {
  switch (one.type) {
    case 'attribute':
      return one.value;
    case 'input':
      return one.value_type === 'string' ? 'as agreed' : '7';
    case 'select':
    case 'multiselect':
      return one.config.values.slice(0, 1).map(String);
    case 'date':
      return '2026-12-01';
    case 'range':
      return String(one.config.minimum);
    case 'quantity_price':
      return 1;
  }
}

describe('Parameter', () => {
  const refused = (definition: Record<string, unknown>) => {
    const result = Parameter.safeParse({ id: 'a', label: 'A', ...definition });
    return result.error?.issues.map(({ message }) => message).join('; ') ?? 'accepted';
  };

  test('refuses definitions that nobody could answer', () => {
    expect(refused({ type: 'select', value_type: 'string', config: { values: [] } })).toContain('at least 1 value');
    expect(refused({ type: 'select', value_type: 'string', config: { values: ['a', 'a'] } })).toContain('twice');
    expect(refused({ type: 'range', value_type: 'integer', config: { minimum: 5, maximum: 4 } })).toContain(
      'No number',
    );
    expect(
      refused({
        type: 'range',
        value_type: 'integer',
        config: { minimum: 4, maximum: 5, exclusiveMinimum: true, exclusiveMaximum: true },
      }),
    ).toContain('No number');
    expect(refused({ type: 'multiselect', value_type: 'string', config: { values: ['a'], minItems: 2 } })).toContain(
      'demanded',
    );
    expect(refused({ type: 'select', value_type: 'integer', config: { values: [1, 'two'] } })).toContain(
      '"two" is not a number',
    );
    expect(refused({ type: 'attribute', value_type: 'string' })).not.toBe('accepted');
    expect(refused({ type: 'slider', value_type: 'string' })).not.toBe('accepted');
  });

  test('a list has unique ids and one currency', () => {
    expect(ParameterList.safeParse([cores, { ...instances, id: 'id1' }]).error?.issues[0]).toMatchObject({
      path: [1, 'id'],
      message: 'The id id1 is used twice in this offer',
    });
    const dollars = { ...licences, id: 'id9', config: { start_price: 1, step_price: 1, currency: 'USD' } };
    expect(ParameterList.safeParse([licences, dollars]).success).toBe(false);
    expect(ParameterList.safeParse(all).success).toBe(true);
  });
});

describe('readParameterValue', () => {
  const problem = (one: Parameter, submitted: unknown) => readParameterValue(one, submitted, today).problem;

  test('a day is stored day first, whichever way it came', () => {
    expect(readParameterValue(start, '2026-12-01', today)).toEqual({ value: '01-12-2026' });
    expect(readParameterValue(start, '01-12-2026', today)).toEqual({ value: '01-12-2026' });
  });

  test('a day keeps its limits, `now` among them', () => {
    expect(problem(start, '2026-11-24')).toBeUndefined();
    expect(problem(start, '2026-11-23')).toBe('23 Nov 2026 has passed. Choose today or a later day');
    expect(problem(start, '2028-01-01')).toBe('1 Jan 2028 is after 31 Dec 2027. Choose that day or an earlier one');
    expect(problem(start, '31-02-2027')).toBe('Write a day such as 2026-12-01');
    expect(problem(start, '')).toBe('Choose a day');
  });

  test('says what may be given instead', () => {
    expect(problem(cores, '3')).toBe('3 is not offered. Choose 1, 2, 4 or 8');
    expect(problem(cores, '')).toBe('Choose 1, 2, 4 or 8');
    expect(problem(instances, '51')).toBe('Give a whole number from 1 to 50');
    expect(problem(instances, 1.5)).toBe('Give a whole number from 1 to 50');
    expect(problem(licences, 101)).toBe('At most 100 can be ordered');
    expect(problem(licences, -1)).toBe('Give a whole number, 0 or more');
    expect(problem(interfaces, ['S3', 'POSIX', 'CDMI'])).toBe('Choose at most 2, not 3');
    expect(problem(access, 'opportunistic')).toBe('This is always reserved');
  });

  test('a fraction among the values of an old offer can be chosen', () => {
    const memory = parameter({ type: 'select', value_type: 'integer', unit: 'GB', config: { values: [0.5, 1] } });
    expect(readParameterValue(memory, ['0.5'])).toEqual({ value: 0.5 });
    expect(readParameterValue(memory, 0.5)).toEqual({ value: 0.5 });
    expect(readParameterValue(memory, '0.7').problem).toBe('0.7 is not offered. Choose 0.5 or 1 GB');
  });

  test('a number is not a text, a text may be empty', () => {
    expect(readParameterValue(remark, 12)).toEqual({ value: 12, problem: 'Write a text' });
    expect(readParameterValue(remark, undefined)).toEqual({ value: '' });
  });

  test('a number too large to be exact stays text', () => {
    expect(readParameterValue(days, '99999999999999999999')).toMatchObject({
      value: '99999999999999999999',
      problem: 'Give a whole number',
    });
  });

  test('never throws, and whatever it accepts it accepts again unchanged', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.integer(),
      fc.array(fc.string()),
      fc.constantFrom('2026-12-01', '4', ['S3'], 'reserved'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), anything, (one, submitted) => {
        const { value, problem: first } = readParameterValue(one, submitted, today);
        if (first === undefined) expect(readParameterValue(one, value, today).value).toEqual(value);
      }),
    );
  });
});

describe('priceOf', () => {
  test('the first has its price, each further one its step, without stray decimals', () => {
    expect([0, 1, 2, 4].map((quantity) => priceOf(licences, quantity))).toEqual([0, 19.9, 20, 20.2]);
    expect(priceOf(cores, 4)).toBeNull();
  });
});

describe('fillParameters', () => {
  const given = { Cores: '4', id2: 10, Start: '2026-12-01', Licences: 3, Interfaces: ['S3'] };

  test('takes labels and ids, defaults and constants', () => {
    const { filled, errors, price } = fillParameters(all, given, today);
    expect(errors).toEqual([]);
    expect(filled.map(({ id, value }) => [id, value])).toEqual([
      ['id1', 4],
      ['id2', 10],
      ['id3', '01-12-2026'],
      ['id4', 3],
      ['id5', ''],
      ['id6', 365],
      ['id7', ['S3']],
      ['id8', 'reserved'],
    ]);
    expect(price).toEqual({ amount: 20.1, currency: 'EUR' });
  });

  test('names every wrong field under the key it came with, and what is missing under its id', () => {
    const { errors } = fillParameters(
      all,
      { Cores: 3, Colour: 'red', Start: '2026-12-01', Licences: 0, Interfaces: ['S3'] },
      today,
    );
    expect(errors).toEqual([
      { path: 'Colour', message: expect.stringContaining('This offer has no parameter Colour. It has Cores,') },
      { path: 'Cores', message: '3 is not offered. Choose 1, 2, 4 or 8' },
      { path: 'id2', message: 'Instances is missing. Give a whole number from 1 to 50' },
    ]);
  });

  test('a parameter given by its id and by its label is given twice', () => {
    expect(fillParameters([cores], { id1: 4, Cores: 4 }).errors).toEqual([
      { path: 'Cores', message: 'Cores is given twice, by its id and by its label' },
    ]);
  });

  test('an offer without parameters takes none and has no price', () => {
    expect(fillParameters([], {})).toEqual({ filled: [], errors: [], price: null });
    expect(fillParameters([], { x: 1 }).errors).toHaveLength(1);
  });
});

describe('showParameterValue', () => {
  test('reads like a person writes', () => {
    expect(showParameterValue(start, '01-12-2026')).toBe('1 Dec 2026');
    expect(showParameterValue(interfaces, ['S3', 'POSIX'])).toBe('S3, POSIX');
    expect(showParameterValue(parameter({ type: 'input', value_type: 'integer', unit: 'GB' }), 4)).toBe('4 GB');
    expect(showParameterValue(remark, '')).toBe('–');
  });
});
