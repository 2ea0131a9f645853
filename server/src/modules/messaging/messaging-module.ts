import { z } from 'zod';
import type { PeopleQueries } from '#identity';
import { system } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { DAY, later } from '#kernel/clock';
import type { App } from '#kernel/http';
import { amsSurface } from './compat/ams/ams-surface.ts';
import { createDirectory } from './directory.ts';
import { gatherAppends } from './log/gather-appends.ts';
import { sqlLog } from './log/sql-log.ts';
import type { MessagingContext } from './messaging-context.ts';
import { messagingPersonalData, setPeople } from './people/project-people.ts';
import { portalRoutes } from './portal/portal-routes.ts';
import { createProject } from './projects/keep-project.ts';
import { house } from './roles.ts';
import { sampleLags } from './samples/lag-samples.ts';
import { createSubscription, setSubscriptionUsers } from './subscriptions/keep-subscription.ts';
import { createTopic, setTopicUsers } from './topics/keep-topic.ts';
import { createUser, type UserInput } from './users/keep-user.ts';
import { userTokens } from './users/user-tokens.ts';

/** How long messages are kept, whether they were read or not (messaging-ams.md 2). */
const retentionDays = 7;

interface MessagingDependencies {
  readonly kernel: Kernel;
  readonly tokenSecret: string;
  readonly people: Pick<PeopleQueries, 'byIds'>;
}

/** Publish and subscribe for the federation, in the protocol of the ARGO Messaging Service. */
export function messagingModule({ kernel, tokenSecret, people }: MessagingDependencies) {
  const { database, clock } = kernel;
  const log = sqlLog(database, clock);
  const directory = createDirectory(database);
  const context: MessagingContext = {
    database,
    clock,
    directory,
    log,
    append: gatherAppends(log),
    tokens: userTokens(tokenSecret),
    audit: kernel.audit,
    publish: kernel.publish,
    actor: system,
  };
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
      name: 'messaging.sample-lags',
      summary: 'Writes down how far subscriptions are behind',
      schema: z.unknown(),
      retryLimit: 0,
      deadlineSeconds: 120,
      cron: '*/5 * * * *',
      run: sampleLags(context),
    },
  ]);
  const projectNamed = async (name: string) => {
    const project = await directory.project(name);
    if (!project) throw new Error(`There is no messaging project ${name}`);
    return project;
  };
  const stops: (() => Promise<void>)[] = [];
  return {
    routes: async (app: App) => {
      await app.register(amsSurface(context));
      await app.register(portalRoutes(context, people));
    },
    personalData: messagingPersonalData,
    sampleLags: sampleLags(context),
    /** Hears what other processes on the same database publish and change. */
    async start() {
      stops.push(await log.start(), await directory.start());
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
    },
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

export type MessagingModule = ReturnType<typeof messagingModule>;
