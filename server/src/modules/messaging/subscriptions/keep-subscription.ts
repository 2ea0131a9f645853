import type { Read } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { ProjectRef, SubscriptionRef, TopicRef } from '../directory.ts';
import { subscriptionTaken, subscriptionUnknown, usersUnknown, wrong } from '../faults.ts';
import { pageOf, type MessagingContext, type Page, type Paged } from '../messaging-context.ts';
import { checkDeadLetter, type DeadLetterPolicy } from '../push/dead-letter.ts';
import { deliveryOf, setPush } from '../push/keep-push.ts';
import { pushConfigFrom, type PushConfig, type PushRequest } from '../push/push-config.ts';
import { requirePush } from '../push/push-service.ts';
import { record } from '../record.ts';
import { seesOwnOnly, type Caller } from '../roles.ts';
import { tables } from '../tables.ts';
import { membersByName } from '../users/sql-user-store.ts';

const defaultDeadlineSeconds = 10;
export const longestDeadlineSeconds = 600;

export interface SubscriptionRecord {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly topic: string;
  readonly ackDeadlineSeconds: number;
  readonly created_at: string;
  /** How its messages are pushed; null in pull mode. */
  readonly push: PushConfig | null;
  readonly deadLetterTopic: string | null;
  readonly deadLetterAttempts: number | null;
}

const records = (read: Read, projectId: string) =>
  tables(read)
    .selectFrom('messaging.subscriptions as s')
    .innerJoin('messaging.topics as t', 't.id', 's.topic_id')
    .leftJoin('messaging.pushes as p', 'p.subscription_id', 's.id')
    .leftJoin('messaging.topics as d', 'd.id', 's.dead_letter_topic_id')
    .where('s.project_id', '=', projectId);

const columns = [
  's.id',
  's.number',
  's.name',
  't.name as topic',
  's.ack_deadline_seconds as ackDeadlineSeconds',
  's.created_at',
  'p.config as push',
  'd.name as deadLetterTopic',
  's.dead_letter_attempts as deadLetterAttempts',
] as const;

/** The subscriptions of a project that a caller may see, newest first. */
export async function listSubscriptions(
  read: Read,
  { project, caller, page }: { project: ProjectRef; caller: Caller; page: Page },
): Promise<Paged<SubscriptionRecord>> {
  let all = records(read, project.id);
  if (seesOwnOnly(caller, project.id, 'consumer')) {
    all = all.where(
      's.id',
      'in',
      tables(read)
        .selectFrom('messaging.subscription_acl')
        .select('subscription_id')
        .where('user_id', '=', caller.userId ?? ''),
    );
  }
  const { total } = await all.select((query) => query.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let rows = all.select(columns).orderBy('s.number', 'desc');
  if (page.from !== null) rows = rows.where('s.number', '<=', page.from);
  if (page.size !== null) rows = rows.limit(page.size + 1);
  return pageOf(await rows.execute(), page, Number(total));
}

/** A subscription by name. Throws `subscription_unknown`. */
export async function findSubscription(read: Read, projectId: string, name: string): Promise<SubscriptionRecord> {
  const found = await records(read, projectId).select(columns).where('s.name', '=', name).executeTakeFirst();
  if (!found) throw subscriptionUnknown();
  return found;
}

/** Names of the subscriptions to a topic, in the order in which they were made. */
export async function subscriptionsTo(read: Read, topic: TopicRef): Promise<string[]> {
  const rows = await records(read, topic.projectId)
    .select('s.name')
    .where('s.topic_id', '=', topic.id)
    .orderBy('s.number')
    .execute();
  return rows.map(({ name }) => name);
}

interface NewSubscription {
  readonly topic: TopicRef;
  readonly ackDeadlineSeconds: number;
  readonly push?: PushRequest | null;
  readonly deadLetter?: DeadLetterPolicy | null;
}

/**
 * Subscribes to a topic from its end on. Throws `already_exists`, `deadline_invalid`, and what is wrong with push as
 * `modifyPush` does.
 */
export const createSubscription =
  (context: MessagingContext) =>
  async (
    project: ProjectRef,
    name: string,
    { topic, ackDeadlineSeconds, push = null, deadLetter = null }: NewSubscription,
  ): Promise<SubscriptionRecord> => {
    const { directory, clock, log, database, push: service } = context;
    const deadline = checkedDeadline(ackDeadlineSeconds || defaultDeadlineSeconds);
    if (push) await requirePush(service, database.read());
    const config = push && pushConfigFrom(push, null);
    if (deadLetter) checkDeadLetter(deadLetter, topic.id);
    const { next } = await log.bounds(topic.id);
    return directory.change(async (tx) => {
      const made = await tables(tx)
        .insertInto('messaging.subscriptions')
        .values({
          id: nextId(),
          project_id: project.id,
          topic_id: topic.id,
          name,
          ack_deadline_seconds: deadline,
          created_at: clock.now(),
          position: next,
          dead_letter_topic_id: deadLetter?.topicId ?? null,
          dead_letter_attempts: deadLetter?.maxDeliveryAttempts ?? null,
        })
        .onConflict((conflict) => conflict.columns(['project_id', 'name']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) throw subscriptionTaken();
      if (config) await setPush(tx, { id: made.id, projectId: project.id }, { config, now: clock.now() });
      await record(context, tx, {
        projectId: project.id,
        action: 'create_subscription',
        details: {
          subscription: name,
          topic: topic.name,
          ackDeadlineSeconds: deadline,
          ...(await deliveryOf(tx, made.id)),
        },
      });
      return findSubscription(tx, project.id, name);
    });
  };

/** Deletes a subscription and answers what it was. Throws `subscription_unknown`. */
export const deleteSubscription =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string): Promise<SubscriptionRecord> =>
    context.directory.change(async (tx) => {
      const gone = await findSubscription(tx, project.id, name);
      await tables(tx).deleteFrom('messaging.subscriptions').where('id', '=', gone.id).execute();
      await record(context, tx, {
        projectId: project.id,
        action: 'delete_subscription',
        details: { subscription: name },
      });
      return gone;
    });

/** Throws `deadline_invalid`. */
export const setAckDeadline =
  (context: MessagingContext) =>
  (subscription: SubscriptionRef, seconds: number): Promise<void> =>
    context.directory.change(async (tx) => {
      await tables(tx)
        .updateTable('messaging.subscriptions')
        .set({ ack_deadline_seconds: checkedDeadline(seconds) })
        .where('id', '=', subscription.id)
        .execute();
      await record(context, tx, {
        projectId: subscription.projectId,
        action: 'set_ack_deadline',
        details: { subscription: subscription.name, before: subscription.ackDeadlineSeconds, after: seconds },
      });
    });

function checkedDeadline(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= longestDeadlineSeconds) return seconds;
  throw wrong('deadline_invalid', 'Invalid ackDeadlineSeconds(needs value between 0 and 600) Arguments');
}

/** Names of the users on the list of a subscription. */
export async function subscriptionUsers(read: Read, subscription: SubscriptionRef): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('messaging.subscription_acl as a')
    .innerJoin('messaging.users as u', 'u.id', 'a.user_id')
    .select('u.name')
    .where('a.subscription_id', '=', subscription.id)
    .orderBy('u.number')
    .execute();
  return rows.map(({ name }) => name);
}

/** Replaces the list of who may consume a subscription. Throws `users_unknown` where somebody is no member. */
export const setSubscriptionUsers =
  (context: MessagingContext) =>
  (subscription: SubscriptionRef, names: readonly string[]): Promise<void> =>
    context.directory.change(async (tx) => {
      const ids = await membersByName(tx, subscription.projectId, names);
      const missing = names.filter((name) => !ids.has(name));
      if (missing.length > 0) throw usersUnknown(missing);
      await record(context, tx, {
        projectId: subscription.projectId,
        action: 'set_subscription_users',
        details: {
          subscription: subscription.name,
          before: await subscriptionUsers(tx, subscription),
          after: [...ids.keys()],
        },
      });
      await tables(tx)
        .deleteFrom('messaging.subscription_acl')
        .where('subscription_id', '=', subscription.id)
        .execute();
      if (ids.size === 0) return;
      await tables(tx)
        .insertInto('messaging.subscription_acl')
        .values([...ids.values()].map((user_id) => ({ subscription_id: subscription.id, user_id })))
        .execute();
    });
