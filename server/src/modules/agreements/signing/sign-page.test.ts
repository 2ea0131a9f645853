import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { sql } from 'kysely';
import { aDossier, aShare, FakeOrders } from '../testing-orders.ts';
import { testDesk, tokenFor, type TestDesk } from '../testing-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(new FakeOrders(), await testDatabase());
});
afterAll(() => desk.close());

let last = 3000;
/** An SLA with one OLA, proposed; the mails to sign are out. Answers the number of its order. */
async function proposed(): Promise<number> {
  last += 1;
  desk.orders.put(
    aDossier({
      id: `order-${last}`,
      number: last,
      shares: [
        aShare(1, {
          id: `share-${last}`,
          contact: { name: 'Grid', email: 'grid@cesnet.example, night@cesnet.example' },
        }),
      ],
    }),
  );
  await desk.call('anna', 'POST', `/api/orders/${last}/agreements`, {});
  const answer = await act(last, 1, { action: 'propose' });
  expect(answer.status, answer.text).toBe(200);
  await desk.settle();
  return last;
}

const act = (number: number, version: number, body: object) =>
  desk.call('jonas', 'POST', `/api/agreements/SLA-${number}/versions/${version}/actions`, body);
const open = (token: string) => desk.call(null, 'GET', `/s/${token}`);
const nonceIn = (text: string) => /name="nonce"\s+value="([^"]+)"/.exec(text)?.[1] ?? '';
const send = (token: string, form: Record<string, string>) =>
  desk.call(null, 'POST', `/s/${token}`, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
const customer = 'eleni@hcmr.example';

test('a person without an account reads the agreement, signs it, and the page tells the outcome for ever', async () => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  const page = await open(token);
  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  });
  for (const words of ['8.2 Of the customer', 'I sign this agreement', `Download SLA-${number}-v1.pdf`])
    expect(page.text).toContain(words);
  const signed = await send(token, {
    nonce: nonceIn(page.text),
    decision: 'sign',
    name: 'Eleni Papadaki',
    role: 'Principal investigator',
  });
  expect([signed.status, signed.headers['location']]).toEqual([303, `/s/${token}`]);
  const after = await open(token);
  expect(after.text).toContain('You have signed');
  expect(after.text).not.toContain('<form');
  await act(number, 1, { action: 'sign', role: 'SLA coordinator' });
  await desk.settle();
  const done = await open(token);
  expect(done.text).toContain('Both sides have signed');
  expect(done.text).toContain('Eleni Papadaki, Principal investigator');
  const pdf = await desk.call(null, 'GET', `/s/${token}/pdf`);
  expect([pdf.status, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
  const { body } = await desk.call('eleni', 'GET', `/api/agreements/SLA-${number}`);
  expect(body.signatures.map(({ side, how, name }: Record<string, string>) => [side, how, name])).toEqual([
    ['desk', 'account', 'Jonas Weber'],
    ['party', 'link', 'Eleni Papadaki'],
  ]);
});

test('each contact of a site gets a mail of their own', async () => {
  const number = await proposed();
  for (const to of ['grid@cesnet.example', 'night@cesnet.example']) {
    expect((await desk.mails(to))[0]?.subject).toBe(`[${number}] Sign the agreement OLA-${number}-1, version 1`);
  }
  expect(await tokenFor(desk, 'grid@cesnet.example')).not.toBe(await tokenFor(desk, 'night@cesnet.example'));
});

test('scanners that open the link a hundred times change nothing', async () => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  const state = async () =>
    (
      await sql<{
        all: string;
      }>`select jsonb_agg(v order by v.id)::text || coalesce((select jsonb_agg(l order by l.id)::text from agreements.sign_links l), '')
        || (select count(*) from agreements.signatures) || (select count(*) from kernel.events) as all
        from agreements.versions v`.execute(desk.kernel.database.read())
    ).rows[0]?.all;
  const before = await state();
  for (let round = 0; round < 50; round += 1) {
    await open(token);
    await desk.call(null, 'HEAD', `/s/${token}`);
  }
  expect(await state()).toBe(before);
  expect((await desk.call('eleni', 'GET', `/api/agreements/SLA-${number}`)).body.state).toBe('proposed');
  desk.clock.advance(60_000);
});

test.each([
  ['no choice', { decision: '' }, 'Choose one of the two answers'],
  ['no name', { name: '' }, 'Type your name'],
  ['no role', { role: ' ' }, 'Type your role'],
  ['no remark', { decision: 'remark', remark: '' }, 'Write your remark'],
  ['no nonce', { nonce: '' }, 'The text changed since you opened this page'],
])('with %s nothing is signed, and the page says why and keeps the input', async (_what, fault, reason) => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  const nonce = nonceIn((await open(token)).text);
  const answer = await send(token, { nonce, decision: 'sign', name: 'Eleni', role: 'PI', ...fault });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain(reason);
  expect((await desk.call('eleni', 'GET', `/api/agreements/SLA-${number}`)).body.signatures).toEqual([]);
});

test('a form of an older text signs nothing', async () => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  const nonce = nonceIn((await open(token)).text);
  await act(number, 1, { action: 'sign', role: 'SLA coordinator' });
  const answer = await send(token, { nonce, decision: 'sign', name: 'Eleni', role: 'PI' });
  expect([answer.status, answer.text.includes('Read it again and send your answer from here')]).toEqual([400, true]);
});

test('a remark goes to the desk and signs nothing', async () => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  const sent = await send(token, {
    nonce: nonceIn((await open(token)).text),
    decision: 'remark',
    remark: '<b>Longer, please</b>',
  });
  expect([sent.status, sent.headers['location']]).toEqual([303, `/s/${token}?sent=1`]);
  expect((await desk.call('anna', 'GET', `/api/agreements/SLA-${number}`)).body.comments).toMatchObject([
    { text: '<b>Longer, please</b>', by: { side: 'party' } },
  ]);
});

test('a link that was replaced, has expired, or whose version was withdrawn says so and takes nothing', async () => {
  const number = await proposed();
  const first = await tokenFor(desk, customer);
  const nonce = nonceIn((await open(first)).text);
  await act(number, 1, { action: 'send_again' });
  await desk.settle();
  const second = await tokenFor(desk, customer);
  expect(second).not.toBe(first);
  expect((await open(first)).text).toContain('This link was replaced');
  expect((await send(first, { nonce, decision: 'sign', name: 'E', role: 'PI' })).status).toBe(409);
  desk.clock.advance(31 * 86_400_000);
  expect((await open(second)).text).toContain('This link has expired');
  desk.clock.set('2026-11-23T10:00:00.000Z');
  await act(number, 1, { action: 'withdraw', reason: 'No longer needed' });
  await desk.settle();
  expect((await open(second)).text).toContain('This agreement was withdrawn');
  expect((await desk.mails(customer))[0]).toMatchObject({
    subject: `[${number}] SLA-${number}, version 1 is withdrawn`,
  });
});

test('the same signature sent twice is no error; an unknown link is a page of its own', async () => {
  await proposed();
  const token = await tokenFor(desk, customer);
  const form = { nonce: nonceIn((await open(token)).text), decision: 'sign', name: 'Eleni', role: 'PI' };
  expect([
    (await send(token, form)).status,
    (await send(token, form)).status,
    (await send(token, { ...form, name: 'Other' })).status,
  ]).toEqual([303, 303, 409]);
  for (const unknown of ['x', 'A'.repeat(43)]) {
    const page = await open(unknown);
    expect([page.status, page.text.includes('There is no such link')]).toEqual([404, true]);
  }
});

test('the mail about the signed agreement leads to a page for reading', async () => {
  const number = await proposed();
  const token = await tokenFor(desk, customer);
  await send(token, { nonce: nonceIn((await open(token)).text), decision: 'sign', name: 'Eleni', role: 'PI' });
  await act(number, 1, { action: 'sign', role: 'SLA coordinator' });
  await desk.settle();
  const reading = await tokenFor(desk, customer);
  expect((await desk.mails(customer))[0]?.subject).toBe(`[${number}] SLA-${number}, version 1 is agreed`);
  const page = await open(reading);
  expect(page.text).toContain('Both sides have signed');
  expect(page.text).not.toContain('<form');
});
