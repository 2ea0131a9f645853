import { z } from 'zod';
import type { Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import type { JobDefinition } from '#kernel/jobs';
import type { Metrics } from '#kernel/metrics';
import type { Publish, Reaction } from '#kernel/outbox';
import { isRefusal, type MailTransport } from './transport.ts';

const Data = z.object({ mailId: z.string() });

/** Tries besides the first, over some two hours; then the mail has failed. */
const retryLimit = 12;

/** The mail room gives a mail up: the server refused it for good, or every try failed. */
export const mailFailed = 'mail.failed';

/**
 * Sends kept mails, and tells of those that cannot be delivered. A mail is marked before and after the conversation with the server; one that was interrupted in
 * between is sent again under the same Message-ID, by which receivers drop the second copy.
 */
export function mailJob(settings: {
  database: Database;
  clock: Clock;
  transport: MailTransport;
  publish: Publish;
  metrics: Metrics;
  host: string;
}): {
  job: JobDefinition<z.infer<typeof Data>>;
  reaction: Reaction;
} {
  const { database, clock, transport, publish, metrics, host } = settings;

  async function run({ mailId }: z.infer<typeof Data>): Promise<void> {
    const mail = await database
      .read()
      .updateTable('kernel.mails')
      .set((row) => ({ state: 'sending', attempts: row('attempts', '+', 1) }))
      .where('id', '=', mailId)
      .where('state', '!=', 'sent')
      .returningAll()
      .executeTakeFirst();
    if (!mail) return;
    const messageId = `<${sha256(mail.key).slice(0, 32)}@${host}>`;
    // Known before it is on its way: its bounce may be faster than the answer of the server.
    await database.read().updateTable('kernel.mails').set({ message_id: messageId }).where('id', '=', mailId).execute();
    try {
      await transport.deliver(
        {
          key: mail.key,
          from: mail.sender,
          to: mail.recipient,
          replyTo: mail.reply_to,
          subject: mail.subject,
          text: mail.body_text,
          html: mail.body_html,
          host,
        },
        messageId,
      );
    } catch (error) {
      metrics.mails.inc({ outcome: 'failed' });
      const failure = wordsOf(error);
      const isRefused = isRefusal(error);
      const isOver = isRefused || mail.attempts > retryLimit;
      await database.transact(async (tx) => {
        await tx
          .updateTable('kernel.mails')
          .set({ state: isOver ? 'failed' : 'queued', failure })
          .where('id', '=', mailId)
          .execute();
        if (!isOver) return;
        const { about, recipient: to, subject } = mail;
        await publish(tx, {
          type: mailFailed,
          aggregate: `mail:${mailId}`,
          payload: { mailId, about, to, subject, failure },
          audience: ['mailbox'],
        });
      });
      if (isRefused) return;
      throw error;
    }
    await database
      .read()
      .updateTable('kernel.mails')
      .set({ state: 'sent', sent_at: clock.now(), failure: null })
      .where('id', '=', mailId)
      .execute();
    metrics.mails.inc({ outcome: 'sent' });
  }

  return {
    job: {
      name: 'mail.send',
      summary: 'Hands a mail to the mail server',
      schema: Data,
      retryLimit,
      deadlineSeconds: 30,
      run,
    },
    reaction: {
      name: 'mail.send',
      on: ['mail.queued'],
      job: (event) => ({ queue: 'mail.send', data: { mailId: event.payload['mailId'] } }),
    },
  };
}

/** What a server or the network said, as one line of text. */
function wordsOf(error: unknown): string {
  const said =
    error instanceof Error && 'response' in error && typeof error.response === 'string'
      ? error.response
      : error instanceof Error
        ? error.message
        : String(error);
  return said
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 500)
    .toWellFormed();
}
