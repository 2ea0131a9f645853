import {
  amsClient,
  AmsError,
  type AmsClient,
  type AmsProject,
  type AmsSchema,
  type AmsUser,
  type Transport,
} from '#clients/ams';
import { system } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { AppError } from '#kernel/errors';
import type { Outward } from '#kernel/outward';
import type { MessagingContext } from '../../../messaging-context.ts';
import { bringProject } from './bring-project.ts';
import { bringSchema } from './bring-schema.ts';
import { bringSubscription } from './bring-subscription.ts';
import { bringTopic } from './bring-topic.ts';
import { bringUser } from './bring-user.ts';
import { lastPart, type AmsImport, type Brought } from './import-context.ts';
import { amsCounts, type AmsImportReport, type AmsItemReport } from './import-report.ts';

export interface AmsImportRequest {
  /** Address of the other service, without `/v1`. */
  readonly url: string;
  /** Token of an administrator of the other service. */
  readonly token: string;
  /** Names of the projects to bring; all where it is empty. */
  readonly projects: readonly string[];
  readonly dryRun: boolean;
  /** Ends the work after the item that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((step: string, done: number, of: number) => void) | undefined;
  /** Pause before a call is made a second time, in milliseconds. */
  readonly firstWaitMilliseconds?: number | undefined;
}

/**
 * Brings projects, users with their tokens, schemas, topics and subscriptions of another messaging service; messages do not come.
 * What is here already is only added to, so that an import can be broken off and started again at any time. Throws where it cannot
 * begin: `ams_token_refused`, `ams_project_unknown`, `ams_unreachable`, `address_forbidden`; later the report says why it ended.
 */
export const importAms =
  (context: MessagingContext, { outward, audit }: Pick<Kernel, 'outward' | 'audit'>) =>
  async (request: AmsImportRequest): Promise<AmsImportReport> => {
    const { url, token, dryRun, signal, firstWaitMilliseconds = 1000 } = request;
    const client = amsClient({
      url,
      token,
      signal,
      retries: 5,
      firstWaitMilliseconds,
      transport: outwardTransport(outward),
    });
    const projects = await begin(client, request);
    const source = url.replace(/\/+$/, '');
    if (!dryRun)
      await context.database.transact((tx) =>
        audit(tx, { actor: system, action: 'messaging.import', target: `ams:${source}`, details: {} }),
      );
    const items: AmsItemReport[] = [];
    let brokenOff: string | null = null;
    try {
      for await (const item of bringAll({ ...context, dryRun }, client, projects, request)) items.push(item);
    } catch (error) {
      if (signal?.aborted === true) brokenOff = 'It was stopped. Start it again: it goes on from here';
      else if (error instanceof AmsError || error instanceof AppError)
        brokenOff = `${error.message}. Start it again later: it goes on from here`;
      else throw error;
    }
    return { source, dryRun, complete: brokenOff === null, brokenOff, counts: amsCounts(items), items };
  };

/** Looks whom it talks to, before anything is written, and answers the projects that come, oldest first. */
async function begin(client: AmsClient, { url, projects: wanted }: AmsImportRequest): Promise<AmsProject[]> {
  const found = await client.projects().catch((error: unknown) => {
    if (!(error instanceof AmsError)) throw error;
    if (error.status === 401 || error.status === 403)
      throw new AppError('refused', 'ams_token_refused', `${url} wants the token of a service_admin`, {}, error);
    throw new AppError('unavailable', 'ams_unreachable', `${url}: ${error.message}`, {}, error);
  });
  const names = found.map(({ name }) => name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const known = names.length === 0 ? 'It has none' : `It has ${names.slice(0, 50).join(', ')}`;
    throw new AppError('not_found', 'ams_project_unknown', `${url} has no project ${unknown.join(', ')}. ${known}`);
  }
  return found.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).toReversed();
}

async function* bringAll(
  imported: AmsImport,
  client: AmsClient,
  projects: readonly AmsProject[],
  { projects: wanted, progress, signal }: AmsImportRequest,
): AsyncGenerator<AmsItemReport> {
  /** Brings one after another, lists come newest first. */
  async function* each<T>(
    kind: AmsItemReport['kind'],
    within: string,
    found: readonly T[],
    { nameOf, bring }: { nameOf: (item: T) => string; bring: (item: T) => Promise<Brought> },
  ): AsyncGenerator<AmsItemReport> {
    let done = 0;
    for (const item of found) {
      signal?.throwIfAborted();
      yield { kind, name: `${within}${nameOf(item)}`, ...(await bring(item)) };
      done += 1;
      progress?.(`Reading ${kind}s${within === '' ? '' : ` of ${within.slice(0, -1)}`}`, done, found.length);
    }
  }

  yield* each('project', '', projects, { nameOf: ({ name }) => name, bring: (one) => bringProject(imported, one) });

  const names = new Set(projects.map(({ name }) => name));
  const comes = (user: AmsUser) =>
    wanted.length === 0 || (user.projects ?? []).some(({ project }) => names.has(project));
  const users = (await Array.fromAsync(client.users())).filter(comes).toReversed();
  yield* each('user', '', users, { nameOf: ({ name }) => name, bring: (user) => bringUser(imported, user, names) });

  for (const { name } of projects) {
    const project = await imported.directory.project(name);
    yield* each('schema', `${name}/`, await schemasOf(client, name), {
      nameOf: (schema) => lastPart(schema.name),
      bring: (schema) => bringSchema(imported, project, schema),
    });
    const topics = (await Array.fromAsync(client.topics(name))).toReversed();
    const known = new Set(topics.map((topic) => lastPart(topic.name)));
    yield* each('topic', `${name}/`, topics, {
      nameOf: (topic) => lastPart(topic.name),
      bring: async (topic) =>
        bringTopic(imported, project, topic, await client.topic(name, lastPart(topic.name)).acl()),
    });
    const subscriptions = (await Array.fromAsync(client.subscriptions(name))).toReversed();
    yield* each('subscription', `${name}/`, subscriptions, {
      nameOf: (subscription) => lastPart(subscription.name),
      async bring(subscription) {
        const there = client.subscription(name, lastPart(subscription.name));
        const found = { subscription, users: await there.acl(), offsets: await offsetsOf(there), topics: known };
        return bringSubscription(imported, project, name, found);
      },
    });
  }
}

/** The schemas of a project; none where the other service is from before there were any. */
async function schemasOf(client: AmsClient, project: string): Promise<readonly AmsSchema[]> {
  try {
    return await client.schemas(project);
  } catch (error) {
    if (error instanceof AmsError && error.status === 404) return [];
    throw error;
  }
}

/** Where a subscription stands; undefined where the other service does not tell, as for one whose topic is gone. */
async function offsetsOf(subscription: ReturnType<AmsClient['subscription']>) {
  try {
    return await subscription.offsets();
  } catch (error) {
    if (error instanceof AmsError && error.status >= 400) return undefined;
    throw error;
  }
}

/** Calls go the way of all calls outward; what is forbidden is not tried again. */
const outwardTransport =
  (outward: Outward): Transport =>
  async ({ signal: _signal, ...request }) => {
    const answer = await outward.call({ ...request, mostBytes: 64 * 1024 * 1024 }).catch((error: unknown) => {
      throw error instanceof AppError && error.code !== 'no_answer' ? Object.assign(error, { final: true }) : error;
    });
    return { status: answer.status, body: answer.body.toString('utf8') };
  };
