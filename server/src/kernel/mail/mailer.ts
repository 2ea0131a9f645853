import type { Clock } from '#kernel/clock';
import { json, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { Publish } from '#kernel/outbox';
import { renderMail, type MailContent } from './render-mail.ts';

export interface MailMessage {
  /**
   * One per order, moment, recipient and sequence (ordering.md 4.17): the same key is never mailed twice.
   */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  /** The record it is about: `order:1284`. */
  readonly about: string;
  readonly content: MailContent;
  readonly replyTo?: string | undefined;
}

/** Puts a mail on its way, in the transaction of what it tells about; to nobody, where there is no address. */
export type SendMail = (tx: Tx, message: MailMessage) => Promise<void>;

export interface Mailer {
  readonly send: SendMail;
}

/** Mails are composed and kept when something happens; a job hands them to the server afterwards. */
export function createMailer({ clock, publish, from }: { clock: Clock; publish: Publish; from: string }): Mailer {
  return {
    async send(tx, { key, to, subject, about, content, replyTo }) {
      if (to === '') return;
      const { text, html } = renderMail(subject, content);
      const id = nextId();
      const kept = await tx
        .insertInto('kernel.mails')
        .values({
          id,
          key,
          sender: from,
          recipient: to,
          reply_to: replyTo ?? null,
          subject,
          body_text: text,
          body_html: html,
          headers: json({}),
          about,
          created_at: clock.now(),
          state: 'queued',
          sent_at: null,
          failure: null,
          read_at: null,
        })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (kept)
        await publish(tx, {
          type: 'mail.queued',
          aggregate: `mail:${id}`,
          payload: { mailId: id },
          audience: ['mailbox'],
        });
    },
  };
}
