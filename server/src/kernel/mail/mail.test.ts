import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { wholeFeed } from '#test/feed';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createLogger } from '#kernel/logging';
import {
  createMailer,
  mailFailed,
  mailboxTransport,
  mailJob,
  smtpTransport,
  type MailContent,
  type MailTransport,
} from '#kernel/mail';
import { createMetrics } from '#kernel/metrics';
import { createRelay, eventPublisher } from '#kernel/outbox';
import { renderMail } from './render-mail.ts';

const content: MailContent = {
  opening: 'Anna de Wit of the order desk asks you to confirm what your site can give to an order.',
  rows: [
    ['Order', '1284, EGI Cloud compute <General purpose>'],
    ['Until', '1 December 2026'],
  ],
  quote: {
    by: 'Eleni Papadaki',
    text: 'We forecast waves for the Aegean & need the cores by December.\nThe old cluster ends then.',
  },
  button: { label: 'Look at the request', url: 'https://orders.example.org/a/t0ken?x=1&y=2' },
  otherwise: 'If nobody answers until 1 December, the desk calls you.',
  because: 'You get this because you are the contact of CESNET-MCC.',
};

describe('what a mail says', () => {
  test('as text', () => {
    expect(renderMail('Order 1284', content).text).toBe(
      [
        'Anna de Wit of the order desk asks you to confirm what your site can',
        'give to an order.',
        '',
        'Order: 1284, EGI Cloud compute <General purpose>',
        'Until: 1 December 2026',
        '',
        'Eleni Papadaki wrote:',
        '',
        '> We forecast waves for the Aegean & need the cores by December.',
        '> The old cluster ends then.',
        '',
        'Look at the request:',
        'https://orders.example.org/a/t0ken?x=1&y=2',
        '',
        'If nobody answers until 1 December, the desk calls you.',
        '',
        '--',
        'Portolan',
        'You get this because you are the contact of CESNET-MCC.',
        '',
      ].join('\n'),
    );
  });

  test('as HTML, with every word of people escaped', () => {
    const { html } = renderMail('Order <1284>', content);
    expect(html).toMatchSnapshot();
    expect(html).toContain('<title>Order &lt;1284&gt;</title>');
    expect(html).toContain('EGI Cloud compute &lt;General purpose&gt;');
    expect(html).toContain('href="https://orders.example.org/a/t0ken?x=1&amp;y=2"');
    expect(html).not.toContain('<General');
  });

  test('no line of text is longer than 72 characters, but an address is never broken', () => {
    const url = `https://orders.example.org/a/${'x'.repeat(90)}`;
    const { text } = renderMail('s', {
      opening: 'word '.repeat(60).trim(),
      because: 'word '.repeat(40).trim(),
      button: { label: 'Open', url },
    });
    expect(text).toContain(url);
    expect(text.split('\n').filter((line) => line.length > 72)).toEqual([url]);
  });
});

describe('sending', () => {
  let database: Database;
  const received: ParsedMail[] = [];
  let refuse: 451 | 550 | undefined;
  const answers = { 451: 'try later', 550: 'no such user' };
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(refuse ? Object.assign(new Error(answers[refuse]), { responseCode: refuse }) : null),
    onData(stream, _session, done) {
      simpleParser(stream, {}, (error, mail) => {
        if (error === null) received.push(mail);
        done(error);
      });
    },
  });
  let transport: MailTransport;
  const clock = new FixedClock('2026-11-24T08:00:00.000Z');
  const publish = eventPublisher(clock);
  const mailer = createMailer({ clock, publish, from: 'Portolan order desk <orders@portolan.example>' });

  beforeAll(async () => {
    database = await testDatabase();
    await new Promise<void>((done) => void smtp.listen(0, '127.0.0.1', done));
    transport = smtpTransport(`smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`);
  });
  beforeEach(() => {
    received.length = 0;
    refuse = undefined;
  });
  afterAll(async () => {
    transport.close();
    await new Promise<void>((done) => smtp.close(() => done()));
    await database.close();
  });

  const message = (key: string) => ({
    key,
    to: 'Ivan Petrov <ivan@cesnet.example>',
    subject: 'Übersicht: order 1284',
    about: 'order:1284',
    content,
    replyTo: 'orders+1284@portolan.example',
  });
  const jobWith = (by: MailTransport) =>
    mailJob({ database, clock, transport: by, publish, metrics: createMetrics(), host: 'orders.example.org' }).job;
  const kept = (key: string) =>
    database.read().selectFrom('kernel.mails').selectAll().where('key', '=', key).executeTakeFirstOrThrow();

  test('goes over SMTP with both parts, the address to answer to and a mark that nobody wrote it by hand', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, asked')));
    const { id } = await kept('order 1284, asked');
    await jobWith(transport).run({ mailId: id });
    const [mail] = received;
    expect(received).toHaveLength(1);
    expect(mail).toMatchObject({
      subject: 'Übersicht: order 1284',
      from: { text: '"Portolan order desk" <orders@portolan.example>' },
      replyTo: { text: 'orders+1284@portolan.example' },
    });
    expect(mail?.text).toContain('Anna de Wit of the order desk');
    expect(mail?.html).toContain('Look at the request');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(await kept('order 1284, asked')).toMatchObject({
      state: 'sent',
      attempts: 1,
      sent_at: '2026-11-24T08:00:00.000Z',
    });
    await jobWith(transport).run({ mailId: id });
    expect(received).toHaveLength(1);
  });

  test('is tried again under the same Message-ID', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, again')));
    const { id } = await kept('order 1284, again');
    refuse = 451;
    await expect(jobWith(transport).run({ mailId: id })).rejects.toThrow(/try later/);
    expect(await kept('order 1284, again')).toMatchObject({
      state: 'queued',
      attempts: 1,
      failure: expect.stringContaining('try later'),
    });
    refuse = undefined;
    await jobWith(transport).run({ mailId: id });
    // Interrupted after the server took it, before that was noted: the second copy can be told by its Message-ID.
    await database.read().updateTable('kernel.mails').set({ state: 'sending' }).where('id', '=', id).execute();
    await jobWith(transport).run({ mailId: id });
    expect(received).toHaveLength(2);
    expect(received[0]?.messageId).toMatch(/^<[0-9a-f]{32}@orders\.example\.org>$/);
    expect(received[1]?.messageId).toBe(received[0]?.messageId);
  });

  const failures = async (mailId: string) =>
    (await wholeFeed(database, mailFailed)).filter(({ aggregate }) => aggregate === `mail:${mailId}`);

  test('is given up at once when the server refuses it for good, and the room tells of it', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, nobody')));
    const { id } = await kept('order 1284, nobody');
    refuse = 550;
    await jobWith(transport).run({ mailId: id });
    const failure = expect.stringContaining('550 no such user');
    expect(await kept('order 1284, nobody')).toMatchObject({ state: 'failed', attempts: 1, failure });
    expect(await failures(id)).toMatchObject([
      {
        payload: {
          about: 'order:1284',
          to: 'Ivan Petrov <ivan@cesnet.example>',
          subject: 'Übersicht: order 1284',
          failure,
        },
      },
    ]);
  });

  test('is given up after the last try, and can still be sent by hand', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, never')));
    const { id } = await kept('order 1284, never');
    refuse = 451;
    const job = jobWith(transport);
    for (let tries = 0; tries <= job.retryLimit; tries += 1) {
      expect(await failures(id)).toEqual([]);
      await expect(job.run({ mailId: id })).rejects.toThrow(/try later/);
    }
    expect(await failures(id)).toHaveLength(1);
    refuse = undefined;
    await job.run({ mailId: id });
    expect(await kept('order 1284, never')).toMatchObject({ state: 'sent', failure: null });
  });

  test('the same key is never mailed twice', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, once')));
    await database.transact((tx) => mailer.send(tx, { ...message('order 1284, once'), subject: 'Another' }));
    expect((await kept('order 1284, once')).subject).toBe('Übersicht: order 1284');
    const jobs: string[] = [];
    const { reaction } = mailJob({
      database,
      clock,
      transport: mailboxTransport,
      publish,
      metrics: createMetrics(),
      host: 'orders.example.org',
    });
    const relay = createRelay({
      database,
      clock,
      logger: createLogger('silent'),
      reactions: () => [reaction],
      sendJob: async ({ data }) => void jobs.push(String(data['mailId'])),
      holder: 'test',
    });
    await relay.drain();
    expect(jobs.filter((id) => id === jobs.at(-1))).toHaveLength(1);
  });

  test('nothing of a transaction that was taken back is mailed', async () => {
    const failing = database.transact(async (tx) => {
      await mailer.send(tx, message('order 1284, undone'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await expect(kept('order 1284, undone')).rejects.toThrow();
  });

  test('without a mail server the kept mail is the delivery', async () => {
    await database.transact((tx) => mailer.send(tx, message('order 1284, inside')));
    const { id } = await kept('order 1284, inside');
    await jobWith(mailboxTransport).run({ mailId: id });
    expect(await kept('order 1284, inside')).toMatchObject({ state: 'sent', failure: null });
    expect(received).toHaveLength(0);
  });
});
