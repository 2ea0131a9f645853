import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CatalogueQuery } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import type { Database } from '#kernel/database';
import { testDatabase } from '#test/database';
import { addService, anOffer, aProvider, aService, catalogueTools } from './catalogue.fixture.ts';
import { browseCatalogue } from './catalogue-view.ts';
import { keepProvider } from './keep-entry.ts';
import { keepOffer } from './keep-offer.ts';
import { searchServices } from './service-view.ts';

let database: Database;
const tools = catalogueTools();
const open = { orderType: 'open_access', internal: false } as const;

beforeAll(async () => {
  database = await testDatabase();
  const add = async (service: Parameters<typeof aService>[0], offers: Parameters<typeof anOffer>[0][]) => {
    tools.clock.advance(60_000);
    await addService(
      database,
      tools,
      aService(service),
      offers.map((offer) => anOffer(offer)),
    );
  };
  await add(
    {
      slug: 'cloud',
      name: 'Cloud compute',
      tagline: 'Virtual machines on demand',
      description: 'Run notebooks of your own, or anything else.',
      domains: ['Physics'],
    },
    [{ name: 'General purpose' }, { name: 'GPU', description: 'Graphics cards for training of models' }],
  );
  await add(
    {
      slug: 'notebooks',
      name: 'Notebooks',
      tagline: 'Jupyter in the browser',
      categories: ['Processing & Analysis', 'Compute'],
      countries: ['WW'],
      domains: ['Physics', 'Life sciences'],
    },
    [{ name: 'AoD/Catch-all', ...open }],
  );
  await add(
    {
      slug: 'drop',
      provider: 'julich',
      name: 'Überdrop',
      tagline: 'Share files, also from notebooks',
      categories: ['Storage'],
      orderType: 'open_access',
    },
    [
      { name: 'For researchers', ...open },
      { name: 'For communities', internal: false, orderUrl: 'https://drop.example/order' },
    ],
  );
  await add(
    {
      slug: 'training',
      name: 'Courses',
      tagline: 'Learn service management',
      categories: ['Training'],
      provider: 'fitsm',
    },
    [{ name: 'Foundation level', description: 'A course for a storage team' }],
  );
  await add({ slug: 'hidden', name: 'Notebooks of tomorrow', status: 'draft' }, [{ name: 'Preview' }]);
  await add({ slug: 'gone', name: 'Old notebooks', status: 'unpublished' }, []);
});
afterAll(() => database.close());

const browse = (query: Record<string, unknown> = {}) => browseCatalogue(database.read(), CatalogueQuery.parse(query));
const slugs = async (query: Record<string, unknown>) => (await browse(query)).items.map(({ slug }) => slug);

describe('words', () => {
  test('in the name count more than in the tagline, and these more than in the description', async () => {
    expect(await slugs({ q: 'notebooks' })).toEqual(['notebooks', 'drop', 'cloud']);
  });
  test.each([
    ['notebook', ['notebooks', 'drop', 'cloud']],
    ['notebo', ['notebooks', 'drop', 'cloud']],
    ['JUPYTER browser', ['notebooks']],
    ['uberdrop', ['drop']],
    ['Überdrop', ['drop']],
    ['storage', ['drop', 'training']],
    ['graphics models', ['cloud']],
    ['catch all', ['notebooks']],
    ['machine', ['cloud']],
    ['life science', ['notebooks']],
    ['EGI Foundation notebooks', ['notebooks', 'cloud']],
  ])('%s finds %j', async (q, found) => {
    const page = await browse({ q });
    expect(page.items.map(({ slug }) => slug)).toEqual(found);
    expect(page.matched).toBe('all');
  });
  test('services with some of the words are shown when none has all', async () => {
    const page = await browse({ q: 'store graphics 20 TB' });
    expect(page.matched).toBe('some');
    expect(page.items.map(({ slug }) => slug)).toContain('cloud');
  });
  test('a name that is spelled nearly so is found', async () => {
    const page = await browse({ q: 'notbooks' });
    expect(page).toMatchObject({ matched: 'some', items: [{ slug: 'notebooks' }, { slug: 'drop' }] });
  });
  test.each(["'", '\\', ':* & !', '"; drop', 'ʼn ½ ㎏', '()', '%', 'the of and', '\u{1F600}'])(
    'odd text such as %s is no error',
    async (q) => {
      await expect(browse({ q })).resolves.toMatchObject({ next: null });
      await expect(searchServices(database.read(), q, 5)).resolves.toEqual(expect.any(Array));
    },
  );
  test('words that nothing has find nothing', async () => {
    expect(await browse({ q: 'zzyzx' })).toMatchObject({ items: [], total: 0, offerTotal: 0 });
  });
  test('follow the name of a provider when it changes', async () => {
    await database.transact((tx) =>
      keepProvider(tx, tools, system, aProvider({ slug: 'fitsm', name: 'Academy of Management', abbreviation: '' })),
    );
    expect(await slugs({ q: 'academy' })).toEqual(['training']);
  });
});

describe('filters', () => {
  test.each([
    [{ category: 'compute' }, ['cloud', 'notebooks']],
    [{ category: ['storage', 'training'] }, ['training', 'drop']],
    [{ access: 'external' }, ['drop']],
    [{ access: 'open', category: 'compute' }, ['notebooks']],
    [{ provider: ['fitsm', 'julich'] }, ['training', 'drop']],
    [{ country: 'WW' }, ['notebooks']],
    [{ domain: ['life-sciences'] }, ['notebooks']],
    [{ category: 'no such' }, []],
    [{ q: 'notebooks', access: 'order' }, ['cloud']],
  ])('%j leaves %j', async (query, found) => {
    expect(await slugs(query)).toEqual(found);
  });

  test('each facet is counted over what the others leave', async () => {
    const { facets, total, offerTotal } = await browse({ category: 'compute', access: 'open' });
    const counts = Object.fromEntries(
      facets.map(({ name, values }) => [name, Object.fromEntries(values.map(({ label, count }) => [label, count]))]),
    );
    expect(total).toBe(1);
    expect(offerTotal).toBe(1);
    expect(counts).toEqual({
      category: { Compute: 1, 'Processing & Analysis': 1, Storage: 1 },
      access: { 'Needs an order': 1, Open: 1 },
      provider: { 'EGI Foundation': 1 },
      country: { World: 1 },
      domain: { 'Life sciences': 1, Physics: 1 },
    });
  });

  test('what is not published is neither listed, found nor counted', async () => {
    const { items, total } = await browse();
    expect(items.map(({ slug }) => slug)).toEqual(['cloud', 'training', 'notebooks', 'drop']);
    expect(total).toBe(4);
    expect(await slugs({ q: 'tomorrow' })).toEqual([]);
    expect(await searchServices(database.read(), 'preview', 5)).toEqual([]);
  });

  test('an offer that is drafted is neither shown nor found nor counted', async () => {
    const draft = (status: 'draft' | 'published') =>
      database.transact((tx) =>
        keepOffer(tx, tools, system, {
          service: 'cloud',
          offer: anOffer({ name: 'Quantum', status, orderType: 'open_access', internal: false }),
        }),
      );
    await draft('draft');
    expect(await slugs({ q: 'quantum' })).toEqual([]);
    expect((await browse({ q: 'cloud' })).items[0]).toMatchObject({ offerCount: 2, kinds: ['order'] });
    await draft('published');
    expect((await browse({ q: 'quantum' })).items[0]).toMatchObject({ offerCount: 3, kinds: ['open', 'order'] });
    await draft('draft');
  });
});

describe('pages', () => {
  test.each([{ sort: 'name' }, { sort: 'newest' }, { sort: 'best' }, { sort: 'best', q: 'notebooks' }])(
    'of %j follow each other without gap or repetition',
    async (query) => {
      const whole = await slugs(query);
      const walked: string[] = [];
      let after: string | undefined;
      do {
        const page = await browse({ ...query, limit: 1, ...(after === undefined ? {} : { after }) });
        walked.push(...page.items.map(({ slug }) => slug));
        after = page.next ?? undefined;
      } while (after !== undefined && walked.length < 20);
      expect(walked).toEqual(whole);
      expect(whole.length).toBeGreaterThan(2);
    },
  );
  test('are in the order that was asked for', async () => {
    expect(await slugs({ sort: 'name' })).toEqual(['cloud', 'training', 'notebooks', 'drop']);
    expect(await slugs({ sort: 'newest' })).toEqual(['training', 'drop', 'notebooks', 'cloud']);
  });
  test.each(['x', 'W10', 'WyJhIiwiYiIsImMiXQ', 'WyJhIiwiYiJd'])(
    'a cursor %s of somewhere else is refused or harmless',
    async (after) => {
      for (const sort of ['best', 'name', 'newest']) {
        const outcome = await browse({ after, sort }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ kind: 'invalid', code: 'cursor_unreadable' });
        else expect(outcome).toHaveProperty('items');
      }
    },
  );
});

test('a row tells what it is, its offers and how access is given', async () => {
  const { items } = await browse({ provider: 'julich' });
  expect(items[0]).toEqual({
    slug: 'drop',
    name: 'Überdrop',
    initials: 'ÜB',
    tagline: 'Share files, also from notebooks',
    provider: { slug: 'julich', name: 'JULICH', abbreviation: 'EGI' },
    categories: [{ slug: 'storage', name: 'Storage' }],
    rating: { average: null, count: 0 },
    kinds: ['external', 'open'],
    offers: [
      { iid: 1, name: 'For researchers', kind: 'open' },
      { iid: 2, name: 'For communities', kind: 'external' },
    ],
    offerCount: 2,
    access: expect.objectContaining({ kind: 'open', headline: 'Open at once, no order needed', refusal: null }),
  });
});
