import { sql } from 'kysely';
import type { Database, Read, Tx } from '#kernel/database';
import { sameSecret, sha256 } from '#kernel/ids';
import { house, type Caller } from './roles.ts';
import { tables } from './tables.ts';

export interface ProjectRef {
  readonly id: string;
  readonly name: string;
}

export interface TopicRef {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  /** Ids of the users on its list. */
  readonly users: ReadonlySet<string>;
  /** What its messages have to fit, in the version of this moment. */
  readonly schema: SchemaRef | null;
}

export interface SchemaRef {
  readonly id: string;
  readonly version: number;
}

export interface SubscriptionRef {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly topicId: string;
  readonly topicDeleted: boolean;
  readonly ackDeadlineSeconds: number;
  /** Messages are pushed to an endpoint, or will be once it is verified. */
  readonly isPushed: boolean;
  readonly users: ReadonlySet<string>;
}

const channel = 'portolan_messaging';
// More than any federation has in use at once; beyond it, everything is read again.
const mostKept = 20_000;
/** No token that this service gives is longer, nor one of upstream’s. */
const longestToken = 128;

/**
 * Who may do what, as publishing and pulling ask for it thousands of times a second: kept in memory, and forgotten as
 * soon as anything changes, in whichever process. Whoever holds the service token, where there is one, may do everything.
 */
export function createDirectory(database: Database, serviceToken: string | undefined) {
  let kept = new Map<string, Promise<unknown>>();
  const forget = () => {
    kept = new Map();
  };
  const heard = new Set<() => void>();
  const changed = () => {
    forget();
    for (const each of heard) each();
  };

  function keep<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = kept.get(key);
    if (known) return known as Promise<T>;
    if (kept.size >= mostKept) forget();
    const into = kept;
    const loading = load();
    into.set(key, loading);
    // What could not be read is asked for again.
    loading.catch(() => into.delete(key));
    return loading;
  }

  return {
    /** Who holds a token; null where nobody does. */
    callerOf: (token: string): Promise<Caller | null> => {
      if (serviceToken !== undefined && sameSecret(token, serviceToken)) return Promise.resolve(house);
      const load = () => loadCaller(database.read(), sha256(token));
      return token.length > longestToken ? load() : keep(`token ${token}`, load);
    },
    project: (name: string): Promise<ProjectRef | null> =>
      keep(`project ${name}`, () => loadProject(database.read(), name)),
    topic: (projectId: string, name: string): Promise<TopicRef | null> =>
      keep(`topic ${projectId} ${name}`, () => loadTopic(database.read(), projectId, name)),
    subscription: (projectId: string, name: string): Promise<SubscriptionRef | null> =>
      keep(`subscription ${projectId} ${name}`, () => loadSubscription(database.read(), projectId, name)),

    /** Runs a change of users, projects, topics or subscriptions; once it is kept, every process sees it. */
    async change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      const outcome = await database.transact(async (tx) => {
        const done = await work(tx);
        await sql`select pg_notify(${channel}, '')`.execute(tx);
        return done;
      });
      changed();
      return outcome;
    },
    /** Calls back after a change, in whichever process; answers how to stop. */
    onChange(listener: () => void): () => void {
      heard.add(listener);
      return () => heard.delete(listener);
    },
    /** Hears of changes that other processes make; answers how to stop. */
    start: (): Promise<() => Promise<void>> => database.listen(channel, changed, changed),
  };
}

export type Directory = ReturnType<typeof createDirectory>;

async function loadCaller(read: Read, hash: string): Promise<Caller | null> {
  const user = await tables(read)
    .selectFrom('messaging.tokens as t')
    .innerJoin('messaging.users as u', 'u.id', 't.user_id')
    .select(['u.id', 'u.number', 'u.name', 'u.service_roles'])
    .where('t.hash', '=', hash)
    .executeTakeFirst();
  if (!user) return null;
  const members = await tables(read)
    .selectFrom('messaging.members')
    .select(['project_id', 'roles'])
    .where('user_id', '=', user.id)
    .execute();
  return {
    userId: user.id,
    number: user.number,
    name: user.name,
    serviceRoles: user.service_roles,
    projects: new Map(members.map(({ project_id, roles }) => [project_id, roles])),
  };
}

const loadProject = async (read: Read, name: string): Promise<ProjectRef | null> =>
  (await tables(read)
    .selectFrom('messaging.projects')
    .select(['id', 'name'])
    .where('name', '=', name)
    .executeTakeFirst()) ?? null;

async function loadTopic(read: Read, projectId: string, name: string): Promise<TopicRef | null> {
  const found = await tables(read)
    .selectFrom('messaging.topics as t')
    .leftJoin('messaging.schemas as s', 's.id', 't.schema_id')
    .select(['t.id', 't.name', 't.project_id as projectId', 's.id as schemaId', 's.version'])
    .where('t.project_id', '=', projectId)
    .where('t.name', '=', name)
    .where('t.deleted_at', 'is', null)
    .executeTakeFirst();
  if (!found) return null;
  const { schemaId, version, ...topic } = found;
  const users = await tables(read)
    .selectFrom('messaging.topic_acl')
    .select('user_id')
    .where('topic_id', '=', topic.id)
    .execute();
  const schema = schemaId !== null && version !== null ? { id: schemaId, version } : null;
  return { ...topic, users: new Set(users.map(({ user_id }) => user_id)), schema };
}

async function loadSubscription(read: Read, projectId: string, name: string): Promise<SubscriptionRef | null> {
  const found = await tables(read)
    .selectFrom('messaging.subscriptions as s')
    .innerJoin('messaging.topics as t', 't.id', 's.topic_id')
    .leftJoin('messaging.pushes as p', 'p.subscription_id', 's.id')
    .select(['s.id', 's.name', 's.project_id as projectId', 's.topic_id as topicId'])
    .select(['s.ack_deadline_seconds as ackDeadlineSeconds', 't.deleted_at', 'p.revision as pushRevision'])
    .where('s.project_id', '=', projectId)
    .where('s.name', '=', name)
    .executeTakeFirst();
  if (!found) return null;
  const users = await tables(read)
    .selectFrom('messaging.subscription_acl')
    .select('user_id')
    .where('subscription_id', '=', found.id)
    .execute();
  const { deleted_at, pushRevision, ...subscription } = found;
  return {
    ...subscription,
    topicDeleted: deleted_at !== null,
    isPushed: pushRevision !== null,
    users: new Set(users.map(({ user_id }) => user_id)),
  };
}
