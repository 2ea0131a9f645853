import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { Database } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { mostMailBytes } from './mime-limits.ts';
import type { MailReceiver, TakeMail } from './take-mail.ts';

const mostRecipients = 20;

/** An answer of an SMTP server: code, enhanced code (RFC 3463), words. */
class SmtpAnswer extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

function answerTo(error: unknown, logger: Logger): SmtpAnswer {
  if (error instanceof SmtpAnswer) return error;
  if (error instanceof AppError && error.code === 'mail_refused') return new SmtpAnswer(554, `5.6.0 ${error.message}`);
  if (error instanceof AppError && error.kind === 'limit') return new SmtpAnswer(451, `4.7.0 ${error.message}`);
  logger.error({ err: error }, 'mail could not be taken');
  return new SmtpAnswer(451, '4.3.0 The mail could not be taken now. Try again later');
}

/** Does something; answers what to tell the other side where it fails. */
async function refusalOf(work: () => Promise<unknown>, logger: Logger): Promise<SmtpAnswer | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return answerTo(error, logger);
  }
}

async function readWhole(stream: Readable & { sizeExceeded?: boolean }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read, because the conversation goes on only behind it, but not kept.
    if (size <= mostMailBytes) chunks.push(chunk);
  }
  if (size > mostMailBytes || stream.sizeExceeded)
    throw new SmtpAnswer(552, `5.3.4 The mail is larger than ${mostMailBytes / 1024 / 1024} MB`);
  return Buffer.concat(chunks);
}

/** Takes mail by SMTP for our reply addresses alone: no sign-in, no relaying. Answers the port. */
export async function listenSmtp(settings: {
  port: number;
  host: string;
  name: string;
  tls: { cert: string; key: string };
  database: Database;
  logger: Logger;
  receiver: () => MailReceiver | undefined;
  take: TakeMail;
}): Promise<{ port: number; close(): Promise<void> }> {
  const { database, logger, take } = settings;
  const server = new SMTPServer({
    name: settings.name,
    banner: 'Portolan',
    ...settings.tls,
    size: mostMailBytes,
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 2000,
    onRcptTo({ address }, session, done) {
      const check = async () => {
        if (session.envelope.rcptTo.length >= mostRecipients) throw new SmtpAnswer(452, '4.5.3 Too many recipients');
        if (!(await settings.receiver()?.targetOf(database.read(), address.toLowerCase())))
          throw new SmtpAnswer(550, `5.1.1 ${address} is no address that we gave to anybody`);
      };
      void (async () => done(await refusalOf(check, logger)))();
    },
    onData(stream, { envelope }, done) {
      const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const takeIt = async () => take(await readWhole(stream), { sender, recipients });
      void (async () => {
        const refusal = await refusalOf(takeIt, logger);
        if (refusal) logger.warn({ sender, answer: refusal.message }, 'mail answered with a refusal');
        done(refusal, 'Taken');
      })();
    },
  });
  server.on('error', (error) => logger.warn({ err: error }, 'mail listener'));
  await new Promise<void>((done, failed) => {
    server.server.once('error', failed);
    server.listen(settings.port, settings.host, () => done());
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
