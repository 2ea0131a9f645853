import { z } from 'zod';
import type { Config } from '#kernel/config';
import type { JobDefinition } from '#kernel/jobs';
import { certificateFor } from '#kernel/tls';
import { pollImap } from './poll-imap.ts';
import { listenSmtp } from './smtp-listener.ts';
import { takeMail, type MailInParts, type MailReceiver, type TakeMail } from './take-mail.ts';

export type { IncomingMail } from './incoming-mail.ts';
export type { KeptAttachment, MailReceiver, ReplyTarget } from './take-mail.ts';

export interface MailIn {
  /** Says who takes mail to reply addresses; without a receiver every address is unknown. */
  receiveWith(receiver: MailReceiver): void;
  readonly take: TakeMail;
  /** Opens the SMTP listener where one is set; answers its port. */
  listen(): Promise<number | undefined>;
  readonly jobs: readonly JobDefinition<Record<string, never>>[];
  close(): Promise<void>;
}

/** The way in for mail: an SMTP listener and a mailbox that is polled, each only where it is set. */
export function createMailIn({
  config,
  ...parts
}: Omit<MailInParts, 'receiver'> & {
  config: Config;
}): MailIn {
  const { database, logger } = parts;
  let known: MailReceiver | undefined;
  let listener: Awaited<ReturnType<typeof listenSmtp>> | undefined;
  const receiver = () => known;
  const take = takeMail({ ...parts, receiver });
  const { SMTP_IN_PORT: port, IMAP_URL: mailbox } = config;
  return {
    receiveWith: (given) => void (known = given),
    take,
    async listen() {
      if (port === undefined) return undefined;
      const name = config.MAIL_IN_DOMAIN ?? new URL(config.publicUrl).hostname;
      const { cert, key } = certificateFor(config);
      listener = await listenSmtp({
        port,
        host: config.HOST,
        name,
        tls: { cert, key },
        database,
        logger,
        receiver,
        take,
      });
      return listener.port;
    },
    jobs:
      mailbox === undefined
        ? []
        : [
            {
              name: 'mail.poll',
              summary: 'Looks into the mailbox for answers by mail',
              schema: z.object({}).strict(),
              retryLimit: 0,
              deadlineSeconds: 300,
              cron: '* * * * *',
              run: () => pollImap(mailbox, { take, logger }),
            },
          ],
    async close() {
      await listener?.close();
    },
  };
}
