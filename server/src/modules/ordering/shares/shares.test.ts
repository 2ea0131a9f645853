import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { wholeFeed } from '#test/feed';
import { DAY } from '#kernel/clock';
import { mailFailed } from '#kernel/mail';
import { machines, negotiation } from '#test/negotiation';

let app: TestApp;
let orders: ReturnType<typeof negotiation>;
beforeAll(async () => {
  app = await testApp();
  orders = negotiation(app);
});
afterAll(() => app.close());

const shareOf = async (number: number, share: number) => {
  const { body } = await app.as('anna').get(`/api/orders/${number}`);
  return body.desk.shares.find((candidate: { number: number }) => candidate.number === share);
};
const eventsOf = async (number: number) =>
  (await wholeFeed(app.kernel.database, 'ordering.')).filter(({ aggregate }) => aggregate === `order:${number}`);

describe('preparing shares', () => {
  test('takes period, targets and contact from order and registry', async () => {
    const number = await orders.taken();
    const answer = await app
      .as('anna')
      .post(`/api/orders/${number}/shares`, { site: 'cesnet-mcc', resources: [{ metric: 'vm', quantity: 30 }] });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body.desk.shares[0]).toMatchObject({
      number: 1,
      state: 'proposed',
      site: { name: 'CESNET-MCC' },
      startsOn: '2026-12-01',
      endsOn: '2027-05-30',
      availability: 90,
      reliability: 95,
      resources: [{ metric: 'vm', label: 'Virtual machines', quantity: 30 }],
    });
    expect(answer.body.desk.shares[0].contact.email).toContain('@');
    expect(answer.body.value).toBe('shares prepared');
    await app.settle();
    expect((await orders.mails(number)).filter(({ key }) => key.includes(':share:'))).toEqual([]);
  });

  test('never promises more than the order asks for', async () => {
    const number = await orders.taken();
    expect((await orders.add(number, 30)).status).toBe(201);
    const over = await orders.add(number, 21, 'CESNET-MCC');
    expect([over.status, over.body.code]).toEqual([409, 'over_allocated']);
    expect(over.body.errors[0]).toMatchObject({ path: 'resources.vm' });
    const unknown = await orders.add(number, 1, 'CESNET-MCC', 'a@b.example', {
      resources: [{ metric: 'tapes', quantity: 1 }],
    });
    expect([unknown.status, unknown.body.code]).toEqual([409, 'over_allocated']);
    expect((await orders.add(number, 20, 'CESNET-MCC')).status).toBe(201);
  });

  test.each([
    ['an unknown site', { site: 'ATLANTIS' }, 'site'],
    ['an end before the start', { startsOn: '2026-12-01', endsOn: '2026-12-01' }, 'endsOn'],
    ['no amount', { resources: [{ metric: 'vm', quantity: 0 }] }, 'resources'],
    [
      'a metric twice',
      {
        resources: [
          { metric: 'vm', quantity: 1 },
          { metric: 'vm', quantity: 2 },
        ],
      },
      'resources',
    ],
    ['an address that is none', { contact: { name: '', email: 'grid@ires.example, nobody' } }, 'contact.email'],
  ])('refuses %s and names the field', async (_what, wrong, path) => {
    const number = await orders.taken();
    const answer = await app
      .as('anna')
      .post(`/api/orders/${number}/shares`, { site: 'IN2P3-IRES', resources: machines(1), ...wrong });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('is for shifters of the group alone, and looks like nothing to strangers', async () => {
    const number = await orders.taken();
    const body = { site: 'IN2P3-IRES', resources: machines(1) };
    expect((await app.as('eleni').post(`/api/orders/${number}/shares`, body)).status).toBe(403);
    expect((await app.as('tomas').post(`/api/orders/${number}/shares`, body)).status).toBe(404);
    expect((await app.as('claire').post(`/api/orders/${number}/shares`, body)).status).toBe(404);
  });

  test('changes a draft in place, and sets aside a share that was sent already', async () => {
    const number = await orders.taken();
    await orders.add(number, 30);
    const url = `/api/orders/${number}/shares/1`;
    const terms = { site: 'IN2P3-IRES', contact: { name: '', email: 'grid@ires.example' }, resources: machines(50) };
    const changed = await app.as('anna').put(url, terms);
    expect(changed.body.desk.shares).toHaveLength(1);
    expect(changed.body.desk.shares[0]).toMatchObject({ version: 2, resources: [{ quantity: 50 }, {}, {}, {}] });
    const stale = await app.as('anna').put(url, terms, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
    await orders.act('anna', number, 1, 'send');
    await app.settle();
    const replaced = await app.as('anna').put(url, { ...terms, resources: machines(20) });
    expect(replaced.status, replaced.text).toBe(200);
    expect(await orders.state(number)).toEqual({ 1: 'superseded', 2: 'proposed' });
    await app.settle();
    expect((await orders.mails(number, 'grid@ires.example')).at(-1)?.subject).toContain('No longer needed');
  });

  test('waits until somebody has taken the order before it is sent', async () => {
    const number = await orders.taken();
    await orders.add(number, 30);
    await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'close', reason: 'Tried out' });
    expect(await orders.state(number)).toEqual({ 1: 'withdrawn' });
    const late = await orders.add(number, 1);
    expect([late.status, late.body.code]).toEqual([409, 'share_refused']);
    const send = await orders.act('anna', number, 1, 'send');
    expect([send.status, send.body.code]).toEqual([409, 'share_refused']);
  });
});

describe('sending shares', () => {
  test('mails each address its own link, and people with an account their page', async () => {
    const number = await orders.taken();
    await orders.add(number, 20, 'IN2P3-IRES', 'grid@ires.example, ops@ires.example, claire@in2p3.example');
    const sent = await app.as('anna').post(`/api/orders/${number}/shares/send`, {});
    expect(sent.status, sent.text).toBe(200);
    expect(sent.body).toMatchObject({
      value: 'waiting for IN2P3-IRES',
      desk: { rollUp: 'waiting-for-providers', waiting: { for: 'provider' } },
    });
    await app.settle();
    const [grid, ops] = [await orders.page(number, 'grid@ires.example'), await orders.page(number, 'ops@ires.example')];
    expect(grid).toMatch(/^\/a\/[\w-]{43}$/);
    expect(ops).not.toBe(grid);
    const [claire] = await orders.mails(number, 'claire@in2p3.example');
    expect(claire?.body_text).toContain(`http://portolan.example/shares?at=${number}-1`);
    expect(claire?.body_text).not.toContain('/a/');
    const [mail] = await orders.mails(number, 'grid@ires.example');
    expect(mail?.subject).toBe(`[${number}] Can IN2P3-IRES provide 20 virtual machines? Answer by Mon 30 Nov`);
    expect(mail?.body_text).toContain('Hourly wave and current ensemble for 14 harbours.');
    expect((await app.as('claire').get(`/api/shares?q=${number}-1`)).body.items).toHaveLength(1);
  });

  test('refuses when there is no draft', async () => {
    const number = await orders.taken();
    const answer = await app.as('anna').post(`/api/orders/${number}/shares/send`, {});
    expect([answer.status, answer.body.code]).toEqual([409, 'share_refused']);
  });

  test('sets aside the rejected share that it replaces', async () => {
    const number = await orders.taken();
    const first = await orders.sent(number, 30, 'CESNET-MCC', 'cloud@cesnet.example');
    await orders.fill(first.page, { decision: 'validate' });
    const second = await orders.sent(number, 20, 'IISAS-FedCloud', 'cloud@iisas.example');
    await orders.fill(second.page, { decision: 'reject', 'comment-reject': 'Full until May' });
    const rejected = await app.as('anna').get(`/api/orders/${number}`);
    expect(rejected.body.desk).toMatchObject({
      rollUp: 'partly-validated',
      coverage: expect.arrayContaining([
        expect.objectContaining({ metric: 'vm', requested: 50, validated: 30, missing: 20 }),
      ]),
    });
    await orders.sent(number, 20);
    expect(await orders.state(number)).toEqual({ 1: 'validated', 2: 'superseded', 3: 'sent' });
    expect((await app.as('anna').get(`/api/orders/${number}`)).body.desk.rollUp).toBe('waiting-for-providers');
    expect((await orders.mails(number, 'cloud@iisas.example')).map(({ subject }) => subject).join()).not.toContain(
      'No longer needed',
    );
  });
});

describe('answers with an account and on behalf', () => {
  test('a provider validates, and the desk is told', async () => {
    const number = await orders.taken();
    await orders.sent(number, 50, 'IN2P3-IRES', 'claire@in2p3.example');
    const answer = await orders.act('claire', number, 1, 'validate');
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ state: 'validated', answer: { how: 'account', by: 'Claire Weber' } });
    await app.settle();
    expect((await orders.mails(number, 'anna@desk.example')).at(-1)?.subject).toContain(
      'IN2P3-IRES validated 50 virtual machines',
    );
    expect((await orders.mails(number, 'claire@in2p3.example')).at(-1)?.subject).toContain('Your answer');
    expect((await eventsOf(number)).map(({ type }) => type)).toContain('ordering.shares_all_validated');
  });

  test('a provider of another site finds nothing; the customer neither', async () => {
    const number = await orders.taken();
    await orders.sent(number, 50);
    expect((await orders.act('ivan', number, 1, 'validate')).status).toBe(404);
    expect((await orders.act('eleni', number, 1, 'validate')).status).toBe(404);
    expect((await app.as('ivan').get(`/api/shares?q=${number}`)).body.items).toEqual([]);
    expect((await app.as('eleni').get('/api/shares')).body.items).toEqual([]);
    expect((await app.as(null).get('/api/shares')).status).toBe(401);
  });

  test('the desk answers for a provider only with a note of how', async () => {
    const number = await orders.taken();
    await orders.sent(number, 50);
    const silent = await orders.act('anna', number, 1, 'validate');
    expect([silent.status, silent.body.errors?.[0]?.path]).toEqual([400, 'comment']);
    const answer = await orders.act('anna', number, 1, 'validate', { comment: 'By phone, Jean at 11:20' });
    expect(answer.body).toMatchObject({
      state: 'validated',
      answer: { how: 'on_behalf', comment: 'By phone, Jean at 11:20' },
    });
    const page = await orders.look(await orders.page(number, 'grid@ires.example'));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('noted by Anna');
  });

  test('a mail that cannot be delivered is told to the desk and marks the share, until it is sent again', async () => {
    const number = await orders.taken();
    await orders.sent(number, 50);
    await app.kernel.database.transact((tx) =>
      app.kernel.publish(tx, {
        type: mailFailed,
        aggregate: 'mail:1',
        payload: { about: `order:${number}`, to: 'grid@ires.example', subject: 'Asked', failure: '550 no such user' },
        audience: [],
      }),
    );
    await app.settle();
    expect(await shareOf(number, 1)).toMatchObject({ state: 'sent', undelivered: 'grid@ires.example' });
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    const told = 'could not deliver the mail "Asked" to grid@ires.example: 550 no such user';
    expect(body.timeline).toContainEqual(expect.objectContaining({ kind: 'desk', text: told }));
    expect((await app.as('eleni').get(`/api/orders/${number}`)).text).not.toContain('grid@ires.example');
    await orders.act('anna', number, 1, 'remind');
    expect(await shareOf(number, 1)).toMatchObject({ state: 'sent', undelivered: null });
  });

  test('an earlier version of the share does not overwrite a later one', async () => {
    const number = await orders.taken();
    await orders.sent(number, 50);
    await orders.act('anna', number, 1, 'remind');
    const stale = await orders.act('anna', number, 1, 'withdraw', {}, { 'if-match': '"2"' });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
  });

  test('a counter is accepted with its terms', async () => {
    const number = await orders.taken();
    await orders.sent(number, 20);
    const counter = {
      resources: machines(12),
      startsOn: '2026-12-08',
      endsOn: '2027-05-30',
      availability: 90,
      reliability: 95,
    };
    const missing = await orders.act('anna', number, 1, 'counter', { counter });
    expect(missing.body.errors[0].path).toBe('comment');
    await orders.act('anna', number, 1, 'counter', { counter, comment: 'By mail' });
    const countered = await app.as('anna').get(`/api/orders/${number}`);
    expect(countered.body).toMatchObject({
      value: 'IN2P3-IRES countered 20 Virtual machines',
      desk: { rollUp: 'countered', waiting: { for: 'you', why: 'decide a counter' } },
    });
    const accepted = await orders.act('anna', number, 1, 'accept_counter');
    expect(accepted.body).toMatchObject({
      state: 'validated',
      startsOn: '2026-12-08',
      counter: null,
      resources: [{ metric: 'vm', quantity: 12 }, {}, {}, {}],
    });
    expect((await app.as('anna').get(`/api/orders/${number}`)).body.desk.coverage).toContainEqual(
      expect.objectContaining({ metric: 'vm', validated: 12, missing: 38 }),
    );
  });

  test('a counter lasts no longer than what was asked for', async () => {
    const number = await orders.taken();
    await orders.sent(number, 20);
    const counter = { resources: machines(12), startsOn: '2026-12-08', availability: 90, reliability: 95 };
    const until = (endsOn: string) =>
      orders.act('anna', number, 1, 'counter', { counter: { ...counter, endsOn }, comment: 'By mail' });
    const beyond = await until('9999-12-31');
    expect([beyond.status, beyond.body.errors]).toEqual([
      400,
      [{ path: 'endsOn', message: 'The request ends on 2027-05-30. Choose that day or an earlier one' }],
    ]);
    expect((await until('2027-05-30')).body).toMatchObject({ state: 'countered' });
  });

  test('a counter that takes what others hold is refused, then and when it is accepted', async () => {
    const number = await orders.taken();
    await orders.sent(number, 20);
    const counter = {
      resources: machines(40),
      startsOn: '2026-12-01',
      endsOn: '2027-05-30',
      availability: 90,
      reliability: 95,
    };
    await orders.act('anna', number, 1, 'counter', { counter, comment: 'By mail' });
    await orders.add(number, 30, 'CESNET-MCC', 'cloud@cesnet.example');
    const accepted = await orders.act('anna', number, 1, 'accept_counter');
    expect([accepted.status, accepted.body.code]).toEqual([409, 'over_allocated']);
    await orders.act('anna', number, 1, 'refuse_counter');
    const again = await orders.act('anna', number, 1, 'counter', { counter, comment: 'Once more' });
    expect([again.status, again.body.code]).toEqual([409, 'over_allocated']);
  });

  test('a refused counter asks again with a new link, and the old one says so', async () => {
    const number = await orders.taken();
    const { page } = await orders.sent(number, 20);
    await orders.fill(page, { decision: 'counter', 'amount-vm': '12' });
    const refused = await orders.act('anna', number, 1, 'refuse_counter', { comment: 'We need all 20' });
    expect(refused.body).toMatchObject({ state: 'sent', generation: 2, counter: null, answer: null });
    await app.settle();
    const newer = await orders.page(number, 'grid@ires.example');
    expect(newer).not.toBe(page);
    expect((await orders.mails(number, 'grid@ires.example')).at(-1)?.body_text).toContain('We need all 20');
    const old = await orders.look(page);
    expect(old.statusCode).toBe(410);
    expect(old.body).toContain('This link was replaced');
    expect((await orders.fill(newer, { decision: 'validate' })).statusCode).toBe(303);
    expect(await orders.state(number)).toEqual({ 1: 'validated' });
  });

  test('the desk reopens an answer, and what a rejected share left may be taken meanwhile', async () => {
    const number = await orders.taken();
    const { page } = await orders.sent(number, 40);
    await orders.fill(page, { decision: 'reject', 'comment-reject': 'Full' });
    await orders.add(number, 20, 'CESNET-MCC', 'cloud@cesnet.example');
    const taken = await orders.act('anna', number, 1, 'reopen');
    expect([taken.status, taken.body.code]).toEqual([409, 'over_allocated']);
    await orders.act('anna', number, 2, 'withdraw');
    const reopened = await orders.act('anna', number, 1, 'reopen', { comment: 'You said there is room now' });
    expect(reopened.body).toMatchObject({ state: 'sent', generation: 2 });
  });

  test('withdrawing ends the link and tells who was asked', async () => {
    const number = await orders.taken();
    const { page } = await orders.sent(number, 20);
    await orders.act('anna', number, 1, 'withdraw', { comment: 'Another site has it' });
    await app.settle();
    expect((await orders.look(page)).body).toContain('This request was withdrawn');
    expect((await orders.send(page, { decision: 'validate' })).statusCode).toBe(410);
    const mail = (await orders.mails(number, 'grid@ires.example')).at(-1);
    expect(mail?.subject).toContain('No longer needed');
    expect(mail?.body_text).toContain('Another site has it');
  });

  test('cancelling the order withdraws what is open and tells its providers', async () => {
    const number = await orders.taken();
    const { page } = await orders.sent(number, 20);
    await app.as('eleni').post(`/api/orders/${number}/transitions`, { action: 'cancel', reason: 'Other plans' });
    await app.settle();
    expect(await orders.state(number)).toEqual({ 1: 'withdrawn' });
    expect((await orders.look(page)).statusCode).toBe(410);
    expect((await orders.mails(number, 'grid@ires.example')).at(-1)?.subject).toContain('No longer needed');
  });
});

describe('delivering shares', () => {
  async function approved() {
    const number = await orders.taken();
    await app.as('anna').patch(`/api/orders/${number}/desk`, { noAgreement: true, reason: 'A pilot' });
    const first = await orders.sent(number, 30, 'CESNET-MCC', 'cloud@cesnet.example');
    const second = await orders.sent(number, 20, 'IN2P3-IRES', 'claire@in2p3.example');
    await orders.fill(first.page, { decision: 'validate' });
    await orders.act('claire', number, 2, 'validate');
    const early = await orders.act('claire', number, 2, 'deliver', { access: { url: 'https://cloud.ires.example' } });
    expect([early.status, early.body.code]).toEqual([409, 'share_refused']);
    const answer = await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'approve' });
    expect(answer.status, answer.text).toBe(200);
    await app.settle();
    return { number, first, second };
  }

  test('the last delivery makes the order ready, and the customer gets every access', async () => {
    const { number, first } = await approved();
    const asked = (await orders.mails(number, 'cloud@cesnet.example')).at(-1);
    expect(asked?.subject).toContain('Approved: set up 30 virtual machines at CESNET-MCC');
    expect(asked?.body_text).toContain(first.page);
    const nothing = await orders.fill(first.page, { text: '', url: '', secret: '' }, 'deliver');
    expect(nothing.statusCode).toBe(400);
    const byLink = await orders.fill(
      first.page,
      { text: 'Log in with your account', url: 'https://cloud.cesnet.example', secret: 's3cret-of-cesnet' },
      'deliver',
    );
    expect(byLink.statusCode, byLink.body).toBe(303);
    const shown = await orders.look(first.page);
    expect(shown.body).toContain('Reported ready');
    expect(shown.body).not.toContain('s3cret-of-cesnet');
    expect((await app.as('anna').get(`/api/orders/${number}`)).body.state).toBe('approved');
    const delivered = await orders.act('claire', number, 2, 'deliver', {
      access: { url: 'https://cloud.ires.example' },
    });
    expect(delivered.status, delivered.text).toBe(200);
    const order = await app.as('eleni').get(`/api/orders/${number}`);
    expect(order.body.state).toBe('ready');
    expect(order.body.access).toEqual([
      {
        from: 'CESNET-MCC',
        text: 'Log in with your account',
        url: 'https://cloud.cesnet.example',
        secrets: [{ name: 'Secret', value: 's3cret-of-cesnet' }],
      },
      { from: 'IN2P3-IRES', text: '', url: 'https://cloud.ires.example', secrets: [] },
    ]);
    const again = await orders.act('claire', number, 2, 'deliver', { access: { url: 'https://cloud.ires.example' } });
    expect(again.body.code).toBe('share_refused');
    expect(JSON.stringify(await eventsOf(number))).not.toContain('s3cret-of-cesnet');
    await app.settle();
    await app
      .as('eleni')
      .post(`/api/orders/${number}/transitions`, { action: 'cancel', reason: 'The campaign is over' });
    await app.settle();
    expect((await orders.mails(number, 'cloud@cesnet.example')).at(-1)?.subject).toContain(
      'Release 30 virtual machines',
    );
  });

  test('an approved order keeps its shares until the approval is withdrawn', async () => {
    const { number } = await approved();
    for (const action of ['withdraw', 'reopen']) {
      const answer = await orders.act('anna', number, 1, action);
      expect([answer.status, answer.body.code]).toEqual([409, 'share_refused']);
    }
    const actions: { action: string; refusal: string | null }[] = (await shareOf(number, 1)).actions;
    expect(actions.find(({ action }) => action === 'reopen')?.refusal).toContain('Withdraw the approval first');
    expect(actions.find(({ action }) => action === 'deliver')?.refusal).toBeNull();
  });
});

describe('the list of shares', () => {
  test('is in the order of waiting, filtered, and paged without repeating', async () => {
    const number = await orders.taken();
    for (const site of ['CESNET-MCC', 'IN2P3-IRES', 'IISAS-FedCloud']) {
      await orders.sent(number, 5, site, 'cloud@site.example');
      app.clock.advance(60_000);
    }
    app.clock.advance(DAY);
    const list = (query: string) => app.as('anna').get(`/api/shares?${query}`);
    const first = await list(`q=${number}&state=sent&limit=2`);
    expect(first.body.items.map((row: { site: { name: string } }) => row.site.name)).toEqual([
      'CESNET-MCC',
      'IN2P3-IRES',
    ]);
    expect(first.body.items[0]).toMatchObject({
      orderNumber: number,
      orderState: 'in_progress',
      waitingDays: 1,
      project: 'Aegean Coastal Forecast',
      clock: { name: 'provider_answer', state: 'on_track' },
    });
    const rest = await list(`q=${number}&state=sent&limit=2&after=${first.body.next}`);
    expect(rest.body.items.map((row: { site: { name: string } }) => row.site.name)).toEqual(['IISAS-FedCloud']);
    expect(rest.body.next).toBeNull();
    expect((await list(`q=${number}&site=IN2P3-IRES`)).body.items).toHaveLength(1);
    expect((await list(`q=${number}&group=mine`)).body.items).toHaveLength(3);
    expect((await list(`q=${number}&group=storage-data`)).body.items).toHaveLength(0);
    expect((await list(`q=${number}&state=validated`)).body.items).toHaveLength(0);
    expect((await app.as('claire').get(`/api/shares?q=${number}`)).body.items).toHaveLength(1);
  });
});
