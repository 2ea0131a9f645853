import type { App } from '#kernel/http';
import { subscriptionUnknown, topicUnknown, wrong } from '../../faults.ts';
import type { LogEntry } from '../../log/message-log.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { messageTime } from '../../message-time.ts';
import { messageOfAckId, topicOfReference } from '../../names.ts';
import { isActive } from '../../push/push-config.ts';
import { pushStateOf } from '../../push/push-state.ts';
import { acknowledge, mayConsume, mayTake, moveOffset, offsetAt, offsets, pull } from '../../subscriptions/consume.ts';
import {
  createSubscription,
  deleteSubscription,
  findSubscription,
  listSubscriptions,
  setAckDeadline,
  setSubscriptionUsers,
  subscriptionUsers,
  type SubscriptionRecord,
} from '../../subscriptions/keep-subscription.ts';
import { instant, member, pageToken, readObject, readPage, textIn, textsIn } from './ams-json.ts';
import { deadLetterFrom, pushStatus, readDeadLetter, readPush, toPushConfig } from './ams-push.ts';
import { membersOf } from '../../topics/message-content.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const consumers = [...administrators, 'consumer'] as const;
const readers = [...consumers, 'push_worker'] as const;
const mostPulled = 10_000;

const badUsers = () => wrong('acl_invalid', 'Invalid Subscription ACL Arguments');
const badSubscription = () => wrong('subscription_invalid', 'Invalid Subscription Arguments');
const badPull = () => wrong('pull_invalid', 'Invalid Pull Parameters Arguments');
const badAck = () => wrong('ack_invalid', 'Invalid ack parameter');
const badAckId = () => wrong('ack_id_invalid', 'Invalid ack id');
const badOffset = () => wrong('offset_invalid', 'Invalid Offset Arguments');
const badDeadline = () =>
  wrong('deadline_invalid', 'Invalid ackDeadlineSeconds(needs value between 0 and 600) Arguments');
const badTime = () => wrong('time_invalid', 'Time is not in valid Zulu format.');

function toSubscription(project: string, subscription: SubscriptionRecord) {
  const { name, topic, ackDeadlineSeconds, created_at, push, deadLetterTopic, deadLetterAttempts } = subscription;
  return {
    name: `/projects/${project}/subscriptions/${name}`,
    topic: `/projects/${project}/topics/${topic}`,
    pushConfig: toPushConfig(push),
    ackDeadlineSeconds,
    createdOn: instant(created_at),
    ...(deadLetterTopic === null
      ? {}
      : {
          deadLetterPolicy: {
            deadLetterTopic: `projects/${project}/topics/${deadLetterTopic}`,
            maxDeliveryAttempts: deadLetterAttempts,
          },
        }),
  };
}

/** Subscriptions, pulling and acknowledging (messaging-ams.md 3.8, 3.9). */
export function subscriptionRoutes(app: App, context: MessagingContext): void {
  const { database, directory } = context;
  const subscriptionAt = async ({ project, params }: AmsCall) => {
    const subscription = await directory.subscription(project.id, params['subscription'] ?? '');
    if (!subscription) throw subscriptionUnknown();
    return subscription;
  };
  /** The subscription, once it is known that the caller may consume it; only then the body is looked at. */
  const consumedAt = async (call: AmsCall) => {
    const subscription = await subscriptionAt(call);
    mayConsume(call.caller, subscription);
    return subscription;
  };
  const takenAt = async (call: AmsCall) => {
    const subscription = await subscriptionAt(call);
    mayTake(context, call.caller, subscription);
    return subscription;
  };

  amsRoute(app, context, {
    name: 'subscriptions:list',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions',
    roles: consumers,
    async handle({ project, caller, query }) {
      const page = readPage(query);
      const { items, next, total } = await listSubscriptions(database.read(), { project, caller, page });
      return {
        subscriptions: items.map((subscription) => toSubscription(project.name, subscription)),
        nextPageToken: pageToken(next),
        totalSize: total,
      };
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:show',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions/{subscription}',
    roles: readers,
    async handle({ project, params }) {
      const read = database.read();
      const found = await findSubscription(read, project.id, params['subscription'] ?? '');
      const shown = toSubscription(project.name, found);
      const status = pushStatus(context, shown.name, found.push, found.push && (await pushStateOf(read, found.id)));
      return status === undefined ? shown : { ...shown, pushStatus: status };
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:create',
    method: 'PUT',
    path: '/v1/projects/{project}/subscriptions/{subscription}',
    roles: administrators,
    async handle({ acting, project, params, body }) {
      const given = readObject(body, badSubscription);
      const reference = textIn(given, 'topic', badSubscription);
      const seconds = member(given, 'ackDeadlineSeconds') ?? 0;
      if (typeof seconds !== 'number') throw badSubscription();
      const push = readPush(given) ?? null;
      const name = topicOfReference(project.name, reference);
      if (name === null) throw wrong('topic_name_invalid', 'Invalid Topic name');
      const deadLetter = readDeadLetter(project.name, given);
      const topic = await directory.topic(project.id, name);
      if (!topic) throw topicUnknown();
      const made = await createSubscription(acting)(project, params['subscription'] ?? '', {
        topic,
        ackDeadlineSeconds: seconds,
        push,
        deadLetter: (await deadLetterFrom(context, project, deadLetter)) ?? null,
      });
      return toSubscription(project.name, made);
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:delete',
    method: 'DELETE',
    path: '/v1/projects/{project}/subscriptions/{subscription}',
    roles: administrators,
    async handle({ acting, project, params }) {
      const name = params['subscription'] ?? '';
      const gone = await deleteSubscription(acting)(project, name);
      if (!gone.push || !isActive(gone.push) || context.push.mode === 'off') return undefined;
      return { message: `Subscription /projects/${project.name}/subscriptions/${name} deactivated` };
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:acl',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions/{subscription}:acl',
    roles: administrators,
    handle: async (call) => ({
      authorized_users: await subscriptionUsers(database.read(), await subscriptionAt(call)),
    }),
  });
  amsRoute(app, context, {
    name: 'subscriptions:modifyAcl',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:modifyAcl',
    roles: administrators,
    async handle(call) {
      const subscription = await subscriptionAt(call);
      const users = textsIn(readObject(call.body, badUsers), 'authorized_users', badUsers);
      if (!users) throw badUsers();
      await setSubscriptionUsers(call.acting)(subscription, users);
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:pull',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:pull',
    roles: readers,
    async handle(call) {
      const subscription = await takenAt(call);
      const given = readObject(call.body, badPull);
      const entries = await pull(context)(call.caller, subscription, {
        most: readMost(member(given, 'maxMessages')),
        atOnce: readAtOnce(member(given, 'returnImmediately')),
        gone: call.request.signal,
      });
      const name = `projects/${call.project.name}/subscriptions/${subscription.name}`;
      return `{"receivedMessages":[${entries.map((entry) => received(name, entry)).join(',')}]}`;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:acknowledge',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:acknowledge',
    roles: readers,
    async handle(call) {
      const subscription = await takenAt(call);
      const ids = textsIn(readObject(call.body, badAck), 'ackIds', badAck) ?? [];
      const messages = ids.map((id) => {
        const message = messageOfAckId(call.project.name, subscription.name, id);
        if (message === null) throw badAckId();
        return message;
      });
      if (messages.length === 0) throw badAckId();
      await acknowledge(context)(
        call.caller,
        subscription,
        messages.reduce((highest, id) => Math.max(highest, id)),
      );
      return {};
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:modifyAckDeadline',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:modifyAckDeadline',
    roles: consumers,
    async handle(call) {
      const subscription = await consumedAt(call);
      const seconds = member(readObject(call.body, badDeadline), 'ackDeadlineSeconds');
      if (typeof seconds !== 'number') throw badDeadline();
      await setAckDeadline(call.acting)(subscription, seconds);
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:offsets',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions/{subscription}:offsets',
    roles: consumers,
    async handle(call) {
      const { next, min, current } = await offsets(context)(call.caller, await consumedAt(call));
      return { max: next, min, current };
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:modifyOffset',
    method: 'POST',
    path: '/v1/projects/{project}/subscriptions/{subscription}:modifyOffset',
    roles: consumers,
    async handle(call) {
      const subscription = await consumedAt(call);
      const offset = member(readObject(call.body, badOffset), 'offset');
      if (typeof offset !== 'number' || !Number.isSafeInteger(offset)) throw badOffset();
      await moveOffset(call.acting)(call.caller, subscription, offset);
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:timeToOffset',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions/{subscription}:timeToOffset',
    roles: consumers,
    async handle(call) {
      const subscription = await consumedAt(call);
      return { offset: await offsetAt(context)(call.caller, subscription, readTime(call.query['time'] ?? '')) };
    },
  });
}

function received(subscription: string, { id, publishedAt, content }: LogEntry): string {
  return `{"ackId":"${subscription}:${id}","message":{"messageId":"${id}",${membersOf(content)},"publishTime":"${messageTime(publishedAt)}"}}`;
}

/** A number, or a text with one as every known client sends; 1 where it is none. */
function readMost(given: unknown): number {
  if (given !== undefined && given !== null && typeof given !== 'string' && typeof given !== 'number') throw badPull();
  const most = Math.trunc(Number(given ?? 1));
  return most >= 1 ? Math.min(most, mostPulled) : 1;
}

function readAtOnce(given: unknown): boolean {
  if (given === undefined || given === null) return true;
  if (typeof given !== 'string' && typeof given !== 'boolean') throw badPull();
  return String(given).toLowerCase() !== 'false';
}

/** An instant with `T` or, as the Python library writes it, a space; with `Z` or a numeric zone. */
function readTime(text: string): string {
  const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/.exec(
    text.replace(/ (\d\d:?\d\d)$/, '+$1'),
  );
  if (!form) throw badTime();
  const [, day = '', time = '', fraction = '', zone = ''] = form;
  try {
    return Temporal.Instant.from(`${day}T${time}${fraction}${zone}`).toString({ fractionalSecondDigits: 3 });
  } catch {
    throw badTime();
  }
}
