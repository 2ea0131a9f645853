import type { FastifyRequest } from 'fastify';
import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import { notFound } from '#kernel/errors';
import { eventStreams, route, type App } from '#kernel/http';
import { record } from '../record.ts';
import { house } from '../roles.ts';
import { setTopicSchema } from '../schemas/keep-schema.ts';
import { createTopic, deleteTopic, setTopicUsers } from '../topics/keep-topic.ts';
import { textOf } from '../topics/message-content.ts';
import { publish } from '../topics/publish.ts';
import { readMessage, readMessages } from '../topics/read-messages.ts';
import { newsOf } from '../topics/topic-news.ts';
import { setTopicLimits } from '../watch/limits.ts';
import type { PortalParts } from './portal-routes.ts';
import { topicsOf, topicView } from './views.ts';

interface TopicParams {
  readonly project: string;
  readonly topic: string;
}

/** Topics, and the messages that are kept of them. */
export function topicRoutes(app: App, { context, acting, projectAt }: PortalParts): void {
  const stream = eventStreams(app);
  const topicAt = async (request: FastifyRequest, params: TopicParams) => {
    const project = await projectAt(request, params.project);
    const topic = await context.directory.topic(project.id, params.topic);
    if (!topic) throw notFound(`topic ${params.topic}`);
    return { project, topic };
  };

  route(app, endpoints.listMessagingTopics, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    return { items: await topicsOf(context.database.read(), project.id) };
  });
  route(app, endpoints.createMessagingTopic, async ({ params, body, request }) => {
    const project = await projectAt(request, params.project);
    const { name } = await createTopic(acting(request))(project, body.name);
    return topicView(context, project, name);
  });
  route(app, endpoints.readMessagingTopic, async ({ params, request }) =>
    topicView(context, await projectAt(request, params.project), params.topic),
  );
  route(app, endpoints.deleteMessagingTopic, async ({ params, request }) => {
    const { project, topic } = await topicAt(request, params);
    await deleteTopic(acting(request))(project, topic.name);
  });
  route(app, endpoints.setTopicPublishers, async ({ params, body, request }) => {
    const { project, topic } = await topicAt(request, params);
    await setTopicUsers(acting(request))(topic, body.users);
    return topicView(context, project, topic.name);
  });
  route(app, endpoints.setTopicSchema, async ({ params, body, request }) => {
    const { project, topic } = await topicAt(request, params);
    await setTopicSchema(acting(request))(topic, body.schema);
    return topicView(context, project, topic.name);
  });
  route(app, endpoints.setTopicLimits, async ({ params, body, request }) => {
    const { project, topic } = await topicAt(request, params);
    await setTopicLimits(acting(request))(topic, body);
    return topicView(context, project, topic.name);
  });
  route(app, endpoints.publishTestMessage, async ({ params, body, request }) => {
    const { project, topic } = await topicAt(request, params);
    const [message = 0] = await publish(context)(house, topic, [textOf(body)]);
    await context.database.transact((tx) =>
      record(acting(request), tx, {
        projectId: project.id,
        action: 'publish',
        details: { topic: topic.name, message },
      }),
    );
    return { message };
  });
  route(app, endpoints.listTopicMessages, async ({ params, query, request }) => {
    const { topic } = await topicAt(request, params);
    return readMessages(context, topic.id, query);
  });
  route(app, endpoints.readTopicMessage, async ({ params, request }) => {
    const { topic } = await topicAt(request, params);
    return readMessage(context, topic.id, params.message);
  });
  route(app, endpoints.followTopic, async ({ params, request, reply }) => {
    const { topic } = await topicAt(request, params);
    await stream(reply, (send) => newsOf(context.log, topic.id, () => send('', { topic: topic.name })));
  });
}
