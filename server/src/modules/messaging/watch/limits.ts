import type { Read } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { SubscriptionRef, TopicRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';

/** From when on a subscription lags; null is not watched. */
export interface SubscriptionLimits {
  readonly messagesBehind: number | null;
  /** Age of the oldest message that is not acknowledged. */
  readonly oldestMinutes: number | null;
}

/** From when on a topic is silent; null is not watched. */
export interface TopicLimits {
  readonly silentMinutes: number | null;
}

/**
 * What holds where nobody said otherwise. After three days somebody still has as long to read what is dropped after
 * seven. How many messages are many, and how often a topic ought to be heard of, only its people know.
 */
export const defaultSubscriptionLimits: SubscriptionLimits = { messagesBehind: null, oldestMinutes: 3 * 24 * 60 };
export const defaultTopicLimits: TopicLimits = { silentMinutes: null };

/** Says from when on a subscription lags, instead of the defaults. Throws `limit_invalid`. */
export const setSubscriptionLimits =
  (context: MessagingContext) =>
  async (subscription: SubscriptionRef, { messagesBehind, oldestMinutes }: SubscriptionLimits): Promise<void> => {
    const row = { messages_behind: checked(messagesBehind), oldest_minutes: checked(oldestMinutes) };
    await context.database.transact(async (tx) => {
      const before = await subscriptionLimits(tx, subscription);
      await tables(tx)
        .insertInto('messaging.subscription_limits')
        .values({ subscription_id: subscription.id, ...row })
        .onConflict((conflict) => conflict.column('subscription_id').doUpdateSet(row))
        .execute();
      await record(context, tx, {
        projectId: subscription.projectId,
        action: 'set_subscription_limits',
        details: { subscription: subscription.name, before, after: { messagesBehind, oldestMinutes } },
      });
    });
  };

/** Says from when on a topic is silent, instead of the default. Throws `limit_invalid`. */
export const setTopicLimits =
  (context: MessagingContext) =>
  async (topic: TopicRef, { silentMinutes }: TopicLimits): Promise<void> => {
    const row = { silent_minutes: checked(silentMinutes) };
    await context.database.transact(async (tx) => {
      const before = await topicLimits(tx, topic);
      await tables(tx)
        .insertInto('messaging.topic_limits')
        .values({ topic_id: topic.id, ...row })
        .onConflict((conflict) => conflict.column('topic_id').doUpdateSet(row))
        .execute();
      await record(context, tx, {
        projectId: topic.projectId,
        action: 'set_topic_limits',
        details: { topic: topic.name, before, after: { silentMinutes } },
      });
    });
  };

/** The limits of a subscription, or the defaults. */
export async function subscriptionLimits(read: Read, { id }: { readonly id: string }): Promise<SubscriptionLimits> {
  const row = await tables(read)
    .selectFrom('messaging.subscription_limits')
    .select(['messages_behind as messagesBehind', 'oldest_minutes as oldestMinutes'])
    .where('subscription_id', '=', id)
    .executeTakeFirst();
  return row ?? defaultSubscriptionLimits;
}

/** The limits of a topic, or the defaults. */
export async function topicLimits(read: Read, { id }: { readonly id: string }): Promise<TopicLimits> {
  const row = await tables(read)
    .selectFrom('messaging.topic_limits')
    .select('silent_minutes as silentMinutes')
    .where('topic_id', '=', id)
    .executeTakeFirst();
  return row ?? defaultTopicLimits;
}

function checked(limit: number | null): number | null {
  if (limit === null || (Number.isInteger(limit) && limit >= 1 && limit <= 1_000_000_000)) return limit;
  throw new AppError('invalid', 'limit_invalid', 'A limit is a whole number from 1 to 1000000000, or none');
}
