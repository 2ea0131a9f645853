import { AppError } from '#kernel/errors';
import type { Read } from '#kernel/database';
import { wrong } from '../faults.ts';
import type { LogEntry } from '../log/message-log.ts';
import { messageTime } from '../message-time.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { house } from '../roles.ts';
import { tables } from '../tables.ts';
import { textOf } from '../topics/message-content.ts';
import { publish } from '../topics/publish.ts';
import { contentOf } from './pushed-message.ts';

/** Where messages go that cannot be pushed, and after how many failed attempts. */
export interface DeadLetterPolicy {
  readonly topicId: string;
  readonly maxDeliveryAttempts: number;
}

export const defaultAttempts = 5;
const mostAttempts = 100;

/** Throws `dead_letter_invalid` where the topic is that of the subscription, or the number cannot be. */
export function checkDeadLetter({ topicId, maxDeliveryAttempts }: DeadLetterPolicy, ownTopicId: string): void {
  if (topicId === ownTopicId) {
    throw wrong('dead_letter_invalid', "Field deadLetterTopic should be another topic than the subscription's");
  }
  if (!Number.isInteger(maxDeliveryAttempts) || maxDeliveryAttempts < 1 || maxDeliveryAttempts > mostAttempts) {
    throw wrong('dead_letter_invalid', `Field maxDeliveryAttempts should be a number from 1 to ${mostAttempts}`);
  }
}

/** The messages that attempts failed with, from the first that is not acknowledged on. */
export interface Stuck {
  readonly from: number;
  /** Exclusive; what came to the window later was not tried as often. */
  readonly until: number;
  readonly attempts: number;
}

/** After another attempt with the messages from one id up to, without, another. */
export const stuckAfter = (before: Stuck | null, from: number, until: number): Stuck =>
  before?.from === from
    ? { from, until: Math.min(before.until, until), attempts: before.attempts + 1 }
    : { from, until, attempts: 1 };

/** The policy of a subscription, with what its topic is called; null where there is none. */
export async function deadLetterOf(read: Read, subscriptionId: string) {
  const found = await tables(read)
    .selectFrom('messaging.subscriptions as s')
    .innerJoin('messaging.topics as t', 't.id', 's.dead_letter_topic_id')
    .select(['t.project_id as projectId', 't.name as topic', 's.dead_letter_attempts as attempts'])
    .where('s.id', '=', subscriptionId)
    .executeTakeFirst();
  return found ? { ...found, attempts: found.attempts ?? defaultAttempts } : null;
}

type DeadLetterTarget = NonNullable<Awaited<ReturnType<typeof deadLetterOf>>>;

/** Publishes messages to the topic of dead letters, with attributes that say where from and why. Throws `dead_letter_topic_gone`. */
export async function bury(
  context: MessagingContext,
  { projectId, topic: name }: DeadLetterTarget,
  {
    entries,
    subscription,
    attempts,
    failure,
  }: {
    readonly entries: readonly LogEntry[];
    readonly subscription: string;
    readonly attempts: number;
    readonly failure: string;
  },
): Promise<void> {
  const topic = await context.directory.topic(projectId, name);
  if (!topic) {
    throw new AppError('conflict', 'dead_letter_topic_gone', `the topic ${name} for dead letters does not exist`);
  }
  const messages = entries.map((entry) => {
    const { attributes, data } = contentOf(entry);
    return {
      data,
      attributes: {
        ...attributes,
        deadLetterSubscription: subscription,
        deadLetterMessageId: String(entry.id),
        deadLetterPublishTime: messageTime(entry.publishedAt),
        deadLetterAttempts: String(attempts),
        deadLetterError: failure,
      },
    };
  });
  await publish(context)(house, topic, messages.map(textOf));
}
