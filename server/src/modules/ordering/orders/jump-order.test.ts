import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters } from '#test/negotiation';
import { system } from '#kernel/access';
import { jumpOrder, type Jump } from './jump-order.ts';
import type { Deed } from './order.ts';
import { orderByNumber } from './sql-order-store.ts';
import { tables } from '../tables.ts';

let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp();
  project = (await app.as('eleni').post('/api/projects', { name: 'Waves', typology: 'single_user' })).body.number;
});
afterAll(() => app.close());

async function placed(): Promise<number> {
  const { body } = await app
    .as('eleni')
    .post('/api/orders', { project, offer: 'egi-cloud-compute/1', parameters: cloudParameters, comment: '' });
  await app.settle();
  return body.number;
}

const deed: Deed = { byId: null, byName: 'Order system', byRole: 'shifter' };
const jump = (number: number, to: Jump) =>
  app.kernel.database.transact(async (tx) => {
    const order = await orderByNumber(tx, number, true);
    if (!order) throw new Error('no order');
    return jumpOrder(app.modules.ordering.context)(tx, order, to, deed, system);
  });
const entries = (id: string) =>
  tables(app.kernel.database.read())
    .selectFrom('ordering.status_entries')
    .select(['action', 'to_state', 'irregular', 'reason'])
    .where('order_id', '=', id)
    .orderBy('id')
    .execute();

test('an edge is its action, whatever the guards of the desk would say', async () => {
  const number = await placed();
  await jump(number, { to: 'in_progress' });
  const order = await jump(number, { to: 'approved', reason: 'decided there', value: 'accordé' });
  expect(order).toMatchObject({ state: 'approved', value: 'accordé' });
  expect((await entries(order.id)).at(-1)).toEqual({
    action: 'approve',
    to_state: 'approved',
    irregular: false,
    reason: 'decided there',
  });
});

test('a pair that is no edge is stored, marked irregular on the desk, and told to the customer', async () => {
  const number = await placed();
  const order = await jump(number, { to: 'ready' });
  await app.settle();
  expect((await entries(order.id)).at(-1)).toMatchObject({ action: 'set', to_state: 'ready', irregular: true });
  const { body } = await app.as('anna').get(`/api/orders/${number}`);
  expect(body).toMatchObject({ state: 'ready' });
  expect(body.timeline.find((entry: { irregular: boolean }) => entry.irregular).text).toBe('set the order to Ready');
  const mails = await app.kernel.database.read().selectFrom('kernel.mails').select('subject').execute();
  expect(mails.map(({ subject }) => subject)).toContain(`[${number}] EGI Cloud compute is ready to use`);
});

test('the same state with another value is no change of state, but is told', async () => {
  const number = await placed();
  const order = await jump(number, { to: 'registered', value: 'vu' });
  expect(order).toMatchObject({ state: 'registered', value: 'vu' });
  expect((await entries(order.id)).map(({ action }) => action)).toEqual(['place', 'register', 'reword']);
  const events = await app.kernel.database
    .read()
    .selectFrom('kernel.events')
    .select('payload')
    .where('type', '=', 'ordering.order_reworded')
    .execute();
  expect(events.map(({ payload }) => payload)).toEqual([
    expect.objectContaining({ orderNumber: number, wordAfter: 'vu' }),
  ]);
  expect((await jump(number, { to: 'registered', value: 'vu' })).version).toBe(order.version);
});
