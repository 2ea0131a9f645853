import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp();
  const created = await app.as('eleni').post('/api/projects', { name: 'Waves', typology: 'single_user' });
  project = created.body.number;
});
afterAll(() => app.close());

const place = (offer: string, parameters: object = {}, more: object = {}) =>
  app.as('eleni').post('/api/orders', { project, offer, parameters, ...more });

test('an open offer is ready at once, with how to begin, and stands once in a project', async () => {
  const opened = await place('opencoasts/1');
  expect([opened.status, opened.body]).toMatchObject([
    201,
    { kind: 'open', state: 'ready', access: [{ url: 'https://opencoasts.lnec.example' }] },
  ]);
  const again = await place('opencoasts/1');
  expect([again.status, again.body.code]).toEqual([409, 'repeated_in_project']);
  // Taken out of the project it can come back.
  await app.as('eleni').post(`/api/orders/${opened.body.number}/transitions`, { action: 'cancel', reason: 'Not now' });
  expect((await place('opencoasts/1')).status).toBe(201);
});

test('orders that arrive at the same moment put an open offer into the project once', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => place('ec3/2')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'repeated_in_project')).toHaveLength(5);
});

test('an offer for vouchers wants one or the wish for one; another offer takes none', async () => {
  const cluster = {
    'Batch system': 'SLURM',
    'Number of VM instances': 2,
    'Start of service': '2026-12-01',
    'Number of days': 10,
  };
  const without = await place('ec3/1', cluster);
  expect(without.body.errors).toEqual([{ path: 'voucher', message: 'give the id of your voucher, or ask for one' }]);
  expect((await place('ec3/1', cluster, { voucher: { id: 'EC3-7' } })).body.voucher).toEqual({
    requested: false,
    id: 'EC3-7',
  });
  expect((await place('ec3/1', cluster, { voucher: { request: true } })).body.voucher).toEqual({
    requested: true,
    id: null,
  });
  const misplaced = await place('opencoasts/1', {}, { voucher: { id: 'EC3-7' } });
  expect(misplaced.body.errors).toEqual([{ path: 'voucher', message: 'this offer takes no voucher' }]);
});

test('a limited offer is sold out after the last one, also when many ask at once', async () => {
  const box = { Location: 'Heraklion', 'Start of service': '2026-12-01', 'Number of days': 10 };
  const answers = await Promise.all(Array.from({ length: 5 }, () => place('egi-archive-storage/2', box)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual([
    'offer_sold_out',
    'offer_sold_out',
  ]);
});

test('what is marked as spam is rejected without a word to its sender', async () => {
  const number = await negotiation(app).taken();
  const before = (await negotiation(app).mails(number, 'eleni@hcmr.example')).length;
  const marked = await app.as('anna').patch(`/api/orders/${number}/desk`, { spam: 'yes' });
  expect(marked.body).toMatchObject({ state: 'rejected', desk: { spam: { state: 'yes' } } });
  await app.settle();
  expect(await negotiation(app).mails(number, 'eleni@hcmr.example')).toHaveLength(before);
});
