import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Parameter } from '#contracts/catalogue/parameters';
import { system, type Actor } from '#kernel/access';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
let customer: Actor;
let project: number;
beforeAll(async () => {
  app = await testApp();
  customer = {
    kind: 'person',
    id: app.idOf('eleni'),
    name: 'Eleni Papadaki',
    email: 'eleni@hcmr.example',
    roles: [],
    tokenScopes: null,
  };
  project = await app.modules.ordering.projectForImport(customer);
});
afterAll(() => app.close());

const legacy =
  'Compute/EGI Cloud compute/General purpose?Number of CPU Cores=4&Amount of RAM per CPU core=2&Local disk=10&Number of VM instances=1&Access type=opportunistic&Start of service=02/12/2019&Number of days=2';
const json = JSON.stringify({
  category: 'Compute',
  service: 'EGI Cloud compute',
  offer: 'General purpose',
  attributes: {
    'Number of CPU Cores': 8,
    'Amount of RAM per CPU core': 4,
    'Local disk': 20,
    'Number of VM instances': 3,
    'Access type': 'reserved',
    'Start of service': '2026-12-24',
    'Number of days': 30,
  },
});
const file = [
  legacy,
  '',
  json,
  'Compute/EGI Cloud compute/No such offer?Cores=1',
  '{"service":',
  legacy.replace('Cores=4', 'Cores=5'),
].join('\n');

const run = (text: string, apply: boolean, column?: string) =>
  app.modules.ordering.importOrders({
    lines: app.modules.ordering.readSourceLines(text, column),
    dateOrder: 'month-first',
    ...(apply ? { apply: { customer, project } } : {}),
  });
const countOrders = async () => (await app.as('eleni').get('/api/orders?limit=200')).body.items.length;

test('a preview says what would happen to each line, and changes nothing', async () => {
  const before = await countOrders();
  const { lines, counts } = await run(file, false);
  expect(lines.map(({ line, outcome }) => [line, outcome])).toEqual([
    [1, 'recognised'],
    [3, 'recognised'],
    [4, 'unknown_offer'],
    [5, 'error'],
    [6, 'error'],
  ]);
  expect(lines[0]?.notes).toEqual(['ambiguous date: Start of service read as 2019-02-12, could be 2019-12-02']);
  expect(counts).toMatchObject({ recognised: 2, unknown_offer: 1, error: 2, ambiguous: 2, imported: 0 });
  expect(await countOrders()).toBe(before);
});

test('what can be read is placed, the rest is reported, and twice gives nothing twice', async () => {
  const before = await countOrders();
  const first = await run(file, true);
  expect(first.counts).toMatchObject({ imported: 2, unknown_offer: 1, error: 2 });
  expect(await countOrders()).toBe(before + 2);
  const again = await run(file, true);
  expect(again.counts).toMatchObject({ imported: 0, already_there: 2 });
  expect(again.lines[0]?.number).toBe(first.lines[0]?.number);
  expect(await countOrders()).toBe(before + 2);
  await app.settle();
  const { body } = await app.as('anna').get(`/api/orders/${first.lines[0]?.number ?? 0}`);
  expect(body).toMatchObject({
    state: 'registered',
    period: { startsOn: '2019-02-12', endsOn: '2019-02-14' },
    desk: { raw: { legacyLine: legacy }, source: 'import' },
  });
});

test('the same text twice in one file is two orders', async () => {
  const line = legacy.replace('instances=1', 'instances=7');
  expect((await run(`${line}\n${line}`, true)).counts.imported).toBe(2);
  expect((await run(`${line}\n${line}`, true)).counts).toMatchObject({ imported: 0, already_there: 2 });
});

test('orders stand in a column of a CSV file, and a column that is not there is named', async () => {
  const csv = `number,SO-1\r\n17,"${json.replaceAll('"', '""')}"\r\n`;
  expect((await run(csv, false, 'SO-1')).lines).toMatchObject([{ line: 2, outcome: 'recognised' }]);
  expect(() => app.modules.ordering.readSourceLines(csv, 'SO-2')).toThrow(
    'There is no column "SO-2". The columns are number, SO-1',
  );
});

const offersFile = new URL(
  '../../../../../../shared/reference/data/ordering/offers/offers-with-parameters.json',
  import.meta.url,
);

describe.skipIf(!existsSync(offersFile))('the reference offers (skipped where the reference data is not there)', () => {
  test('all 37 load, and each can be ordered', async () => {
    const text = readFileSync(offersFile, 'utf8');
    const report = await app.modules.catalogue.importOffers(system, text);
    expect([report.entries, report.errors]).toEqual([37, []]);
    const entries: { service: string; offer: string; parameters: Parameter[] }[] = JSON.parse(text);
    const known = await app.modules.catalogue.queries.offersForImport(app.kernel.database.read());
    for (const entry of entries) {
      const card = known.find((one) => one.service.name === entry.service && one.name === entry.offer);
      const answer = await app.as('eleni').post('/api/orders', {
        project,
        offer: card?.ref,
        parameters: Object.fromEntries(entry.parameters.flatMap(answered)),
      });
      expect(answer.status, `${entry.service}, ${entry.offer}: ${answer.text}`).toBe(201);
    }
  });
});

/** An answer that the parameter takes. */
function answered(parameter: Parameter): [string, unknown][] {
  switch (parameter.type) {
    case 'attribute':
      return [];
    case 'select':
      return [[parameter.id, parameter.config.values[0]]];
    case 'multiselect':
      return [[parameter.id, parameter.config.values.slice(0, parameter.config.minItems ?? 1)]];
    case 'date':
      return [[parameter.id, '2026-12-24']];
    case 'range':
      return [[parameter.id, parameter.config.maximum - 1]];
    case 'quantity_price':
      return [[parameter.id, 1]];
    case 'input':
      return [[parameter.id, parameter.value_type === 'integer' ? 12 : 'text']];
  }
}
