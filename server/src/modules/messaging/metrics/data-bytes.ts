import type { LogEntry } from '../log/message-log.ts';

const member = '"data":"';
const afterAttributes = `"},${member}`;

/** Bytes of the texts `data` of messages, as the log keeps them. */
export const dataBytes = (entries: readonly LogEntry[]): number =>
  entries.reduce((all, { content }) => all + dataBytesOf(content), 0);

/**
 * Bytes of the text `data` in what the log keeps of one message, which ends with it. Quotes inside of texts are
 * escaped, so that what stands between two members is found nowhere else; only a text with escapes is read as JSON.
 */
export function dataBytesOf(content: string): number {
  const start = content.startsWith(member) ? member.length : content.indexOf(afterAttributes) + afterAttributes.length;
  const text = content.slice(start, -1);
  return Buffer.byteLength(text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text);
}
