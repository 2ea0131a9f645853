import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { AppError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { mostMailBytes } from './mime-limits.ts';
import type { TakeMail } from './take-mail.ts';

/** Marks what is not for us, so that it stays unread for the people of the mailbox and is not fetched again. */
const passedBy = '$PortolanPassed';
const mostAtOnce = 100;

/** Server, account and folder of `imaps://user:password@host:port/folder`. */
export function imapSettings(address: string): { options: ImapFlowOptions; folder: string } {
  const url = new URL(address);
  const secure = url.protocol === 'imaps:';
  return {
    options: {
      host: url.hostname,
      port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
      secure,
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      logger: false,
      connectionTimeout: 15_000,
      greetingTimeout: 10_000,
      socketTimeout: 60_000,
    },
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
  };
}

/**
 * Looks once into a mailbox. What is taken, or can never be taken, is marked as seen; what is for somebody else stays
 * unread; nothing is deleted. What fails for another reason is looked at again next time.
 */
export async function pollImap(address: string, { take, logger }: { take: TakeMail; logger: Logger }): Promise<void> {
  const { options, folder } = imapSettings(address);
  const client = new ImapFlow(options);
  // Without a listener a broken connection would end the process; the commands below fail with it anyway.
  client.on('error', (error: unknown) => logger.warn({ err: error }, 'mailbox'));
  await client.connect();
  try {
    const lock = await client.getMailboxLock(folder);
    try {
      const found = await client.search({ seen: false, unKeyword: passedBy }, { uid: true });
      for (const uid of (found || []).slice(0, mostAtOnce)) await takeOne(client, uid, { take, logger });
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function takeOne(
  client: ImapFlow,
  uid: number,
  { take, logger }: { take: TakeMail; logger: Logger },
): Promise<void> {
  const mark = (flag: string) => client.messageFlagsAdd(String(uid), [flag], { uid: true });
  const head = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (!head) return;
  if ((head.size ?? 0) > mostMailBytes) {
    logger.warn({ uid, bytes: head.size }, 'mail refused: too large');
    await mark(passedBy);
    return;
  }
  const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
  if (!mail || !mail.source) return;
  try {
    const { isOurs } = await take(mail.source);
    await mark(isOurs ? String.raw`\Seen` : passedBy);
  } catch (error) {
    if (error instanceof AppError && error.code === 'mail_refused') {
      await mark(passedBy);
      return;
    }
    logger.warn({ uid, err: error }, 'mail could not be taken and is tried again');
  }
}
