import { AppError } from '#kernel/errors';
import type { TopicRef } from '../directory.ts';
import { closed } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isClosedTo, type Caller } from '../roles.ts';
import { contentOf, readMembers, type MessageText } from './message-content.ts';

/** Most bytes of one message with its attributes. */
export const mostMessageBytes = 10 * 1024 * 1024;

/**
 * Publishes messages, all or none; once it answers, they are kept. Answers their ids, in order.
 * Throws `closed` where the topic's list does not name a publisher, `message_unfit` where a message does not fit the
 * schema of the topic, `message_too_large`.
 */
export const publish =
  (context: MessagingContext) =>
  async (caller: Caller, topic: TopicRef, messages: readonly MessageText[]): Promise<number[]> => {
    mayPublish(caller, topic);
    if (messages.length === 0) return [];
    if (topic.schema)
      await context.validators.check(
        topic.schema,
        messages.map(({ members }) => readMembers(members)),
      );
    return write(context, caller, topic, messages);
  };

// Nothing of the messages is held while they are written: what thousands of publishes wait with is dear to the collector.
function write(
  { append, counters }: MessagingContext,
  caller: Caller,
  { id }: TopicRef,
  messages: readonly MessageText[],
): Promise<number[]> {
  const contents = messages.map((message) => contentOf(caller.number, message));
  if (contents.some(isTooLarge)) throw new AppError('invalid', 'message_too_large', 'Message size is too large');
  const count = messages.length;
  const bytes = messages.reduce((all, { dataBytes }) => all + dataBytes, 0);
  return append(id, contents).then((first) => {
    counters.published(id, count, bytes);
    return Array.from({ length: count }, (_, place) => first + place);
  });
}

// A character is at most three bytes.
const isTooLarge = (content: string) =>
  content.length > mostMessageBytes / 3 && Buffer.byteLength(content) > mostMessageBytes;

/** Whoever publishes must be on the list of the topic. */
export function mayPublish(caller: Caller, topic: TopicRef): void {
  if (isClosedTo(caller, topic, 'publisher')) throw closed();
}
