import { z } from 'zod';
import type { PeopleQueries } from '#identity';
import { system } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import type { App } from '#kernel/http';
import { listFailedMappings } from './certificates/failed-mappings.ts';
import { amsSurface } from './compat/ams/ams-surface.ts';
import { importAms } from './compat/ams/import/import-ams.ts';
import { announceJob, keepAnnouncements, type EventTopic } from './announce/event-topic.ts';
import { publishAnnouncements } from './announce/publish-announcements.ts';
import { authnSurface } from './compat/authn/authn-surface.ts';
import { createDirectory } from './directory.ts';
import { gatherAppends } from './log/gather-appends.ts';
import { openMessageLog } from './log/open-log.ts';
import type { MessagingContext } from './messaging-context.ts';
import { messagingPersonalData, setPeople } from './people/project-people.ts';
import { portalRoutes } from './portal/portal-routes.ts';
import { createProject } from './projects/keep-project.ts';
import { pushStateOf, pushStates } from './push/push-state.ts';
import { createPusher } from './push/pusher.ts';
import { house } from './roles.ts';
import { schemaValidators } from './schemas/schema-validators.ts';
import { sampleLags } from './samples/lag-samples.ts';
import { createCounters } from './metrics/counters.ts';
import { pushCounter } from './metrics/push-counter.ts';
import { mailRegistrations, registrationMoments } from './registrations/registration-mails.ts';
import { registrationById } from './registrations/keep-registration.ts';
import { registrationPages } from './registrations/registration-pages.ts';
import { createSubscription, setSubscriptionUsers } from './subscriptions/keep-subscription.ts';
import { windowStore } from './subscriptions/sql-window-store.ts';
import { createTopic, setTopicUsers } from './topics/keep-topic.ts';
import { createUser, type UserInput } from './users/keep-user.ts';
import { userTokens } from './users/user-tokens.ts';
import { alertById, openAlerts } from './watch/alerts.ts';
import { lags } from './watch/lag.ts';
import { setSubscriptionLimits, setTopicLimits, subscriptionLimits, topicLimits } from './watch/limits.ts';
import { watchMessaging } from './watch/watch.ts';

/** How long messages are kept, whether they were read or not (messaging-ams.md 2). */
const retentionDays = 7;

interface MessagingDependencies {
  readonly kernel: Kernel;
  readonly tokenSecret: string;
  readonly people: Pick<PeopleQueries, 'byIds'>;
}

/** Publish and subscribe for the federation, in the protocol of the ARGO Messaging Service. Throws `nats_unusable`. */
export async function messagingModule({ kernel, tokenSecret, people }: MessagingDependencies) {
  const { database, clock } = kernel;
  const opened = await openMessageLog(kernel);
  const { log } = opened;
  const directory = createDirectory(database, kernel.config.AMS_SERVICE_TOKEN);
  const context: MessagingContext = {
    database,
    clock,
    directory,
    log,
    append: gatherAppends(log),
    windows: windowStore(database),
    tokens: userTokens(tokenSecret),
    outward: kernel.outward,
    push: { mode: kernel.config.MESSAGING_PUSH, endpoint: new URL(kernel.config.publicUrl).host },
    validators: schemaValidators(database),
    audit: kernel.audit,
    publish: kernel.publish,
    actor: system,
    counters: createCounters(kernel),
    countPushed: pushCounter(kernel.metrics),
  };
  const pusher = createPusher(context, kernel.logger);
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
      name: announceJob,
      summary: 'Publishes what happened to orders and agreements on topics',
      schema: z.unknown(),
      retryLimit: 3,
      deadlineSeconds: 300,
      // Events ask for it; this finds what was left by a process that died.
      cron: '* * * * *',
      run: publishAnnouncements(context, kernel.config.MESSAGING_PROJECT),
    },
    {
      name: 'messaging.sample-lags',
      summary: 'Writes down how far subscriptions are behind',
      schema: z.unknown(),
      retryLimit: 0,
      deadlineSeconds: 120,
      cron: '*/5 * * * *',
      run: sampleLags(context),
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
  const projectNamed = async (name: string) => {
    const project = await directory.project(name);
    if (!project) throw new Error(`There is no messaging project ${name}`);
    return project;
  };
  const stops: (() => Promise<void> | void)[] = [];
  return {
    pages: registrationPages(kernel, context),
    routes: async (app: App) => {
      await app.register(amsSurface(context, { publicUrl: kernel.config.publicUrl, publish: kernel.publish }));
      await app.register(authnSurface(context));
      await app.register(portalRoutes(context, people));
    },
    personalData: messagingPersonalData,
    sampleLags: sampleLags(context),
    /** Certificates that lately found no user, the latest first, for those who administer the service. */
    failedMappings: () => listFailedMappings(database.read()),
    /** Hears what other processes on the same database publish and change, and pushes messages where it is told to. */
    async start({ push }: { push: boolean }) {
      stops.push(await opened.start(), await directory.start());
      const notFlushed = (error: unknown) => kernel.logger.error({ err: error }, 'messages were not counted yet');
      stops.push(context.counters.start(notFlushed));
      if (!push || context.push.mode !== 'inside') return;
      pusher.start();
      stops.unshift(() => pusher.stop());
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
      await context.counters.flush();
      await opened.close();
    },
    /** Who asked for a user; undefined once it was deleted. */
    registrationById,
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
    /** Answers when the log of messages answers. */
    ping: () => opened.ping(),
    /** Pushes what is due now; for tests and for the command line. */
    pushDue: () => pusher.drain(),
    /** How the push of the subscriptions of a project goes. */
    pushStates: (projectId: string) => pushStates(database.read(), projectId),
    /** How the push of a subscription goes; null in pull mode. */
    pushStateOf: (subscriptionId: string) => pushStateOf(database.read(), subscriptionId),
    /** Adds the topics that a module fills from its events; at start only. */
    addTopics: (part: string, topics: readonly EventTopic[]) => kernel.addReactions([keepAnnouncements(part, topics)]),
    importAms: importAms(context, kernel),
    createProject: (name: string, description: string) => createProject(context)(house, name, description),
    /** Makes exactly these people of the portal administrators of a project. */
    async appoint(projectName: string, personIds: readonly string[]): Promise<void> {
      await setPeople(context, people)(await projectNamed(projectName), personIds);
    },
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
      const project = await projectNamed(projectName);
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

export type MessagingModule = Awaited<ReturnType<typeof messagingModule>>;
