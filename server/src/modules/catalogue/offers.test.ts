import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Parameter } from '#contracts/catalogue/parameters';
import { anonymous, system } from '#kernel/access';
import type { Database } from '#kernel/database';
import { testDatabase } from '#test/database';
import { addService, anOffer, aProvider, aService, catalogueTools, person } from './catalogue.fixture.ts';
import { catalogueQueries, visibleOffer } from './catalogue-queries.ts';
import { checkParameters } from './check-parameters.ts';
import { keepProvider, keepService } from './keep-entry.ts';
import { keepOffer } from './keep-offer.ts';
import { readRef, settled } from './offer.ts';
import { readService } from './service-view.ts';
import { takeOne } from './take-one.ts';
import { initialsOf, slugOf } from './words.ts';

let database: Database;
const tools = catalogueTools();
const read = () => database.read();
const transact: Database['transact'] = (work) => database.transact(work);
const events = () =>
  read().selectFrom('kernel.events').selectAll().where('type', 'like', 'catalogue.%').orderBy('seq').execute();
const lastEvent = async () => (await events()).at(-1);

const seats: Parameter = {
  id: 'id1',
  label: 'Seats',
  type: 'quantity_price',
  value_type: 'integer',
  config: { start_price: 1000, step_price: 100, currency: 'EUR', max: 20 },
};

beforeAll(async () => {
  database = await testDatabase();
  await addService(database, tools, aService({ activationText: 'Sign in at cloud.example.' }), [
    anOffer({ needsAgreement: true, metrics: { Machines: 'vm' } }),
    anOffer({ name: 'Draft', status: 'draft' }),
    anOffer({ name: 'Course', parameters: [seats], availability: { count: 2, unit: 'seats' } }),
    anOffer({ name: 'Withdrawn', status: 'unpublished' }),
  ]);
  await addService(database, tools, aService({ slug: 'hidden', name: 'Hidden', status: 'draft' }), [anOffer()]);
});
afterAll(() => database.close());

describe('keeping entries', () => {
  test('the same entries again change nothing and tell nobody', async () => {
    const before = (await events()).length;
    const again = await transact((tx) =>
      keepOffer(tx, tools, system, {
        service: 'cloud',
        offer: anOffer({ needsAgreement: true, metrics: { Machines: 'vm' } }),
      }),
    );
    const service = aService({ activationText: 'Sign in at cloud.example.' });
    expect(again).toBe('unchanged');
    expect(await transact((tx) => keepService(tx, tools, system, service))).toBe('unchanged');
    expect(await transact((tx) => keepProvider(tx, tools, system, aProvider()))).toBe('unchanged');
    expect(await events()).toHaveLength(before);
  });

  test('offers are numbered by service, and a change tells which offer', async () => {
    const change = (description: string) =>
      transact((tx) => keepOffer(tx, tools, system, { service: 'hidden', offer: anOffer({ description }) }));
    expect(await change('Bigger.')).toBe('updated');
    expect(await lastEvent()).toMatchObject({
      type: 'catalogue.offer_changed',
      aggregate: 'offer:hidden/1',
      payload: { ref: 'hidden/1', change: 'updated', soldOut: false, left: null },
    });
  });

  test('only administrators of the portal or of the provider keep its entries', async () => {
    const keep = (actor: ReturnType<typeof person>) =>
      transact((tx) => keepOffer(tx, tools, actor, { service: 'cloud', offer: anOffer({ name: 'Own' }) }));
    await expect(keep(person())).rejects.toMatchObject({ code: 'catalogue_change_forbidden' });
    await expect(keep(person([{ role: 'provider', scope: 'provider:other' }]))).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await expect(keep(person([{ role: 'provider', scope: 'provider:egi' }]))).resolves.toBe('created');
    await expect(transact((tx) => keepProvider(tx, tools, person(), aProvider()))).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const elsewhere = aService({ provider: 'other' });
    await transact((tx) => keepProvider(tx, tools, system, aProvider({ slug: 'other', name: 'Other' })));
    await expect(
      transact((tx) => keepService(tx, tools, person([{ role: 'provider', scope: 'provider:other' }]), elsewhere)),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('an entry for a provider or a service that is not there is refused', async () => {
    await expect(
      transact((tx) => keepService(tx, tools, system, aService({ slug: 'new', name: 'New', provider: 'nobody' }))),
    ).rejects.toMatchObject({ kind: 'not_found' });
    await expect(
      transact((tx) => keepOffer(tx, tools, system, { service: 'nowhere', offer: anOffer() })),
    ).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('only an order that the desk handles is internal and has an order management system', () => {
    const external = anOffer({
      internal: false,
      orderUrl: 'https://a.example',
      primaryOms: 7,
      omsParams: { a: 'b' },
    });
    expect(settled(external)).toMatchObject({ internal: false, primaryOms: null, omsParams: {} });
    expect(settled(anOffer({ orderType: 'open_access' }))).toMatchObject({ internal: false });
    expect(settled(anOffer({ primaryOms: 7 }))).toMatchObject({ internal: true, primaryOms: 7 });
  });

  test('contradictions in an entry are refused where they stand', () => {
    expect(() => anOffer({ internal: false })).toThrow('Say where it is ordered');
    expect(() => anOffer({ light: true, needsAgreement: true })).toThrow('is not light');
    expect(() => anOffer({ parameters: [seats, seats] })).toThrow('used twice');
  });
});

describe('offers for other modules', () => {
  test('are found by reference while they and their service are published', async () => {
    expect(await catalogueQueries.offerByRef(read(), 'cloud/1')).toMatchObject({
      ref: 'cloud/1',
      name: 'General purpose',
      service: { slug: 'cloud', name: 'Cloud compute', category: 'Compute' },
      provider: 'EGI Foundation',
      kind: 'order',
      needsAgreement: true,
      soldOut: false,
      activationText: 'Sign in at cloud.example.',
      metrics: { Machines: 'vm' },
    });
    for (const ref of [
      'cloud/2',
      'cloud/4',
      'hidden/1',
      'cloud/99',
      'nowhere/1',
      'cloud',
      'cloud/0',
      'cloud/1e3',
      '',
    ]) {
      expect(await catalogueQueries.offerByRef(read(), ref)).toBeUndefined();
    }
  });

  test('are found by id whatever became of them', async () => {
    const cards = await catalogueQueries.offersForImport(read());
    const withdrawn = cards.find(({ name }) => name === 'Withdrawn');
    expect(await catalogueQueries.offerById(read(), withdrawn?.id ?? '')).toMatchObject({ ref: 'cloud/4' });
    expect(await catalogueQueries.offerById(read(), 'nothing')).toBeUndefined();
  });

  test('an older order may name what is published or withdrawn, not a draft', async () => {
    const refs = (await catalogueQueries.offersForImport(read())).map(({ ref }) => ref);
    expect(refs).toContain('cloud/4');
    expect(refs).not.toContain('cloud/2');
    expect(refs).not.toContain('hidden/1');
  });

  test('references are read to the letter', () => {
    expect(readRef('a-b/12')).toEqual({ slug: 'a-b', iid: 12 });
    for (const ref of ['A/1', 'a/01', 'a/1/2', '/1', 'a/', 'a/-1', 'a/99999999999'])
      expect(readRef(ref)).toBeUndefined();
  });
});

describe('a limited offer', () => {
  test('is counted down until none is left, and not below', async () => {
    const take = takeOne(tools);
    const course = await catalogueQueries.offerByRef(read(), 'cloud/3');
    const id = course?.id ?? '';
    expect(course?.soldOut).toBe(false);
    expect(await transact((tx) => take(tx, id))).toBe(true);
    expect(await lastEvent()).toMatchObject({ payload: { ref: 'cloud/3', change: 'taken', left: 1, soldOut: false } });
    await expect(
      transact(async (tx) => {
        await take(tx, id);
        throw new Error('the order failed');
      }),
    ).rejects.toThrow('the order failed');
    const both = await Promise.all([transact((tx) => take(tx, id)), transact((tx) => take(tx, id))]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await lastEvent()).toMatchObject({ payload: { left: 0, soldOut: true } });
    expect(await catalogueQueries.offerById(read(), id)).toMatchObject({ soldOut: true });
    const page = await readService(read(), anonymous, 'cloud');
    expect(page?.offers.find(({ iid }) => iid === 3)).toMatchObject({
      availability: { count: 0, unit: 'seats' },
      access: { refusal: 'All are taken: 0 seats left' },
    });
  });

  test('is one that says so: others are taken without end and without a word', async () => {
    const before = (await events()).length;
    const general = await catalogueQueries.offerByRef(read(), 'cloud/1');
    expect(await transact((tx) => takeOne(tools)(tx, general?.id ?? ''))).toBe(true);
    expect(await events()).toHaveLength(before);
    await expect(transact((tx) => takeOne(tools)(tx, 'nothing'))).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('what is not published', () => {
  const ofProvider = person([{ role: 'provider', scope: 'provider:egi' }]);
  test('is not there for others, exactly as if it were not', async () => {
    const stranger = person([{ role: 'provider', scope: 'provider:other' }]);
    for (const actor of [anonymous, person(), stranger]) {
      expect(await readService(read(), actor, 'hidden')).toBeUndefined();
      expect(await visibleOffer(read(), actor, { slug: 'hidden', iid: 1 })).toBeUndefined();
      expect(await visibleOffer(read(), actor, { slug: 'cloud', iid: 2 })).toBeUndefined();
      const names = (await readService(read(), actor, 'cloud'))?.offers.map(({ name }) => name);
      expect(names).not.toContain('Draft');
      expect(names).not.toContain('Withdrawn');
    }
  });
  test('is there for its provider and for administrators', async () => {
    for (const actor of [ofProvider, person([{ role: 'administrator', scope: '*' }])]) {
      expect(await readService(read(), actor, 'hidden')).toMatchObject({ status: 'draft', offers: [{ iid: 1 }] });
      expect(await visibleOffer(read(), actor, { slug: 'cloud', iid: 2 })).toMatchObject({ status: 'draft' });
    }
  });
  test('is there for nobody once it is deleted', async () => {
    await transact((tx) =>
      keepService(tx, tools, system, aService({ slug: 'hidden', name: 'Hidden', status: 'deleted' })),
    );
    expect(await readService(read(), ofProvider, 'hidden')).toBeUndefined();
  });
});

test('parameters are tried out: what would be stored, what is wrong, what it costs', async () => {
  const offer = await visibleOffer(read(), anonymous, { slug: 'cloud', iid: 3 });
  if (!offer) throw new Error('the offer was added above');
  const open = { ...offer, availability: null };
  expect(checkParameters(open, { Seats: '3' }, '2026-11-23')).toMatchObject({
    ok: true,
    parameters: [{ id: 'id1', value: 3 }],
    errors: [],
    price: { amount: 1200, currency: 'EUR' },
    refusal: null,
  });
  const wrong = checkParameters(open, { Seats: 21, Colour: 'red' }, '2026-11-23');
  expect(wrong.ok).toBe(false);
  expect(wrong.errors.map(({ path }) => path).toSorted()).toEqual(['parameters.Colour', 'parameters.Seats']);
  expect(checkParameters(offer, { id1: 3 }, '2026-11-23')).toMatchObject({
    ok: false,
    errors: [],
    refusal: 'All are taken: 0 seats left',
  });
});

test('a service page tells about its provider and hides what is for the desk', async () => {
  const page = await readService(read(), anonymous, 'cloud');
  expect(page).toMatchObject({
    slug: 'cloud',
    initials: 'CC',
    categories: [{ slug: 'compute', name: 'Compute' }],
    countries: [{ code: 'EO', name: 'Europe' }],
    provider: { slug: 'egi', name: 'EGI Foundation', country: 'Netherlands' },
    kinds: ['order'],
  });
  const text = JSON.stringify(page);
  for (const inside of ['metrics', 'primaryOms', 'omsParams', 'activationText']) expect(text).not.toContain(inside);
});

test.each([
  ['EGI Cloud compute', 'EC', 'egi-cloud-compute'],
  ['B2DROP', 'B2', 'b2drop'],
  ['Sharing & Discovery', 'SD', 'sharing-discovery'],
  ['Überdrop', 'ÜB', 'uberdrop'],
  ['AoD/Catch-all', 'AC', 'aod-catch-all'],
  ['日本', '日本', 'unnamed'],
])('%s is marked %s and addressed as %s', (name, mark, slug) => {
  expect(initialsOf(name)).toBe(mark);
  expect(slugOf(name)).toBe(slug);
});
