import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fillParameters } from '../catalogue/parameter-rules.ts';
import { type FilledParameter, type Parameter, ParameterList } from '../catalogue/parameters.ts';
import { requestedResources, wholeService } from './requested-resources.ts';

interface OfferFile {
  readonly service: string;
  readonly offer: string;
  readonly parameters: readonly unknown[];
}
const file = new URL('../../../shared/reference/data/ordering/offers/offers-with-parameters.json', import.meta.url);
const offers: readonly OfferFile[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

const number = (label: string, value: number, unit?: string): FilledParameter => ({
  id: label,
  label,
  type: 'input',
  value_type: 'integer',
  value,
  ...(unit === undefined ? {} : { unit }),
});
const day = (label: string, value: string): FilledParameter => ({
  id: label,
  label,
  type: 'date',
  value_type: 'string',
  value,
});
const metrics = (parameters: readonly FilledParameter[]) =>
  requestedResources(parameters).amounts.map(
    ({ metric, quantity, unit }) => `${metric} ${quantity}${unit ? ` ${unit}` : ''}`,
  );

const tenMachines = [
  number('Amount of RAM per CPU core', 2, 'GB'),
  number('Number of CPU Cores', 4),
  number('Number of VM instances', 10),
  day('Start of service', '12-02-2019'),
  number('Number of days', 30),
];

describe('requestedResources', () => {
  test('10 machines, 4 cores and 2 GB per core, 30 days: 40 cores, 80 GB, until 14 March', () => {
    expect(requestedResources(tenMachines)).toEqual({
      amounts: [
        { metric: 'memory', label: 'Memory', quantity: 80, unit: 'GB' },
        { metric: 'cores', label: 'CPU cores', quantity: 40, unit: null },
        { metric: 'vm', label: 'Virtual machines', quantity: 10, unit: null },
      ],
      startsOn: '2019-02-12',
      endsOn: '2019-03-14',
      days: 30,
    });
  });

  test('an order without machines or users counts once', () => {
    expect(
      metrics([
        number('Guaranteed number of CPU cores', 16),
        number('Amount of RAM per CPU core', 4, 'GB'),
        number('Number of CPU hours', 5000, 'h'),
      ]),
    ).toEqual(['cores 16', 'memory 64 GB', 'cpu_hours 5000 h']);
    expect(metrics([number('Amount of RAM', 1, 'GB'), number('Number of cores', 2)])).toEqual([
      'memory 1 GB',
      'cores 2',
    ]);
  });

  test('what is given per user is multiplied by the users', () => {
    expect(
      metrics([
        number('Number of users', 30),
        number('Number of cores per user', 2),
        number('Storage per user', 5, 'GB'),
      ]),
    ).toEqual(['users 30', 'cores 60', 'storage 150 GB']);
  });

  test('details are no amounts: threads, a quota for each user', () => {
    expect(
      metrics([
        number('Requested storage capacity', 0.5, 'TB'),
        number('Requested quota per user', 100, 'GB'),
        number('Parallelism (Threads)', 8),
      ]),
    ).toEqual(['storage 0.5 TB']);
  });

  test('a number under an unknown label is a metric of its own when it has a unit', () => {
    expect(
      metrics([
        number('Tape (offline)', 40, 'TB'),
        number('Favourite number', 7),
        number('Bandwidth per site', 10, 'Gb/s'),
      ]),
    ).toEqual(['tape_offline 40 TB']);
  });

  test('a label can mean something else in one offer', () => {
    const own = { 'favourite number': { is: 'amount', metric: 'nodes', label: 'Nodes' } } as const;
    expect(requestedResources([number('Favourite number', 7)], own).amounts).toEqual([
      { metric: 'nodes', label: 'Nodes', quantity: 7, unit: null },
    ]);
  });

  test('two amounts of one metric add up, unless their units differ', () => {
    expect(
      metrics([
        number('Storage capacity', 5, 'GB'),
        number('Online storage size', 7, 'GB'),
        number('Amount of data', 1, 'TB'),
      ]),
    ).toEqual(['storage 12 GB', 'storage_tb 1 TB']);
  });

  test('an order that names no quantity is one whole', () => {
    expect(requestedResources([])).toEqual({ amounts: [wholeService], startsOn: null, endsOn: null, days: null });
  });

  test('a period can be given by its end, or in months', () => {
    expect(
      requestedResources([day('Start of service', '2026-12-01'), day('End of service', '31-12-2026')]),
    ).toMatchObject({ endsOn: '2026-12-31', days: 30 });
    expect(requestedResources([day('Start of service', '31-01-2027'), number('Number of months', 1)])).toMatchObject({
      endsOn: '2027-02-28',
    });
    expect(requestedResources([number('Number of days', 30)])).toMatchObject({
      startsOn: null,
      endsOn: null,
      days: 30,
    });
  });

  test('the parameters of an offer can name each other in a circle without harm', () => {
    const own = {
      a: { is: 'amount', metric: 'a', label: 'A', per: ['b'] },
      b: { is: 'amount', metric: 'b', label: 'B', per: ['a'] },
    } as const;
    expect(requestedResources([number('a', 2), number('b', 3)], own).amounts).toHaveLength(2);
  });
});

describe.skipIf(offers.length === 0)('the 37 offers (skipped without ../shared)', () => {
  const sample = (one: Parameter): unknown => {
    if (one.type === 'date') return '2026-12-01';
    if (one.type === 'select' || one.type === 'multiselect') return one.config.values.slice(0, 1);
    if (one.type === 'range') return one.config.maximum;
    return one.type === 'attribute' ? one.value : one.value_type === 'string' ? 'x' : 10;
  };

  test.each(offers.map((offer) => [`${offer.service}: ${offer.offer}`, offer] as const))(
    '%s gives sensible metrics',
    (_name, offer) => {
      const parameters = ParameterList.parse(offer.parameters);
      const { filled } = fillParameters(parameters, Object.fromEntries(parameters.map((one) => [one.id, sample(one)])));
      const { amounts, startsOn } = requestedResources(filled);
      const known = ['vm', 'cores', 'memory', 'gpu', 'disk', 'cpu_hours', 'storage', 'users', 'students', 'service'];
      expect(known).toEqual(expect.arrayContaining(amounts.map(({ metric }) => metric)));
      expect(startsOn !== null).toBe(parameters.some(({ type }) => type === 'date'));
      const counted = parameters.some(
        ({ label }) =>
          /number of|storage|data|RAM/i.test(label) && !/days|per user/i.test(label) && !/repository/i.test(label),
      );
      expect(amounts[0]?.metric !== 'service').toBe(counted);
    },
  );
});
