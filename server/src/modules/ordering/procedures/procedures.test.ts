import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProcedureInput } from '#contracts/catalogue/procedure';
import { sql } from 'kysely';
import { MINUTE } from '#kernel/clock';
import { testApp, type TestApp } from '#test/app';
import { receiver, type Receiver } from './receiver.fixture.ts';

// Procedures that give access, from the approval to the order that is ready: over HTTP, with a program outside that is called.

let app: TestApp;
let outside: Receiver;
beforeAll(async () => {
  outside = await receiver();
  app = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
});
afterAll(async () => {
  await app.close();
  await outside.close();
});
beforeEach(() => {
  outside.calls.length = 0;
  outside.answer();
});

const offer = 'egi-notebooks/1';
const secret = 'Bearer very-secret-of-the-hub';
type Steps = ProcedureInput['steps'];

const create = (more: object = {}) => ({
  key: 'create',
  name: 'Make the workspace',
  kind: 'webhook',
  url: `${outside.url}/workspaces`,
  secretHeader: 'Authorization',
  body: '{"for": {{ customer.email | json }}, "ram": {{ parameters["Amount of RAM"] | json }}}',
  results: [
    { name: 'url', pointer: '/access/url' },
    { name: 'password', pointer: '/access/password', secret: true },
  ],
  ...more,
});
const access = {
  key: 'access',
  name: 'Set the access information',
  kind: 'access',
  text: 'Your workspace is ready.',
  url: '{{ answers.create.url }}',
  secrets: [{ name: 'Password', value: '{{ answers.create.password }}' }],
  ready: true,
};
const made = { status: 201, body: { access: { url: 'https://hub.example/waves', password: 'pw-7391' } } };

async function procedure(...steps: readonly object[]): Promise<void> {
  const kept = await app
    .as('sofia')
    .put(`/api/offers/${offer}/procedure`, { steps: steps as unknown as Steps, secrets: { create: secret } });
  expect(kept.status, kept.text).toBe(200);
}

let last = 0;

/** An order of the offer that Anna has taken and approved. */
async function approved(before: (order: number) => Promise<void> = async () => undefined): Promise<number> {
  last += 1;
  const project = await app.as('eleni').post('/api/projects', { name: `Waves ${last}`, typology: 'single_user' });
  const placed = await app.as('eleni').post('/api/orders', {
    project: project.body.number,
    offer,
    parameters: { 'Amount of RAM': 1, 'Number of cores': 1, 'Persistent storage': 10 },
    comment: '',
  });
  expect(placed.status, placed.text).toBe(201);
  const { number } = placed.body;
  await app.settle();
  await transition(number, { action: 'take' });
  await before(number);
  await transition(number, { action: 'approve' });
  return number;
}

async function transition(number: number, body: object): Promise<void> {
  const answer = await app.as('anna').post(`/api/orders/${number}/transitions`, body);
  expect(answer.status, answer.text).toBe(200);
  await app.settle();
}

async function run(): Promise<void> {
  await app.kernel.jobs.runNow('ordering.run-procedures', {});
  await app.settle();
}

const read = async (number: number, who = 'anna') => (await app.as(who).get(`/api/orders/${number}/procedure`)).body;
const states = async (number: number): Promise<string[]> =>
  (await read(number)).steps.map(({ state }: { state: string }) => state);
const order = async (number: number, who = 'anna') => (await app.as(who).get(`/api/orders/${number}`)).body;
const stepId = async (number: number, place: number): Promise<string> => (await read(number)).steps[place - 1].id;

async function act(number: number, place: number, action: string, body?: object, who = 'anna') {
  const answer = await app
    .as(who)
    .post(`/api/orders/${number}/procedure/steps/${await stepId(number, place)}/${action}`, body);
  await app.settle();
  return answer;
}

describe('a procedure that works by itself', () => {
  test('calls, sets the access and reports the order ready', async () => {
    await procedure(create(), access);
    outside.answer(made);
    const number = await approved();
    expect(await read(number, 'eleni')).toMatchObject({ state: 'running', done: 0, total: 2, steps: [] });
    await run();
    expect(await states(number)).toEqual(['done', 'done']);
    expect(outside.calls).toHaveLength(1);
    expect(JSON.parse(outside.calls[0]?.body ?? '')).toEqual({ for: 'eleni@hcmr.example', ram: 1 });
    expect(outside.calls[0]?.headers).toMatchObject({
      authorization: secret,
      'idempotency-key': await stepId(number, 1),
    });
    const seen = await order(number, 'eleni');
    expect(seen.state).toBe('ready');
    expect(seen.access).toEqual([
      expect.objectContaining({
        url: 'https://hub.example/waves',
        text: 'Your workspace is ready.',
        secrets: [{ name: 'Password', value: 'pw-7391' }],
      }),
    ]);
    expect((await read(number)).state).toBe('done');
  });

  test('shows no secret to anybody, keeps none in its events, and customers see the count alone', async () => {
    await procedure(create({ body: '{"again": "{{ order.number }}"}' }), {
      key: 'tell',
      name: 'Tell the hub',
      kind: 'webhook',
      url: `${outside.url}/told`,
      body: '{"password": {{ answers.create.password | json }}}',
    });
    outside.answer(made, { status: 400, body: { reason: `no such key: ${secret}` } });
    const number = await approved();
    await run();
    expect(JSON.parse(outside.calls[1]?.body ?? '')).toEqual({ password: 'pw-7391' });
    const shown = await read(number);
    expect(shown.steps[0].results).toEqual([
      { name: 'url', value: 'https://hub.example/waves' },
      { name: 'password', value: null },
    ]);
    const events = await sql<{ all: string }>`
      select string_agg(payload::text, ' ') as all from kernel.events where aggregate = ${`order:${number}`}`.execute(
      app.kernel.database.read(),
    );
    const offered = (await app.as('sofia').get(`/api/offers/${offer}/procedure`)).text;
    const timeline = JSON.stringify(await order(number));
    for (const text of [JSON.stringify(shown), offered, timeline, String(events.rows[0]?.all)]) {
      expect(text).not.toContain('pw-7391');
    }
    for (const text of [offered, String(events.rows[0]?.all)]) expect(text).not.toContain('very-secret');
    expect(JSON.parse(offered).secretsSet).toEqual(['create']);
    expect(await read(number, 'eleni')).toMatchObject({ state: 'stuck', done: 1, total: 2, steps: [] });
    expect((await app.as('tomas').get(`/api/orders/${number}/procedure`)).status).toBe(404);
  });

  test('hides its own secret where the receiver sends it back', async () => {
    await procedure(create());
    outside.answer({ status: 401, body: { wrong: secret } });
    const number = await approved();
    await run();
    const { failure } = (await read(number)).steps[0];
    expect(failure).toContain('The answer was 401');
    expect(failure).not.toContain('very-secret');
  });

  test('mails what it was told to', async () => {
    await procedure({
      key: 'hello',
      name: 'Say hello',
      kind: 'mail',
      to: 'customer',
      subject: 'Hello {{ customer.name }}',
      text: 'It is being made.\n\nFor order {{ order.number }}.',
    });
    const number = await approved();
    await run();
    const mails = await app.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select(['recipient', 'subject', 'body_text'])
      .where('about', '=', `order:${number}`)
      .where('subject', 'like', '%Hello%')
      .execute();
    expect(mails).toEqual([
      {
        recipient: 'eleni@hcmr.example',
        subject: `[${number}] Hello Eleni Papadaki`,
        body_text: expect.stringContaining(`For order ${number}.`),
      },
    ]);
    expect((await read(number)).state).toBe('done');
    // The order is not reported ready: the procedure does not say so.
    expect((await order(number)).state).toBe('approved');
  });
});

describe('a call that fails', () => {
  test('for a while is made five times within the hour with one key, and then the order is stuck and told of', async () => {
    await procedure(create(), access);
    outside.answer(...Array.from({ length: 5 }, () => ({ status: 503 })));
    const number = await approved();
    await run();
    expect(await states(number)).toEqual(['running', 'waiting']);
    expect((await read(number)).steps[0]).toMatchObject({ attempts: 1, failure: 'The answer was 503: {}' });
    for (const minutes of [1, 4, 15, 40]) {
      await run();
      app.clock.advance(minutes * MINUTE);
      await run();
    }
    expect(outside.calls).toHaveLength(5);
    expect(new Set(outside.calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await states(number)).toEqual(['failed', 'waiting']);
    const stuck = await app.as('anna').get('/api/orders?procedure=stuck&sort=-number');
    expect(stuck.body.items[0]).toMatchObject({
      number,
      state: 'approved',
      waiting: { why: 'the procedure is stuck' },
    });
    const seen = await order(number);
    expect(JSON.stringify(seen.timeline)).toContain('the procedure is stuck');
    const work = await app.as('anna').get('/api/work');
    expect(JSON.stringify(work.body.items)).toContain(`/orders/${number}#procedure`);
    const mails = await app.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select('recipient')
      .where('subject', '=', `[${number}] The procedure is stuck: Make the workspace`)
      .execute();
    expect(mails).toEqual([{ recipient: 'anna@desk.example' }]);
  });

  test('is tried again by the desk, and the order goes on', async () => {
    await procedure(create(), access);
    outside.answer({ status: 422, body: { reason: 'quota' } }, made);
    const number = await approved();
    await run();
    expect((await read(number)).steps[0]).toMatchObject({
      state: 'failed',
      failure: 'The answer was 422: {"reason":"quota"}',
    });
    expect((await act(number, 1, 'retry', undefined, 'eleni')).status).toBe(403);
    expect((await act(number, 1, 'retry')).status).toBe(200);
    await run();
    expect((await order(number)).state).toBe('ready');
    expect(outside.calls).toHaveLength(2);
  });

  test('is skipped with a reason, which the timeline of the desk keeps', async () => {
    await procedure(create(), { key: 'bye', name: 'Bye', kind: 'mail', to: 'desk', subject: 'Made', text: 'Made.' });
    outside.answer({ status: 404 });
    const number = await approved();
    await run();
    expect((await act(number, 1, 'skip', { reason: '' })).status).toBe(400);
    expect((await act(number, 1, 'skip', { reason: 'Made by hand' })).status).toBe(200);
    await run();
    expect(await states(number)).toEqual(['skipped', 'done']);
    expect(JSON.stringify((await order(number)).timeline)).toContain('Made by hand');
    expect(JSON.stringify((await order(number, 'eleni')).timeline)).not.toContain('Made by hand');
    expect((await act(number, 1, 'retry')).body.code).toBe('procedure_step_refused');
  });

  test('is done by hand, with the values that later steps need', async () => {
    await procedure(create(), access);
    outside.answer({ status: 404 });
    const number = await approved();
    await run();
    const without = await act(number, 1, 'complete', { note: 'Made by hand', results: { url: 'https://x.example' } });
    expect([without.status, without.body.errors?.[0]?.path]).toEqual([400, 'results.password']);
    await act(number, 1, 'complete', {
      note: 'Made by hand',
      results: { url: 'https://hub.example/by-hand', password: 'p' },
    });
    await run();
    expect((await order(number, 'eleni')).access[0].url).toBe('https://hub.example/by-hand');
  });

  test('lacks what the procedure needs of the answer', async () => {
    await procedure(create(), access);
    outside.answer({ status: 200, body: { access: {} } });
    const number = await approved();
    await run();
    expect((await read(number)).steps[0]).toMatchObject({
      state: 'failed',
      failure: 'The answer 200 has no /access/url, /access/password',
    });
  });

  test('never reaches a private address', async () => {
    // The check of the editor fills it for a sample order; the real one leads inside.
    const url = '{% if order.number == 1284 %}https://hub.egi.eu/{% else %}http://10.0.0.1/{% endif %}';
    await procedure(create({ url }));
    const number = await approved();
    await run();
    expect((await read(number)).steps[0]).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('private network'),
    });
    const kept = await app
      .as('sofia')
      .put(`/api/offers/${offer}/procedure`, { steps: [create({ url: 'http://10.0.0.1/' })] });
    expect([kept.status, kept.body.code]).toEqual([400, 'procedure_unusable']);
  });
});

describe('a process that is killed in the middle of a step', () => {
  test('leaves the step to another, once its time is over, with the same key', async () => {
    await procedure(create(), access);
    outside.answer(made);
    const number = await approved();
    // As a killed process leaves it: taken, the call perhaps made, nothing written.
    const id = await stepId(number, 1);
    const until = new Date(Date.parse(app.clock.now()) + 3 * MINUTE).toISOString();
    await sql`update ordering.procedure_steps set attempts = 1, claimed_until = ${until} where id = ${id}`.execute(
      app.kernel.database.read(),
    );
    await run();
    expect(outside.calls).toHaveLength(0);
    app.clock.advance(4 * MINUTE);
    await run();
    expect(outside.calls.map(({ headers }) => headers['idempotency-key'])).toEqual([id]);
    expect((await order(number)).state).toBe('ready');
  });

  test('does nothing twice, however many processes look', async () => {
    await procedure(create(), access);
    outside.answer(made);
    const number = await approved();
    await Promise.all([1, 2, 3].map(() => app.kernel.jobs.runNow('ordering.run-procedures', {})));
    await app.settle();
    await run();
    expect(outside.calls).toHaveLength(1);
    expect((await order(number)).state).toBe('ready');
    const grants = await order(number, 'eleni');
    expect(grants.access).toHaveLength(1);
  });
});

describe('an answer that is called back', () => {
  const awaited = () =>
    create({
      answer: 'callback',
      body: '{"to": {{ callback.url | json }}}',
      results: [{ name: 'url', pointer: '/url' }],
    });
  const after = { ...access, secrets: [] };
  const tokenOf = (call: number) =>
    /procedure-answers\/([\w-]+)/.exec(JSON.parse(outside.calls[call]?.body ?? '{}').to)?.[1] ?? '';
  const answer = (token: string, body: object) => app.as(null).post(`/api/procedure-answers/${token}`, body);

  test('goes on with what it says, once, and by the right address only', async () => {
    await procedure(awaited(), after);
    const number = await approved();
    await run();
    expect(await states(number)).toEqual(['waiting_answer', 'waiting']);
    const token = tokenOf(0);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(JSON.stringify(await read(number))).not.toContain(token);
    expect((await answer(`${token.slice(0, -2)}xx`, { url: 'https://evil.example' })).status).toBe(404);
    const incomplete = await answer(token, { nothing: true });
    expect([incomplete.status, incomplete.body.code]).toEqual([400, 'answer_incomplete']);
    expect((await answer(token, { url: 'https://hub.example/called-back' })).status).toBe(200);
    await app.settle();
    await run();
    expect((await order(number, 'eleni')).access[0].url).toBe('https://hub.example/called-back');
    const again = await answer(token, { url: 'https://hub.example/other' });
    expect([again.status, again.body.code]).toEqual([409, 'answer_used']);
    const kept = await sql<{
      all: string;
    }>`select string_agg(l::text, ' ') as all from ordering.procedure_answer_links l`.execute(
      app.kernel.database.read(),
    );
    expect(kept.rows[0]?.all).not.toContain(token);
  });

  test('that is too large is not read', async () => {
    await procedure(awaited(), after);
    await approved();
    await run();
    expect((await answer(tokenOf(0), { url: 'x'.repeat(70_000) })).status).toBe(413);
  });

  test('that does not come makes the order stuck; tried again, the former address is worth nothing', async () => {
    await procedure(awaited(), after);
    const number = await approved();
    await run();
    const former = tokenOf(0);
    app.clock.advance(73 * 60 * MINUTE);
    await run();
    expect((await read(number)).steps[0]).toMatchObject({
      state: 'failed',
      failure: 'Nobody answered within 72 hours',
    });
    expect((await answer(former, { url: 'https://late.example' })).body.code).toBe('answer_used');
    await act(number, 1, 'retry');
    await run();
    expect((await answer(former, { url: 'https://late.example' })).body.code).toBe('answer_used');
    expect((await answer(tokenOf(1), { url: 'https://hub.example/second' })).status).toBe(200);
  });
});

describe('a step for people', () => {
  test('is work of the group that is asked, and is done with a note', async () => {
    await procedure({
      key: 'account',
      name: 'Make the account',
      kind: 'task',
      doer: { who: 'group', group: 'training' },
      text: 'Make an account for {{ customer.name }}.',
      asks: [{ name: 'login' }],
    });
    const number = await approved();
    await run();
    const path = `/orders/${number}#procedure`;
    const paths = async (who: string) =>
      (await app.as(who).get('/api/work')).body.items.map((item: { path: string }) => item.path);
    expect(await paths('jonas')).toContain(path);
    expect(await paths('anna')).not.toContain(path);
    const done = await act(number, 1, 'complete', { note: 'As usual', results: { login: 'eleni1' } }, 'jonas');
    expect(done.status, done.text).toBe(200);
    expect(await read(number)).toMatchObject({
      state: 'done',
      steps: [{ note: 'As usual', by: 'Jonas Kazlauskas', results: [{ name: 'login', value: 'eleni1' }] }],
    });
  });

  test('is approved or rejected by the person who is named, even where they see no order', async () => {
    const approval = {
      key: 'head',
      name: 'Approval of the head of the lab',
      kind: 'approval',
      doer: { who: 'person', email: 'ingrid@uio.example' },
      text: 'May {{ customer.name }} have it?',
    };
    const email = (await app.as('ingrid').get('/api/session')).body.person.email;
    await procedure({ ...approval, doer: { who: 'person', email } });
    const number = await approved();
    await run();
    expect((await app.as('ingrid').get(`/api/orders/${number}`)).status).toBe(404);
    const seen = await read(number, 'ingrid');
    expect(seen.steps[0]).toMatchObject({ text: 'May Eleni Papadaki have it?', sent: null });
    expect((await act(number, 1, 'decide', { approve: true })).status).toBe(403);
    const rejected = await act(number, 1, 'decide', { approve: false, reason: 'No budget' }, 'ingrid');
    expect(rejected.status, rejected.text).toBe(200);
    expect(await read(number)).toMatchObject({
      state: 'stuck',
      steps: [{ failure: 'Ingrid Solberg rejected it: No budget' }],
    });
    expect((await app.as('ingrid').get(`/api/orders/${number}/procedure`)).status).toBe(404);
    await act(number, 1, 'retry');
    await run();
    await act(number, 1, 'decide', { approve: true }, 'ingrid');
    expect((await read(number)).state).toBe('done');
  });
});

describe('a contact of the provider', () => {
  test('sees where the steps stand without what was sent, and does what is asked of them', async () => {
    await procedure(create(), {
      key: 'quota',
      name: 'Set the quota',
      kind: 'task',
      doer: { who: 'provider' },
      text: 'Set the quota for {{ customer.name }}.',
    });
    outside.answer(made);
    const number = await approved(async (order) => {
      const share = await app.as('anna').post(`/api/orders/${order}/shares`, {
        site: 'IN2P3-IRES',
        contact: { name: 'Claire', email: 'claire@in2p3.example' },
        resources: [{ metric: 'cores', quantity: 1 }],
      });
      expect(share.status, share.text).toBeLessThan(300);
      await app.as('anna').post(`/api/orders/${order}/shares/send`);
      const validated = await app.as('claire').post(`/api/orders/${order}/shares/1/validate`, {});
      expect(validated.status, validated.text).toBe(200);
    });
    await run();
    const seen = await read(number, 'claire');
    expect(seen.steps.map(({ state }: { state: string }) => state)).toEqual(['done', 'waiting_person']);
    expect(seen.steps[0]).toMatchObject({ sent: null, answer: null, results: [], by: null, actions: [] });
    expect(seen.steps[1]).toMatchObject({ doer: 'you', text: 'Set the quota for Eleni Papadaki.' });
    const work = (await app.as('claire').get('/api/work')).body.items;
    expect(work.map((item: { path: string }) => item.path)).toContain(`/tasks/${number}`);
    expect((await act(number, 2, 'skip', { reason: 'No' }, 'claire')).status).toBe(403);
    expect((await act(number, 2, 'complete', { note: '10 GB' }, 'claire')).status).toBe(200);
    expect((await read(number)).state).toBe('done');
  });
});

describe('an order that leaves Approved', () => {
  test('ends its procedure, and begins anew when it is approved again', async () => {
    await procedure(create(), access);
    outside.answer({ status: 500 }, made);
    const number = await approved();
    await run();
    await transition(number, { action: 'withdraw_approval', reason: 'Wrong offer' });
    expect(await read(number)).toMatchObject({ state: 'stopped' });
    app.clock.advance(5 * MINUTE);
    await run();
    expect(outside.calls).toHaveLength(1);
    await transition(number, { action: 'approve' });
    await run();
    expect((await order(number)).state).toBe('ready');
    expect(outside.calls).toHaveLength(2);
  });
});

describe('the procedure of an offer', () => {
  test('is kept by administrators and those of the provider, and by nobody else', async () => {
    for (const who of ['anna', 'eleni'])
      expect((await app.as(who).get(`/api/offers/${offer}/procedure`)).status).toBe(403);
    expect((await app.as('sofia').get('/api/offers/egi-notebooks/99/procedure')).status).toBe(404);
  });

  test('says what is missing before it is kept, and shows what comes out', async () => {
    const { status, body } = await app.as('sofia').post(`/api/offers/${offer}/procedure/check`, {
      steps: [create({ body: '{"for": {{ customer.nmae }}}', secretHeader: 'X-Key' }), access],
      secrets: { create: '' },
    });
    expect(status).toBe(200);
    expect(body.problems).toEqual([{ step: 0, field: 'body', reason: 'Line 1: Undefined variable: customer.nmae' }]);
    expect(body.previews).toContainEqual({ step: 1, field: 'url', text: '(url)' });
    const missing = await app
      .as('sofia')
      .post(`/api/offers/${offer}/procedure/check`, { steps: [create()], secrets: { create: '' } });
    expect(missing.body.problems).toEqual([{ step: 0, field: 'secret', reason: 'Enter the secret of the header' }]);
  });

  test('keeps a secret that is not sent again, and forgets it with its step', async () => {
    await procedure(create());
    await app.as('sofia').put(`/api/offers/${offer}/procedure`, { steps: [create({ name: 'Other name' })] });
    const read = () => app.as('sofia').get(`/api/offers/${offer}/procedure`);
    expect((await read()).body).toMatchObject({ secretsSet: ['create'], steps: [{ name: 'Other name' }] });
    await app.as('sofia').put(`/api/offers/${offer}/procedure`, { steps: [] });
    expect((await read()).body).toMatchObject({ secretsSet: [], steps: [] });
  });
});

test('who erases their account is taken out of what procedures sent and asked', async () => {
  await procedure(
    { key: 'ask', name: 'Ask', kind: 'task', doer: { who: 'desk' }, text: 'For {{ customer.name }}.' },
    create(),
  );
  const number = await approved();
  await run();
  expect((await read(number)).steps[0].text).toBe('For Eleni Papadaki.');
  const eleni = { id: app.idOf('eleni'), name: 'Eleni Papadaki', email: 'eleni@hcmr.example' };
  await app.kernel.database.transact((tx) => app.modules.ordering.personalData.erase(tx, eleni));
  const { rows } = await sql<{ all: string }>`
    select string_agg(concat(told, sent, by_name, failure), ' ') as all from ordering.procedure_steps`.execute(
    app.kernel.database.read(),
  );
  expect(rows[0]?.all).not.toMatch(/Eleni|eleni@/);
});
