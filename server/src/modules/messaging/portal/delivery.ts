import type { DeadLetter, Push, PushTarget } from '#contracts/messaging/delivery-schemas';
import type { Read } from '#kernel/database';
import type { ProjectRef } from '../directory.ts';
import { topicUnknown } from '../faults.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { deadLetterOf, type DeadLetterPolicy } from '../push/dead-letter.ts';
import type { PushRequest } from '../push/push-config.ts';
import { pushStateOf } from '../push/push-state.ts';
import { proofUrl } from '../push/prove-ownership.ts';
import { findPush } from '../push/sql-push-store.ts';

/** What a person asks for, as the use cases of push take it. */
export function pushRequestOf(target: PushTarget | null): PushRequest | null {
  if (target === null) return null;
  const { type, maxMessages, base64Decode, retry } = target;
  const isHttp = target.type === 'http_endpoint';
  return {
    type,
    maxMessages,
    base64Decode,
    retryPolicy: retry.type,
    periodMilliseconds: retry.type === 'linear' ? retry.periodMilliseconds : 0,
    pushEndpoint: isHttp ? target.endpoint : '',
    authorizationHeader: isHttp ? wantedHeader[target.authorization] : '',
    mattermostUrl: isHttp ? '' : target.url,
    mattermostUsername: isHttp ? '' : target.username,
    mattermostChannel: isHttp ? '' : target.channel,
  };
}

const wantedHeader = { kept: '', generated: 'autogen', disabled: 'disabled' } as const;

/** Throws `topic_unknown`. */
export async function deadLetterPolicyOf(
  { directory }: MessagingContext,
  project: ProjectRef,
  wanted: DeadLetter | null,
): Promise<DeadLetterPolicy | null> {
  if (wanted === null) return null;
  const topic = await directory.topic(project.id, wanted.topic);
  if (!topic) throw topicUnknown();
  return { topicId: topic.id, maxDeliveryAttempts: wanted.attempts };
}

/** How the messages of a subscription are delivered, and how that goes. */
export async function deliveryView(
  read: Read,
  subscriptionId: string,
): Promise<{ push: Push | null; deadLetter: DeadLetter | null }> {
  const [target, push] = [await deadLetterOf(read, subscriptionId), await pushView(read, subscriptionId)];
  return { push, deadLetter: target && { topic: target.topic, attempts: target.attempts } };
}

async function pushView(read: Read, subscriptionId: string): Promise<Push | null> {
  const [config, status] = [await findPush(read, subscriptionId), await pushStateOf(read, subscriptionId)];
  if (config === null || status === null) return null;
  const { type, maxMessages, base64Decode, retryPolicy } = config;
  const retry =
    retryPolicy.type === 'linear'
      ? { type: 'linear' as const, periodMilliseconds: retryPolicy.period }
      : { type: 'slowstart' as const };
  const pace = { maxMessages, base64Decode, retry };
  if (type === 'mattermost') {
    const { url, username, channel } = config;
    return { ...pace, type, url, username, channel, status };
  }
  const { pushEndpoint, authorization, verificationHash, verified } = config;
  const proof = { hash: verificationHash, url: proofUrl(pushEndpoint), isVerified: verified };
  return { ...pace, type, endpoint: pushEndpoint, authorization, proof, status };
}
