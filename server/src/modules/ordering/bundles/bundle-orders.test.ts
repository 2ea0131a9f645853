import { afterAll, beforeAll, expect, test } from 'vitest';
import { BundleInput } from '#contracts/catalogue/bundles';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';

let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp();
  project = (await app.as('eleni').post('/api/projects', { name: 'Waves', typology: 'single_user' })).body.number;
});
afterAll(() => app.close());

const kit = 'egi-cloud-compute/1';
const compute = { offer: 'egi-cloud-compute/1', parameters: { ...cloudParameters, 'Number of VM instances': 2 } };
const folder = {
  offer: 'b2drop/2',
  parameters: {
    'Requested storage capacity': 1,
    'Requested quota per user': 100,
    'Access type': 'opportunistic',
    'Start of service': '2026-12-01',
    'Number of days': 60,
  },
};
const course = { offer: 'fitsm/1', parameters: { 'Start of service': '2026-12-01', 'Number of participants': 3 } };
const lines = [course, compute, folder];

const send = (more: object = {}, headers: Record<string, string> = {}) =>
  app.as('eleni').post('/api/bundle-orders', { project, bundle: kit, lines, comment: 'For spring.', ...more }, headers);

/** Places the kit and answers the numbers of its lines, the first line first. */
async function placed(): Promise<[number, number, number]> {
  const { body, status, text } = await send();
  if (status !== 201) throw new Error(text);
  await app.settle();
  const [first, second, third] = body.bundle.lines.map(({ number }: { number: number }) => number);
  return [first, second, third];
}
const read = async (number: number, who = 'anna') => (await app.as(who).get(`/api/orders/${number}`)).body;
const act = (number: number, body: object, who = 'anna') => app.as(who).post(`/api/orders/${number}/transitions`, body);
const states = async (number: number) => (await read(number)).bundle.lines.map(({ state }: { state: string }) => state);
const listed = async (query = '') => {
  const { body } = await app.as('anna').get(`/api/orders?limit=200${query}`);
  return new Map<
    number,
    { lines: number; newMessages: number; partOf: number | null; waiting: { for: string; why: string } }
  >(body.items.map((item: { number: number }) => [item.number, item]));
};
const count = async () => (await app.as('eleni').get(`/api/projects/${project}`)).body.orders;
const mailsTo = async (number: number, to = 'eleni@hcmr.example') => negotiation(app).mails(number, to);

test('a bundle is one order with a line for each of its offers, joint where providers differ', async () => {
  const { status, body } = await send();
  expect(status).toBe(201);
  expect(body.bundle).toMatchObject({ ref: kit, name: 'Forecast starter kit', state: 'new', root: body.number });
  expect(body.bundle.lines.map(({ offerRef }: { offerRef: string }) => offerRef)).toEqual([
    'egi-cloud-compute/1',
    'b2drop/2',
    'fitsm/1',
  ]);
  await app.settle();
  const desks = await Promise.all(
    body.bundle.lines.map(async ({ number }: { number: number }) => (await read(number)).desk),
  );
  expect(desks.map((desk) => [desk.class, desk.group.id])).toEqual(desks.map(() => ['joint', desks[0].group.id]));
  expect(await states(body.number)).toEqual(['registered', 'registered', 'registered']);
});

test('the same key gives the same order', async () => {
  const before = await count();
  const [one, two] = [await send({}, { 'idempotency-key': 'kit-1' }), await send({}, { 'idempotency-key': 'kit-1' })];
  expect(two.body.number).toBe(one.body.number);
  // In the project it counts once.
  expect(await count()).toBe(before + 1);
});

test('one line that is not right creates nothing, and every error names its line', async () => {
  const before = await count();
  const wrong = await send({
    lines: [{ ...course, parameters: { 'Number of participants': 99 } }, compute, { ...folder, parameters: {} }],
  });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_parameters']);
  const named = new Set(wrong.body.errors.map(({ path }: { path: string }) => path.split('.').slice(0, 3).join('.')));
  expect(named).toEqual(new Set(['lines.0.parameters', 'lines.2.parameters']));
  expect(await count()).toBe(before);
});

test('every offer of the bundle is ordered once, and nothing else', async () => {
  const missing = await send({ lines: [compute, folder] });
  expect(missing.body.errors).toEqual([
    { path: 'lines', message: 'fitsm/1 is missing: every offer of a bundle is ordered' },
  ]);
  const odd = await send({ lines: [...lines, compute, { offer: 'ec3/1' }] });
  expect(odd.body.errors.map(({ path }: { path: string }) => path)).toEqual(['lines.3.offer', 'lines.4.offer']);
  expect((await send({ bundle: 'ec3/9' })).body.code).toBe('unknown_bundle');
  const voucher = await send({ voucher: { id: 'V-1' } });
  expect(voucher.body.errors).toMatchObject([{ path: 'voucher' }]);
});

test('an offer that comes only in bundles is ordered in one, with its number counted down and its voucher', async () => {
  const { catalogue } = app.modules;
  await catalogue.keepOffer(
    system,
    'fitsm',
    OfferInput.parse({
      name: 'Seat in the kit',
      orderType: 'order_required',
      bundleExclusive: true,
      voucherable: true,
      availability: { count: 1, unit: 'seats' },
    }),
  );
  const page = await app.as(null).get('/api/services/fitsm');
  const { ref } = page.body.offers.find(({ name }: { name: string }) => name === 'Seat in the kit');
  await catalogue.keepBundle(
    system,
    BundleInput.parse({
      name: 'Course kit',
      mainOffer: 'fitsm/1',
      offers: [ref],
      provider: 'itemo',
      goals: ['Learn'],
      capabilities: ['Training'],
      targetUsers: ['Researchers'],
      domains: ['Physics'],
      countries: ['EO'],
      helpdeskUrl: 'https://helpdesk.itemo.example',
      status: 'published',
    }),
  );
  const alone = await app.as('eleni').post('/api/orders', { project, offer: ref, voucher: { request: true } });
  expect(alone.body.code).toBe('only_in_bundle');

  const order = { bundle: 'fitsm/1', lines: [course, { offer: ref }] };
  expect((await send(order)).body.errors).toMatchObject([{ path: 'voucher' }]);
  const bought = await send({ ...order, voucher: { id: 'SEAT-1' } });
  expect(bought.status).toBe(201);
  const [first, second] = bought.body.bundle.lines;
  expect((await read(first.number)).voucher).toBeNull();
  expect((await read(second.number)).voucher).toEqual({ requested: false, id: 'SEAT-1' });
  // One provider, and nothing that makes it complex.
  expect((await read(first.number)).desk.class).toBe('simple');

  const again = await send({ ...order, voucher: { id: 'SEAT-2' } });
  expect([again.status, again.body.code]).toEqual([409, 'bundle_sold_out']);
});

test('the desk lists a bundle once, with the turn of the line that presses most, and loses nothing that is open', async () => {
  const [first, second, third] = await placed();
  expect((await listed()).get(first)).toMatchObject({ lines: 2, partOf: null });
  expect((await listed()).has(second)).toBe(false);
  expect((await listed(`&q=${second}`)).has(second)).toBe(true);

  // What is written about any line is news of the one row.
  await app.as('eleni').post(`/api/orders/${third}/messages`, { body: 'Two seats will do.', scope: 'public' });
  expect((await listed()).get(first)?.newMessages).toBe(1);
  await act(first, { action: 'take' });
  await act(first, { action: 'ask', message: 'Which harbour?' });
  expect((await listed()).get(first)?.waiting).toMatchObject({ for: 'you', why: 'first look: B2DROP' });

  await act(first, { action: 'reject', category: 'no_capacity', message: 'No machines this spring.' });
  const after = await listed();
  expect([after.get(second)?.partOf, after.get(third)?.partOf]).toEqual([first, first]);
  await act(second, { action: 'take' });
  await act(second, { action: 'reject', category: 'no_capacity', message: 'No room either.' });
  expect([(await listed()).has(second), (await listed()).has(third)]).toEqual([false, true]);
  // A line that was rejected did not reject the others.
  expect(await states(first)).toEqual(['rejected', 'rejected', 'registered']);
});

test('an action on the first line moves the others with it where it is possible; what is over stays', async () => {
  const [first, second, third] = await placed();
  expect((await read(first)).bundle.together).toContainEqual({ action: 'take', lines: 2 });
  await act(third, { action: 'reject', category: 'not_eligible', message: 'The course is full.' });
  const taken = await act(first, { action: 'take', allLines: true });
  expect(taken.status).toBe(200);
  expect(await states(first)).toEqual(['in_progress', 'in_progress', 'rejected']);
  expect((await read(second)).desk.assignee.id).toBe(app.idOf('anna'));
  expect(taken.body.bundle).toMatchObject({ state: 'in_progress', word: 'In progress' });

  const onLine = await act(second, { action: 'ask', message: 'How many people?', allLines: true });
  expect(onLine.body.errors).toMatchObject([{ path: 'allLines' }]);

  await act(first, { action: 'cancel', reason: 'Not needed', allLines: true }, 'eleni');
  expect(await states(first)).toEqual(['closed', 'closed', 'rejected']);
  expect((await read(first, 'eleni')).bundle.state).toBe('closed');
});

test('cancelling leaves what is in use alone; ending the use ends it for all lines in use', async () => {
  const [first, second, third] = await placed();
  await act(first, { action: 'take', allLines: true });
  const access = { text: 'Come in', url: '', secrets: {} };
  for (const number of [second, third]) {
    await app.as('anna').patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A folder and a course' });
    await act(number, { action: 'approve' });
    await act(number, { action: 'deliver', access });
  }
  expect((await read(first)).bundle.state).toBe('in_progress');
  await act(first, { action: 'cancel', reason: 'Machines came from elsewhere', allLines: true }, 'eleni');
  expect(await states(first)).toEqual(['closed', 'ready', 'ready']);
  expect((await read(first, 'eleni')).bundle).toMatchObject({ state: 'partial', word: 'Partly ready to use' });
});

test('group, assignee and class of the lines follow the first one', async () => {
  const [first, second] = await placed();
  await app.as('anna').patch(`/api/orders/${first}/desk`, { assignee: 'me' });
  expect((await read(second)).desk.assignee.id).toBe(app.idOf('anna'));
  await app.as('anna').patch(`/api/orders/${first}/desk`, { class: 'simple', reason: 'Small' });
  expect((await read(second)).desk.class).toBe('simple');
  await app.as('anna').patch(`/api/orders/${first}/desk`, { group: 'training' });
  expect((await read(second)).desk).toMatchObject({ group: { id: 'training' }, assignee: null });
});

test('the customer gets one mail a moment, with all lines and their states', async () => {
  const [first, second, third] = await placed();
  const received = await mailsTo(first);
  expect(received.map(({ subject }) => subject)).toEqual([`[${first}] We received your order of Forecast starter kit`]);
  for (const line of ['EGI Cloud compute, General purpose: New', 'B2DROP For Data Managers: New', 'FitSM'])
    expect(received[0]?.body_text).toContain(line);
  expect([await mailsTo(second), await mailsTo(third)]).toEqual([[], []]);

  await act(first, { action: 'take', allLines: true });
  await act(first, { action: 'ask', message: 'When do you begin?', allLines: true });
  await app.settle();
  const asked = (await mailsTo(first)).slice(1);
  expect(asked.map(({ subject }) => subject)).toEqual([
    `[${first}] A question about your order of Forecast starter kit`,
  ]);
  expect(asked[0]?.body_text).toContain('FitSM Foundation Level: We need your answer');
  expect([await mailsTo(second), await mailsTo(third)]).toEqual([[], []]);

  await act(second, { action: 'reject', category: 'no_capacity', message: 'No room.' });
  await app.settle();
  const [alone, ...more] = await mailsTo(second);
  expect(more).toEqual([]);
  expect(alone?.subject).toBe(`[${second}] Your order of B2DROP was rejected`);
  expect(alone?.body_text).toContain('B2DROP For Data Managers: Rejected');
  expect(alone?.body_text).toContain('EGI Cloud compute, General purpose: We need your answer');
});

test('spam is marked once for all lines, and the customer hears nothing', async () => {
  const [first, second] = await placed();
  const before = (await mailsTo(first)).length;
  await app.as('anna').patch(`/api/orders/${first}/desk`, { spam: 'yes' });
  expect((await read(second)).desk.spam.state).toBe('yes');
  expect(await states(first)).toEqual(['rejected', 'rejected', 'rejected']);
  await app.settle();
  expect([(await mailsTo(first)).length, (await mailsTo(second)).length]).toEqual([before, 0]);
});

test('a customer follows a bundle as one order, and what waits for an answer by line', async () => {
  const [first, second, third] = await placed();
  const followed = async () =>
    (await app.as('eleni').get('/api/work')).body.following.map(({ number }: { number: number }) => number);
  expect(await followed()).toContain(first);
  expect(await followed()).not.toContain(second);
  await act(second, { action: 'take' });
  await act(second, { action: 'ask', message: 'How many people?' });
  const { items } = (await app.as('eleni').get('/api/work')).body;
  expect(items.map(({ record }: { record: string }) => record)).toContain(`Order ${second}`);
  expect(
    (await read(third)).desk.customerCard.earlierOrders.map(({ number }: { number: number }) => number),
  ).not.toContain(first);
});

test('the project shows which lines belong together; who reads one share does not read the bundle', async () => {
  const [first, second] = await placed();
  const page = await app.as('eleni').get(`/api/projects/${project}`);
  const of = (number: number) => page.body.lines.find((line: { number: number }) => line.number === number);
  expect(of(second).bundle).toEqual({ name: 'Forecast starter kit', root: first });
  expect(of(first).bundle).toEqual({ name: 'Forecast starter kit', root: first });

  await act(first, { action: 'take' });
  await app.as('anna').post(`/api/orders/${first}/shares`, {
    site: 'IN2P3-IRES',
    contact: { name: 'Cloud team', email: 'grid@ires.example' },
    resources: [{ metric: 'vm', quantity: 1 }],
  });
  await app.as('anna').post(`/api/orders/${first}/shares/1/send`, {});
  expect((await read(first)).bundle.lines[0].shares).toEqual({ live: 1, validated: 0, waiting: 1 });
  expect((await read(first, 'claire')).bundle).toBeNull();
  expect((await read(first, 'eleni')).bundle.lines[0]).toMatchObject({ shares: null, value: '', waiting: '' });
});
