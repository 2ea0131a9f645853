import formbody from '@fastify/formbody';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { DAY, FixedClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import type { Database } from '#kernel/database';
import type { App } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { rateLimiter } from '#kernel/limits';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import { wholeFeed } from '#test/feed';
import { createProject } from '../projects/create-project.ts';
import { rateOrder, type RatingParts } from './rate-order.ts';
import { ratingMailJob } from './rating-mail-job.ts';
import { ratingPage } from './rating-page.ts';
import { orderActionsFor } from '../orders/order-actions.ts';
import { orderFacts } from '../orders/order.ts';
import { mayRate } from './rating.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { createRatingLink, ratingOf } from './sql-rating-store.ts';
import { tables } from '../tables.ts';
import { aProject, keepGroup, keepOrder, fakePeople, shippedWords } from '../testing-orders.ts';

let database: Database;
let app: App;
let parts: RatingParts;
let told: Parameters<RatingParts['reviews']['keep']>[1][] = [];
let projectId: string;
let order: { id: string; number: number };
let token: string;
// A Monday morning; the order became ready on the Friday before the last.
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const publish = eventPublisher(clock);
const as = (id: string, ...roles: Actor['roles'][number][]): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: null,
  roles,
});
const eleni = as('eleni');
const good = { service: 5, ordering: 4, text: 'Fast' };

const config = loadConfig({});
const wording = { config, mailTexts: shippedWords() };

beforeAll(async () => {
  database = await testDatabase();
  parts = {
    database,
    clock,
    publish,
    audit: auditTrail(clock),
    reviews: { keep: async (_tx, review) => void told.push(review) },
  };
  await keepGroup(database);
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  const project = await createProject({ ...parts, ...wording, mailer, publicUrl: '' })(eleni, aProject('Waves'));
  projectId = project.id;
  app = Fastify() as unknown as App;
  await app.register(formbody);
  await app.register(ratingPage({ ...parts, config, limit: rateLimiter(database, clock), formSecret: 's'.repeat(40) }));
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(async () => {
  clock.set('2026-11-23T10:00:00.000Z');
  await database.read().deleteFrom('kernel.rate_limits').execute();
  order = await readyOrder('2026-11-13T10:00:00.000Z');
  token = await database.transact((tx) => createRatingLink(tx, order.id, clock.now()));
});

async function readyOrder(at: string) {
  const kept = await keepOrder(database, { projectId, state: 'ready', state_since: at });
  const entry = {
    id: nextId(),
    order_id: kept.id,
    at,
    action: 'deliver',
    to_state: 'ready' as const,
    value: '',
    by_name: 'Anna',
    by_role: 'shifter',
  };
  await tables(database.read()).insertInto('ordering.status_entries').values(entry).execute();
  return kept;
}
const rating = () => ratingOf(database.read(), order.id);
const get = (query = '') => app.inject({ url: `/r/${token}${query}` });
const nonceOf = (body: string) => /name="nonce" value="([^"]+)"/.exec(body)?.[1] ?? '';
const post = (fields: Record<string, string>, to = token) =>
  app.inject({
    method: 'POST',
    url: `/r/${to}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const eventsOf = async (type: string) =>
  (await wholeFeed(database, type)).filter((event) => event.aggregate === `order:${order.number}`);

test('only what became ready is rated', () => {
  const facts = { readyAt: null, ratedAt: null, now: clock.now() };
  expect(mayRate({ ...facts, state: 'approved' })).toMatchObject({ allowed: false, code: 'rating_refused' });
  expect(mayRate({ ...facts, state: 'closed' })).toMatchObject({ allowed: false });
  expect(mayRate({ ...facts, state: 'rejected', readyAt: clock.now() })).toMatchObject({ allowed: false });
  expect(mayRate({ ...facts, state: 'closed', readyAt: clock.now() })).toMatchObject({ allowed: true });
});

test('the text goes to the page of the service where the customer agrees, the grade always', async () => {
  await tables(database.read())
    .updateTable('ordering.orders')
    .set({ offer_id: 'offer-1' })
    .where('id', '=', order.id)
    .execute();
  told = [];
  await rateOrder(parts)(eleni, order.number, good);
  await rateOrder(parts)(eleni, order.number, { ...good, publish: true });
  const page = await get();
  expect(page.body).toMatch(/name="publish" value="yes" +checked/);
  await post({ nonce: nonceOf(page.body), service: '4', ordering: '4', text: 'Slow' });
  const one = { orderId: order.id, offerId: 'offer-1', personId: 'eleni' };
  expect(told).toEqual([
    { ...one, grade: 5, text: '' },
    { ...one, grade: 5, text: 'Fast' },
    { ...one, grade: 4, text: '' },
  ]);
  expect(await rating()).toMatchObject({ text: 'Slow', publish: false });
});

test('a customer rates, may change it for 30 days, and then it stays', async () => {
  await rateOrder(parts)(eleni, order.number, good);
  clock.advance(30 * DAY);
  await rateOrder(parts)(eleni, order.number, { ...good, service: 4 });
  expect(await rating()).toMatchObject({ service: 4, at: '2026-11-23T10:00:00.000Z' });
  clock.advance(1000);
  await expect(rateOrder(parts)(eleni, order.number, good)).rejects.toMatchObject({
    kind: 'refused',
    code: 'rating_refused',
  });
});

test('the button is offered and refused by the rule of the rating', async () => {
  const row = await orderById(database.read(), order.id);
  if (!row) throw new Error('kept above');
  const rate = (ratedAt: string | null, state = row.state) =>
    orderActionsFor({
      actor: eleni,
      roles: ['customer'],
      order: { ...row, state },
      facts: orderFacts(row, [], undefined, { hasAccess: true, projectArchived: false }),
      shares: [],
      standing: undefined,
      openChange: undefined,
      rating: { readyAt: '2026-11-13T10:00:00.000Z', ratedAt, now: clock.now() },
    }).find(({ action }) => action === 'rate');
  expect(rate(null)).toMatchObject({ refusal: null });
  expect(rate(null, 'closed')).toMatchObject({ refusal: null });
  expect(rate(null, 'approved')).toBeUndefined();
  const ratedAt = clock.now();
  clock.advance(30 * DAY);
  expect(rate(ratedAt)).toMatchObject({ refusal: null });
  clock.advance(1000);
  expect(rate(ratedAt)).toMatchObject({ refusal: 'A rating can be changed for 30 days, and these are over' });
});

test('the desk does not rate, and strangers find no order', async () => {
  const anna = as('anna', { role: 'shifter', scope: '*' });
  await expect(rateOrder(parts)(anna, order.number, good)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'rating_refused',
  });
  await expect(rateOrder(parts)(as('piotr'), order.number, good)).rejects.toMatchObject({ kind: 'not_found' });
});

test('a low grade is told to the coordinator once', async () => {
  await rateOrder(parts)(eleni, order.number, { ...good, ordering: 2 });
  await rateOrder(parts)(eleni, order.number, { ...good, ordering: 1 });
  expect(await eventsOf('ordering.low_rating')).toMatchObject([
    { payload: { number: order.number, service: 5, ordering: 2 } },
  ]);
  expect(await eventsOf('ordering.order_rated')).toHaveLength(2);
});

test('a hundred looks, as mail scanners take them, store nothing', async () => {
  const kept = async () => [
    await tables(database.read()).selectFrom('ordering.ratings').selectAll().execute(),
    await tables(database.read()).selectFrom('ordering.rating_links').selectAll().execute(),
    await wholeFeed(database),
  ];
  const before = await kept();
  for (let n = 0; n < 100; n += 1) {
    const answer = await app.inject({
      method: n % 2 === 0 ? 'GET' : 'HEAD',
      url: `/r/${token}?grade=${(n % 5) + 1}&ordering=1&service=1`,
    });
    expect(answer.statusCode).toBe(200);
  }
  expect(await kept()).toEqual(before);
});

test('the first click preselects, sending stores, and the page shows the outcome', async () => {
  const first = await get('?grade=4');
  expect(first.headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  });
  expect(first.body).toMatch(/id="service-4"[^>]* checked/);
  expect(first.body.match(/ checked/g)).toHaveLength(1);
  const sent = await post({ nonce: nonceOf(first.body), service: '4', ordering: '5', text: 'Works <b>well</b>' });
  expect([sent.statusCode, sent.headers.location]).toEqual([303, `/r/${token}`]);
  expect(await rating()).toMatchObject({ service: 4, ordering: 5, text: 'Works <b>well</b>' });
  const after = await get();
  expect(after.body).toContain('Thank you for your rating');
  expect(after.body).toContain('Works &lt;b&gt;well&lt;/b&gt;');
  expect(after.body).toContain('until 23 Dec 2026');
});

test('a form without its nonce, or with that of another link, stores nothing and keeps the text', async () => {
  const other = await database.transact((tx) => createRatingLink(tx, order.id, clock.now()));
  const foreign = nonceOf((await app.inject({ url: `/r/${other}` })).body);
  for (const nonce of ['', 'x', foreign]) {
    const refused = await post({ nonce, service: '4', ordering: '5', text: 'My words' });
    expect(refused.statusCode).toBe(409);
    expect(refused.body).toContain('My words');
  }
  expect(await rating()).toBeUndefined();
});

test('a form stores once; the same grades again are no error', async () => {
  const nonce = nonceOf((await get()).body);
  const fields = { nonce, service: '4', ordering: '5', text: '' };
  expect((await post(fields)).statusCode).toBe(303);
  expect((await post(fields)).statusCode).toBe(303);
  expect((await post({ ...fields, service: '1' })).statusCode).toBe(409);
  expect(await rating()).toMatchObject({ service: 4 });
  expect(await eventsOf('ordering.order_rated')).toHaveLength(1);
});

test('missing grades are named, and what was given is kept', async () => {
  const nonce = nonceOf((await get()).body);
  const answer = await post({ nonce, service: '9', ordering: '3', text: 'My words' });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('Give the service a grade');
  expect(answer.body).not.toContain('Give the ordering a grade');
  expect(answer.body).toMatch(/id="ordering-3"[^>]* checked/);
  expect(answer.body).toContain('My words');
});

test('unknown and expired links have pages of their own', async () => {
  const unknown = await app.inject({ url: '/r/nothing' });
  expect([unknown.statusCode, unknown.body.includes('There is no such link')]).toEqual([404, true]);
  clock.advance(61 * DAY);
  const expired = await get();
  expect([expired.statusCode, expired.body.includes('This link has expired')]).toEqual([410, true]);
  expect((await post({ service: '5', ordering: '5' })).statusCode).toBe(410);
});

test('a rating of long ago is shown and no form with it', async () => {
  await rateOrder(parts)(eleni, order.number, good);
  clock.advance(31 * DAY);
  const page = await get();
  expect(page.body).not.toContain('<form');
  expect((await post({ service: '1', ordering: '1' })).statusCode).toBe(409);
  expect(await rating()).toMatchObject({ service: 5 });
});

test('an address that asks too often has to wait', async () => {
  for (let n = 0; n < 30; n += 1) await post({});
  const answer = await post({});
  expect([answer.statusCode, answer.body.includes('Too many requests')]).toEqual([429, true]);
});

test('customers are asked once, 5 working days after their order became ready', async () => {
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  const calendar = {
    timezone: 'Europe/Amsterdam',
    opens: '09:00',
    closes: '17:00',
    weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
    holidays: [],
  } as const;
  const jobParts = {
    ...wording,
    database,
    clock,
    mailer,
    publicUrl: 'https://orders.example',
    maillessSources: ['jira'],
    calendar,
  };
  const job = ratingMailJob({ ...jobParts, people: fakePeople([]) });
  const fresh = await readyOrder('2026-11-17T10:00:00.000Z');
  const due = await readyOrder('2026-11-13T10:00:00.000Z');
  const mails = (number: number) =>
    database.read().selectFrom('kernel.mails').selectAll().where('about', '=', `order:${number}`).execute();
  const quiet = fakePeople(['eleni'], { mailless: ['ratings'] });
  await ratingMailJob({ ...jobParts, people: quiet }).run({});
  expect(await mails(due.number)).toEqual([]);
  await job.run({});
  await job.run({});
  expect(await mails(fresh.number)).toEqual([]);
  const [mail, ...more] = await mails(due.number);
  expect(more).toEqual([]);
  const secret = /https:\/\/orders\.example\/r\/([\w-]{43})/.exec(mail?.body_text ?? '')?.[1] ?? '';
  expect((await app.inject({ url: `/r/${secret}` })).statusCode).toBe(200);
});

describe('the service in use', () => {
  const later90 = '2027-02-11T10:00:00.000Z';
  const parts90 = () => ({
    ...wording,
    database,
    clock,
    mailer: createMailer({ clock, publish, from: 'desk@portolan.example' }),
    people: fakePeople([]),
    publicUrl: 'https://orders.example',
    maillessSources: [],
    calendar: {
      timezone: 'Europe/Amsterdam',
      opens: '09:00',
      closes: '17:00',
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
      holidays: [],
    } as const,
  });
  const serviceMails = () =>
    database
      .read()
      .selectFrom('kernel.mails')
      .selectAll()
      .where('about', '=', `order:${order.number}`)
      .where('subject', 'like', '%in use%')
      .execute();

  test('is asked about once, 90 days after ready, whether or not the order was rated', async () => {
    await rateOrder(parts)(eleni, order.number, good);
    const job = ratingMailJob(parts90());
    clock.set('2027-02-11T09:59:59.000Z');
    await job.run({});
    expect(await serviceMails()).toEqual([]);
    clock.set(later90);
    await job.run({});
    await job.run({});
    expect(await serviceMails()).toHaveLength(1);
  });

  test('has one question, and an answer of its own that can be changed for 30 days', async () => {
    await rateOrder(parts)(eleni, order.number, good);
    clock.set(later90);
    token = await database.transact((tx) => createRatingLink(tx, order.id, clock.now(), 'service'));
    const page = await get('?grade=1');
    expect(page.body).toMatch(/id="service-1"[^>]* checked/);
    expect(page.body).not.toContain('name="ordering"');
    const later = () => ratingOf(database.read(), order.id, 'service');
    expect(await later()).toBeUndefined();
    const nonce = nonceOf(page.body);
    expect((await post({ nonce, service: '', text: '' })).statusCode).toBe(400);
    expect((await post({ nonce, service: '1', text: 'Slower every week' })).statusCode).toBe(303);
    expect(await later()).toMatchObject({ service: 1, text: 'Slower every week' });
    expect(await rating()).toMatchObject({ service: 5, ordering: 4 });
    expect((await get()).body).toContain('You gave the service <strong>1</strong> of 5.');
    expect(await eventsOf('ordering.low_rating')).toHaveLength(1);
    clock.advance(30 * DAY);
    expect((await post({ nonce: nonceOf((await get()).body), service: '3' })).statusCode).toBe(303);
    clock.advance(1);
    expect((await get()).body).not.toContain('<form');
    expect(await later()).toMatchObject({ service: 3 });
  });
});
