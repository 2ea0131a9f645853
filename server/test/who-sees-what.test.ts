import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, audienceOf, type RoleRelation } from '#kernel/access';
import { testApp, type TestApp } from '#test/app';
import { cloudParameters, negotiation } from '#test/negotiation';

// What each side of an order learns of it, and what it does not.

let app: TestApp;
let orders: ReturnType<typeof negotiation>;
beforeAll(async () => {
  app = await testApp();
  orders = negotiation(app);
  await app.kernel.live.start();
});
afterAll(() => app.close());

const act = (who: string, number: number, body: object) => app.as(who).post(`/api/orders/${number}/transitions`, body);
const newest = async (number: number, to: string) => {
  await app.settle();
  return (await orders.mails(number, to)).at(-1);
};

/** What the open screens of somebody hear. */
function listener(persona: string, ...roles: readonly RoleRelation[]): string[] {
  const heard: string[] = [];
  const actor = { ...anonymous, kind: 'person' as const, id: app.idOf(persona), roles };
  app.kernel.live.follow(audienceOf(actor), ({ type, aggregate }) => heard.push(`${type} ${aggregate}`));
  return heard;
}

test('live updates of an order reach its own resource centre and none of the others', async () => {
  const claire = listener('claire', { role: 'provider', scope: 'site:IN2P3-IRES' });
  const ivan = listener('ivan', { role: 'provider', scope: 'site:CESNET-MCC' });
  const eleni = listener('eleni');
  const number = await orders.taken();
  const { share } = await orders.sent(number, 50);
  await orders.act('claire', number, share, 'validate');
  await app.settle();
  await expect.poll(() => claire).toContain(`ordering.share_answered order:${number}`);
  await act('anna', number, { action: 'ask', message: 'A question' });
  await expect.poll(() => claire).toContain(`ordering.order_asked order:${number}`);
  await expect.poll(() => eleni).toContain(`ordering.order_asked order:${number}`);
  expect(ivan).toEqual([]);
  // A draft is the desk's own, on every screen.
  expect([...claire, ...eleni].filter((heard) => heard.startsWith('agreements.'))).toEqual([]);
});

test('customers cannot filter by what the desk keeps to itself', async () => {
  const number = await orders.taken();
  await app.as('anna').patch(`/api/orders/${number}/desk`, { tags: ['watchlist'], priority: 'urgent' });
  for (const filter of [
    'tag=watchlist',
    'spam=no',
    'group=cloud-compute',
    'priority=urgent',
    'assignee=nobody',
    'waiting=desk',
    'class=complex',
    'provider=CESNET-MCC',
  ]) {
    for (const path of ['/api/orders', '/api/orders.csv']) {
      const answer = await app.as('eleni').get(`${path}?${filter}`);
      expect([answer.status, answer.body.code], `${path}?${filter}`).toEqual([400, 'filter_forbidden']);
    }
    expect((await app.as('anna').get(`/api/orders?${filter}`)).status, filter).toBe(200);
  }
  const { body } = await app.as('eleni').get('/api/orders?state=in_progress&sort=-number');
  expect(body.items[0]).toMatchObject({ number, priority: 'less urgent', tags: [], waiting: { why: '' } });
});

test('the customer learns why the desk closed the order, in the mail and in the timeline', async () => {
  const number = await orders.taken();
  await act('anna', number, { action: 'close', reason: 'Ordered twice by mistake' });
  expect((await newest(number, 'eleni@hcmr.example'))?.body_text).toContain('Ordered twice by mistake');
  const { body } = await app.as('eleni').get(`/api/orders/${number}`);
  expect(body.timeline[0].text).toBe('closed the order: Ordered twice by mistake');
});

test('a cancelled order says who cancelled it', async () => {
  const number = await orders.taken();
  await act('eleni', number, { action: 'cancel', reason: 'No longer needed' });
  expect((await newest(number, 'eleni@hcmr.example'))?.body_text).toContain('Eleni Papadaki cancelled your order');
  expect((await newest(number, 'anna@desk.example'))?.body_text).toContain('Eleni Papadaki cancelled order');
});

test('the mail about a ready order says how to get in, and no secret', async () => {
  const number = await orders.taken();
  await app.as('anna').patch(`/api/orders/${number}/desk`, { class: 'simple', reason: 'small' });
  expect((await act('anna', number, { action: 'approve' })).status).toBe(200);
  const access = {
    text: 'Ask for the tenant waves',
    url: 'https://cloud.example/login',
    secrets: { key: 'hush-hush' },
  };
  const delivered = await act('anna', number, { action: 'deliver', access });
  expect(delivered.status, delivered.text).toBe(200);
  const mail = await newest(number, 'eleni@hcmr.example');
  expect(mail?.body_text).toContain('Ask for the tenant waves');
  expect(mail?.body_text).toContain('https://cloud.example/login');
  expect(mail?.body_text).toContain('The secret is on the page of the order');
  expect(mail?.body_text).not.toContain('hush-hush');
});

test('an order is not re-opened in an archived project', async () => {
  const { body: project } = await app.as('ingrid').post('/api/projects', { name: 'Ice', typology: 'single_user' });
  const placed = await app.as('ingrid').post('/api/orders', {
    project: project.number,
    offer: 'egi-cloud-compute/1',
    parameters: cloudParameters,
    comment: '',
  });
  const { number } = placed.body;
  await app.settle();
  await act('anna', number, { action: 'close', reason: 'Over' });
  expect((await app.as('ingrid').post(`/api/projects/${project.number}/archive`, {})).status).toBe(200);
  const offered = (await app.as('anna').get(`/api/orders/${number}`)).body.actions.find(
    ({ action }: { action: string }) => action === 'reopen',
  );
  const refused = await act('anna', number, { action: 'reopen', reason: 'Mistake' });
  expect([refused.status, refused.body.detail]).toEqual([409, offered.refusal]);
  expect(offered.refusal).toContain('restore');
  await app.as('ingrid').post(`/api/projects/${project.number}/archive`, { restore: true });
  expect((await act('anna', number, { action: 'reopen', reason: 'Mistake' })).status).toBe(200);
});

test('the next step names who can take it to those who cannot', async () => {
  const number = await orders.taken();
  await act('anna', number, { action: 'ask', message: 'Which GPU?' });
  const project = (await app.as('eleni').get(`/api/orders/${number}`)).body.project.number;
  await app.as('eleni').post(`/api/projects/${project}/members`, { email: 'tomas@nanoflow.example', right: 'read' });
  await app.as('tomas').get('/api/projects');
  const by = async (who: string) => (await app.as(who).get(`/api/orders/${number}`)).body.next.by;
  expect([await by('eleni'), await by('tomas'), await by('anna')]).toEqual(['You', 'Eleni Papadaki', 'Eleni Papadaki']);
});

test('the desk and the coordinators hear that an agreement is agreed', async () => {
  const number = await orders.taken();
  await orders.sent(number, 50);
  await orders.act('claire', number, 1, 'validate');
  await app.settle();
  await app.as('anna').post(`/api/orders/${number}/agreements`, {});
  const path = `/api/agreements/SLA-${number}/versions/1/actions`;
  await app.as('anna').post(path, { action: 'propose', role: 'Order desk' });
  expect((await app.as('eleni').post(path, { action: 'sign', role: 'PI' })).status).toBe(200);
  const subject = `[${number}] SLA-${number}, version 1 is agreed`;
  for (const to of ['anna@desk.example', 'marta@desk.example', 'eleni@hcmr.example'])
    expect((await newest(number, to))?.subject, to).toBe(subject);
});

test('a provider with an account reads why, the conversation and what is shared, asks the desk, and no other centre hears it', async () => {
  const number = await orders.taken();
  await orders.sent(number, 25);
  await orders.sent(number, 25, 'CESNET-MCC', 'ivan@cesnet.example');
  const write = (who: string, body: object) => app.as(who).post(`/api/orders/${number}/messages`, body);
  await write('anna', { body: 'Note for all centres', scope: 'internal', sharedWithProviders: true });
  await write('anna', { body: 'Note of the desk', scope: 'internal' });
  const asked = await write('claire', { body: 'Is IPv6 needed?', scope: 'internal' });
  expect(asked.status, asked.text).toBe(201);
  const seen = async (who: string) => {
    const { body } = await app.as(who).get(`/api/orders/${number}`);
    return body.timeline.flatMap((entry: { kind: string; text: string }) =>
      entry.kind === 'message' ? [entry.text] : [],
    );
  };
  expect(await seen('claire')).toEqual(['Is IPv6 needed?', 'Note for all centres', 'Two sites are fine.']);
  expect(await seen('ivan')).toEqual(['Note for all centres', 'Two sites are fine.']);
  expect(await seen('eleni')).toEqual(['Two sites are fine.']);
  expect((await newest(number, 'anna@desk.example'))?.body_text).toContain('Is IPv6 needed?');
  const { body } = await app.as('claire').get(`/api/orders/${number}`);
  expect(body).toMatchObject({
    comment: 'Two sites are fine.',
    project: { overview: expect.stringContaining('14 harbours') },
  });
});
