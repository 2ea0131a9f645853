import { sql } from 'kysely';
import type { Day, Instant } from '#kernel/clock';
import type { Read } from '#kernel/database';
import type { ProjectRef, SubscriptionRef, TopicRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';

const mostDays = 30;

export interface Totals {
  readonly messages: number;
  readonly bytes: number;
  /** Messages a second, of the last call. */
  readonly rate: number;
  /** When the last call was; null where there was none. */
  readonly lastAt: Instant | null;
}

export interface DayCount {
  readonly day: Day;
  readonly messages: number;
}

/** How many of something name a user. */
export interface UserCount {
  readonly user: string;
  readonly count: number;
}

export interface ProjectFigures {
  readonly topics: number;
  readonly subscriptions: number;
  /** Members who are on the list of at least one topic, in the order in which they were made. */
  readonly userTopics: readonly UserCount[];
  readonly userSubscriptions: readonly UserCount[];
  readonly days: readonly DayCount[];
}

const nothing: Totals = { messages: 0, bytes: 0, rate: 0, lastAt: null };
const totals = ['messages', 'bytes', 'rate', 'last_at as lastAt'] as const;

/** What was published to a topic, and on which days: newest first, at most 30. */
export const topicFigures =
  ({ database, counters }: MessagingContext) =>
  async (topic: TopicRef): Promise<Totals & { readonly subscriptions: number; readonly days: readonly DayCount[] }> => {
    await counters.flush();
    const mine = tables(database.read());
    const row = await mine
      .selectFrom('messaging.topic_counters')
      .select(totals)
      .where('topic_id', '=', topic.id)
      .executeTakeFirst();
    const { subscriptions } = await mine
      .selectFrom('messaging.subscriptions')
      .select((query) => query.fn.countAll<number>().as('subscriptions'))
      .where('topic_id', '=', topic.id)
      .executeTakeFirstOrThrow();
    return { ...(row ?? nothing), subscriptions, days: await daysOf(database.read(), 'topic_id', topic.id) };
  };

/** What was pulled from a subscription, repeats included. */
export const subscriptionFigures =
  ({ database, counters }: MessagingContext) =>
  async (subscription: SubscriptionRef): Promise<Totals> => {
    await counters.flush();
    const row = await tables(database.read())
      .selectFrom('messaging.subscription_counters')
      .select(totals)
      .where('subscription_id', '=', subscription.id)
      .executeTakeFirst();
    return row ?? nothing;
  };

/** What a project holds, who is on its lists, and on which days it published. */
export const projectFigures =
  ({ database, counters }: MessagingContext) =>
  async ({ id }: ProjectRef): Promise<ProjectFigures> => {
    await counters.flush();
    const read = database.read();
    const { rows } = await sql<{ topics: number; subscriptions: number }>`
      select (select count(*) from messaging.topics where project_id = ${id} and deleted_at is null) as topics,
        (select count(*) from messaging.subscriptions where project_id = ${id}) as subscriptions`.execute(read);
    const held = rows[0] ?? { topics: 0, subscriptions: 0 };
    return {
      ...held,
      userTopics: await userCounts(read, id, 'topic'),
      userSubscriptions: await userCounts(read, id, 'subscription'),
      days: await daysOf(read, 'project_id', id),
    };
  };

/** Days with messages, newest first. */
async function daysOf(read: Read, by: 'project_id' | 'topic_id', id: string): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    select day, sum(messages)::bigint as messages from messaging.daily_messages
    where ${sql.ref(by)} = ${id} group by day order by day desc limit ${mostDays}`.execute(read);
  return rows;
}

async function userCounts(read: Read, projectId: string, what: 'topic' | 'subscription'): Promise<UserCount[]> {
  const [list, id, owners] = [`messaging.${what}_acl`, `a.${what}_id`, `messaging.${what}s`];
  const { rows } = await sql<UserCount>`
    select u.name as user, count(*) as count
    from ${sql.table(list)} a join ${sql.table(owners)} o on o.id = ${sql.ref(id)}
      join messaging.users u on u.id = a.user_id
    where o.project_id = ${projectId} group by u.name, u.number order by u.number`.execute(read);
  return rows;
}
