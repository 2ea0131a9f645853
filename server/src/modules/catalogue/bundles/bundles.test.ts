import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfferInput, ServiceInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { testApp, type TestApp } from '#test/app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
  const { catalogue } = app.modules;
  const service = (slug: string, name: string, more: object = {}) =>
    catalogue.keepService(
      system,
      ServiceInput.parse({
        slug,
        name,
        provider: 'egi-foundation',
        categories: ['Compute'],
        orderType: 'order_required',
        ...more,
      }),
    );
  await service('lab', 'Lab');
  await service('depot', 'Depot');
  await offer('lab', 'Bench');
  await offer('lab', 'Bench at night');
  await offer('depot', 'Shelf');
  await offer('depot', 'Crate', { availability: { count: 1, unit: 'crates' } });
});
afterAll(() => app.close());

const offer = (service: string, name: string, more: object = {}) =>
  app.modules.catalogue.keepOffer(system, service, OfferInput.parse({ name, orderType: 'order_required', ...more }));

const entry = (name: string, more: object = {}) => ({
  name,
  mainOffer: 'lab/1',
  offers: ['depot/1'],
  provider: 'egi-foundation',
  goals: ['Measure'],
  capabilities: ['Computing'],
  targetUsers: ['Researchers'],
  domains: ['Physics'],
  countries: ['EO'],
  helpdeskUrl: 'https://helpdesk.egi.example',
  status: 'published',
  ...more,
});
const keep = (body: object, who = 'sofia') => app.as(who).post('/api/bundles', body);

test('a bundle stands with the service of its main offer and with those of its further offers', async () => {
  const kept = await keep(entry('Measuring kit'));
  expect([kept.status, kept.body]).toMatchObject([
    201,
    { ref: 'lab/1', status: 'published', missing: [], refusal: null, parts: [{ ref: 'lab/1' }, { ref: 'depot/1' }] },
  ]);
  for (const slug of ['lab', 'depot']) {
    const page = await app.as(null).get(`/api/services/${slug}`);
    expect(page.body.bundles).toMatchObject([{ ref: 'lab/1', name: 'Measuring kit' }]);
  }
  expect((await app.as(null).get('/api/bundles/lab/1')).body.offers).toMatchObject([
    { ref: 'lab/1', details: { name: 'Bench' } },
    { ref: 'depot/1', details: { name: 'Shelf' } },
  ]);
  const again = await keep(entry('Measuring kit'));
  expect(again.body).toMatchObject({ ref: 'lab/1', version: kept.body.version });
});

test('what a published bundle lacks is named by field; a draft may lack it and is seen by its keepers alone', async () => {
  const bare = {
    name: 'Bare kit',
    mainOffer: 'lab/1',
    provider: 'egi-foundation',
    relatedTraining: true,
  };
  const refused = await keep({ ...bare, status: 'published' });
  expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'offers',
    'goals',
    'capabilities',
    'targetUsers',
    'domains',
    'countries',
    'helpdeskUrl',
    'trainingUrl',
  ]);
  const draft = await keep(bare);
  expect([draft.status, draft.body.missing.length]).toEqual([201, 8]);
  expect((await app.as(null).get(`/api/bundles/${draft.body.ref}`)).status).toBe(404);
  expect((await app.as('eleni').get(`/api/bundles/${draft.body.ref}`)).status).toBe(404);
  expect((await app.as('sofia').get(`/api/bundles/${draft.body.ref}`)).body.mayKeep).toBe(true);
  const namesFor = async (who: string) => {
    const { body } = await app.as(who).get('/api/services/lab');
    return [body.keepsBundles, body.bundles.map(({ name }: { name: string }) => name).includes('Bare kit')];
  };
  expect([await namesFor('eleni'), await namesFor('sofia')]).toEqual([
    [false, false],
    [true, true],
  ]);
});

test('the main offer is not among the further ones, and each of them is there', async () => {
  expect((await keep(entry('Odd kit', { offers: ['lab/1'] }))).body.errors).toMatchObject([{ path: 'offers' }]);
  const unknown = await keep(entry('Odd kit', { offers: ['depot/1', 'depot/77'] }));
  expect(unknown.body).toMatchObject({ code: 'bundle_unusable', errors: [{ path: 'offers.1' }] });
});

test('only who keeps the entries of the provider changes a bundle', async () => {
  expect((await keep(entry('Foreign kit'), 'eleni')).body.code).toBe('catalogue_change_forbidden');
  expect((await app.as('eleni').put('/api/bundles/lab/1', entry('Foreign kit'))).status).toBe(403);
});

test('a bundle is changed under its number, by who saw it as it stands', async () => {
  const { body: before } = await keep(entry('Changing kit'));
  const changed = await app
    .as('sofia')
    .put(`/api/bundles/${before.ref}`, entry('Changed kit'), { 'if-match': `"${before.version}"` });
  expect(changed.body).toMatchObject({ ref: before.ref, name: 'Changed kit', version: before.version + 1 });
  const stale = await app
    .as('sofia')
    .put(`/api/bundles/${before.ref}`, entry('Late kit'), { 'if-match': `"${before.version}"` });
  expect(stale.body.code).toBe('stale_version');
  const taken = await app.as('sofia').put(`/api/bundles/${before.ref}`, entry('measuring KIT'));
  expect(taken.body.errors).toMatchObject([{ path: 'name' }]);
});

test('a bundle with a sold out offer cannot be had, and comes back with it', async () => {
  const { body } = await keep(entry('Crate kit', { offers: ['depot/2'] }));
  expect(body.refusal).toBeNull();
  await offer('depot', 'Crate', { availability: { count: 0, unit: 'crates' } });
  expect((await app.as(null).get(`/api/bundles/${body.ref}`)).body.refusal).toBe('Depot, Crate is sold out');
  await offer('depot', 'Crate', { availability: { count: 1, unit: 'crates' } });
  expect((await app.as(null).get(`/api/bundles/${body.ref}`)).body.refusal).toBeNull();
});

test('a main offer stays published while its bundle stands; without the bundle it may go', async () => {
  const { body } = await keep(entry('Night kit', { mainOffer: 'lab/2' }));
  for (const status of ['draft', 'deleted'])
    await expect(offer('lab', 'Bench at night', { status })).rejects.toMatchObject({ code: 'offer_leads_bundle' });
  await app.as('sofia').put(`/api/bundles/${body.ref}`, entry('Night kit', { mainOffer: 'lab/2', status: 'deleted' }));
  expect(await offer('lab', 'Bench at night', { status: 'draft' })).toBe('updated');
});

test('a bundle falls back to draft when one of its offers, or the service of one, stops being public', async () => {
  const { body } = await keep(entry('Falling kit'));
  const status = async () => (await app.as('sofia').get(`/api/bundles/${body.ref}`)).body.status;
  expect(await status()).toBe('published');
  await offer('depot', 'Shelf', { status: 'unpublished' });
  expect(await status()).toBe('draft');
  const refused = await app.as('sofia').put(`/api/bundles/${body.ref}`, entry('Falling kit'));
  expect(refused.body.errors).toMatchObject([{ path: 'offers.0' }]);
  await offer('depot', 'Shelf');
  await app.as('sofia').put(`/api/bundles/${body.ref}`, entry('Falling kit'));
  expect(await status()).toBe('published');
  await app.modules.catalogue.keepService(
    system,
    ServiceInput.parse({
      slug: 'depot',
      name: 'Depot',
      provider: 'egi-foundation',
      categories: ['Compute'],
      orderType: 'order_required',
      status: 'unpublished',
    }),
  );
  expect(await status()).toBe('draft');
});
