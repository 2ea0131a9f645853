import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let portolan: TestApp;
let orders = 0;
beforeAll(async () => {
  portolan = await testApp();
});
afterAll(() => portolan.close());

async function review(offer: string, grade: number, text = '', orderId = `order-${(orders += 1)}`): Promise<void> {
  const { kernel, modules } = portolan;
  portolan.clock.advance(60_000);
  await kernel.database.transact(async (tx) => {
    const card = await modules.catalogue.queries.offerByRef(tx, offer);
    if (!card) throw new Error(`There is no offer ${offer}`);
    await modules.catalogue.keepReview(tx, {
      orderId,
      offerId: card.id,
      personId: portolan.idOf('eleni'),
      grade,
      text,
    });
  });
}
const reviewsOf = async (slug: string, persona: string | null = null, query = '') =>
  (await portolan.as(persona).get(`/api/services/${slug}/reviews${query}`)).body;
const ratingOf = async (slug: string) => (await portolan.as(null).get(`/api/services/${slug}`)).body.rating;

describe('ratings of a service', () => {
  test('have no average under three, then one to a decimal, always with their number', async () => {
    expect(await ratingOf('egi-notebooks')).toEqual({ average: null, count: 0 });
    await review('egi-notebooks/1', 5);
    await review('egi-notebooks/1', 4);
    expect(await ratingOf('egi-notebooks')).toEqual({ average: null, count: 2 });
    await review('egi-notebooks/1', 4);
    expect(await ratingOf('egi-notebooks')).toEqual({ average: 4.3, count: 3 });
    expect((await reviewsOf('egi-notebooks')).grades).toEqual([0, 0, 0, 2, 1]);
  });

  test('count once for each order, the last word of it', async () => {
    await review('egi-notebooks/1', 1, '', 'changing');
    await review('egi-notebooks/1', 5, '', 'changing');
    expect(await ratingOf('egi-notebooks')).toEqual({ average: 4.5, count: 4 });
  });

  test('sort the catalogue; too few ratings place nobody', async () => {
    await review('egi-cloud-compute/1', 5);
    for (const grade of [5, 5, 5]) await review('b2drop/1', grade);
    const sorted = async (query: string) => (await portolan.as(null).get(`/api/catalogue?sort=rating${query}`)).body;
    const whole = await sorted('');
    const slugs = whole.items.map(({ slug }: { slug: string }) => slug);
    expect(slugs.slice(0, 2)).toEqual(['b2drop', 'egi-notebooks']);
    const walked: string[] = [];
    for (let after = ''; ;) {
      const page = await sorted(`&limit=3${after}`);
      walked.push(...page.items.map(({ slug }: { slug: string }) => slug));
      if (page.next === null) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    expect(walked).toEqual(slugs);
  });

  test('stand in the comparison with their number', async () => {
    const { rows } = (await portolan.as(null).get('/api/compare?with=egi-notebooks&with=egi-cloud-compute')).body;
    expect(rows.find(({ label }: { label: string }) => label === 'Rating').cells).toEqual([
      ['4.5 of 5 (4 ratings)'],
      ['1 rating, too few for an average'],
    ]);
  });
});

describe('texts of reviews', () => {
  test('are shown where there is one, newest first, page by page, without who wrote them', async () => {
    for (const text of ['First', 'Second', 'Third']) await review('egi-online-storage/1', 4, text);
    await review('egi-online-storage/1', 2);
    const first = await reviewsOf('egi-online-storage', null, '?limit=2');
    expect(first.items.map(({ text }: { text: string }) => text)).toEqual(['Third', 'Second']);
    expect(Object.keys(first.items[0]).toSorted()).toEqual(['at', 'grade', 'hidden', 'id', 'text']);
    const rest = await reviewsOf('egi-online-storage', null, `?limit=2&after=${encodeURIComponent(first.next)}`);
    expect(rest).toMatchObject({ items: [{ text: 'First' }], next: null, mayModerate: false });
  });

  test('are hidden by coordinators with a reason; the grade still counts', async () => {
    const [worst] = (await reviewsOf('egi-online-storage')).items;
    const hide = `/api/services/egi-online-storage/reviews/${worst.id}/hide`;
    expect((await portolan.as('eleni').post(hide, { reason: 'I do not like it' })).body.code).toBe('moderator_only');
    expect((await portolan.as('marta').post(hide, { reason: ' ' })).status).toBe(400);
    const before = await ratingOf('egi-online-storage');
    expect((await portolan.as('marta').post(hide, { reason: 'Names a person' })).status).toBe(204);
    expect((await reviewsOf('egi-online-storage')).items).toHaveLength(2);
    expect(await ratingOf('egi-online-storage')).toEqual(before);
    const seen = await reviewsOf('egi-online-storage', 'marta');
    expect(seen).toMatchObject({ mayModerate: true, items: [{ hidden: { reason: 'Names a person' } }, {}, {}] });
    await portolan.as('marta').post(hide.replace('/hide', '/show'));
    expect((await reviewsOf('egi-online-storage')).items).toHaveLength(3);
    expect(
      (await portolan.as('marta').post(hide.replace('egi-online-storage', 'b2drop'), { reason: 'x' })).status,
    ).toBe(404);
  });

  test('go with the account; the grade stays', async () => {
    const { kernel, modules } = portolan;
    const before = await ratingOf('egi-online-storage');
    await kernel.database.transact((tx) =>
      modules.catalogue.personalData.erase(tx, { id: portolan.idOf('eleni'), name: 'Eleni', email: null }),
    );
    expect((await reviewsOf('egi-online-storage')).items).toEqual([]);
    expect(await ratingOf('egi-online-storage')).toEqual(before);
  });
});
