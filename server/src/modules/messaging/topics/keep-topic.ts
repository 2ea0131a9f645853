import type { Read } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { ProjectRef, TopicRef } from '../directory.ts';
import { topicTaken, topicUnknown, usersUnknown } from '../faults.ts';
import { pageOf, type MessagingContext, type Page, type Paged } from '../messaging-context.ts';
import { record } from '../record.ts';
import { seesOwnOnly, type Caller } from '../roles.ts';
import { findSchema } from '../schemas/keep-schema.ts';
import { tables } from '../tables.ts';
import { membersByName } from '../users/sql-user-store.ts';

export interface TopicRecord {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly created_at: string;
  /** Name of its schema. */
  readonly schema: string | null;
}

const records = (read: Read, projectId: string) =>
  tables(read)
    .selectFrom('messaging.topics as t')
    .leftJoin('messaging.schemas as s', 's.id', 't.schema_id')
    .where('t.project_id', '=', projectId)
    .where('t.deleted_at', 'is', null);
const columns = ['t.id', 't.number', 't.name', 't.created_at', 's.name as schema'] as const;

/** The topics of a project that a caller may see, newest first. */
export async function listTopics(
  read: Read,
  { project, caller, page }: { project: ProjectRef; caller: Caller; page: Page },
): Promise<Paged<TopicRecord>> {
  let all = records(read, project.id);
  if (seesOwnOnly(caller, project.id, 'publisher')) {
    all = all.where(
      't.id',
      'in',
      tables(read)
        .selectFrom('messaging.topic_acl')
        .select('topic_id')
        .where('user_id', '=', caller.userId ?? ''),
    );
  }
  const { total } = await all.select((query) => query.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let rows = all.select(columns).orderBy('t.number', 'desc');
  if (page.from !== null) rows = rows.where('t.number', '<=', page.from);
  if (page.size !== null) rows = rows.limit(page.size + 1);
  return pageOf(await rows.execute(), page, Number(total));
}

/** A topic by name. Throws `topic_unknown`. */
export async function findTopic(read: Read, projectId: string, name: string): Promise<TopicRecord> {
  const topic = await records(read, projectId).select(columns).where('t.name', '=', name).executeTakeFirst();
  if (!topic) throw topicUnknown();
  return topic;
}

/**
 * Makes a topic, with the schema of this name; one that was deleted comes back empty, and its ids go on where they ended.
 * Throws `already_exists`, `schema_unknown`.
 */
export const createTopic =
  (context: MessagingContext) =>
  (project: ProjectRef, name: string, schema: string | null = null): Promise<TopicRecord> =>
    context.directory.change(async (tx) => {
      const { clock } = context;
      const schema_id = schema === null ? null : (await findSchema(tx, project.id, schema)).id;
      const made = await tables(tx)
        .insertInto('messaging.topics')
        .values({ id: nextId(), project_id: project.id, name, created_at: clock.now(), deleted_at: null, schema_id })
        .onConflict((conflict) =>
          conflict
            .columns(['project_id', 'name'])
            .doUpdateSet({ created_at: clock.now(), deleted_at: null, schema_id })
            .where('messaging.topics.deleted_at', 'is not', null),
        )
        .returning('id')
        .executeTakeFirst();
      if (!made) throw topicTaken();
      await record(context, tx, { projectId: project.id, action: 'create_topic', details: { topic: name } });
      return findTopic(tx, project.id, name);
    });

/** Deletes a topic and its messages; its subscriptions stay. Throws `topic_unknown`. */
export const deleteTopic =
  (context: MessagingContext) =>
  async (project: ProjectRef, name: string): Promise<void> => {
    const { directory, clock, log, counters } = context;
    await counters.flush();
    const id = await directory.change(async (tx) => {
      const gone = await tables(tx)
        .updateTable('messaging.topics')
        .set({ deleted_at: clock.now() })
        .where('project_id', '=', project.id)
        .where('name', '=', name)
        .where('deleted_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!gone) throw topicUnknown();
      await tables(tx).deleteFrom('messaging.topic_acl').where('topic_id', '=', gone.id).execute();
      await record(context, tx, { projectId: project.id, action: 'delete_topic', details: { topic: name } });
      // What the project published on a day stays counted.
      await tables(tx).deleteFrom('messaging.topic_counters').where('topic_id', '=', gone.id).execute();
      return gone.id;
    });
    await log.clear(id);
  };

/** Names of the users on the list of a topic. */
export async function topicUsers(read: Read, topic: TopicRef): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('messaging.topic_acl as a')
    .innerJoin('messaging.users as u', 'u.id', 'a.user_id')
    .select('u.name')
    .where('a.topic_id', '=', topic.id)
    .orderBy('u.number')
    .execute();
  return rows.map(({ name }) => name);
}

/** Replaces the list of who may publish to a topic. Throws `users_unknown` where somebody is no member. */
export const setTopicUsers =
  (context: MessagingContext) =>
  (topic: TopicRef, names: readonly string[]): Promise<void> =>
    context.directory.change(async (tx) => {
      const ids = await membersByName(tx, topic.projectId, names);
      const missing = names.filter((name) => !ids.has(name));
      if (missing.length > 0) throw usersUnknown(missing);
      await record(context, tx, {
        projectId: topic.projectId,
        action: 'set_topic_users',
        details: { topic: topic.name, before: await topicUsers(tx, topic), after: [...ids.keys()] },
      });
      await tables(tx).deleteFrom('messaging.topic_acl').where('topic_id', '=', topic.id).execute();
      if (ids.size === 0) return;
      await tables(tx)
        .insertInto('messaging.topic_acl')
        .values([...ids.values()].map((user_id) => ({ topic_id: topic.id, user_id })))
        .execute();
    });
