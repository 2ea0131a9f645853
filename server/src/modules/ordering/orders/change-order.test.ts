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

/** The same with 30 machines of CESNET-MCC and 20 of IN2P3-IRES, both delivered. */
async function provided(): Promise<number> {
  const number = await negotiation(app).taken();
  for (const [site, count] of [
    ['CESNET-MCC', 30],
    ['IN2P3-IRES', 20],
  ] as const) {
    const { share } = await negotiation(app).sent(number, count, site, `ops@${site.toLowerCase()}.example`);
    const yes = await negotiation(app).act('anna', number, share, 'validate', { comment: 'By phone' });
    expect(yes.status, yes.text).toBe(200);
  }
  await app.as('anna').patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A trial of the institute' });
  expect((await act(number, { action: 'approve' })).status).toBe(200);
  for (const share of [1, 2])
    await negotiation(app).act('anna', number, share, 'deliver', { access: { url: 'https://cloud.example/' } });
  await app.settle();
  expect((await read(number)).state).toBe('ready');
  return number;
}

interface ShownShare {
  readonly site: { readonly name: string };
  readonly resources: { metric: string; quantity: number }[];
  readonly state: string;
  readonly endsOn: string;
}
const sharesOf = async (number: number) =>
  ((await read(number)).desk.shares as ShownShare[]).map(
    ({ site, resources, state, endsOn }) => `${site.name} ${quantities(resources)['vm'] ?? 0} until ${endsOn} ${state}`,
  );
const mailed = async (number: number, site: string) =>
  (await negotiation(app).mails(number, `ops@${site.toLowerCase()}.example`)).map(({ subject }) => subject);

test('more of it: the centres that provide stand, and only the difference is negotiated', async () => {
  const number = await provided();
  const asked = await change(number, { 'Number of VM instances': 45, 'Number of CPU Cores': 8 });
  expect(asked.status, asked.text).toBe(201);
  await app.settle();
  await act(asked.body.number, { action: 'take' });
  // 45 machines of 8 cores instead of 50 of 4: less of what counts machines, more of what counts cores.
  expect(await sharesOf(asked.body.number)).toEqual([
    'CESNET-MCC 30 until 2027-05-30 validated',
    'IN2P3-IRES 15 until 2027-05-30 proposed',
  ]);
  const cores = (await read(asked.body.number)).desk.coverage.find(
    ({ metric }: { metric: string }) => metric === 'cores',
  );
  expect(cores).toMatchObject({ requested: 360, validated: 120 });
});

test('a longer end: every centre is asked for the longer time, and the order runs with the answers', async () => {
  const number = await provided();
  const asked = await change(number, { 'Number of days': 200 });
  const other = asked.body.number as number;
  expect(asked.body.period).toEqual({ startsOn: '2026-12-01', endsOn: '2027-06-19' });
  await app.settle();
  await act(other, { action: 'take' });
  expect(await sharesOf(other)).toEqual([
    'CESNET-MCC 30 until 2027-06-19 proposed',
    'IN2P3-IRES 20 until 2027-06-19 proposed',
  ]);
  await app.as('anna').post(`/api/orders/${other}/shares/send`);
  for (const share of [1, 2]) await negotiation(app).act('anna', other, share, 'validate', { comment: 'By phone' });
  await deliver(other);
  expect(await sharesOf(number)).toEqual([
    'CESNET-MCC 30 until 2027-06-19 validated',
    'IN2P3-IRES 20 until 2027-06-19 validated',
  ]);
  expect(await read(number)).toMatchObject({
    state: 'ready',
    period: { endsOn: '2027-06-19' },
    changes: [{ number: other, state: 'ready' }],
  });
  // Once it runs, the centres release what they provide with the order that runs, and not with its change.
  await act(other, { action: 'close', reason: 'Tidied up' });
  await app.settle();
  expect((await mailed(other, 'CESNET-MCC')).filter((subject) => subject.includes('release'))).toEqual([]);

  const again = await change(other, { 'Number of days': 210 });
  expect([again.status, again.body.code]).toEqual([409, 'order_change_refused']);
});

test('less of it: the centre that has nothing left to provide is told, and nobody is asked', async () => {
  const number = await provided();
  const asked = await change(number, { 'Number of VM instances': 30 });
  const other = asked.body.number as number;
  await app.settle();
  await act(other, { action: 'take' });
  expect(await sharesOf(other)).toEqual(['CESNET-MCC 30 until 2027-05-30 validated']);
  await deliver(other);
  expect(await sharesOf(number)).toEqual([
    'CESNET-MCC 30 until 2027-05-30 validated',
    'IN2P3-IRES 20 until 2027-05-30 superseded',
  ]);
  expect((await mailed(number, 'IN2P3-IRES')).at(-1)).toContain('No longer needed: 20 virtual machines');
  expect(quantities((await read(number)).requested)).toMatchObject({ vm: 30, cores: 120 });
});

test('a new centre of a change provides to the order that it changed', async () => {
  const number = await provided();
  const { number: other } = (await change(number, { 'Number of CPU Cores': 8 })).body;
  await app.settle();
  await act(other, { action: 'take' });
  const added = await app.as('anna').post(`/api/orders/${other}/shares`, {
    site: 'IISAS-FedCloud',
    contact: { name: 'Cloud team', email: 'ops@iisas.example' },
    resources: [{ metric: 'cores', quantity: 200 }],
  });
  expect(added.status, added.text).toBe(201);
  await negotiation(app).act('anna', other, 3, 'send');
  await negotiation(app).act('anna', other, 3, 'validate', { comment: 'By phone' });
  await deliver(other);
  expect((await sharesOf(number)).at(-1)).toBe('IISAS-FedCloud 0 until 2027-05-30 validated');
  // And is asked again when the next change leaves it less.
  const next = (await change(number, { 'Number of VM instances': 30 })).body.number;
  expect(await sharesOf(next)).toEqual([
    'CESNET-MCC 30 until 2027-05-30 validated',
    'IN2P3-IRES 0 until 2027-05-30 proposed',
    'IISAS-FedCloud 0 until 2027-05-30 proposed',
  ]);
  // An order that ends takes its open change along.
  await act(number, { action: 'close', reason: 'Not needed' });
  expect(await read(next)).toMatchObject({ state: 'closed' });
});

test('a change of nothing, a second one, and one by somebody who only reads are refused', async () => {
  const number = await running();
  expect((await change(number, { 'Number of days': 180 })).body.code).toBe('nothing_changed');
  expect((await change(number, { 'Number of days': 0 })).body.errors[0].path).toBe('parameters.Number of days');
  expect((await change(number, { 'Number of days': 181 }, 'anna')).body.code).toBe('order_change_forbidden');
  expect((await change(number, { 'Number of days': 181 }, 'ingrid')).status).toBe(404);
  expect((await change(number, { 'Number of days': 170 })).body.detail).toBe(
    'It runs until 30 May 2027. To end it earlier, cancel it when you are done',
  );
  expect((await change(number, { 'Start of service': '2026-12-02' })).body.detail).toBe(
    'It runs already: its first day stays as it is',
  );
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
