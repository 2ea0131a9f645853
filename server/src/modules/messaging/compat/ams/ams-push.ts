import type { App } from '#kernel/http';
import { subscriptionUnknown, topicUnknown, wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { topicOfReference } from '../../names.ts';
import { defaultAttempts, type DeadLetterPolicy } from '../../push/dead-letter.ts';
import { modifyPush, verifyPush } from '../../push/keep-push.ts';
import { isActive, type PushConfig, type PushRequest } from '../../push/push-config.ts';
import type { PushState } from '../../push/push-state.ts';
import type { ProjectRef } from '../../directory.ts';
import { member, readObject, textIn, type Members } from './ams-json.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const badSubscription = () => wrong('subscription_invalid', 'Invalid Subscription Arguments');

// The library indexes every one of these keys, of pull subscriptions too.
const noPush = {
  type: '',
  pushEndpoint: '',
  maxMessages: 0,
  authorizationHeader: {},
  retryPolicy: {},
  verificationHash: '',
  verified: false,
  mattermostUrl: '',
  mattermostUsername: '',
  mattermostChannel: '',
  base64Decode: false,
};

/** A push configuration as clients read it; `period` is always there, as the library wants it. */
export function toPushConfig(config: PushConfig | null) {
  if (config === null) return noPush;
  const { type, maxMessages, base64Decode, retryPolicy } = config;
  const period = retryPolicy.type === 'linear' ? retryPolicy.period : 0;
  const delivery = { type, maxMessages, base64Decode, retryPolicy: { type: retryPolicy.type, period } };
  if (config.type === 'mattermost') {
    return {
      ...noPush,
      ...delivery,
      verified: true,
      mattermostUrl: config.url,
      mattermostUsername: config.username,
      mattermostChannel: config.channel,
    };
  }
  const { pushEndpoint, authorization, verificationHash, verified } = config;
  return {
    ...noPush,
    ...delivery,
    pushEndpoint,
    authorizationHeader: authorization === null ? { type: 'disabled' } : { type: 'autogen', value: authorization },
    verificationHash,
    verified,
  };
}

/** What a body says of push: undefined where it does not mention it, null where it asks for pull mode. */
export function readPush(given: Members): PushRequest | null | undefined {
  const config = objectIn(given, 'pushConfig');
  if (!config) return config;
  const retryPolicy = objectIn(config, 'retryPolicy') ?? {};
  const request: PushRequest = {
    type: textIn(config, 'type', badSubscription),
    pushEndpoint: textIn(config, 'pushEndpoint', badSubscription),
    maxMessages: wholeIn(config, 'maxMessages'),
    authorizationHeader: textIn(objectIn(config, 'authorizationHeader') ?? {}, 'type', badSubscription),
    retryPolicy: textIn(retryPolicy, 'type', badSubscription),
    periodMilliseconds: wholeIn(retryPolicy, 'period'),
    base64Decode: yesNoIn(config, 'base64Decode'),
    mattermostUrl: textIn(config, 'mattermostUrl', badSubscription),
    mattermostUsername: textIn(config, 'mattermostUsername', badSubscription),
    mattermostChannel: textIn(config, 'mattermostChannel', badSubscription),
  };
  if (request.maxMessages < 0) throw badSubscription();
  return Object.values(request).some(Boolean) ? request : null;
}

/** The reference of a topic with a number of attempts; null where a body takes the policy away. */
interface DeadLetterRequest {
  readonly topic: string;
  readonly maxDeliveryAttempts: number;
}

/** What a body says of dead letters, in the names of Google's Pub/Sub; undefined where it does not mention them. */
export function readDeadLetter(project: string, given: Members): DeadLetterRequest | null | undefined {
  const policy = objectIn(given, 'deadLetterPolicy');
  if (!policy) return policy;
  const reference = member(policy, 'deadLetterTopic');
  if (reference === undefined && member(policy, 'maxDeliveryAttempts') === undefined) return null;
  const topic = topicOfReference(project, reference);
  if (topic === null) throw wrong('topic_name_invalid', 'Invalid Topic name');
  return { topic, maxDeliveryAttempts: wholeIn(policy, 'maxDeliveryAttempts') || defaultAttempts };
}

/** Throws `topic_unknown`. */
export async function deadLetterFrom(
  { directory }: MessagingContext,
  project: ProjectRef,
  request: DeadLetterRequest | null | undefined,
): Promise<DeadLetterPolicy | null | undefined> {
  if (!request) return request;
  const topic = await directory.topic(project.id, request.topic);
  if (!topic) throw topicUnknown();
  return { topicId: topic.id, maxDeliveryAttempts: request.maxDeliveryAttempts };
}

/** How push goes, in the words of upstream; nothing for what is not verified. */
export function pushStatus(
  { push }: MessagingContext,
  subscription: string,
  config: PushConfig | null,
  state: PushState | null,
): string | undefined {
  if (config === null || !isActive(config)) return undefined;
  if (push.mode === 'off') return 'Push server is currently unavailable';
  if (!state?.isActive) return `Error: Subscription ${subscription} is not active`;
  if (state.lastError === null || state.lastAttemptAt === null) {
    return `Subscription ${subscription} is currently active`;
  }
  return `${state.lastAttemptAt.slice(0, 19)} - ${state.lastError}`;
}

/** Push of subscriptions (messaging-ams.md 3.10). */
export function pushRoutes(app: App, context: MessagingContext): void {
  const subscriptionAt = async ({ project, params }: AmsCall) => {
    const subscription = await context.directory.subscription(project.id, params['subscription'] ?? '');
    if (!subscription) throw subscriptionUnknown();
    return subscription;
  };

  amsRoute(app, context, {
    name: 'subscriptions:modifyPushConfig',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:modifyPushConfig',
    roles: administrators,
    async handle(call) {
      const subscription = await subscriptionAt(call);
      const given = readObject(call.body, badSubscription);
      const push = readPush(given);
      const deadLetter = await deadLetterFrom(context, call.project, readDeadLetter(call.project.name, given));
      // A body that says nothing asks for pull mode, as upstream reads it.
      await modifyPush(call.acting)(subscription, {
        push: deadLetter === undefined ? (push ?? null) : push,
        deadLetter,
      });
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:verifyPushEndpoint',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:verifyPushEndpoint',
    roles: administrators,
    async handle(call) {
      await verifyPush(call.acting)(await subscriptionAt(call));
      return undefined;
    },
  });
}

/** An object; undefined where it is missing, null where it is null. */
function objectIn(members: Members, name: string): Members | null | undefined {
  const value = member(members, name);
  if (value === undefined || value === null) return value;
  if (typeof value !== 'object' || Array.isArray(value)) throw badSubscription();
  return value as Members;
}

/** A whole number; 0 where it is missing or null. */
function wholeIn(members: Members, name: string): number {
  const value = member(members, name) ?? 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw badSubscription();
  return value;
}

function yesNoIn(members: Members, name: string): boolean | undefined {
  const value = member(members, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw badSubscription();
  return value;
}
