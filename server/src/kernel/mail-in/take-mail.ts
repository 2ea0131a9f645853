import type { Clock } from '#kernel/clock';
import type { Database, Read, Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Files } from '#kernel/files';
import type { Limiter } from '#kernel/limits';
import type { Logger } from '#kernel/logging';
import { noteBounce } from '#kernel/mail';
import type { Publish } from '#kernel/outbox';
import { readMail, type Envelope, type IncomingMail } from './incoming-mail.ts';

/** What a reply address stands for. */
export interface ReplyTarget {
  /** The record that mails to it are about: `order:1284`. */
  readonly about: string;
  /** The address that it was given to. */
  readonly givenTo: string;
}

/** A file of a mail whose bytes are kept already. */
export interface KeptAttachment {
  readonly hash: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** What a module makes of mail to its reply addresses. */
export interface MailReceiver {
  /** Whether this, in lower case, is an address that was given to somebody; mail to all others is refused. */
  targetOf(read: Read, address: string): Promise<ReplyTarget | undefined>;
  /** Takes a mail of a person for a record, in the transaction that remembers it. Answers what became of it, in a word. */
  receive(tx: Tx, mail: IncomingMail, target: ReplyTarget, files: readonly KeptAttachment[]): Promise<string>;
}

export interface MailInParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly files: Files;
  readonly limit: Limiter;
  readonly logger: Logger;
  readonly publish: Publish;
  readonly receiver: () => MailReceiver | undefined;
}

/** Most mails that one sender gets taken within an hour. */
const mailsPerHour = { name: 'mail-in', most: 60, windowSeconds: 3600 };

export type TakeMail = (bytes: Uint8Array, envelope?: Envelope) => Promise<{ readonly isOurs: boolean }>;

/**
 * Takes a mail, whichever way it came: reads it, stops what nobody wrote by hand, hands bounces to the mail room and the
 * rest to the receiver; each record gets the same mail once. Throws `mail_refused` for one that cannot be read, and
 * `too_many_requests` where its sender writes too often.
 */
export const takeMail =
  ({ database, clock, files, limit, logger, publish, receiver }: MailInParts): TakeMail =>
  async (bytes, envelope) => {
    const mail = await readMail(bytes, envelope).catch((error: unknown) => {
      if (error instanceof AppError) logger.warn({ bytes: bytes.length, reason: error.message }, 'mail refused');
      throw error;
    });
    const { messageId } = mail;
    if (mail.bounce) {
      const known = await database.transact((tx) => noteBounce(tx, publish, mail.bounce));
      logger.info({ messageId, about: known }, known === undefined ? 'bounce of an unknown mail' : 'mail bounced');
      return { isOurs: known !== undefined };
    }
    const targets = new Map<string, ReplyTarget>();
    for (const address of mail.recipients) {
      const target = await receiver()?.targetOf(database.read(), address);
      if (target && !targets.has(target.about)) targets.set(target.about, target);
    }
    if (targets.size === 0) return { isOurs: false };
    const reason = mail.automatic ?? ((await isOwn(database.read(), messageId)) ? 'a mail of ours' : undefined);
    if (reason !== undefined) {
      logger.info({ messageId, about: [...targets.keys()], reason }, 'automatic mail left aside');
      return { isOurs: true };
    }
    if (await isKnown(database.read(), mail, [...targets.keys()])) return { isOurs: true };
    await limit(mailsPerHour, mail.from.address);
    const kept: KeptAttachment[] = [];
    for (const { bytes: content, name, mediaType } of mail.attachments)
      if (content.length > 0)
        kept.push({ hash: await files.keep(content), name, mediaType, sizeBytes: content.length });
    for (const target of targets.values()) {
      const outcome = await database.transact(async (tx) => {
        const isNew = await remember(tx, mail, target.about, clock.now());
        if (!isNew) return 'known';
        return (await receiver()?.receive(tx, mail, target, kept)) ?? 'nobody';
      });
      logger.info({ messageId, about: target.about, outcome }, 'mail taken');
    }
    return { isOurs: true };
  };

async function isOwn(read: Read, messageId: string): Promise<boolean> {
  return (
    (await read.selectFrom('kernel.mails').select('id').where('message_id', '=', messageId).executeTakeFirst()) !==
    undefined
  );
}

async function isKnown(read: Read, { fingerprint }: IncomingMail, abouts: readonly string[]): Promise<boolean> {
  const known = await read
    .selectFrom('kernel.mails_in')
    .select('about')
    .where('fingerprint', '=', fingerprint)
    .where('about', 'in', abouts)
    .execute();
  return known.length === abouts.length;
}

async function remember(tx: Tx, { fingerprint }: IncomingMail, about: string, now: string): Promise<boolean> {
  const row = await tx
    .insertInto('kernel.mails_in')
    .values({ fingerprint, about, received_at: now })
    .onConflict((conflict) => conflict.columns(['fingerprint', 'about']).doNothing())
    .returning('about')
    .executeTakeFirst();
  return row !== undefined;
}
