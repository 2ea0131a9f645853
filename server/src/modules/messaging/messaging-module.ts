import { z } from 'zod';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import { amsSurface } from './compat/ams/ams-surface.ts';
import { createDirectory } from './directory.ts';
import { gatherAppends } from './log/gather-appends.ts';
import { sqlLog } from './log/sql-log.ts';
import type { MessagingContext } from './messaging-context.ts';
import { createCounters } from './metrics/counters.ts';
import { createProject } from './projects/keep-project.ts';
import { mailRegistrations, registrationMoments } from './registrations/registration-mails.ts';
import { registrationPages } from './registrations/registration-pages.ts';
import { house } from './roles.ts';
import { createSubscription, setSubscriptionUsers } from './subscriptions/keep-subscription.ts';
import { createTopic, setTopicUsers } from './topics/keep-topic.ts';
import { createUser, type UserInput } from './users/keep-user.ts';
import { userTokens } from './users/user-tokens.ts';
import { alertById, openAlerts } from './watch/alerts.ts';
import { lags } from './watch/lag.ts';
import { setSubscriptionLimits, setTopicLimits, subscriptionLimits, topicLimits } from './watch/limits.ts';
import { watchMessaging } from './watch/watch.ts';

/** How long messages are kept, whether they were read or not (messaging-ams.md 2). */
const retentionDays = 7;

/** Publish and subscribe for the federation, in the protocol of the ARGO Messaging Service. */
export function messagingModule({ kernel, tokenSecret }: { kernel: Kernel; tokenSecret: string }) {
  const { database, clock } = kernel;
  const log = sqlLog(database, clock);
  const directory = createDirectory(database, kernel.config.AMS_SERVICE_TOKEN);
  const context: MessagingContext = {
    database,
    clock,
    directory,
    log,
    append: gatherAppends(log),
    tokens: userTokens(tokenSecret),
    counters: createCounters(kernel),
  };
  kernel.mailTexts.addMoments(Object.values(registrationMoments));
  kernel.addReactions([mailRegistrations(kernel, context)]);
  kernel.addJobs([
    {
      name: 'messaging.expire',
      summary: 'Drops messages older than a week',
      schema: z.unknown(),
      retryLimit: 2,
      deadlineSeconds: 900,
      cron: '17 * * * *',
      run: () => log.expire(later(clock.now(), -retentionDays * DAY)),
    },
    {
      name: 'messaging.watch',
      summary: 'Opens and closes alerts on subscriptions that lag and topics that are silent',
      schema: z.unknown(),
      retryLimit: 0,
      deadlineSeconds: 300,
      cron: '* * * * *',
      run: watchMessaging(context, kernel.publish),
    },
  ]);
  const stops: (() => Promise<void> | void)[] = [];
  return {
    pages: registrationPages(kernel, context),
    routes: amsSurface(context, { publicUrl: kernel.config.publicUrl, publish: kernel.publish }),
    /** Hears what other processes on the same database publish and change. */
    async start() {
      stops.push(await log.start(), await directory.start());
      const notFlushed = (error: unknown) => kernel.logger.error({ err: error }, 'messages were not counted yet');
      stops.push(context.counters.start(notFlushed));
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
      await context.counters.flush();
    },
    project: directory.project,
    topic: directory.topic,
    subscription: directory.subscription,
    /** Lag, silence, their limits and alerts. */
    watch: {
      openAlerts,
      alertById,
      lags: lags(context),
      subscriptionLimits,
      topicLimits,
      setSubscriptionLimits: setSubscriptionLimits(context),
      setTopicLimits: setTopicLimits(context),
    },
    createProject: (name: string, description: string) => createProject(context)(house, name, description),
    /** Makes a user and answers the token. */
    async createUser(name: string, input: UserInput): Promise<string> {
      return context.tokens.of(await createUser(context)(house, name, input));
    },
    /** Makes a topic with who may publish to it, and its subscriptions with who may consume them. */
    async createTopic(
      projectName: string,
      name: string,
      {
        publishers,
        subscriptions,
      }: { publishers: readonly string[]; subscriptions: Readonly<Record<string, readonly string[]>> },
    ): Promise<void> {
      const project = await directory.project(projectName);
      if (!project) throw new Error(`There is no messaging project ${projectName}`);
      await createTopic(context)(project, name);
      const topic = await directory.topic(project.id, name);
      if (!topic) throw new Error(`There is no topic ${name}`);
      await setTopicUsers(context)(topic, publishers);
      for (const [subscriptionName, consumers] of Object.entries(subscriptions)) {
        await createSubscription(context)(project, subscriptionName, { topic, ackDeadlineSeconds: 0 });
        const subscription = await directory.subscription(project.id, subscriptionName);
        if (subscription) await setSubscriptionUsers(context)(subscription, consumers);
      }
    },
  };
}

export type MessagingModule = ReturnType<typeof messagingModule>;
