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
  /** In which its words are; English unless said. */
  readonly language?: string;
  readonly replyTo?: string | undefined;
  /** Kept for the next digest of this recipient instead of being sent. */
  readonly hold?: boolean;
}

/**
 * Puts a mail on its way, in the transaction of what it tells about; to nobody, where there is no address. Answers
 * whether it was new: the same key is mailed or held once.
 */
export type SendMail = (tx: Tx, message: MailMessage) => Promise<boolean>;

export interface Mailer {
  readonly send: SendMail;
}

/** Mails are composed and kept when something happens; a job hands them to the server afterwards. */
export function createMailer({ clock, publish, from }: { clock: Clock; publish: Publish; from: string }): Mailer {
  return {
    async send(tx, message) {
      const { key, to, subject, about, content, language, replyTo } = message;
      if (to === '') return false;
      if (message.hold) return hold(tx, message, clock);
      const { text, html } = renderMail(subject, content, language);
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
      return kept !== undefined;
    },
  };
}

async function hold(tx: Tx, { key, to, subject, about, content }: MailMessage, clock: Clock): Promise<boolean> {
  const held = await tx
    .insertInto('kernel.held_mails')
    .values({
      key,
      recipient: to,
      subject,
      opening: content.opening,
      url: content.button?.url ?? '',
      about,
      held_at: clock.now(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return held !== undefined;
}
