import { sql } from 'kysely';
import type { Subscription, SubscriptionSummary, Topic, TopicSummary } from '#contracts/messaging/schemas';
import { later } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import type { ProjectRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { schemaOf } from '../schemas/keep-schema.ts';
import { openAlerts } from '../watch/alerts.ts';
import { subscriptionLimits, topicLimits } from '../watch/limits.ts';
import { deliveryView } from './delivery.ts';
import { lagsOf, trafficOf } from '../samples/lag-samples.ts';

const usersOn = (list: 'topic' | 'subscription', id: string) => sql<string[]>`
  array(select u.name from ${sql.table(`messaging.${list}_acl`)} a join messaging.users u on u.id = a.user_id
    where a.${sql.ref(`${list}_id`)} = ${sql.ref(id)} order by u.number)`;

type TopicRow = TopicSummary & { id: string };

/** The topics of a project by name, or the one of this name. */
export async function topicsOf(read: Read, projectId: string, name?: string): Promise<TopicRow[]> {
  const { rows } = await sql<TopicRow>`
    select t.id, t.name, t.created_at as "createdAt", coalesce(h.min_id, 0) as min, coalesce(h.next_id, 0) as next,
      h.last_at as "lastPublishedAt", ${usersOn('topic', 't.id')} as publishers,
      array(select s.name from messaging.subscriptions s where s.topic_id = t.id order by s.name) as subscriptions
    from messaging.topics t left join messaging.log_heads h on h.topic_id = t.id
    where t.project_id = ${projectId} and t.deleted_at is null
      ${name === undefined ? sql`` : sql`and t.name = ${name}`} order by t.name`.execute(read);
  return rows;
}

/** A topic with its traffic. Throws `not_found`. */
export async function topicView({ database, clock }: MessagingContext, project: ProjectRef, name: string) {
  const read = database.read();
  const [topic] = await topicsOf(read, project.id, name);
  if (!topic) throw notFound(`topic ${name}`);
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(bytes), 0) as bytes from messaging.log_groups where topic_id = ${topic.id}`.execute(read);
  const subscriptions = await subscriptionsOf(read, project.id, { topicId: topic.id });
  const view: Topic = {
    ...topic,
    bytes: Number(rows[0]?.bytes ?? 0),
    schema: await schemaOf(read, topic),
    lags: subscriptions.map(({ name: subscription, lag }) => ({ subscription, lag })),
    traffic: await trafficOf(read, topic.id, clock.now()),
    limits: await topicLimits(read, topic),
    alerts: (await openAlerts(read, project.id)).filter((one) => one.subscription === null && one.topic === name),
  };
  return view;
}

type SubscriptionRow = SubscriptionSummary & { id: string; topicId: string };

/** The subscriptions of a project by name: all, those of a topic, or the one of this name. */
export async function subscriptionsOf(
  read: Read,
  projectId: string,
  { name, topicId }: { name?: string; topicId?: string } = {},
): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    select s.id, s.name, s.topic_id as "topicId", t.name as topic, t.deleted_at is not null as "topicDeleted",
      s.created_at as "createdAt", s.ack_deadline_seconds as "ackDeadlineSeconds",
      greatest(coalesce(h.next_id, 0) - greatest(s.position, coalesce(h.min_id, 0)), 0) as lag,
      ${usersOn('subscription', 's.id')} as consumers,
      exists (select from messaging.pushes p where p.subscription_id = s.id) as "isPushed"
    from messaging.subscriptions s join messaging.topics t on t.id = s.topic_id
      left join messaging.log_heads h on h.topic_id = s.topic_id
    where s.project_id = ${projectId}
      ${name === undefined ? sql`` : sql`and s.name = ${name}`}
      ${topicId === undefined ? sql`` : sql`and s.topic_id = ${topicId}`} order by s.name`.execute(read);
  return rows;
}

/** A subscription with its place and what pends. Throws `not_found`. */
export async function subscriptionView(
  { database, clock, log, windows }: MessagingContext,
  project: ProjectRef,
  name: string,
) {
  const read = database.read();
  const [subscription] = await subscriptionsOf(read, project.id, { name });
  if (!subscription) throw notFound(`subscription ${name}`);
  const { id, topicId, ackDeadlineSeconds } = subscription;
  const window = await windows.load(id);
  const { min, next } = await log.bounds(topicId);
  const current = Math.max(window.position, min);
  const [waiting] = current < next ? (await log.read(topicId, current, 1)).entries : [];
  const pulledAt = later('1970-01-01T00:00:00.000Z', window.pulledAt * 1000);
  const view: Subscription = {
    ...subscription,
    lag: Math.max(0, next - current),
    min,
    current,
    next,
    oldestWaitingAt: waiting?.publishedAt ?? null,
    pending:
      window.windowEnd > current
        ? { from: current, to: window.windowEnd, until: later(pulledAt, ackDeadlineSeconds * 1000) }
        : null,
    lags: await lagsOf(read, id, clock.now()),
    ...(await deliveryView(read, id)),
    limits: await subscriptionLimits(read, subscription),
    alerts: (await openAlerts(read, project.id)).filter((one) => one.subscription === name),
  };
  return view;
}
