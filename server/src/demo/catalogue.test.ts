import { afterAll, beforeAll, expect, test } from 'vitest';
import { offerKinds, orderTypes } from '#contracts/catalogue/access';
import { parameterTypes } from '#contracts/catalogue/parameters';
import { OfferInput } from '#contracts/catalogue/schemas';
import { testApp, type TestApp } from '#test/app';
import { demoProviders } from './catalogue/providers.ts';
import { demoServices } from './catalogue/services.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { seedSites } from './seed-sites.ts';
import { demoSites } from './sites.ts';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const offers = demoServices.flatMap((service) => service.offers.map((offer) => OfferInput.parse(offer)));

test('the demo shows every kind of access and every type of parameter', () => {
  expect(demoProviders.length).toBeGreaterThanOrEqual(8);
  expect(demoServices.filter(({ status }) => status !== 'draft').length).toBeGreaterThanOrEqual(12);
  expect(offers.filter(({ status }) => status === 'published').length).toBeGreaterThanOrEqual(30);
  expect(new Set(offers.map(({ orderType }) => orderType))).toEqual(new Set(orderTypes));
  const types = new Set(offers.flatMap(({ parameters }) => parameters.map(({ type }) => type)));
  expect(types).toEqual(new Set(parameterTypes));
  expect(offers.some(({ voucherable }) => voucherable)).toBe(true);
  expect(offers.some(({ availability }) => availability !== null)).toBe(true);
  expect(offers.some(({ orderType, internal }) => orderType === 'order_required' && !internal)).toBe(true);
});

test('every service has an offer of its own order type, and words that help', () => {
  for (const service of demoServices) {
    expect(service.offers.map(({ orderType }) => orderType)).toContain(service.orderType);
    if (service.status === 'draft') continue;
    expect((service.description ?? '').match(/\.( |$)/g)?.length ?? 0).toBeGreaterThanOrEqual(3);
    for (const offer of service.offers) expect(offer.description).not.toBe('');
  }
});

test('all addresses and people of the demo are invented', () => {
  const texts = JSON.stringify([demoProviders, demoServices, demoSites]);
  const hosts = [...texts.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host = '']) => host);
  const mails = [...texts.matchAll(/[\w.+-]+@([\w.-]+)/g)].map(([, host = '']) => host);
  expect(hosts.length).toBeGreaterThan(20);
  for (const host of [...hosts, ...mails]) expect(host).toMatch(/\.example$/);
});

test('a second seed changes nothing', async () => {
  const count = () =>
    app.kernel.database.read().selectFrom('kernel.events').select('id').where('type', 'not like', 'kernel%').execute();
  const before = (await count()).length;
  await seedSites(app.modules.registry, () => undefined);
  await seedCatalogue(app.modules.catalogue, () => undefined);
  expect(await count()).toHaveLength(before);
});

test('everybody browses the catalogue and tries parameters out, without signing in', async () => {
  const nobody = app.as(null);
  const list = await nobody.get('/api/catalogue?category=storage&limit=2');
  expect(list.status).toBe(200);
  expect(list.body).toMatchObject({ total: 3, matched: 'all' });
  expect(list.body.items).toHaveLength(2);
  const next = await nobody.get(`/api/catalogue?category=storage&limit=2&after=${String(list.body.next)}`);
  expect(next.body.items).toHaveLength(1);
  const access = list.body.facets.find(({ name }: { name: string }) => name === 'access');
  expect(access.values.map(({ value }: { value: string }) => value).toSorted()).toEqual(['open', 'order']);
  const found = await nobody.get('/api/catalogue?q=jupyter');
  expect(found.body.items[0].slug).toBe('egi-notebooks');
  const all = await nobody.get('/api/catalogue');
  const kinds = all.body.facets.find(({ name }: { name: string }) => name === 'access').values;
  expect(kinds.map(({ value }: { value: string }) => value).toSorted()).toEqual(offerKinds.toSorted());

  const service = await nobody.get('/api/services/egi-cloud-compute');
  expect(service.body.offers.map(({ name }: { name: string }) => name)).toEqual([
    'General purpose',
    'Compute-intensive',
    'High-memory',
    'GPU',
    'Trial',
  ]);
  const course = '/api/offers/fitsm/1/check';
  const parameters = { Location: 'online', 'Start of service': '2026-12-14', 'Number of participants': 3 };
  expect((await nobody.post(course, { parameters })).body).toMatchObject({
    ok: true,
    price: { amount: 1200, currency: 'EUR' },
  });
  const wrong = await nobody.post(course, { parameters: { ...parameters, 'Start of service': '2026-11-01' } });
  expect(wrong.status).toBe(200);
  expect(wrong.body.errors).toMatchObject([{ path: 'parameters.Start of service' }]);
});

test('what is not there, not published or not readable is refused in the same words for everybody', async () => {
  for (const client of [app.as(null), app.as('eleni')]) {
    for (const url of ['/api/services/b2share-preview', '/api/services/nothing', '/api/offers/fitsm/99']) {
      expect(await client.get(url)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await client.get('/api/offers/egi-cloud-container-compute/4')).status).toBe(404);
    expect((await client.post('/api/offers/b2share-preview/1/check', {})).status).toBe(404);
    expect((await client.get('/api/catalogue?sort=colour')).status).toBe(400);
    expect((await client.get('/api/catalogue?after=x')).status).toBe(400);
    expect((await client.get('/api/services/NO%00')).status).toBe(400);
  }
  expect((await app.as('sofia').get('/api/services/b2share-preview')).body).toMatchObject({ status: 'draft' });
});

test('sites are listed for everybody, their contacts for people who are signed in', async () => {
  const anonymous = await app.as(null).get('/api/sites?q=brno');
  expect(anonymous.body).toMatchObject({ total: 1, items: [{ name: 'CESNET-MCC', contacts: null }] });
  const site = await app.as('eleni').get('/api/sites/cesnet-mcc');
  expect(site.body).toMatchObject({ name: 'CESNET-MCC', contacts: [{ email: 'jana@cesnet.example' }, {}] });
  expect((await app.as(null).get('/api/sites/NOWHERE')).status).toBe(404);
  expect((await app.as(null).get('/api/sites?limit=500')).status).toBe(400);
  expect((await app.as(null).get('/api/sites?limit=5')).body).toMatchObject({ total: 12 });
});
