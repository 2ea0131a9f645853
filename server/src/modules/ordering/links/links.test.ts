import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';
import { leadsTo, sameOrders, treeOf } from './order-tree.ts';

const link = (from: string, to: string, relation = 'part_of' as const) => ({ from, to, relation });
const cards = (...ids: readonly string[]) =>
  new Map(ids.map((id) => [id, { number: Number(id), service: '', offer: '', state: 'ready' as const }]));

describe('a tree of orders', () => {
  test('is read from its root down, each order once', () => {
    const links = [link('2', '1'), link('3', '1'), link('4', '3')];
    const read = (id: string) =>
      treeOf(links, id, cards('1', '2', '3', '4')).map(({ number, depth, above }) => [number, depth, above]);
    const tree = [
      [1, 0, null],
      [2, 1, 1],
      [3, 1, 1],
      [4, 2, 3],
    ];
    expect(read('4')).toEqual(tree);
    expect(read('2')).toEqual(tree);
  });

  test('holds every order once, whatever the links', () => {
    const id = fc.integer({ min: 1, max: 6 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id), { minLength: 1, maxLength: 12 }), (pairs) => {
        const links = pairs.filter(([from, to]) => from < to).map(([from, to]) => link(from, to));
        const ids = [...new Set(links.flatMap(({ from, to }) => [from, to]))];
        const tree = treeOf(links, ids[0] ?? '1', cards(...ids));
        expect(tree.map(({ number }) => String(number)).toSorted()).toEqual(ids.toSorted());
      }),
    );
  });

  test('has no circles, and knows what is the same', () => {
    const links = [link('2', '1'), link('3', '2')];
    expect(leadsTo(links, '3', '1')).toBe(true);
    expect(leadsTo(links, '1', '3')).toBe(false);
    const same = [
      link('2', '1'),
      { from: '3', to: '1', relation: 'duplicate_of' as const },
      { from: '4', to: '3', relation: 'duplicate_of' as const },
    ];
    expect(sameOrders(same, '4').toSorted()).toEqual(['1', '3', '4']);
    expect(sameOrders(same, '2')).toEqual(['2']);
  });
});

describe('linked orders on the desk', () => {
  let app: TestApp;
  let project: number;
  const numbers: number[] = [];
  beforeAll(async () => {
    app = await testApp();
    project = (await app.as('eleni').post('/api/projects', { name: 'Links', typology: 'single_user' })).body.number;
    for (const comment of ['First words', 'Second words', 'Third words'])
      numbers.push(await placed('eleni', project, comment));
  });
  afterAll(() => app.close());
  async function placed(who: string, inProject: number, comment: string): Promise<number> {
    const answer = await app
      .as(who)
      .post('/api/orders', { project: inProject, offer: 'egi-cloud-compute/1', parameters: cloudParameters, comment });
    expect(answer.status, answer.text).toBe(201);
    await app.settle();
    return answer.body.number;
  }
  const put = (number: number | undefined, relation: string, order: number | undefined, who = 'anna') =>
    app.as(who).put(`/api/orders/${number}/links`, { relation, order });
  const desk = async (number: number | undefined) => (await app.as('anna').get(`/api/orders/${number}`)).body.desk;

  test('form a tree that the order page shows, and never a circle', async () => {
    const [one, two, three] = numbers;
    expect((await put(two, 'depends_on', one)).body.tree).toHaveLength(2);
    await put(three, 'continues', two);
    expect((await desk(one)).tree).toMatchObject([
      { number: one, depth: 0, relation: null },
      { number: two, depth: 1, relation: 'depends_on', above: one },
      { number: three, depth: 2, relation: 'continues', above: two },
    ]);
    for (const [from, to] of [
      [one, three],
      [one, one],
    ])
      expect((await put(from, 'part_of', to)).body.code).toBe('link_refused');
    expect((await put(one, 'part_of', 999_999)).body.code).toBe('unknown_order');
    expect((await put(one, 'part_of', two, 'marta')).body.code).toBe('desk_forbidden');
    expect((await put(one, 'part_of', two, 'tomas')).status).toBe(404);
    expect((await app.as('anna').delete(`/api/orders/${three}/links/${two}`)).body.tree).toEqual([]);
    const { timeline } = (await app.as('anna').get(`/api/orders/${two}`)).body;
    expect(JSON.stringify(timeline)).toContain(`said that order ${two} depends on order ${one}`);
  });

  test('that are the same are read as one conversation, by the desk only', async () => {
    const [one, , three] = numbers;
    await put(three, 'duplicate_of', one);
    await app.as('anna').post(`/api/orders/${three}/messages`, { scope: 'internal', body: 'Seen before' });
    for (const number of [one, three]) {
      const { body } = await app.as('anna').get(`/api/orders/${number}/joined-conversation`);
      expect(body.orders).toEqual([one, three]);
      expect(body.messages.map(({ text, order }: { text: string; order: number }) => [order, text])).toEqual([
        [one, 'First words'],
        [three, 'Third words'],
        [three, 'Seen before'],
      ]);
    }
    expect((await app.as('eleni').get(`/api/orders/${one}/joined-conversation`)).body.code).toBe('desk_forbidden');
    expect((await app.as('tomas').get(`/api/orders/${one}/joined-conversation`)).status).toBe(404);
  });

  test('an account whose order was spam is flagged, with all its open orders, until that is taken back', async () => {
    const other = (await app.as('ingrid').post('/api/projects', { name: 'Spam', typology: 'single_user' })).body.number;
    const spam = await placed('ingrid', other, 'Buy now');
    const open = await placed('ingrid', other, 'And this');
    expect((await desk(open)).customerCard).toMatchObject({ spamOrders: [], openOrders: [] });
    await app.as('anna').patch(`/api/orders/${spam}/desk`, { spam: 'yes' });
    expect((await desk(open)).customerCard).toMatchObject({ spamOrders: [spam], openOrders: [{ number: open }] });
    const next = await placed('ingrid', other, 'Once more');
    expect((await desk(next)).spam).toEqual({
      state: 'suspected',
      reasons: expect.arrayContaining(['an earlier order of this account was spam']),
    });
    await app.as('anna').patch(`/api/orders/${spam}/desk`, { spam: 'no' });
    expect((await desk(open)).customerCard.spamOrders).toEqual([]);
    expect((await app.as('ingrid').get(`/api/orders/${open}`)).text).not.toContain('spamOrders');
  });
});
