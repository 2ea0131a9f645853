import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, later } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { testApp, type TestApp } from '#test/app';
import { openLowRating } from '../ratings/sql-rating-store.ts';
import { tables, type OrdersTable } from '../tables.ts';
import { keepOrder, keepShare } from '../testing-orders.ts';

let app: TestApp;
let projectId: string;
const submitted = '2026-11-16T09:00:00.000Z';

async function order(
  given: Partial<Parameters<typeof keepOrder>[1]> = {},
  states: [OrdersTable['state'], string][] = [],
) {
  const kept = await keepOrder(app.kernel.database, {
    projectId,
    submitted_at: submitted,
    state_since: submitted,
    ...given,
  });
  for (const [to_state, at] of states)
    await tables(app.kernel.database.read())
      .insertInto('ordering.status_entries')
      .values({
        id: nextId(),
        order_id: kept.id,
        at,
        action: 'x',
        to_state,
        value: '',
        by_name: 'Anna',
        by_role: 'shifter',
      })
      .execute();
  return kept;
}

const anna = () => app.as('anna');
const figures = async (query = '') => (await anna().get(`/api/statistics${query}`)).body;

beforeAll(async () => {
  app = await testApp();
  const project = await app.as('eleni').post('/api/projects', {
    name: 'Waves',
    typology: 'research',
    userGroupName: 'Waves',
    country: 'Greece',
    scientificDomains: ['Oceanography', 'Physics'],
  });
  projectId = (
    await tables(app.kernel.database.read())
      .selectFrom('ordering.projects')
      .select('id')
      .where('number', '=', project.body.number)
      .executeTakeFirstOrThrow()
  ).id;
  const delivered = await order(
    { state: 'ready', first_reply_at: '2026-11-16T10:00:00.000Z', decided_at: '2026-11-17T09:00:00.000Z' },
    [
      ['created', submitted],
      ['registered', '2026-11-16T09:00:10.000Z'],
      ['in_progress', '2026-11-16T10:00:00.000Z'],
      ['waiting_for_response', '2026-11-16T11:00:00.000Z'],
      ['in_progress', '2026-11-16T13:00:00.000Z'],
      ['approved', '2026-11-17T09:00:00.000Z'],
      ['ready', '2026-11-18T09:00:00.000Z'],
    ],
  );
  await keepShare(app.kernel.database, delivered.id, {
    site_name: 'IN2P3-IRES',
    state: 'validated',
    sent_at: '2026-11-16T10:00:00.000Z',
    answered_at: '2026-11-16T11:00:00.000Z',
  });
  await order({ state: 'rejected', decided_at: '2026-11-16T12:00:00.000Z', class: 'complex' }, [
    ['rejected', '2026-11-16T12:00:00.000Z'],
  ]);
  await order({ state: 'closed', submitted_at: '2026-11-20T09:00:00.000Z', state_since: '2026-11-20T12:00:00.000Z' });
  await order({ spam: 'yes', state: 'rejected' });
  await order({ tags: ['test'] });
  await order({ kind: 'open', state: 'ready' });
  await order({ submitted_at: '2026-07-01T09:00:00.000Z' });
});
afterAll(() => app.close());

describe('the figures of the desk', () => {
  test('are those of the orders that were submitted in the range', async () => {
    const answer = await figures('?split=outcome');
    expect(answer).toMatchObject({
      from: '2026-08-26',
      to: '2026-11-23',
      totals: {
        received: 3,
        approved: 1,
        rejected: 1,
        cancelled: 1,
        open: 0,
        approvalRate: 0.5,
        clarificationRounds: 1,
        spam: 1,
        tests: 1,
        withoutDesk: 1,
      },
    });
    expect(answer.overTime.buckets.at(-2)).toMatchObject({ bucket: '2026-W47', complete: true, received: 3 });
  });

  test('take times from the history: working time less pauses, and that of the calendar', async () => {
    const { times, states } = await figures();
    const of = (figure: string) => times.find((one: { figure: string }) => one.figure === figure);
    // Asked from 11:00 to 13:00 UTC; the desk works from 8:00 to 16:00 UTC in winter.
    expect(of('delivery')).toMatchObject({ count: 1, median: (16 - 2) * 3600 });
    expect(of('delivery_calendar')).toMatchObject({ median: 48 * 3600 });
    expect(of('first_change')).toMatchObject({ count: 3, median: 3 * 3600 });
    expect(states.find((one: { state: string }) => one.state === 'waiting_for_response')).toMatchObject({
      count: 1,
      median: 7200,
    });
  });

  test.each([
    ['service', 'EGI Cloud compute', 3],
    ['category', 'Compute', 3],
    ['country', 'Greece', 3],
    ['discipline', 'Oceanography', 3],
    ['typology', 'research', 3],
    ['provider', 'none asked', 2],
    ['class', 'simple', 2],
  ])('can be told apart by %s', async (split, value, received) => {
    expect((await figures(`?split=${split}`)).splits[0]).toMatchObject({ value, received });
  });

  test('name what is wrong with a range', async () => {
    const backwards = await anna().get('/api/statistics?from=2026-11-02&to=2026-11-01');
    expect([backwards.status, backwards.body.code]).toEqual([400, 'statistics_range']);
    expect((await anna().get('/api/statistics?from=2020-01-01&to=2026-11-01')).body.code).toBe('statistics_range');
  });
});

test('each chart has a table in JSON and the same in CSV', async () => {
  const { body } = await anna().get('/api/statistics/charts/providers?from=2026-11-01');
  expect(body).toMatchObject({
    chart: 'providers',
    from: '2026-11-01',
    rows: [
      ['none asked', 2, 0, 1, 0, 0, 0, 0, null, null],
      ['IN2P3-IRES', 1, 1, 0, 0, 1, 1, 0, 3600, 1],
    ],
  });
  const csv = await anna().get('/api/statistics/charts/providers/csv?from=2026-11-01');
  expect(csv.headers['content-type']).toContain('text/csv');
  expect(csv.headers['content-disposition']).toContain('providers-2026-11-01-2026-11-23.csv');
  const lines = csv.text.trimEnd().split('\r\n');
  expect(lines).toEqual([body.columns.join(','), 'none asked,2,0,1,0,0,0,0,,', 'IN2P3-IRES,1,1,0,0,1,1,0,3600,1']);
  for (const chart of ['orders', 'splits', 'times', 'states', 'monthly', 'satisfaction']) {
    const table = (await anna().get(`/api/statistics/charts/${chart}`)).body;
    expect(table.rows.length).toBeGreaterThan(0);
    expect(table.rows.every((row: unknown[]) => row.length === table.columns.length)).toBe(true);
  }
});

test('customers read no statistics, and a provider only what concerns its own sites', async () => {
  const refused = await app.as('eleni').get('/api/statistics');
  expect([refused.status, refused.body.code]).toEqual([403, 'statistics_forbidden']);
  expect((await app.as(null).get('/api/statistics')).status).toBe(401);
  const own = (await app.as('claire').get('/api/statistics')).body;
  expect(own).toMatchObject({ sites: ['IN2P3-IRES'], totals: { received: 1, approved: 1, spam: 0, withoutDesk: 0 } });
  expect(own.providers).toMatchObject([{ provider: 'IN2P3-IRES', sharesValidated: 1 }]);
});

describe('a low rating', () => {
  test('waits for the coordinator until it is settled, and for nobody else', async () => {
    const rated = await order({ state: 'ready' }, [['ready', submitted]]);
    const grade = { service: 2, ordering: 5, text: 'Too slow' };
    expect((await app.as('eleni').post(`/api/orders/${rated.number}/rating`, grade)).status).toBe(200);
    const itemOf = async (persona: string) =>
      (await app.as(persona).get('/api/work')).body.items.find(
        ({ id }: { id: string }) => id === `low-rating-${rated.number}`,
      );
    expect(await itemOf('marta')).toMatchObject({ text: 'EGI Cloud compute: rated 2 of 5', button: 'Look into it' });
    expect(await itemOf('anna')).toBeUndefined();
    const seen = (await anna().get('/api/statistics/low-ratings')).body;
    expect(seen).toMatchObject({
      maySettle: false,
      items: [{ order: rated.number, grades: { service: 2, ordering: 5 }, text: 'Too slow' }],
    });
    const settle = (persona: string, number = rated.number) =>
      app.as(persona).post(`/api/statistics/low-ratings/${number}/settle`, { note: 'Quotas were raised' });
    expect((await settle('anna')).body.code).toBe('coordinator_only');
    expect((await settle('eleni')).status).toBe(404);
    expect((await settle('marta', 999_999)).status).toBe(404);
    expect((await settle('marta')).status).toBe(204);
    expect(await itemOf('marta')).toBeUndefined();
    expect((await settle('marta')).status).toBe(404);
  });

  test('that comes again opens the task anew, and one that is open stays as it was', async () => {
    const { id } = await order({ state: 'ready' });
    const { database } = app.kernel;
    const task = () =>
      tables(database.read())
        .selectFrom('ordering.low_ratings')
        .selectAll()
        .where('order_id', '=', id)
        .executeTakeFirst();
    await database.transact((tx) => openLowRating(tx, id, submitted));
    await database.transact((tx) => openLowRating(tx, id, later(submitted, DAY)));
    expect(await task()).toMatchObject({ opened_at: submitted });
    await tables(database.read()).updateTable('ordering.low_ratings').set({ settled_at: submitted }).execute();
    await database.transact((tx) => openLowRating(tx, id, later(submitted, DAY)));
    expect(await task()).toMatchObject({ opened_at: later(submitted, DAY), settled_at: null });
  });
});
