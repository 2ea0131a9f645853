import type { FastifyRequest } from 'fastify';
import { messagingEndpoints as endpoints } from '#contracts/messaging/endpoints';
import { notFound } from '#kernel/errors';
import { route, type App } from '#kernel/http';
import { modifyPush, verifyPush } from '../push/keep-push.ts';
import { house } from '../roles.ts';
import { moveOffset, offsets, skipTo } from '../subscriptions/consume.ts';
import {
  createSubscription,
  deleteSubscription,
  setAckDeadline,
  setSubscriptionUsers,
} from '../subscriptions/keep-subscription.ts';
import { readMessages } from '../topics/read-messages.ts';
import { setSubscriptionLimits } from '../watch/limits.ts';
import { deadLetterPolicyOf, pushRequestOf } from './delivery.ts';
import type { PortalParts } from './portal-routes.ts';
import { subscriptionsOf, subscriptionView } from './views.ts';

interface SubscriptionParams {
  readonly project: string;
  readonly subscription: string;
}

/** Subscriptions: how far they are read, who reads them, and where they go on. */
export function subscriptionRoutes(app: App, { context, acting, projectAt }: PortalParts): void {
  const subscriptionAt = async (request: FastifyRequest, params: SubscriptionParams) => {
    const project = await projectAt(request, params.project);
    const subscription = await context.directory.subscription(project.id, params.subscription);
    if (!subscription) throw notFound(`subscription ${params.subscription}`);
    return { project, subscription };
  };
  const firstSince = async (topicId: string, instant: string) =>
    (await context.log.firstSince(topicId, instant)) ?? (await context.log.bounds(topicId)).next;

  route(app, endpoints.listMessagingSubscriptions, async ({ params, request }) => {
    const project = await projectAt(request, params.project);
    return { items: await subscriptionsOf(context.database.read(), project.id) };
  });
  route(app, endpoints.createMessagingSubscription, async ({ params, body, request }) => {
    const project = await projectAt(request, params.project);
    const topic = await context.directory.topic(project.id, body.topic);
    if (!topic) throw notFound(`topic ${body.topic}`);
    const { ackDeadlineSeconds } = body;
    const push = pushRequestOf(body.push);
    const deadLetter = await deadLetterPolicyOf(context, project, body.deadLetter);
    await createSubscription(acting(request))(project, body.name, { topic, ackDeadlineSeconds, push, deadLetter });
    return subscriptionView(context, project, body.name);
  });
  route(app, endpoints.readMessagingSubscription, async ({ params, request }) =>
    subscriptionView(context, await projectAt(request, params.project), params.subscription),
  );
  route(app, endpoints.changeMessagingSubscription, async ({ params, body, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    await setAckDeadline(acting(request))(subscription, body.ackDeadlineSeconds);
    return subscriptionView(context, project, subscription.name);
  });
  route(app, endpoints.setSubscriptionDelivery, async ({ params, body, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    const deadLetter = await deadLetterPolicyOf(context, project, body.deadLetter);
    await modifyPush(acting(request))(subscription, { push: pushRequestOf(body.push), deadLetter });
    return subscriptionView(context, project, subscription.name);
  });
  route(app, endpoints.verifySubscriptionPush, async ({ params, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    await verifyPush(acting(request))(subscription);
    return subscriptionView(context, project, subscription.name);
  });
  route(app, endpoints.setSubscriptionLimits, async ({ params, body, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    await setSubscriptionLimits(acting(request))(subscription, body);
    return subscriptionView(context, project, subscription.name);
  });
  route(app, endpoints.deleteMessagingSubscription, async ({ params, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    await deleteSubscription(acting(request))(project, subscription.name);
  });
  route(app, endpoints.setSubscriptionConsumers, async ({ params, body, request }) => {
    const { project, subscription } = await subscriptionAt(request, params);
    await setSubscriptionUsers(acting(request))(subscription, body.users);
    return subscriptionView(context, project, subscription.name);
  });
  route(app, endpoints.moveSubscription, async ({ params, body, request }) => {
    const { subscription } = await subscriptionAt(request, params);
    // Where nothing was published since, it goes on from the end.
    const offset = 'at' in body ? await firstSince(subscription.topicId, body.at) : body.offset;
    return moveOffset(acting(request))(house, subscription, offset);
  });
  route(app, endpoints.acknowledgeUpTo, async ({ params, body, request }) => {
    const { subscription } = await subscriptionAt(request, params);
    return skipTo(acting(request))(subscription, body.message);
  });
  route(app, endpoints.peekMessages, async ({ params, query, request }) => {
    const { subscription } = await subscriptionAt(request, params);
    const { current } = await offsets(context)(house, subscription);
    return readMessages(context, subscription.topicId, { from: current, limit: query.limit });
  });
}
