import { AppError } from '#kernel/errors';
import type { TopicRef } from '../directory.ts';
import { closed } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isClosedTo, type Caller } from '../roles.ts';

export interface NewMessage {
  /** Kept as it is: meant to be base64, and not looked at. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Most bytes of one message with its attributes. */
export const mostMessageBytes = 10 * 1024 * 1024;

/**
 * Publishes messages, all or none; once it answers, they are kept. Answers their ids, in order.
 * Throws `closed` where the topic's list does not name a publisher, `message_too_large`.
 */
export const publish =
  ({ append, counters }: MessagingContext) =>
  async (caller: Caller, topic: TopicRef, messages: readonly NewMessage[]): Promise<number[]> => {
    mayPublish(caller, topic);
    if (messages.length === 0) return [];
    const contents = messages.map(contentOf);
    if (contents.some((content) => Buffer.byteLength(content) > mostMessageBytes)) {
      throw new AppError('invalid', 'message_too_large', 'Message size is too large');
    }
    const first = await append(topic.id, contents);
    counters.published(
      topic.id,
      messages.length,
      sum(messages, ({ data }) => Buffer.byteLength(data)),
    );
    return messages.map((_, place) => first + place);
  };

const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((all, item) => all + of(item), 0);

/** Whoever publishes must be on the list of the topic. */
export function mayPublish(caller: Caller, topic: TopicRef): void {
  if (isClosedTo(caller, topic, 'publisher')) throw closed();
}

/**
 * What the log keeps of a message: the members `attributes` and `data` of its JSON as a client reads them, without the
 * braces, so that a pull need not take it apart.
 */
function contentOf({ data, attributes }: NewMessage): string {
  const some = Object.keys(attributes).length === 0 ? '' : `"attributes":${JSON.stringify(attributes)},`;
  return `${some}"data":${JSON.stringify(data)}`;
}
