import { describe, expect, test } from 'vitest';
import { readMail } from './incoming-mail.ts';
import { mimeRefusal } from './mime-limits.ts';

const head = ['From: Eleni <Eleni@HCMR.example>', 'To: order+1@in.example', 'Subject: Re: Sites', 'Message-ID: <a@b>'];
const mail = (headers: readonly string[], body: string) => Buffer.from(`${[...headers, '', body].join('\r\n')}\r\n`);
const read = (more: readonly string[] = [], body = 'Yes', envelope = {}) =>
  readMail(mail([...head, ...more], body), envelope);

describe('what a mail says', () => {
  test('its sender, its recipients by envelope and header, its words', async () => {
    const found = await read(['Cc: Someone <Order+2@in.example>'], 'Yes\r\nplease', {
      recipients: ['ORDER+3@in.example'],
    });
    expect(found).toMatchObject({
      messageId: '<a@b>',
      from: { name: 'Eleni', address: 'eleni@hcmr.example' },
      recipients: ['order+3@in.example', 'order+1@in.example', 'order+2@in.example'],
      subject: 'Re: Sites',
      automatic: undefined,
    });
    expect(found.text.trim()).toBe('Yes\nplease');
  });

  test('HTML alone is read as text', async () => {
    const found = await read(['Content-Type: text/html; charset=utf-8'], '<p>Two <b>sites</b></p><script>x()</script>');
    expect(found.text.trim()).toBe('Two sites');
  });

  test('a copy of a mail has the same fingerprint by whatever way it came, another mail has not', async () => {
    const { fingerprint } = await read();
    expect((await read(['Received: from elsewhere', 'Delivered-To: order+9@in.example'])).fingerprint).toBe(
      fingerprint,
    );
    expect((await read([], 'No')).fingerprint).not.toBe(fingerprint);
  });

  test('names of attachments are no paths', async () => {
    const body = [
      '--x',
      'Content-Type: text/plain',
      '',
      'Here',
      '--x',
      'Content-Type: application/pdf; name="../../etc/passwd"',
      'Content-Disposition: attachment; filename="../../etc/passwd"',
      'Content-Transfer-Encoding: base64',
      '',
      'JVBERi0=',
      '--x--',
    ].join('\r\n');
    const { attachments } = await read(['Content-Type: multipart/mixed; boundary=x'], body);
    expect(attachments.map(({ name, mediaType, bytes }) => [name, mediaType, Buffer.from(bytes).toString()])).toEqual([
      ['.._.._etc_passwd', 'application/pdf', '%PDF-'],
    ]);
  });
});

describe('what nobody wrote by hand', () => {
  test.each([
    ['Auto-Submitted: auto-replied'],
    ['Auto-Submitted: auto-generated'],
    ['Precedence: bulk'],
    ['Precedence: auto_reply'],
    ['List-Id: <news.example.org>'],
    ['List-Unsubscribe: <mailto:off@example.org>'],
    ['X-Autoreply: yes'],
    ['X-Loop: somebody'],
    ['Return-Path: <>'],
  ])('%s', async (header) => expect((await read([header])).automatic).toBeTypeOf('string'));

  test('an empty sender of the envelope', async () => {
    expect((await read([], 'Yes', { sender: '' })).automatic).toBe('empty return path');
  });

  test.each([['Auto-Submitted: no'], ['Return-Path: <eleni@hcmr.example>'], ['Precedence: first-class']])(
    'but %s is the mail of a person',
    async (header) => expect((await read([header])).automatic).toBeUndefined(),
  );
});

describe('a bounce', () => {
  const report = (action: string) =>
    [
      '--r',
      'Content-Type: text/plain',
      '',
      'It did not work',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; grid@ires.example',
      `Action: ${action}`,
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      '  user here',
      '',
      '--r',
      'Content-Type: message/rfc822',
      '',
      'From: orders@portolan.example',
      'Message-ID: <ours@portolan.example>',
      'Subject: A question',
      '',
      'Text',
      '--r--',
    ].join('\r\n');
  const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=r';

  test('names the mail that failed and why', async () => {
    expect((await read([type], report('failed'), { sender: '' })).bounce).toEqual({
      messageId: '<ours@portolan.example>',
      recipient: 'grid@ires.example',
      failure: '550 5.1.1 no such user here',
    });
  });

  test.each(['delayed', 'delivered', 'relayed'])('is not one that was %s', async (action) => {
    expect((await read([type], report(action))).bounce).toBeUndefined();
  });
});

describe('mails that are turned away', () => {
  const nested = (depth: number) => {
    const parts = Array.from(
      { length: depth },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}`,
    );
    return Buffer.from(`From: a@b.example\r\n${parts.join('\r\n')}\r\n\r\nText`);
  };
  const within = (depth: number) =>
    Buffer.from(`From: a@b.example\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)}Subject: x\r\n\r\nText`);

  test('nested parts', () => {
    expect(mimeRefusal(nested(12))).toBeUndefined();
    expect(mimeRefusal(nested(13))).toBe('The parts of the mail are nested more than 12 deep');
    expect(mimeRefusal(within(13))).toBe('The parts of the mail are nested more than 12 deep');
  });

  test('too many parts', () => {
    const many = (count: number) =>
      mail([...head, 'Content-Type: multipart/mixed; boundary="a b"'], '--a b\r\n\r\nx\r\n'.repeat(count));
    expect(mimeRefusal(many(199))).toBeUndefined();
    expect(mimeRefusal(many(200))).toBe('The mail has more than 200 parts');
  });

  test('endless headers, too large, without a sender', async () => {
    expect(mimeRefusal(mail([...head, `X: ${'y'.repeat(300_000)}`], 'x'))).toBe('The header of the mail is too long');
    expect(mimeRefusal(new Uint8Array(25 * 1024 * 1024 + 1))).toBe('The mail is larger than 25 MB');
    await expect(readMail(Buffer.from('Subject: x\r\n\r\nText'))).rejects.toMatchObject({ code: 'mail_refused' });
  });

  test.each([
    ['nothing', ''],
    ['no header', '\r\n\r\n\r\n'],
    ['bytes', Buffer.from([0, 255, 254, 10, 13, 10, 0, 200]).toString('latin1')],
    ['a boundary that never comes', 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nText'],
    ['a boundary that is empty', 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=""\r\n\r\nText'],
    ['no end', 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/pl'],
    ['an unknown charset', 'From: a@b.example\r\nContent-Type: text/plain; charset=nothing\r\n\r\nT\u00E4xt'],
    ['bad base64', 'From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!=='],
    ['a broken word', 'From: =?utf-8?B?!!!?= <a@b.example>\r\nSubject: =?x?Q?=?=\r\n\r\nText'],
  ])('%s is read or refused, never more', async (_name, text) => {
    const outcome = await readMail(Buffer.from(text, 'latin1')).catch((error: { code?: string }) => error.code);
    expect(typeof outcome === 'string' ? outcome : outcome?.from.address).toMatch(/^(mail_refused|a@b\.example)$/);
  });
});
