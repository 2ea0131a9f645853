import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { DAY, MINUTE } from '#kernel/clock';
import { sha256 } from '#kernel/ids';
import { browser, machines, negotiation } from '#test/negotiation';

let app: TestApp;
let orders: ReturnType<typeof negotiation>;
let number: number;
let page: string;
beforeAll(async () => {
  app = await testApp();
  orders = negotiation(app);
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.set('2026-11-23T09:00:00.000Z');
  await app.kernel.database.read().deleteFrom('kernel.rate_limits').execute();
  number = await orders.taken();
  ({ page } = await orders.sent(number, 20));
});

const tokenOf = (path: string) => path.replace('/a/', '');

/** Every row of every table but the counters of requests, as one hash a table. */
async function tableHashes(): Promise<Record<string, string>> {
  const db = app.kernel.database.read();
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema', 'jobs') and table_type = 'BASE TABLE'`.execute(db);
  const hashes: Record<string, string> = {};
  for (const { name } of rows.filter((row) => row.name !== 'kernel.rate_limits')) {
    const all = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t order by 1`.execute(db);
    hashes[name] = sha256(all.rows.map(({ row }) => row).join('\n'));
  }
  return hashes;
}

async function allText(): Promise<string> {
  const db = app.kernel.database.read();
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`.execute(db);
  const texts: string[] = [];
  for (const { name } of rows.filter((row) => row.name !== 'kernel.mails')) {
    const all = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db);
    texts.push(...all.rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

describe('looking at the page', () => {
  test('shows the share, the reason and the three answers, none chosen', async () => {
    const { statusCode, body, headers } = await orders.look(page);
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1>Can IN2P3-IRES provide 20 virtual machines?</h1>');
    expect(body).toContain('grid@ires.example');
    expect(body).toContain('each 4 CPU cores, 16 GB memory');
    expect(body).toContain('Hourly wave and current ensemble for 14 harbours.');
    expect(body).toContain('eleni@hcmr.example');
    expect(body).not.toMatch(/<input[^>]*checked/);
    expect(body.match(/name="decision"/g)).toHaveLength(3);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    });
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(body).not.toContain('<script>');
    expect((await app.app.inject('/approval.js')).headers['content-type']).toContain('text/javascript');
  });

  test('a hundred looks by machines change nothing', async () => {
    const before = await tableHashes();
    for (let look = 0; look < 50; look += 1) {
      await orders.look(page, { 'user-agent': 'Mozilla/5.0 HeadlessChrome/140.0' });
      await app.app.inject({ method: 'HEAD', url: page, headers: browser });
    }
    expect(await tableHashes()).toEqual(before);
  });

  test('its contact opening it later is noted once, and is all that looking stores', async () => {
    const before = await tableHashes();
    await orders.look(page);
    expect(await tableHashes()).toEqual(before);
    app.clock.advance(2 * MINUTE);
    const seenAt = app.clock.now();
    await orders.look(page);
    const after = await tableHashes();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed.toSorted()).toEqual(['ordering.approval_links', 'ordering.shares']);
    app.clock.advance(MINUTE);
    await orders.look(page);
    expect(await tableHashes()).toEqual(after);
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(body.desk.shares[0]).toMatchObject({ seenAt, state: 'sent' });
  });

  test('shows what was shared with providers, and no other internal note', async () => {
    const write = (body: object) => app.as('anna').post(`/api/orders/${number}/messages`, body);
    await write({ scope: 'internal', body: 'The customer is difficult.' });
    await write({ scope: 'internal', body: 'Floating addresses are needed.', sharedWithProviders: true });
    await write({ scope: 'public', body: 'We ask two sites.' });
    const { body } = await orders.look(page);
    expect(body).not.toContain('difficult');
    expect(body).toContain('Floating addresses are needed.');
    expect(body).toContain('We ask two sites.');
  });

  test('tells how many others are asked, but not who, nor what they wrote', async () => {
    const other = await orders.sent(number, 30, 'CESNET-MCC', 'cloud@cesnet.example');
    await orders.fill(other.page, { question: 'Does it need GPUs?' }, 'question');
    const { body } = await orders.look(page);
    expect(body).toContain('Who else is asked: 1 other resource centre');
    expect(body).not.toContain('CESNET');
    expect(body).not.toContain('Does it need GPUs?');
    expect((await orders.look(other.page)).body).toContain('Does it need GPUs?');
  });
});

describe('answering', () => {
  test('yes is stored once, with who and when, and shown for ever', async () => {
    const answer = await orders.fill(page, { decision: 'validate', 'comment-validate': 'Gladly' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, page]);
    const { body: order } = await app.as('anna').get(`/api/orders/${number}`);
    expect(order.desk.shares[0]).toMatchObject({
      state: 'validated',
      answer: { how: 'link', by: 'grid@ires.example', comment: 'Gladly' },
    });
    app.clock.advance(40 * DAY);
    const shown = await orders.look(page);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('IN2P3-IRES provides 20 virtual machines');
    expect(shown.body).toContain('by grid@ires.example');
    expect(shown.body).toContain('+31\u00a020\u00a0555\u00a00142');
    expect(shown.body).not.toContain('name="decision"');
  });

  test('without a choice nothing is stored, and the page says what is missing', async () => {
    const { statusCode, body } = await orders.fill(page, { 'comment-reject': 'Typed before' });
    expect(statusCode).toBe(400);
    expect(body).toContain('<a href="#decision-validate">Choose one of the three answers</a>');
    expect(body).toContain('Typed before');
    expect(await orders.state(number)).toEqual({ 1: 'sent' });
  });

  test('a no needs a reason', async () => {
    expect((await orders.fill(page, { decision: 'reject' })).statusCode).toBe(400);
    expect((await orders.fill(page, { decision: 'reject', 'comment-reject': 'Full until May' })).statusCode).toBe(303);
    expect(await orders.state(number)).toEqual({ 1: 'rejected' });
  });

  test('needs the nonce of the page, of this link, and not too old', async () => {
    const nonce = await orders.nonce(page);
    const other = await orders.sent(number, 5, 'CESNET-MCC', 'cloud@cesnet.example');
    for (const wrong of ['', 'guess', await orders.nonce(other.page), await orders.nonce(page, 'question')]) {
      const answer = await orders.send(page, { decision: 'reject', 'comment-reject': 'Typed', nonce: wrong });
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('Typed');
    }
    app.clock.advance(DAY);
    expect((await orders.send(page, { decision: 'validate', nonce })).statusCode).toBe(409);
    expect(await orders.state(number)).toEqual({ 1: 'sent', 2: 'sent' });
    app.clock.advance(-DAY);
    expect((await orders.send(page, { decision: 'validate', nonce })).statusCode).toBe(303);
    expect(await orders.state(number)).toEqual({ 1: 'validated', 2: 'sent' });
  });

  test('the same answer again has no effect, a different one is refused', async () => {
    const nonce = await orders.nonce(page);
    await orders.send(page, { decision: 'validate', nonce });
    await app.settle();
    const before = await tableHashes();
    expect((await orders.send(page, { decision: 'validate', nonce })).statusCode).toBe(303);
    const other = await orders.send(page, { decision: 'reject', 'comment-reject': 'After all', nonce });
    expect(other.statusCode).toBe(409);
    expect(other.body).toContain('answered already');
    expect(await tableHashes()).toEqual(before);
  });

  test('two windows at once give one answer', async () => {
    const nonce = await orders.nonce(page);
    const both = await Promise.all([
      orders.send(page, { decision: 'validate', nonce }),
      orders.send(page, { decision: 'reject', 'comment-reject': 'No', nonce }),
    ]);
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([303, 409]));
  });

  test('a counter keeps what was typed when it is wrong, and goes to the desk when it is right', async () => {
    const wrong = await orders.fill(page, {
      decision: 'counter',
      'amount-vm': 'twelve',
      startsOn: '2026-12-08',
      'comment-counter': 'New nodes',
    });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.body).toContain('value="twelve"');
    expect(wrong.body).toContain('New nodes');
    expect(wrong.body).toMatch(/id="decision-counter"[^>]*checked/);
    const greedy = await orders.fill(page, { decision: 'counter', 'amount-vm': '60' });
    expect(greedy.statusCode).toBe(409);
    expect(greedy.body).toContain('at most 50');
    const right = await orders.fill(page, {
      decision: 'counter',
      'amount-vm': '12',
      startsOn: '2026-12-08',
      'comment-counter': 'New nodes',
    });
    expect(right.statusCode).toBe(303);
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(body.desk.shares[0]).toMatchObject({
      state: 'countered',
      counter: { startsOn: '2026-12-08', comment: 'New nodes' },
    });
    expect(body.desk.shares[0].counter.resources.map(({ quantity }: { quantity: number }) => quantity)).toEqual(
      machines(12).map(({ quantity }) => quantity),
    );
    const shown = await orders.look(page);
    expect(shown.body).toContain('IN2P3-IRES offers changed terms');
    expect(shown.body).toContain('12 virtual machines');
    await app.settle();
    expect((await orders.mails(number, 'anna@desk.example')).at(-1)?.subject).toContain('offers changed terms');
    expect((await orders.mails(number, 'grid@ires.example')).at(-1)?.subject).toContain('Your answer');
  });

  test('a colleague with a link of their own sees the answer of the first', async () => {
    const answer = await orders.add(number, 10, 'CESNET-MCC', 'one@cesnet.example, two@cesnet.example');
    expect(answer.status, answer.text).toBe(201);
    await orders.act('anna', number, 2, 'send');
    await app.settle();
    const [one, two] = [
      await orders.page(number, 'one@cesnet.example'),
      await orders.page(number, 'two@cesnet.example'),
    ];
    await orders.fill(one, { decision: 'validate' });
    const shown = await orders.look(two);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('by one@cesnet.example');
    expect((await orders.send(two, { decision: 'reject', 'comment-reject': 'No' })).statusCode).toBe(409);
  });
});

describe('the link', () => {
  test('is kept only as its hash, and stands in no event and no log line', async () => {
    const token = tokenOf(page);
    const lines: string[] = [];
    const { logger } = app.kernel;
    const stream: unknown = Reflect.get(logger, pino.symbols.streamSym);
    const output = vi
      .spyOn(stream as { write(line: string): void }, 'write')
      .mockImplementation((line) => void lines.push(line));
    logger.level = 'trace';
    try {
      await orders.look(page);
      await orders.fill(page, { decision: 'validate' });
      await app.settle();
    } finally {
      logger.level = 'silent';
      output.mockRestore();
    }
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).not.toContain(token);
    const text = await allText();
    expect(text).toContain(sha256(token));
    expect(text).not.toContain(token);
  });

  test('opens its own share alone', async () => {
    const other = await orders.sent(number, 30, 'CESNET-MCC', 'cloud@cesnet.example');
    await orders.fill(other.page, { decision: 'validate', share: '1' });
    expect(await orders.state(number)).toEqual({ 1: 'sent', 2: 'validated' });
  });

  test.each(['/a/unknown', `/a/${'x'.repeat(43)}`, '/a/%00'])('%s is not there', async (path) => {
    for (const answer of [await orders.look(path), await orders.send(path, { decision: 'validate' })]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('There is no such link');
    }
  });

  test('expires, and the desk can send it again', async () => {
    app.clock.advance(31 * DAY);
    const old = await orders.look(page);
    expect(old.statusCode).toBe(410);
    expect(old.body).toContain('This link has expired');
    expect((await orders.send(page, { decision: 'validate' })).statusCode).toBe(410);
  });

  test('answers no more than so often to one address', async () => {
    const statuses = new Set<number>();
    for (let look = 0; look < 32; look += 1) statuses.add((await orders.send(page, {})).statusCode);
    expect(statuses).toEqual(new Set([400, 429]));
  });
});

describe('asking a question', () => {
  test('reaches the desk, and the customer never', async () => {
    const asked = await orders.fill(page, { question: 'Do they need GPUs?' }, 'question');
    expect([asked.statusCode, asked.headers.location]).toEqual([303, `${page}?asked=1#ask`]);
    expect((await orders.look(page)).body).toContain('Do they need GPUs?');
    await app.settle();
    expect((await orders.mails(number, 'anna@desk.example')).at(-1)?.body_text).toContain('Do they need GPUs?');
    const { body: desk } = await app.as('anna').get(`/api/orders/${number}`);
    expect(desk.timeline).toContainEqual(
      expect.objectContaining({
        scope: 'internal',
        by: { name: 'IN2P3-IRES', role: 'provider' },
        text: 'Do they need GPUs?',
      }),
    );
    expect((await app.as('eleni').get(`/api/orders/${number}`)).text).not.toContain('GPUs');
    expect(JSON.stringify(await orders.mails(number, 'eleni@hcmr.example'))).not.toContain('GPUs');
  });

  test('is stored once a form, and not without words', async () => {
    const nonce = await orders.nonce(page, 'question');
    expect((await orders.send(page, { form: 'question', nonce, question: ' ' })).statusCode).toBe(400);
    expect((await orders.send(page, { form: 'question', nonce, question: 'When?' })).statusCode).toBe(303);
    expect((await orders.send(page, { form: 'question', nonce, question: 'When?' })).statusCode).toBe(409);
  });
});

describe('reminding', () => {
  const run = async () => {
    await app.kernel.jobs.runNow('ordering.remind-providers', {});
    await app.settle();
  };
  const subjects = async (to: string) => (await orders.mails(number, to)).map(({ subject }) => subject);

  test('repeats the same link after 3 working days, tells the group after 5, ends after 30 days', async () => {
    const start = app.clock.now();
    await run();
    app.clock.advance(3 * DAY);
    await run();
    await run();
    expect((await subjects('grid@ires.example')).filter((subject) => subject.includes('Reminder'))).toHaveLength(1);
    expect((await orders.mails(number, 'grid@ires.example')).at(-1)?.body_text).toContain(page);
    app.clock.set(start);
    app.clock.advance(7 * DAY);
    await run();
    await run();
    expect((await subjects('grid@ires.example')).filter((subject) => subject.includes('Reminder'))).toHaveLength(2);
    const copies = (await orders.mails(number)).filter(({ key }) => key.includes('escalated'));
    expect(copies).toHaveLength(1);
    app.clock.set(start);
    app.clock.advance(30 * DAY);
    await run();
    expect((await orders.look(page)).statusCode).toBe(410);
    app.clock.set(start);
    expect(await orders.state(number)).toEqual({ 1: 'expired' });
    const again = await orders.act('anna', number, 1, 'send');
    expect(again.body).toMatchObject({ state: 'sent', generation: 2 });
    await app.settle();
    expect(await orders.page(number, 'grid@ires.example')).not.toBe(page);
  });

  test('stops with the answer', async () => {
    const start = app.clock.now();
    await orders.fill(page, { decision: 'validate' });
    app.clock.advance(7 * DAY);
    await run();
    expect((await subjects('grid@ires.example')).filter((subject) => subject.includes('Reminder'))).toEqual([]);
    app.clock.set(start);
  });
});
