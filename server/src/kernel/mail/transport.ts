import nodemailer from 'nodemailer';

export interface OutgoingMail {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Host part of the Message-ID. */
  readonly host: string;
}

/** Hands one mail to the outside. Sending the same key again carries the same Message-ID. */
export interface MailTransport {
  readonly kind: 'smtp' | 'mailbox';
  deliver(mail: OutgoingMail, messageId: string): Promise<void>;
  close(): void;
}

/** Says whether a mail server refused this mail for good, so that another try would be answered the same. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && 'responseCode' in error)) return false;
  // A refused sign-in (EAUTH, or 530 to a mail without one) is a fault of our settings and not of the mail.
  const isAboutMail = (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && error.responseCode !== 530;
  return isAboutMail && typeof error.responseCode === 'number' && error.responseCode >= 500;
}

/**
 * A real SMTP conversation, over kept connections. A mail that is answered to an address of `bounceDomain` comes back to
 * that address when it cannot be delivered.
 */
export function smtpTransport(url: string, bounceDomain?: string): MailTransport {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
  });
  return {
    kind: 'smtp',
    async deliver({ from, to, replyTo, subject, text, html }, messageId) {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        html,
        messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(replyTo === null ? {} : { replyTo }),
        ...(replyTo !== null && bounceDomain !== undefined && replyTo.endsWith(`@${bounceDomain}`)
          ? { envelope: { from: replyTo, to } }
          : {}),
      });
    },
    close: () => transport.close(),
  };
}

/** Without a mail server the kept mail itself is the delivery: the mailbox page shows it. */
export const mailboxTransport: MailTransport = {
  kind: 'mailbox',
  deliver: async () => undefined,
  close: () => undefined,
};
