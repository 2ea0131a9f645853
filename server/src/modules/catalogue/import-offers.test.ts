import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import { anonymous, system } from '#kernel/access';
import type { Database } from '#kernel/database';
import { testDatabase } from '#test/database';
import { addService, anOffer, aService, catalogueTools, person } from './catalogue.fixture.ts';
import { catalogueQueries } from './catalogue-queries.ts';
import { importOffers } from './import-offers.ts';
import { readOfferEntries } from './read-offer-entries.ts';
import { readService } from './service-view.ts';

const offersFile = new URL(
  '../../../../../shared/reference/data/ordering/offers/offers-with-parameters.json',
  import.meta.url,
);

let database: Database;
let load: ReturnType<typeof importOffers>;
const tools = catalogueTools();
const read = () => database.read();

beforeAll(async () => {
  database = await testDatabase();
  load = importOffers({ database, ...tools });
});
afterAll(() => database.close());

const days = {
  id: 'id1',
  label: 'Number of days',
  type: 'range',
  value_type: 'integer',
  config: { minimum: 1, maximum: 9 },
};
const entry = (more: Record<string, unknown> = {}) => ({
  category: 'Compute',
  service: 'Render farm',
  offer: 'AoD/Catch-all',
  parameters: [days],
  ...more,
});

test('an offer brings its service, category and provider along, and is found as an older order names it', async () => {
  const report = await load(system, JSON.stringify([entry(), entry({ offer: 'Night', provider: 'Film Works' })]));
  expect(report).toEqual({ entries: 2, created: 2, updated: 0, unchanged: 0, errors: [] });
  const cards = await catalogueQueries.offersForImport(read());
  expect(cards.find(({ name }) => name === 'AoD/Catch-all')).toMatchObject({
    ref: 'render-farm/1',
    service: { slug: 'render-farm', name: 'Render farm', category: 'Compute' },
    provider: 'Imported',
    kind: 'order',
    parameters: [{ label: 'Number of days' }],
  });
  expect(await readService(read(), anonymous, 'render-farm')).toMatchObject({
    provider: { slug: 'imported', name: 'Imported' },
    offers: [{ iid: 1 }, { iid: 2 }],
  });
});

test('the same file again changes nothing; a changed entry changes only its offer', async () => {
  const file = [entry({ service: 'Twice' }), entry({ service: 'Twice', offer: 'Other' })];
  await load(system, JSON.stringify(file));
  expect(await load(system, JSON.stringify(file))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  file[1] = entry({ service: 'twice', offer: 'OTHER', description: 'Bigger.', voucherable: true });
  expect(await load(system, JSON.stringify(file))).toMatchObject({ updated: 1, unchanged: 1, errors: [] });
  expect(await readService(read(), anonymous, 'twice')).toMatchObject({
    version: 1,
    offers: [{ version: 1 }, { version: 2, description: 'Bigger.', voucherable: true }],
  });
});

test('a known service keeps what it has and gains the category', async () => {
  const kept = aService({ slug: 'known', name: 'Known', tagline: 'Kept' });
  await addService(database, tools, kept, [anOffer({ name: 'First', description: 'Kept too.', needsAgreement: true })]);
  const report = await load(system, JSON.stringify([entry({ service: 'Known', category: 'Archive', offer: 'first' })]));
  expect(report).toMatchObject({ updated: 1, errors: [] });
  expect(await readService(read(), anonymous, 'known')).toMatchObject({
    tagline: 'Kept',
    provider: { slug: 'egi' },
    categories: [{ name: 'Compute' }, { name: 'Archive' }],
    offers: [{ name: 'First', description: 'Kept too.', needsAgreement: true, parameters: [days] }],
  });
});

test('services of like names get addresses of their own', async () => {
  await load(system, JSON.stringify([entry({ service: 'A & B' }), entry({ service: 'A-B' })]));
  const refs = (await catalogueQueries.offersForImport(read())).map(({ ref }) => ref);
  expect(refs).toEqual(expect.arrayContaining(['a-b/1', 'a-b-2/1']));
});

test('a broken entry is reported with its place and reason, leaves nothing behind, and the rest goes on', async () => {
  const file = [
    entry({ service: 'Good one' }),
    entry({ service: 'No parameters', parameters: undefined }),
    entry({ service: 'Twice an id', parameters: [days, days] }),
    entry({ service: 'Unknown key', colour: 'red' }),
    entry({ service: 'GOOD ONE' }),
    entry({ service: 'No address', internal: false }),
    entry({ service: 'Nul\0character' }),
    'not an object',
    entry({ service: 'Good two' }),
  ];
  const report = await load(system, JSON.stringify(file));
  expect(report).toMatchObject({ entries: 9, created: 2 });
  expect(report.errors.map(({ index, name, reason }) => `${index} ${name}: ${reason}`)).toEqual([
    expect.stringContaining('2 No parameters / AoD/Catch-all: parameters:'),
    expect.stringContaining('3 Twice an id / AoD/Catch-all: parameters.1.id: The id id1 is used twice'),
    expect.stringContaining('4 Unknown key / AoD/Catch-all: '),
    '5 GOOD ONE / AoD/Catch-all: is the same offer as entry 1',
    expect.stringContaining('6 No address / AoD/Catch-all: orderUrl: Say where it is ordered'),
    expect.stringContaining('a text holds a NUL character'),
    expect.stringContaining('8 entry 8: '),
  ]);
  expect(await readService(read(), anonymous, 'no-address')).toBeUndefined();
  expect(await readService(read(), anonymous, 'good-two')).toBeDefined();
});

test('one object a line is read as well, with the broken line among them', async () => {
  const lines = [
    JSON.stringify(entry({ service: 'By line' })),
    '{"service": ',
    '',
    JSON.stringify(entry({ service: 'Last' })),
  ];
  const report = await load(system, lines.join('\r\n'));
  expect(report).toMatchObject({ entries: 3, created: 2, errors: [{ index: 2, name: 'entry 2' }] });
});

describe('a file of which nothing can be read', () => {
  test.each([
    ['', 'file_empty'],
    ['  \n', 'file_empty'],
    ['[{"service":', 'file_unreadable'],
  ])('%j is refused', (text, code) => {
    expect(() => readOfferEntries(text)).toThrow(expect.objectContaining({ code }));
  });
  test.each(['{', 'null', '5', '"text"', 'service,offer', '\uFEFF{}', '[null, [], {}]'])(
    '%j gives problems only',
    (text) => {
      const entries = readOfferEntries(text);
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.every(({ problem }) => problem !== undefined)).toBe(true);
    },
  );
});

test('who does not keep the catalogue imports nothing', async () => {
  const report = await load(person(), JSON.stringify([entry({ service: 'Mine' })]));
  expect(report).toMatchObject({ created: 0, errors: [{ reason: expect.stringContaining('Only administrators') }] });
  expect(await readService(read(), person([{ role: 'administrator', scope: '*' }]), 'mine')).toBeUndefined();
});

// The reference folder stands beside the repository and is not part of it.
describe.skipIf(!existsSync(offersFile))('the 37 offers of the reference (needs ../shared)', () => {
  test('are loaded, and a second time nothing changes', async () => {
    const text = readFileSync(offersFile, 'utf8');
    const before = (await catalogueQueries.offersForImport(read())).length;
    expect(await load(system, text)).toMatchObject({ entries: 37, created: 37, errors: [] });
    expect(await load(system, text)).toMatchObject({ created: 0, updated: 0, unchanged: 37, errors: [] });
    const cards = await catalogueQueries.offersForImport(read());
    expect(cards).toHaveLength(before + 37);
    for (const card of cards) {
      const constants = card.parameters.filter(({ type }) => type === 'attribute');
      const { filled } = fillParameters(card.parameters, {}, '2026-11-23');
      expect(filled.filter(({ type }) => type === 'attribute')).toHaveLength(constants.length);
    }
  });
});
