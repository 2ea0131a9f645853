import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY } from '#kernel/clock';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const act = (number: number, body: object, who = 'anna') => app.as(who).post(`/api/orders/${number}/transitions`, body);
const change = (number: number, parameters: object, who = 'eleni') =>
  app.as(who).post(`/api/orders/${number}/changes`, { parameters, comment: 'For the winter' });
const read = async (number: number) => (await app.as('anna').get(`/api/orders/${number}`)).body;

/** Approves an order without an agreement and hands it over. */
async function deliver(number: number, who = 'anna'): Promise<void> {
  await app.settle();
  if ((await read(number)).state === 'registered') await act(number, { action: 'take' }, who);
  const waived = await app
    .as(who)
    .patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A trial of the institute' });
  expect(waived.status, waived.text).toBe(200);
  expect((await act(number, { action: 'approve' }, who)).status).toBe(200);
  const ready = await act(number, { action: 'deliver', access: { url: 'https://cloud.example/' } }, who);
  expect(ready.status, ready.text).toBe(200);
  await app.settle();
}

/** An order of 50 machines for 180 days that runs. */
async function running(): Promise<number> {
  const number = await negotiation(app).taken();
  await deliver(number);
  return number;
}

const quantities = (requested: { metric: string; quantity: number }[]) =>
  Object.fromEntries(requested.map(({ metric, quantity }) => [metric, quantity]));

test('more of it: only the difference is negotiated, and once delivered the order runs with the new values', async () => {
  const number = await running();
  const asked = await change(number, { 'Number of VM instances': 47, 'Number of CPU Cores': 8 });
  expect(asked.status, asked.text).toBe(201);
  // 47 machines of 8 cores instead of 50 of 4: more cores and memory, fewer machines and less disk.
  expect(quantities(asked.body.requested)).toEqual({ cores: 176, memory: 704 });
  await deliver(asked.body.number);
  const after = await read(number);
  expect(after.parameters.find(({ label }: { label: string }) => label === 'Number of VM instances').value).toBe(47);
  expect(quantities(after.requested)).toMatchObject({ vm: 47, cores: 376 });
  expect(after).toMatchObject({ state: 'ready', changes: [{ number: asked.body.number, state: 'ready' }] });

  const again = await change(asked.body.number, { 'Number of VM instances': 48 });
  expect([again.status, again.body.code]).toEqual([409, 'order_change_refused']);
});

test('less of it: there is nothing to negotiate', async () => {
  const number = await running();
  const asked = await change(number, { 'Number of VM instances': 20 });
  expect([asked.status, asked.body.requested]).toEqual([201, []]);
  await deliver(asked.body.number);
  expect(quantities((await read(number)).requested)).toMatchObject({ vm: 20 });
});

test('a longer end is negotiated for everything that runs', async () => {
  const number = await running();
  const asked = await change(number, { 'Number of days': 200 });
  expect(asked.body.period).toEqual({ startsOn: '2026-12-01', endsOn: '2027-06-19' });
  expect(quantities(asked.body.requested)).toEqual({ vm: 50, cores: 200, memory: 800, disk: 2000 });
  await deliver(asked.body.number);
  expect((await read(number)).period.endsOn).toBe('2027-06-19');
});

test('a change of nothing, a second one, and one by somebody who only reads are refused', async () => {
  const number = await running();
  expect((await change(number, { 'Number of days': 180 })).body.code).toBe('nothing_changed');
  expect((await change(number, { 'Number of days': 0 })).body.errors[0].path).toBe('parameters.Number of days');
  expect((await change(number, { 'Number of days': 181 }, 'anna')).status).toBe(404);
  const first = await change(number, { 'Number of days': 200 });
  const second = await change(number, { 'Number of days': 210 });
  expect([second.status, second.body.detail]).toEqual([
    409,
    `Change ${first.body.number} is still open. Wait for it, or cancel it first`,
  ]);
});

test('what began in the past can be changed, as it was offered then', async () => {
  const { body: project } = await app.as('eleni').post('/api/projects', { name: 'A course', typology: 'single_user' });
  const placed = await app.as('eleni').post('/api/orders', {
    project: project.number,
    offer: 'fitsm/1',
    parameters: { Location: 'Athens', 'Start of service': '2026-12-01', 'Number of participants': 5 },
  });
  expect(placed.status, placed.text).toBe(201);
  await deliver(placed.body.number, 'jonas');
  app.clock.advance(20 * DAY);
  const asked = await change(placed.body.number, { 'Number of participants': 8 });
  expect(asked.status, asked.text).toBe(201);
});
