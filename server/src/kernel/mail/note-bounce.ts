import type { Tx } from '#kernel/database';
import type { Publish } from '#kernel/outbox';
import { mailFailed } from './mail-job.ts';

/**
 * A mail server told afterwards that a mail of ours did not arrive: it has failed like one that was refused at once.
 * Answers what the mail was about; undefined where no mail of ours is meant.
 */
export async function noteBounce(
  tx: Tx,
  publish: Publish,
  bounce: { readonly messageId: string | undefined; readonly failure: string } | undefined,
): Promise<string | undefined> {
  if (bounce?.messageId === undefined) return undefined;
  const mail = await tx
    .selectFrom('kernel.mails')
    .select(['id', 'about', 'recipient', 'subject', 'state'])
    .where('message_id', '=', bounce.messageId)
    .forUpdate()
    .executeTakeFirst();
  if (!mail) return undefined;
  const { id, about, recipient: to, subject } = mail;
  if (mail.state === 'failed') return about;
  const failure = bounce.failure.replaceAll(/[\p{Cc}\s]+/gu, ' ').toWellFormed();
  await tx.updateTable('kernel.mails').set({ state: 'failed', failure }).where('id', '=', id).execute();
  await publish(tx, {
    type: mailFailed,
    aggregate: `mail:${id}`,
    payload: { mailId: id, about, to, subject, failure },
    audience: ['mailbox'],
  });
  return about;
}
