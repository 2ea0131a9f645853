import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
let port: number;
let number: number;

beforeAll(async () => {
  app = await testApp({ settings: { MAIL_IN_DOMAIN: 'in.portolan.example', SMTP_IN_PORT: '0' } });
  port = (await app.kernel.mailIn.listen()) ?? 0;
  number = await negotiation(app).taken();
});
afterAll(() => app.close());

/** Hands a mail to the listener, over TLS, as the mail server of the world outside does. */
async function send(mail: SendMailOptions): Promise<string> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  try {
    return (await transport.sendMail(mail)).response;
  } catch (error) {
    return (error as { response?: string }).response ?? String(error);
  } finally {
    transport.close();
  }
}

async function replyTo(recipient: string, order = number): Promise<string> {
  const row = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select('reply_to')
    .where('about', '=', `order:${order}`)
    .where('recipient', '=', recipient)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row?.reply_to ?? '';
}

interface Entry {
  readonly text: string;
  readonly scope: string;
  readonly by: { readonly name: string; readonly role: string };
  readonly files: readonly { readonly id: string; readonly name: string }[];
}
async function entries(who: string, text: string, order = number): Promise<Entry[]> {
  const { body } = await app.as(who).get(`/api/orders/${order}`);
  return (body.timeline as Entry[]).filter((entry) => entry.text.includes(text));
}
const eleni = 'Eleni <eleni@hcmr.example>';

test('mails about an order are answered to an address of order and recipient', async () => {
  const address = await replyTo('eleni@hcmr.example');
  expect(address).toMatch(new RegExp(`^order\\+${number}-[0-9a-f]{20}@in\\.portolan\\.example$`));
  const other = await negotiation(app).taken();
  expect((await replyTo('eleni@hcmr.example', other)).split('-')[1]).not.toBe(address.split('-')[1]);
});

describe('an answer by mail', () => {
  test('of the customer goes on the order as on the web, without the quotation, with its files', async () => {
    await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'ask', message: 'Are two sites fine?' });
    await app.settle();
    const to = await replyTo('eleni@hcmr.example');
    const answered = await send({
      from: eleni,
      to,
      subject: 'Re: A question',
      messageId: '<answer-1@hcmr.example>',
      text: 'Two are fine.\n\nOn Mon, Nov 23, 2026 at 10:01 AM Order desk <orders@portolan.example> wrote:\n> Are two sites fine?',
      attachments: [{ filename: 'plan.pdf', content: '%PDF-1.7' }],
    });
    expect(answered).toMatch(/^250 /);
    const [entry] = await entries('eleni', 'Two are fine.');
    expect(entry).toMatchObject({ text: 'Two are fine.', scope: 'public', by: { role: 'customer' } });
    expect(entry?.files.map(({ name }) => name)).toEqual(['plan.pdf']);
    expect((await app.as('anna').get(`/api/orders/${number}/files/${entry?.files[0]?.id}`)).text).toBe('%PDF-1.7');
    expect((await app.as('anna').get(`/api/orders/${number}`)).body.state).toBe('in_progress');
  });

  test('that comes again, or to two addresses of the order, is there once', async () => {
    const to = await replyTo('eleni@hcmr.example');
    const desk = await replyTo('anna@desk.example').then((found) => (found === '' ? to : found));
    const mail = { from: eleni, to: [to, desk], messageId: '<answer-2@hcmr.example>', text: 'Once only' };
    expect(await send(mail)).toMatch(/^250 /);
    expect(await send(mail)).toMatch(/^250 /);
    expect(await entries('eleni', 'Once only')).toHaveLength(1);
  });

  test('of a shifter stays inside, whatever it says', async () => {
    await app.settle();
    const anna = await app.kernel.database.transact((tx) => app.modules.identity.people.byIds(tx, [app.idOf('anna')]));
    const address = anna.get(app.idOf('anna'))?.email ?? '';
    expect(await send({ from: address, to: await replyTo(address), text: 'Ask CERN, not them' })).toMatch(/^250 /);
    expect(await entries('anna', 'Ask CERN')).toMatchObject([{ scope: 'internal', by: { role: 'shifter' } }]);
    expect(await entries('eleni', 'Ask CERN')).toEqual([]);
    // A forged sender with an address that was given to the customer speaks for nobody.
    expect(await send({ from: address, to: await replyTo('eleni@hcmr.example'), text: 'All is free' })).toMatch(
      /^250 /,
    );
    expect(await entries('anna', 'All is free')).toMatchObject([{ scope: 'internal', by: { role: 'system' } }]);
    expect(await entries('eleni', 'All is free')).toEqual([]);
  });

  test('of a contact without an account asks the desk', async () => {
    await negotiation(app).sent(number, 10, 'IN2P3-IRES', 'grid@ires.example');
    expect(
      await send({ from: 'grid@ires.example', to: await replyTo('grid@ires.example'), text: 'Which image?' }),
    ).toMatch(/^250 /);
    expect(await entries('anna', 'Which image?')).toMatchObject([{ by: { name: 'IN2P3-IRES', role: 'provider' } }]);
    expect(await entries('eleni', 'Which image?')).toEqual([]);
    await app.settle();
    const mails = await negotiation(app).mails(number);
    expect(mails.some(({ subject }) => subject.includes('IN2P3-IRES asks something'))).toBe(true);
  });

  test('of somebody unknown is kept inside, with who it was and whose address they had', async () => {
    const to = await replyTo('eleni@hcmr.example');
    expect(await send({ from: 'Mallory <mallory@evil.example>', to, text: 'Give it to me' })).toMatch(/^250 /);
    const [entry] = await entries('anna', 'Give it to me');
    expect(entry).toMatchObject({ scope: 'internal', by: { name: 'Mallory <mallory@evil.example> (unknown)' } });
    expect(entry?.text).toContain('The address had been given to eleni@hcmr.example.');
    expect(await entries('eleni', 'Give it to me')).toEqual([]);
    await app.settle();
    const mails = await negotiation(app).mails(number);
    expect(mails.filter(({ subject }) => subject.includes('Somebody unknown wrote'))).not.toEqual([]);
    expect(mails.filter(({ recipient }) => recipient === 'mallory@evil.example')).toEqual([]);
  });
});

describe('what is no answer', () => {
  test.each([
    ['nobody@in.portolan.example'],
    ['order+1-00000000000000000000@in.portolan.example'],
    ['someone@elsewhere.example'],
  ])('mail to %s is refused', async (to) => {
    expect(await send({ from: eleni, to, text: 'Hello' })).toMatch(/^550 5\.1\.1 /);
  });

  test('an out-of-office note is left aside', async () => {
    const to = await replyTo('eleni@hcmr.example');
    const sent = await send({ from: eleni, to, text: 'I am away', headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(sent).toMatch(/^250 /);
    expect(await entries('anna', 'I am away')).toEqual([]);
  });

  test('a mail bomb is refused with the reason', async () => {
    const to = await replyTo('eleni@hcmr.example');
    const raw = `From: ${eleni}\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\ny\r\n'.repeat(500)}`;
    expect(await send({ envelope: { from: 'eleni@hcmr.example', to }, raw })).toBe(
      '554 5.6.0 The mail has more than 200 parts',
    );
    const large = await send({
      from: eleni,
      to,
      text: 'x',
      attachments: [{ content: Buffer.alloc(26 * 1024 * 1024) }],
    });
    expect(large).toMatch(/^552 /);
  });

  test('a bounce is told to the desk and marks the share', async () => {
    const mail = await app.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select(['id', 'reply_to'])
      .where('recipient', '=', 'grid@ires.example')
      .executeTakeFirstOrThrow();
    await app.kernel.jobs.runNow('mail.send', { mailId: mail.id });
    const { message_id: id } = await app.kernel.database
      .read()
      .selectFrom('kernel.mails')
      .select('message_id')
      .where('id', '=', mail.id)
      .executeTakeFirstOrThrow();
    const report = ['Final-Recipient: rfc822; grid@ires.example', 'Action: failed', 'Status: 5.1.1'].join('\r\n');
    const raw = [
      'From: MAILER-DAEMON@mx.example',
      `To: ${mail.reply_to}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      '',
      `--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n${report}\r\n`,
      `--r\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${id}\r\n\r\nText\r\n--r--`,
    ].join('\r\n');
    expect(await send({ envelope: { from: '', to: mail.reply_to ?? '' }, raw })).toMatch(/^250 /);
    await app.settle();
    const { body } = await app.as('anna').get(`/api/orders/${number}`);
    expect(
      body.desk.shares.find((share: { contact: { email: string } }) => share.contact.email === 'grid@ires.example'),
    ).toMatchObject({ undelivered: 'grid@ires.example' });
  });

  test('who writes all the time is asked to wait', async () => {
    const to = await replyTo('eleni@hcmr.example');
    const raw = (at: number) =>
      Buffer.from(`From: busy@evil.example\r\nTo: ${to}\r\nMessage-ID: <${at}@e>\r\n\r\nNumber ${at}`);
    for (let at = 0; at < 60; at += 1) await app.kernel.mailIn.take(raw(at));
    await expect(app.kernel.mailIn.take(raw(60))).rejects.toMatchObject({ kind: 'limit' });
    expect(await app.kernel.mailIn.take(raw(59))).toEqual({ isOurs: true });
  });
});

test('who has their account erased is no longer named by mail that was kept as a stranger’s', async () => {
  const to = await replyTo('eleni@hcmr.example');
  const { kernel, modules } = app;
  const read = kernel.database.read();
  const tomas = (await modules.identity.people.byIds(read, [app.idOf('tomas')])).get(app.idOf('tomas'));
  await send({ from: `${tomas?.name} <${tomas?.email}>`, to, text: 'May I join?' });
  expect((await entries('anna', 'May I join?'))[0]?.text).toContain(tomas?.email);
  await kernel.database.transact((tx) =>
    modules.ordering.personalData.erase(tx, {
      id: app.idOf('tomas'),
      name: tomas?.name ?? '',
      email: tomas?.email ?? '',
    }),
  );
  const [entry] = await entries('anna', 'May I join?');
  expect(JSON.stringify(entry)).not.toContain(tomas?.email);
  expect(JSON.stringify(entry)).not.toContain(tomas?.name);
});
