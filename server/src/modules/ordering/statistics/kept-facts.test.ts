import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statisticsSplits, statisticsUnits } from '#contracts/ordering/statistics';
import { system } from '#kernel/access';
import { json, type Database } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { WorkingCalendar } from '#libs/working-time';
import { testDatabase } from '#test/database';
import { insertProject } from '../projects/sql-project-store.ts';
import { tables } from '../tables.ts';
import { aProject, keepGroup, keepOrder, keepShare } from '../testing-orders.ts';
import type { StatisticsSettings } from './gathered.ts';
import { statisticsFromFacts, statisticsFromOrders } from './read-statistics.ts';
import { freshFacts, keepNextFacts } from './sql-kept-facts.ts';

let database: Database;
const projects: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  await keepGroup(database);
  for (const [name, typology, country, scientificDomains] of [
    ['Waves', 'research', 'Greece', ['Oceanography', 'Physics']],
    ['Alone', 'single_user', '', []],
  ] as const) {
    const id = nextId();
    const details = aProject(name, { typology, country, scientificDomains: [...scientificDomains] });
    await database.transact((tx) =>
      insertProject(tx, { id, ownerId: 'eleni', name, typology, details, createdAt: begin }),
    );
    projects.push(id);
  }
});
afterAll(() => database.close());

const calendar: WorkingCalendar = {
  timezone: 'Europe/Amsterdam',
  opens: '09:00',
  closes: '17:00',
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
  holidays: ['2026-12-25'],
};
const begin = '2026-10-20T00:00:00.000Z';
const begins = Date.parse(begin);
const hours = 24 * 70;
const instant = (hour: number) => new Date(begins + Math.round(hour * 3_600_000)).toISOString();
/** A third of what is made up is later than this: clocks differ, and what was imported may say anything. */
const now = instant(hours * 0.7);

const wanted = { from: instant(0), to: instant(hours), sites: null };
const settings: StatisticsSettings = {
  from: '2026-10-20',
  to: '2026-12-29',
  by: 'week',
  split: 'class',
  calendar,
  now: Date.parse(now),
  sites: null,
};

/** What can be asked, from facts and from the history. */
async function compare(
  by: WorkingCalendar = calendar,
  splits: readonly StatisticsSettings['split'][] = statisticsSplits,
): Promise<void> {
  const read = database.read();
  const fresh = (await freshFacts(read, wanted, { calendar: by, now, most: 1000 })) ?? [];
  for (const sites of [null, ['CESNET-MCC', 'IN2P3-IRES']])
    for (const [index, split] of splits.entries()) {
      const unit = statisticsUnits[index % statisticsUnits.length] ?? 'week';
      const asked = { ...settings, calendar: by, by: unit, split, sites };
      const range = { ...wanted, sites };
      expect(await statisticsFromFacts(read, range, asked, fresh)).toEqual(
        await statisticsFromOrders(read, range, asked),
      );
    }
}

const keepAll = async (by = calendar) => {
  while ((await database.transact((tx) => keepNextFacts(tx, by, 7))) > 0);
};

const stateNames = [
  'created',
  'registered',
  'in_progress',
  'waiting_for_response',
  'approved',
  'ready',
  'rejected',
  'closed',
] as const;
const hour = fc.double({ min: 0, max: hours, noNaN: true });
const maybeHour = fc.option(hour, { nil: null });
const grade = fc.integer({ min: 1, max: 5 });
const madeUpOrder = fc.record({
  project: fc.nat(1),
  submitted: hour,
  firstReply: maybeHour,
  decided: maybeHour,
  entries: fc.array(fc.tuple(fc.constantFrom(...stateNames), hour), { maxLength: 7 }),
  state: fc.constantFrom(...stateNames),
  knowsHow: fc.boolean(),
  spam: fc.constantFrom('no', 'no', 'no', 'suspected', 'yes'),
  test: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  orderClass: fc.constantFrom('simple', 'complex', 'joint'),
  service: fc.constantFrom('EGI Cloud compute', 'EGI Notebooks', ''),
  provider: fc.constantFrom(null, 'CESNET-MCC', 'SARA-MATRIX'),
  shares: fc.array(
    fc.record({
      site: fc.constantFrom('CESNET-MCC', 'IN2P3-IRES', 'SARA-MATRIX'),
      sent: maybeHour,
      answered: maybeHour,
      state: fc.constantFrom('sent', 'validated', 'rejected', 'withdrawn'),
    }),
    { maxLength: 3 },
  ),
  messages: fc.array(fc.constantFrom('public', 'internal'), { maxLength: 3 }),
  asked: fc.boolean(),
  rating: fc.option(fc.tuple(grade, grade), { nil: null }),
  later: fc.option(grade, { nil: null }),
});

type Order = typeof madeUpOrder extends fc.Arbitrary<infer Made> ? Made : never;

async function keep(given: Order): Promise<string> {
  const at = instant(given.submitted);
  const orNull = (when: number | null) => (when === null ? null : instant(when));
  const entries = given.entries.toSorted(([, a], [, b]) => a - b);
  const last = entries.at(-1);
  const { id } = await keepOrder(database, {
    projectId: projects[given.project] ?? '',
    submitted_at: at,
    first_reply_at: orNull(given.firstReply),
    decided_at: orNull(given.decided),
    state: given.knowsHow && last ? last[0] : given.state,
    state_since: last ? instant(last[1]) : at,
    spam: given.spam,
    tags: given.test ? ['test'] : [],
    class: given.orderClass,
    service_name: given.service,
    provider_label: given.provider,
  });
  const db = tables(database.read());
  for (const [to_state, when] of entries)
    await db
      .insertInto('ordering.status_entries')
      .values({
        id: nextId(),
        order_id: id,
        at: instant(when),
        action: 'x',
        to_state,
        value: '',
        by_name: 'Anna',
        by_role: 'shifter',
      })
      .execute();
  for (const [index, share] of given.shares.entries())
    await keepShare(database, id, {
      number: index + 1,
      site_name: share.site,
      state: share.state,
      sent_at: orNull(share.sent),
      answered_at: orNull(share.answered),
    });
  for (const scope of given.messages) await say(id, scope);
  if (given.rating)
    await db
      .insertInto('ordering.ratings')
      .values({ order_id: id, service: given.rating[0], ordering: given.rating[1], text: '', at })
      .execute();
  if (given.later !== null)
    await db
      .insertInto('ordering.service_ratings')
      .values({ order_id: id, service: given.later, text: '', at })
      .execute();
  if (given.asked) await ask(id);
  return id;
}

const say = (orderId: string, scope: 'public' | 'internal') =>
  tables(database.read())
    .insertInto('ordering.messages')
    .values({
      id: nextId(),
      order_id: orderId,
      project_id: projects[0] ?? '',
      at: begin,
      scope,
      author_role: 'shifter',
      author_name: system.name,
      body: 'x',
    })
    .execute();

const ask = (orderId: string) =>
  tables(database.read())
    .insertInto('ordering.rating_links')
    .values({ id: nextId(), order_id: orderId, token_hash: nextId(), created_at: begin, expires_at: begin })
    .execute();

const staleCount = async () =>
  (await freshFacts(database.read(), wanted, { calendar, now: instant(hours), most: 1000 }))?.length;

describe('figures from facts', () => {
  test('are those of the history, order by order, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(madeUpOrder, { minLength: 4, maxLength: 12 }), async (orders) => {
        for (const order of orders) await keep(order);
        await compare();
        await keepAll();
        expect(await staleCount()).toBe(0);
        await compare();
      }),
      { numRuns: 3 },
    );
  });

  test('go by other working hours at once, before and after they are kept', async () => {
    const shorter: WorkingCalendar = {
      ...calendar,
      opens: '10:00',
      timezone: 'America/New_York',
      holidays: ['2026-11-02'],
    };
    await compare(shorter, ['provider']);
    await keepAll(shorter);
    await compare(shorter, ['provider']);
    await keepAll();
    await compare(calendar, ['provider']);
  });
});

describe('facts follow', () => {
  const plain: Order = {
    project: 0,
    submitted: 20,
    firstReply: 22,
    decided: 30,
    entries: [
      ['registered', 20],
      ['in_progress', 22],
      ['approved', 30],
    ],
    state: 'approved',
    knowsHow: true,
    spam: 'no',
    test: false,
    orderClass: 'simple',
    service: 'EGI Notebooks',
    provider: null,
    shares: [{ site: 'CESNET-MCC', sent: 23, answered: null, state: 'sent' }],
    messages: ['public'],
    asked: false,
    rating: null,
    later: null,
  };
  const db = () => tables(database.read());
  const order = (id: string, set: Record<string, unknown>) =>
    db().updateTable('ordering.orders').set(set).where('id', '=', id).execute();

  test.each<[what: string, change: (id: string) => Promise<unknown>]>([
    ['spam that is released', (id) => order(id, { spam: 'yes' })],
    ['a tag', (id) => order(id, { tags: ['test'] })],
    ['another class', (id) => order(id, { class: 'joint' })],
    ['another state', (id) => order(id, { state: 'ready', state_since: instant(40) })],
    ['another day of submission', (id) => order(id, { submitted_at: instant(400) })],
    [
      'a share that is answered late',
      (id) =>
        db()
          .updateTable('ordering.shares')
          .set({ state: 'validated', answered_at: instant(500) })
          .where('order_id', '=', id)
          .execute(),
    ],
    ['a share that is gone', (id) => db().deleteFrom('ordering.shares').where('order_id', '=', id).execute()],
    ['a message', (id) => say(id, 'public')],
    ['a mail that asks for a rating', ask],
    [
      'a rating',
      (id) =>
        db()
          .insertInto('ordering.ratings')
          .values({ order_id: id, service: 4, ordering: 2, text: '', at: instant(60) })
          .execute(),
    ],
    [
      'the project',
      () =>
        db()
          .updateTable('ordering.projects')
          .set({ details: json(aProject('Waves', { country: 'Italy' })) })
          .where('id', '=', projects[0] ?? '')
          .execute(),
    ],
  ])('%s', async (_, change) => {
    const id = await keep(plain);
    await keepAll();
    await change(id);
    expect(await staleCount()).toBeGreaterThan(0);
    await compare(calendar, ['country']);
    await keepAll();
    await compare(calendar, ['country']);
  });

  test('no change of an order that statistics do not know of, and an order that is gone', async () => {
    const id = await keep({ ...plain, shares: [], messages: [], entries: [], state: 'approved' });
    await keepAll();
    await order(id, { desk_unread: 3, assignee_id: 'anna' });
    expect(await staleCount()).toBe(0);
    await db().deleteFrom('ordering.orders').where('id', '=', id).execute();
    await compare(calendar, ['country']);
  });
});
