import { simpleParser, type AddressObject, type Headers, type ParsedMail } from 'mailparser';
import { AppError } from '#kernel/errors';
import { sha256 } from '#kernel/ids';
import { bounceOf, type Bounce } from './bounce.ts';
import { loopReason } from './loop-reason.ts';
import { mimeRefusal } from './mime-limits.ts';

/** Most characters of the text of a mail that are kept. */
const mostTextLength = 100_000;
const mostHtmlLength = 2_000_000;
const mostAttachments = 50;

export interface IncomingAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A mail as it arrived, read and within its limits. */
export interface IncomingMail {
  /** With its angle brackets; made from the content where a mail has none. */
  readonly messageId: string;
  /** The same for every copy of a mail, whichever way it came. */
  readonly fingerprint: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Addresses that the mail names or was delivered to, in lower case. */
  readonly recipients: readonly string[];
  /** Message-IDs that it answers. */
  readonly answers: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly IncomingAttachment[];
  /** Why nobody wrote it by hand; undefined for a mail of a person. */
  readonly automatic: string | undefined;
  /** What a mail server says of a mail of ours that it could not deliver. */
  readonly bounce: Bounce | undefined;
}

const refused = (message: string, cause?: unknown) => new AppError('invalid', 'mail_refused', message, {}, cause);

/** How a mail reached us: the sender and recipients of the SMTP conversation, where there was one. */
export interface Envelope {
  /** Empty for a mail that must not be answered; undefined where it is not known. */
  readonly sender?: string | undefined;
  readonly recipients?: readonly string[];
}

/** Reads a mail; throws `mail_refused` with what is wrong with it. */
export async function readMail(bytes: Uint8Array, envelope: Envelope = {}): Promise<IncomingMail> {
  const refusal = mimeRefusal(bytes);
  if (refusal !== undefined) throw refused(refusal);
  const mail = await simpleParser(Buffer.from(bytes), {
    skipImageLinks: true,
    skipTextToHtml: true,
    maxHtmlLengthToParse: mostHtmlLength,
    keepDeliveryStatus: true,
  }).catch((error: unknown) => {
    throw refused('The mail cannot be read: its parts do not fit together', error);
  });
  const [sender] = mail.from?.value ?? [];
  const returnPath = envelope.sender ?? returnPathOf(mail.headers);
  const address = (sender?.address ?? '').trim().toLowerCase();
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) throw refused('The mail has no sender (From)');
  if (mail.attachments.length > mostAttachments) throw refused(`The mail has more than ${mostAttachments} attachments`);
  const bounce = bounceOf(mail);
  const text = clean(mail.text ?? '')
    .slice(0, mostTextLength)
    .toWellFormed();
  const attachments = bounce ? [] : mail.attachments.map(toAttachment);
  const subject = clean(mail.subject ?? '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300)
    .toWellFormed();
  const content = sha256(
    JSON.stringify([address, subject, text, attachments.map((file) => [file.name, sha256(file.bytes)])]),
  );
  const messageId = (mail.messageId ?? `<${content.slice(0, 32)}@unnamed>`).slice(0, 500);
  return {
    messageId,
    fingerprint: sha256(`${messageId}\n${content}`),
    from: {
      name: clean(sender?.name ?? '')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, 100)
        .toWellFormed(),
      address,
    },
    recipients: recipientsOf(mail, envelope),
    answers: [mail.inReplyTo ?? [], mail.references ?? []].flat().slice(0, 100),
    subject,
    text,
    attachments,
    automatic: loopReason(mail.headers, returnPath),
    bounce,
  };
}

const clean = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]/gu, '');

function returnPathOf(headers: Headers): string | undefined {
  const value = headers.get('return-path');
  return typeof value === 'object' && 'value' in value
    ? ((value as AddressObject).value[0]?.address ?? '')
    : typeof value === 'string'
      ? value.replaceAll(/[<>\s]/g, '')
      : undefined;
}

function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[\s,<>]+/).filter((part) => part.includes('@'));
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  if (typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value))
    return (value as AddressObject).value.flatMap((one) =>
      [one, ...(one.group ?? [])].flatMap((each) => each.address ?? []),
    );
  return [];
}

function recipientsOf(mail: ParsedMail, { recipients = [] }: Envelope): string[] {
  const named = ['delivered-to', 'x-original-to', 'to', 'cc'].flatMap((name) => addressesIn(mail.headers.get(name)));
  return [...new Set([...recipients, ...named].map((address) => address.trim().toLowerCase()))].slice(0, 200);
}

function toAttachment(part: ParsedMail['attachments'][number], at: number): IncomingAttachment {
  const name = clean(part.filename ?? '')
    .replaceAll(/[/\\\n\t]/g, '_')
    .trim()
    .slice(0, 150)
    .toWellFormed();
  const type = part.contentType.toLowerCase();
  return {
    name: name === '' || /^\.+$/.test(name) ? `attachment-${at + 1}` : name,
    mediaType: /^[a-z0-9][\w!#$&^.+-]*\/[a-z0-9][\w!#$&^.+-]*$/.test(type) ? type : 'application/octet-stream',
    bytes: part.content,
  };
}
