import { AppError } from '#kernel/errors';
import type { Tx } from '#kernel/database';
import type { SubscriptionRef } from '../directory.ts';
import { subscriptionUnknown } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { record } from '../record.ts';
import { tables } from '../tables.ts';
import { checkDeadLetter, deadLetterOf, type DeadLetterPolicy } from './dead-letter.ts';
import { proveOwnership } from './prove-ownership.ts';
import { isActive, pushConfigFrom, type PushConfig, type PushRequest } from './push-config.ts';
import { requirePush } from './push-service.ts';
import { dropPush, findPush, keepPush } from './sql-push-store.ts';
import { admitPushWorkers, dismissPushWorkers } from './sql-push-workers.ts';

/** Keeps how messages are pushed, and lets push workers in as soon as they may be. */
export async function setPush(
  tx: Tx,
  { id, projectId }: Pick<SubscriptionRef, 'id' | 'projectId'>,
  { config, now }: { config: PushConfig; now: string },
): Promise<void> {
  await keepPush(tx, id, config, now);
  if (isActive(config)) await admitPushWorkers(tx, { subscriptionId: id, projectId, now });
  else await dismissPushWorkers(tx, id);
}

/**
 * Changes how messages are pushed (messaging-ams.md 3.10); null goes back to pull mode, which is always possible. What is
 * undefined stays as it is. Throws `push_off`, `push_unavailable`, `push_invalid`, `dead_letter_invalid`.
 */
export const modifyPush =
  (context: MessagingContext) =>
  async (
    subscription: SubscriptionRef,
    { push, deadLetter }: { push: PushRequest | null | undefined; deadLetter: DeadLetterPolicy | null | undefined },
  ): Promise<void> => {
    const { directory, clock, database, push: service } = context;
    if (push) await requirePush(service, database.read());
    if (deadLetter) checkDeadLetter(deadLetter, subscription.topicId);
    await directory.change(async (tx) => {
      const row = await tables(tx)
        .selectFrom('messaging.subscriptions')
        .select('id')
        .where('id', '=', subscription.id)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw subscriptionUnknown();
      const before = await deliveryOf(tx, subscription.id);
      if (push) {
        const config = pushConfigFrom(push, await findPush(tx, subscription.id));
        await setPush(tx, subscription, { config, now: clock.now() });
      } else if (push === null) {
        await dropPush(tx, subscription.id);
        await dismissPushWorkers(tx, subscription.id);
      }
      if (deadLetter !== undefined) await keepDeadLetter(tx, subscription.id, deadLetter);
      await record(context, tx, {
        projectId: subscription.projectId,
        action: 'set_delivery',
        details: { subscription: subscription.name, before, after: await deliveryOf(tx, subscription.id) },
      });
    });
  };

/** How messages are delivered, as it is recorded: without what lets somebody in elsewhere. */
export async function deliveryOf(tx: Tx, subscriptionId: string) {
  const [config, target] = [await findPush(tx, subscriptionId), await deadLetterOf(tx, subscriptionId)];
  return {
    push: config && openPartsOf(config),
    deadLetter: target && { topic: target.topic, attempts: target.attempts },
  };
}

function openPartsOf(config: PushConfig) {
  const { type, maxMessages, base64Decode, retryPolicy } = config;
  const target =
    config.type === 'http_endpoint'
      ? { endpoint: config.pushEndpoint, authorization: config.authorization === null ? 'disabled' : 'generated' }
      : { username: config.username, channel: config.channel };
  return { type, ...target, maxMessages, base64Decode, retryPolicy };
}

const keepDeadLetter = (tx: Tx, subscriptionId: string, policy: DeadLetterPolicy | null) =>
  tables(tx)
    .updateTable('messaging.subscriptions')
    .set({
      dead_letter_topic_id: policy?.topicId ?? null,
      dead_letter_attempts: policy?.maxDeliveryAttempts ?? null,
    })
    .where('id', '=', subscriptionId)
    .execute();

/**
 * Has the owner of an endpoint prove that it is theirs, and begins to push (messaging-ams.md 4.5).
 * Throws `push_off`, `push_unavailable`, `push_not_http`, `push_verified`, `verification_failed`, `push_changed`.
 */
export const verifyPush =
  (context: MessagingContext) =>
  async (subscription: SubscriptionRef): Promise<void> => {
    const { directory, database, clock, outward, push: service } = context;
    await requirePush(service, database.read());
    const asked = await findPush(database.read(), subscription.id);
    if (asked?.type !== 'http_endpoint') {
      throw new AppError('conflict', 'push_not_http', 'Subscription is not in http push mode');
    }
    if (asked.verified) throw new AppError('conflict', 'push_verified', 'Push endpoint is already verified');
    await proveOwnership(outward, asked);
    await directory.change(async (tx) => {
      const present = await findPush(tx, subscription.id);
      if (present?.type !== 'http_endpoint' || present.verificationHash !== asked.verificationHash) {
        throw new AppError('conflict', 'push_changed', 'Push configuration has changed during the verification');
      }
      await setPush(tx, subscription, { config: { ...present, verified: true }, now: clock.now() });
      await record(context, tx, {
        projectId: subscription.projectId,
        action: 'verify_push',
        details: { subscription: subscription.name, endpoint: present.pushEndpoint },
      });
    });
  };
