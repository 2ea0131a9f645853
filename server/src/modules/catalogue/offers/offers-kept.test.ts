import { afterAll, beforeAll, expect, test } from 'vitest';
import { workshop, type Workshop } from '../compat/marketplace/offering.fixture.ts';

let the: Workshop;
const as = (who: string | null) => the.app.as(who);
const entry = (more: object = {}) => ({
  name: 'Seats',
  description: 'Seats in the course.',
  orderType: 'order_required',
  availability: { count: 1, unit: 'seats' },
  status: 'published',
  ...more,
});
let ref: string;
let project: number;
beforeAll(async () => {
  the = await workshop();
  const made = await as('eleni').post('/api/projects', { name: 'Course', typology: 'single_user' });
  project = made.body.number;
}, 60_000);
afterAll(() => the.app.close());

const order = () => as('eleni').post('/api/orders', { project, offer: ref, parameters: {}, comment: '' });
const mails = async (about: string) => {
  await the.app.settle();
  const rows = await the.app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .selectAll()
    .orderBy('created_at')
    .execute();
  return rows.filter(({ subject }) => subject.startsWith(about)).map(({ recipient }) => recipient);
};

test('an offer is added by who keeps the entries, and by nobody else', async () => {
  expect((await as('eleni').post('/api/offers/bench', entry())).body.code).toBe('catalogue_change_forbidden');
  expect((await as('claire').post('/api/offers/elsewhere', entry())).status).toBe(403);
  const made = await as('claire').post('/api/offers/bench', entry());
  expect(made.body).toMatchObject({ entry: { name: 'Seats', primaryOms: null }, version: 1, bundles: [] });
  ref = made.body.ref;
  expect((await as('claire').post('/api/offers/bench', entry())).body).toMatchObject({
    code: 'offer_unusable',
    errors: [{ path: 'name' }],
  });
  expect((await as('eleni').get(`/api/offers/${ref}/entry`)).status).toBe(403);
  expect((await as('eleni').get('/api/services/bench/offer-frame')).status).toBe(403);
  expect((await as('eleni').get('/api/services/plans/offer-frame')).status).toBe(404);
});

test('a draft may lack what a published one needs', async () => {
  const bare = entry({ name: 'Bare', description: '', availability: null });
  expect((await as('claire').post('/api/offers/bench', bare)).body.errors).toMatchObject([{ path: 'description' }]);
  const draft = await as('claire').post('/api/offers/bench', { ...bare, status: 'draft' });
  expect([draft.status, draft.body.entry.status]).toEqual([201, 'draft']);
  expect((await as(null).get(`/api/offers/${draft.body.ref}`)).status).toBe(404);
});

test('at 0 its administrators hear once; who waits hears when there is some again, once, and is off the list', async () => {
  const watch = `/api/offers/${ref}/watch`;
  expect((await as('ingrid').put(watch, { watching: true })).body.code).toBe('offer_not_sold_out');
  expect((await order()).status).toBe(201);
  expect((await order()).status).toBe(409);
  expect(await mails('Sold out')).toEqual([await mailOf('claire')]);
  expect((await as('ingrid').put(watch, { watching: true })).body).toEqual({ watching: true });
  expect((await as('eleni').get(watch)).body).toEqual({ watching: false });
  const own = await as('claire').get('/api/offers');
  expect(own.body.items.find((item: { ref: string }) => item.ref === ref)).toMatchObject({
    availability: { count: 0, unit: 'seats' },
    openOrders: 1,
    waiting: 1,
  });
  expect(await mails('Available again')).toEqual([]);

  const { body: kept } = await as('claire').get(`/api/offers/${ref}/entry`);
  const refill = (count: number, headers = {}) =>
    as('claire').put(`/api/offers/${ref}`, entry({ availability: { count, unit: 'seats' } }), headers);
  expect((await refill(2, { 'if-match': '"1"' })).body.code).toBe('stale_version');
  expect((await refill(2, { 'if-match': `"${kept.version}"` })).status).toBe(200);
  expect(await mails('Available again')).toEqual([await mailOf('ingrid')]);
  expect((await as('ingrid').get(watch)).body).toEqual({ watching: false });
  await refill(5);
  expect(await mails('Available again')).toHaveLength(1);
});

async function mailOf(persona: string): Promise<string> {
  const read = the.app.kernel.database.read();
  const id = the.app.idOf(persona);
  return (await the.app.modules.identity.people.cards(read, [id])).get(id)?.email ?? '';
}

test('the list of own offers holds those of one’s providers, page by page', async () => {
  expect((await as('eleni').get('/api/offers')).body.items).toEqual([]);
  const refs: string[] = [];
  for (let after = ''; ;) {
    const { body } = await as('claire').get(`/api/offers?limit=3${after}`);
    refs.push(...body.items.map((item: { ref: string }) => item.ref));
    if (body.next === null) break;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
  expect(refs).toContain(ref);
  expect(refs).not.toContain('elsewhere/1');
  expect(new Set(refs).size).toBe(refs.length);
});

test('a deleted offer is gone', async () => {
  const gone = await as('claire').put(`/api/offers/${ref}`, entry({ status: 'deleted' }));
  expect(gone.status).toBe(200);
  expect((await as('claire').get(`/api/offers/${ref}/entry`)).status).toBe(404);
  expect((await as('claire').put(`/api/offers/${ref}`, entry())).status).toBe(404);
});
