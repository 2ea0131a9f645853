import type { ParsedMail } from 'mailparser';

/** A delivery status notification (RFC 3464) that says that a mail will not arrive. */
export interface Bounce {
  /** Message-ID of the mail that could not be delivered, with its brackets; undefined where the notification does not tell. */
  readonly messageId: string | undefined;
  readonly recipient: string | undefined;
  readonly failure: string;
}

const statusType = 'message/delivery-status';
const returnedTypes = ['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global'];

/** Reads a notification that delivery failed; undefined for other mails, and for delays and confirmations. */
export function bounceOf(mail: ParsedMail): Bounce | undefined {
  const status = mail.attachments.find(({ contentType }) => contentType.toLowerCase() === statusType);
  if (!status) return undefined;
  const report = status.content.toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ');
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(?:[\\w-]+;[ \\t]*)?(.*)$`, 'im').exec(report)?.[1]?.trim();
  if (field('Action')?.toLowerCase() !== 'failed') return undefined;
  const returned = mail.attachments.find(({ contentType }) => returnedTypes.includes(contentType.toLowerCase()));
  const head =
    returned?.content
      .toString('utf8')
      .replaceAll(/\r?\n[ \t]+/g, ' ')
      .split(/\r?\n\r?\n/)[0] ?? '';
  const answered = mail.inReplyTo ?? [mail.references ?? []].flat()[0];
  return {
    messageId: /^Message-ID:\s*(<[^>\s]+>)/im.exec(head)?.[1] ?? answered,
    recipient: (field('Original-Recipient') ?? field('Final-Recipient'))?.replaceAll(/[<>]/g, '').toLowerCase(),
    failure: (field('Diagnostic-Code') ?? field('Status') ?? 'not delivered').slice(0, 400),
  };
}
