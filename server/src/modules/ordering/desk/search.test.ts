import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import { createProject } from '../projects/create-project.ts';
import { search } from './search.ts';
import { addToSearch } from '../orders/sql-order-store.ts';
import { aProject, fakePeople, keepGroup, keepOrder, keepShare, shippedWords } from '../testing-orders.ts';

let database: Database;
let order: { id: string; number: number };
let foreign: { id: string; number: number };
let projectNumber: number;
let glaciers: string;
const clock = new FixedClock('2026-11-25T10:00:00.000Z');
const as = (id: string, ...roles: Actor['roles'][number][]): Actor => ({
  ...anonymous,
  kind: 'person',
  id,
  name: id,
  email: null,
  roles,
});
const anna = as('anna', { role: 'shifter', scope: 'group:cloud-compute' });
const eleni = as('eleni');
const cesnet = as('jana', { role: 'provider', scope: 'site:CESNET-MCC' });
const ports: Parameters<typeof search>[1] = {
  people: fakePeople(['eleni', 'piotr']),
  services: {
    search: async (_read, text) =>
      'egi cloud compute'.includes(text.toLowerCase())
        ? [{ slug: 'egi-cloud-compute', name: 'EGI Cloud compute', tagline: 'Virtual machines' }]
        : [],
  },
  sites: {
    search: async (_read, text) =>
      'cesnet-mcc'.includes(text.toLowerCase())
        ? [{ name: 'CESNET-MCC', country: 'Czechia', contact: { name: 'Jana', email: 'jana@cesnet.example' } }]
        : [],
  },
};
const find = (actor: Actor, query: string) => search(database.read(), ports, actor, query);
const paths = async (actor: Actor, query: string) => (await find(actor, query)).map((hit) => hit.path);

beforeAll(async () => {
  database = await testDatabase();
  await keepGroup(database);
  const publish = eventPublisher(clock);
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  const parts = {
    database,
    clock,
    publish,
    audit: auditTrail(clock),
    mailer,
    mailTexts: shippedWords(),
    publicUrl: '',
  };
  const mine = await createProject(parts)(eleni, aProject('Ægean Coastal Förecast'));
  const other = await createProject(parts)(as('piotr'), aProject('Glaciers'));
  projectNumber = mine.number;
  glaciers = other.id;
  order = await keepOrder(database, { projectId: mine.id, state: 'in_progress' });
  foreign = await keepOrder(database, {
    projectId: other.id,
    service_name: 'Notebooks',
    offer_name: 'Basic',
    customer_name: 'Piotr Nowak',
  });
  await keepShare(database, order.id);
  await keepShare(database, foreign.id, { state: 'proposed' });
  await database.transact((tx) => addToSearch(tx, order.id, 'EGI Cloud compute Eleni Papadaki'));
  await database.transact((tx) => addToSearch(tx, order.id, 'hushquota for this customer'));
  await database.transact((tx) => addToSearch(tx, foreign.id, 'Notebooks Piotr Nowak'));
});
afterAll(() => database.close());

test('the order of that number comes first, with or without the sign', async () => {
  expect(await find(anna, String(order.number))).toMatchObject([
    { kind: 'order', label: `${order.number} EGI Cloud compute, General purpose`, path: `/orders/${order.number}` },
  ]);
  expect(await paths(anna, `#${order.number}`)).toEqual([`/orders/${order.number}`]);
  expect(await paths(anna, '#99999')).toEqual([]);
  expect(await paths(anna, '#cloud')).toEqual([]);
});

test('the newest orders come first', async () => {
  for (let n = 0; n < 10; n += 1) {
    const next = await keepOrder(database, { projectId: glaciers, service_name: 'Archive' });
    await database.transact((tx) => addToSearch(tx, next.id, 'Archive tape'));
  }
  const found = (await paths(anna, 'tape')).map((path) => Number(path.split('/').at(-1)));
  expect(found).toHaveLength(8);
  expect(found).toEqual(found.toSorted((a, b) => b - a));
  expect(found[0]).toBeGreaterThan(foreign.number + 9);
});

test('the desk finds orders by the beginning of any word in them', async () => {
  expect(await paths(anna, 'papad')).toEqual([`/orders/${order.number}`]);
  expect(await paths(anna, 'piotr now')).toContain(`/orders/${foreign.number}`);
  expect(await paths(anna, "a'b & | ! :* \\ <->")).toEqual([]);
});

test('a customer finds their own orders and projects, in their words, without accents', async () => {
  expect(await find(eleni, 'forecast')).toMatchObject([
    { kind: 'order', detail: 'Under review, Ægean Coastal Förecast', path: `/projects/${projectNumber}/lines/1` },
    { kind: 'project', path: `/projects/${projectNumber}` },
  ]);
  expect(await paths(eleni, String(order.number))).toEqual([`/projects/${projectNumber}/lines/1`]);
  expect(await paths(eleni, '100%_\\')).toEqual([]);
});

test('a customer finds nothing of others, nor anything by a note of the desk', async () => {
  expect(await paths(eleni, 'notebooks')).toEqual([]);
  expect(await paths(eleni, String(foreign.number))).toEqual([]);
  expect(await paths(eleni, 'hushquota')).toEqual([]);
  expect(await paths(eleni, 'piotr')).toEqual([]);
  expect(await paths(anna, 'hushquota')).toEqual([`/orders/${order.number}`]);
});

test('a provider finds the orders of shares that were sent to their site', async () => {
  expect(await paths(cesnet, 'coastal')).toEqual([`/shares?q=${order.number}`]);
  expect(await paths(cesnet, String(order.number))).toEqual([`/shares?q=${order.number}`]);
  expect(await paths(cesnet, 'glaciers')).toEqual([]);
  expect(await paths(cesnet, String(foreign.number))).toEqual([]);
});

test('services and sites are for everybody, people for the desk', async () => {
  expect(await paths(eleni, 'cloud c')).toContain('/marketplace/egi-cloud-compute');
  expect(await paths(eleni, 'cesnet')).toEqual(['/sites/CESNET-MCC']);
  expect(await find(anna, '@piotr')).toMatchObject([
    { kind: 'person', label: 'Piotr', path: '/orders?q=piotr%40people.example' },
  ]);
  expect(await paths(eleni, '@piotr')).toEqual([]);
  expect(await paths(anna, '@')).toEqual([]);
});
