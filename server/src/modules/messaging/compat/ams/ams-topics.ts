import type { App } from '#kernel/http';
import { topicUnknown, wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { subscriptionsTo } from '../../subscriptions/keep-subscription.ts';
import {
  createTopic,
  deleteTopic,
  findTopic,
  listTopics,
  setTopicUsers,
  topicUsers,
  type TopicRecord,
} from '../../topics/keep-topic.ts';
import { mayPublish, mostMessageBytes, publish } from '../../topics/publish.ts';
import { instant, pageToken, readObject, readPage, textIn, textsIn } from './ams-json.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';
import { schemaNamed } from './ams-schemas.ts';
import { readMessages } from './read-messages.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const publishers = [...administrators, 'publisher'] as const;
// Base64 and the JSON around it, for a message of the largest size.
const publishBytes = 2 * mostMessageBytes + 1_048_576;

const unreadable = () => wrong('body_unreadable', 'Invalid Request Body');
const badUsers = () => wrong('acl_invalid', 'Invalid Topic ACL Arguments');

const toTopic = (project: string, { name, created_at, schema }: TopicRecord) => ({
  name: `/projects/${project}/topics/${name}`,
  ...(schema === null ? {} : { schema: `projects/${project}/schemas/${schema}` }),
  created_on: instant(created_at),
});

/** Topics and publishing (messaging-ams.md 3.6, 3.7). */
export function topicRoutes(app: App, context: MessagingContext): void {
  const { database, directory } = context;
  const topicAt = async ({ project, params }: AmsCall) => {
    const topic = await directory.topic(project.id, params['topic'] ?? '');
    if (!topic) throw topicUnknown();
    return topic;
  };

  amsRoute(app, context, {
    name: 'topics:list',
    method: 'GET',
    path: '/v1/projects/{project}/topics',
    roles: publishers,
    async handle({ project, caller, query }) {
      const { items, next, total } = await listTopics(database.read(), { project, caller, page: readPage(query) });
      return {
        topics: items.map((topic) => toTopic(project.name, topic)),
        nextPageToken: pageToken(next),
        totalSize: total,
      };
    },
  });
  amsRoute(app, context, {
    name: 'topics:show',
    method: 'GET',
    path: '/v1/projects/{project}/topics/{topic}',
    roles: publishers,
    handle: async ({ project, params }) =>
      toTopic(project.name, await findTopic(database.read(), project.id, params['topic'] ?? '')),
  });
  amsRoute(app, context, {
    name: 'topics:create',
    method: 'PUT',
    path: '/v1/projects/{project}/topics/{topic}',
    roles: administrators,
    async handle({ acting, project, params, body }) {
      const given = textIn(readObject(body, unreadable), 'schema', unreadable);
      const schema = given === '' ? null : schemaNamed(project, given);
      return toTopic(project.name, await createTopic(acting)(project, params['topic'] ?? '', schema));
    },
  });
  amsRoute(app, context, {
    name: 'topics:delete',
    method: 'DELETE',
    path: '/v1/projects/{project}/topics/{topic}',
    roles: administrators,
    async handle({ acting, project, params }) {
      await deleteTopic(acting)(project, params['topic'] ?? '');
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:listByTopic',
    method: 'GET',
    path: '/v1/projects/{project}/topics/{topic}/subscriptions',
    roles: administrators,
    async handle(call) {
      const names = await subscriptionsTo(database.read(), await topicAt(call));
      return { subscriptions: names.map((name) => `/projects/${call.project.name}/subscriptions/${name}`) };
    },
  });
  amsRoute(app, context, {
    name: 'topics:acl',
    method: 'GET',
    path: '/v1/projects/{project}/topics/{topic}:acl',
    roles: administrators,
    handle: async (call) => ({ authorized_users: await topicUsers(database.read(), await topicAt(call)) }),
  });
  amsRoute(app, context, {
    name: 'topics:modifyAcl',
    method: 'POST',
    path: '/v1/projects/{project}/topics/{topic}:modifyAcl',
    roles: administrators,
    async handle(call) {
      const topic = await topicAt(call);
      const users = textsIn(readObject(call.body, badUsers), 'authorized_users', badUsers);
      if (!users) throw badUsers();
      await setTopicUsers(call.acting)(topic, users);
      return undefined;
    },
  });
  amsRoute(app, context, {
    name: 'topics:publish',
    method: 'POST',
    path: '/v1/projects/{project}/topics/{topic}:publish',
    roles: publishers,
    bodyLimit: publishBytes,
    async handle(call) {
      const topic = await topicAt(call);
      // Before the body is looked at.
      mayPublish(call.caller, topic);
      const ids = await publish(context)(call.caller, topic, readMessages(call.body));
      return { messageIds: ids.map(String) };
    },
  });
}
