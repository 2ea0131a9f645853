import { AppError } from '#kernel/errors';
import type { TopicRef } from '../directory.ts';
import { closed } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isClosedTo, type Caller } from '../roles.ts';
import { contentOf, type NewMessage } from './message-content.ts';

/** Most bytes of one message with its attributes. */
export const mostMessageBytes = 10 * 1024 * 1024;

/**
 * Publishes messages, all or none; once it answers, they are kept. Answers their ids, in order.
 * Throws `closed` where the topic's list does not name a publisher, `message_unfit` where a message does not fit the
 * schema of the topic, `message_too_large`.
 */
export const publish =
  ({ append, counters, validators }: MessagingContext) =>
  async (caller: Caller, topic: TopicRef, messages: readonly NewMessage[]): Promise<number[]> => {
    mayPublish(caller, topic);
    if (messages.length === 0) return [];
    if (topic.schema) await validators.check(topic.schema, messages);
    const contents = messages.map((message) => contentOf(caller.number, message));
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
