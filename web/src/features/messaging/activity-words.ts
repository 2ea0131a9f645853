import type { SubscriptionLimits, TopicLimits } from '#contracts/messaging/limit-schemas';
import type { MessagingActivity } from '#contracts/messaging/schemas';

import { t } from '../../app/messages.ts';
import { minutesInWords, paceWords, roleWord } from './words.ts';

type Details = MessagingActivity['details'];
const said = (details: Details, key: string): string => {
  const value = details[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const sentences: Readonly<Record<string, string>> = {
  create_project: 'made the project',
  update_project: 'changed the project',
  delete_project: 'deleted the project',
  set_people: 'changed who administers the project',
  create_topic: 'made topic {topic}',
  delete_topic: 'deleted topic {topic}',
  set_topic_schema: 'changed the schema of {topic}',
  create_schema: 'added schema {schema}',
  update_schema: 'changed schema {schema}',
  delete_schema: 'deleted schema {schema}',
  set_topic_users: 'changed who may publish to {topic}',
  publish: 'published message {message} to {topic} from the portal',
  create_subscription: 'made subscription {subscription} to {topic}',
  delete_subscription: 'deleted subscription {subscription}',
  set_subscription_users: 'changed who may consume {subscription}',
  set_ack_deadline: 'changed the deadline of {subscription}',
  set_subscription_limits: 'changed the alerts of {subscription}',
  set_topic_limits: 'changed the alerts of {topic}',
  set_delivery: 'changed the delivery of {subscription}',
  verify_push: 'verified the endpoint {endpoint} of {subscription}',
  move_offset: 'moved {subscription}',
  acknowledge: 'acknowledged {subscription}',
  set_member: 'set the roles of {user}',
  remove_member: 'took {user} out of the project',
  renew_token: 'made a new token for {user}',
};

/** What somebody did, as the end of a sentence that begins with who did it. */
export function actInWords({ action, details }: MessagingActivity): string {
  const name = action.replace(/^messaging\./, '');
  const values = Object.fromEntries(
    ['topic', 'subscription', 'user', 'message', 'endpoint', 'schema'].map((key) => [key, said(details, key)] as const),
  );
  return t(sentences[name] ?? name.replaceAll('_', ' '), values);
}

/** What was before a change and what is after it, in words; null where the act says it all. */
export function changeInWords({ action, details }: MessagingActivity): { before: string; after: string } | null {
  const { before, after } = details;
  if (before === undefined && after === undefined) return null;
  const unit = (value: unknown) => {
    if (action === 'messaging.set_ack_deadline') return t('{n} s', { n: Number(value) });
    if (action === 'messaging.move_offset' || action === 'messaging.acknowledge')
      return t('message {n}', { n: String(value) });
    if (action === 'messaging.set_delivery') return deliveryInWords(value as RecordedDelivery);
    if (action.endsWith('_limits')) return limitsInWords(value as RecordedLimits);
    return inWords(value, action === 'messaging.set_member' || action === 'messaging.remove_member');
  };
  return { before: unit(before), after: unit(after) };
}

type RecordedLimits = Partial<SubscriptionLimits & TopicLimits>;

function limitsInWords({ messagesBehind, oldestMinutes, silentMinutes }: RecordedLimits): string {
  const limits = [
    ...(messagesBehind ? [t('{n} messages behind', { n: messagesBehind })] : []),
    ...(oldestMinutes ? [t('a message waits for {time}', { time: minutesInWords(oldestMinutes) })] : []),
    ...(silentMinutes ? [t('silent for {time}', { time: minutesInWords(silentMinutes) })] : []),
  ];
  return limits.length === 0 ? t('not watched') : limits.join(', ');
}

interface RecordedDelivery {
  readonly push: {
    readonly endpoint?: string;
    readonly channel?: string;
    readonly authorization?: string;
    readonly maxMessages: number;
    readonly base64Decode: boolean;
    readonly retryPolicy: { readonly type: 'slowstart' } | { readonly type: 'linear'; readonly period: number };
  } | null;
  readonly deadLetter: { readonly topic: string; readonly attempts: number } | null;
}

function deliveryInWords({ push, deadLetter }: RecordedDelivery): string {
  if (push === null) return t('consumers pull');
  const { endpoint, channel, authorization, maxMessages, base64Decode, retryPolicy } = push;
  return [
    endpoint ?? t('Mattermost {channel}', { channel: channel ?? '' }).trim(),
    t({ one: '1 message at once', other: 'up to {n} messages at once' }, { n: maxMessages }),
    paceWords(
      retryPolicy.type === 'linear'
        ? { type: 'linear', periodMilliseconds: retryPolicy.period }
        : { type: 'slowstart' },
    ),
    ...(authorization === 'generated' ? [t('with an authorization header')] : []),
    ...(base64Decode ? [t('data decoded')] : []),
    ...(deadLetter
      ? [t('dead letters to {topic} after {n} attempts', { topic: deadLetter.topic, n: deadLetter.attempts })]
      : []),
  ].join(', ');
}

function inWords(value: unknown, isRoles: boolean): string {
  if (value === null || value === undefined || value === '') return t('nothing');
  if (Array.isArray(value))
    return value.length === 0
      ? t('nobody')
      : value.map((one) => (isRoles ? roleWord(String(one)) : String(one))).join(', ');
  if (typeof value === 'object')
    return Object.values(value as Record<string, unknown>)
      .map((part) => inWords(part, isRoles))
      .join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
