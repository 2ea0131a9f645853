import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';

let app: TestApp;
let project: number;
beforeAll(async () => {
  app = await testApp();
  const created = await app
    .as('eleni')
    .post('/api/projects', { name: 'Routes', typology: 'research', userGroupName: 'Waves', country: 'Greece' });
  project = created.body.number;
});
afterAll(() => app.close());

const rules = async () => (await app.as('anna').get('/api/routing-rules')).body;
async function save(list: readonly unknown[], who = 'sofia') {
  return app.as(who).put('/api/routing-rules', { version: (await rules()).version, rules: list });
}
async function placed() {
  const answer = await app
    .as('eleni')
    .post('/api/orders', { project, offer: 'egi-cloud-compute/1', parameters: cloudParameters });
  expect(answer.status, answer.text).toBe(201);
  await app.settle();
  return (await app.as('anna').get(`/api/orders/${answer.body.number}`)).body;
}
const greek = {
  name: 'Greek communities',
  conditions: { country: ['Greece'], typology: ['research'] },
  group: 'training',
  priority: 'urgent',
};

test('rules are asked in the order in which they were saved, and give group and priority', async () => {
  const before = await rules();
  expect(before).toMatchObject({ mayChange: false, rules: [{ group: 'cloud-compute' }, {}, { group: 'training' }] });
  const saved = await save([greek, ...before.rules]);
  expect(saved.status, saved.text).toBe(200);
  expect(saved.body).toMatchObject({
    mayChange: true,
    rules: [{ name: 'Greek communities' }, before.rules[0], {}, {}],
  });
  expect((await placed()).desk).toMatchObject({ group: { id: 'training' }, priority: 'urgent' });
  const groups = await app.as('anna').get('/api/groups');
  expect(groups.body.groups.find(({ id }: { id: string }) => id === 'training').rules).toContain('Greek communities');
});

test('the tester answers group and reason for an order that is there and for one that could come', async () => {
  const { number } = await placed();
  const there = await app.as('anna').post('/api/routing-rules/try', { order: number });
  expect(there.body).toMatchObject({
    group: { id: 'training' },
    because: 'Rule 1, Greek communities',
    class: 'complex',
  });
  const coming = { offer: 'egi-cloud-compute/1', typology: 'research', country: 'Italy', parameters: cloudParameters };
  expect((await app.as('anna').post('/api/routing-rules/try', coming)).body).toMatchObject({
    group: { id: 'cloud-compute' },
    tried: [{ name: 'Greek communities', fails: 'country is Italy' }, { fails: null }],
    class: 'complex',
  });
  const nothing = await app.as('anna').post('/api/routing-rules/try', { offer: 'nothing/1' });
  expect([nothing.status, nothing.body.code]).toEqual([400, 'unknown_offer']);
  const customer = await app.as('eleni').post('/api/routing-rules/try', coming);
  expect([customer.status, customer.body.code]).toEqual([403, 'desk_forbidden']);
});

test('only coordinators change rules, from what they have read, to groups that exist', async () => {
  const stale = await app.as('marta').put('/api/routing-rules', { version: 'old', rules: [] });
  expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
  const shifter = await save([], 'anna');
  expect([shifter.status, shifter.body.code]).toEqual([403, 'coordinator_only']);
  const unknown = await save([{ ...greek, group: 'nobody' }]);
  expect([unknown.status, unknown.body.code, unknown.body.errors[0].path]).toEqual([
    400,
    'unknown_group',
    'rules.0.group',
  ]);
  expect((await app.as('eleni').get('/api/routing-rules')).body.code).toBe('desk_forbidden');
});

test('an address that the offer names and nobody here has gets a copy of the mail about the new order', async () => {
  await sql`update catalogue.offers set oms_params = '{"order_target": "orders@provider.example"}'
    where iid = 1 and service_id in (select id from catalogue.services where slug = 'egi-cloud-compute')`.execute(
    app.kernel.database.read(),
  );
  const order = await placed();
  const mails = await negotiation(app).mails(order.number, 'orders@provider.example');
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('New order: EGI Cloud compute')]);
});
