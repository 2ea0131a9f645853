import { MINUTE, type Instant } from '#kernel/clock';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { defaultSubscriptionLimits, type SubscriptionLimits } from './limits.ts';

/** How far a subscription is behind its topic. */
export interface Lag {
  readonly subscriptionId: string;
  readonly projectId: string;
  readonly messagesBehind: number;
  /** When the oldest message was published that is retained and not acknowledged; null where all are. */
  readonly oldestAt: Instant | null;
  readonly limits: SubscriptionLimits;
}

/** The lag of every subscription whose topic is there, or of those of one project, in the order in which they were made. */
export const lags =
  ({ database, log }: MessagingContext) =>
  async (projectId: string | null): Promise<Lag[]> => {
    let query = tables(database.read())
      .selectFrom('messaging.subscriptions as s')
      .innerJoin('messaging.topics as t', 't.id', 's.topic_id')
      .leftJoin('messaging.subscription_limits as l', 'l.subscription_id', 's.id')
      .select(['s.id', 's.project_id', 's.topic_id', 's.position'])
      .select(['l.subscription_id as limited', 'l.messages_behind', 'l.oldest_minutes'])
      .where('t.deleted_at', 'is', null);
    if (projectId !== null) query = query.where('s.project_id', '=', projectId);
    const rows = await query.orderBy('s.number').execute();
    const rests = await log.restOf(rows.map(({ topic_id: topicId, position: from }) => ({ topicId, from })));
    return rows.map((row, place) => ({
      subscriptionId: row.id,
      projectId: row.project_id,
      messagesBehind: rests[place]?.messages ?? 0,
      oldestAt: rests[place]?.firstAt ?? null,
      limits:
        row.limited === null
          ? defaultSubscriptionLimits
          : { messagesBehind: row.messages_behind, oldestMinutes: row.oldest_minutes },
    }));
  };

/** Whole minutes from one instant to another. */
export const minutesBetween = (from: Instant, to: Instant): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / MINUTE);
