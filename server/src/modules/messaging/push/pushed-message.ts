import type { LogEntry } from '../log/message-log.ts';
import { messageOf } from '../topics/message-content.ts';
import { messageTime } from '../message-time.ts';
import type { MattermostPush } from './push-config.ts';

interface Content {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Attributes and data of a message, from what the log keeps of it. */
export const contentOf = ({ content }: LogEntry): Content => messageOf(content);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Data as text; as it stands where it is not base64 of a text, so that nothing is lost. */
function decoded(data: string): string {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.toString('base64') !== data) return data;
  try {
    return utf8.decode(bytes);
  } catch {
    // Bytes that are no text have no place in JSON.
    return data;
  }
}

const contentFor = (entry: LogEntry, base64Decode: boolean): Content => {
  const content = contentOf(entry);
  return base64Decode ? { ...content, data: decoded(content.data) } : content;
};

/**
 * The body of a push (messaging-ams.md 4.4): one message, or a list where the subscription takes several at a time, even
 * if there is only one.
 */
export function pushBody(
  subscription: string,
  entries: readonly LogEntry[],
  { maxMessages, base64Decode }: { readonly maxMessages: number; readonly base64Decode: boolean },
): string {
  const messages = entries.map((entry) => ({
    message: {
      messageId: String(entry.id),
      attributes: {},
      ...contentFor(entry, base64Decode),
      publishTime: messageTime(entry.publishedAt),
    },
    subscription,
  }));
  return JSON.stringify(maxMessages > 1 ? { messages } : messages[0]);
}

/** A message as an incoming webhook of Mattermost takes it. */
export function mattermostBody(entry: LogEntry, { username, channel, base64Decode }: MattermostPush): string {
  const { data } = contentFor(entry, base64Decode);
  return JSON.stringify({
    ...(data === '' ? {} : { text: data }),
    ...(username === '' ? {} : { username }),
    ...(channel === '' ? {} : { channel }),
  });
}
