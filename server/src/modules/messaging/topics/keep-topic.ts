import type { Read } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { ProjectRef, TopicRef } from '../directory.ts';
import { topicTaken, topicUnknown, usersUnknown } from '../faults.ts';
import { pageOf, type MessagingContext, type Page, type Paged } from '../messaging-context.ts';
import { seesOwnOnly, type Caller } from '../roles.ts';
import { tables } from '../tables.ts';
import { membersByName } from '../users/sql-user-store.ts';

export interface TopicRecord {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly created_at: string;
}

/** The topics of a project that a caller may see, newest first. */
export async function listTopics(
  read: Read,
  { project, caller, page }: { project: ProjectRef; caller: Caller; page: Page },
): Promise<Paged<TopicRecord>> {
  const mine = tables(read);
  let all = mine
    .selectFrom('messaging.topics as t')
    .where('t.project_id', '=', project.id)
    .where('t.deleted_at', 'is', null);
  if (seesOwnOnly(caller, project.id, 'publisher')) {
    all = all.where(
      't.id',
      'in',
      mine
        .selectFrom('messaging.topic_acl')
        .select('topic_id')
        .where('user_id', '=', caller.userId ?? ''),
    );
  }
  const { total } = await all.select((query) => query.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let rows = all.select(['t.id', 't.number', 't.name', 't.created_at']).orderBy('t.number', 'desc');
  if (page.from !== null) rows = rows.where('t.number', '<=', page.from);
  if (page.size !== null) rows = rows.limit(page.size + 1);
  return pageOf(await rows.execute(), page, Number(total));
}

/** A topic by name. Throws `topic_unknown`. */
export async function findTopic(read: Read, projectId: string, name: string): Promise<TopicRecord> {
  const topic = await tables(read)
    .selectFrom('messaging.topics')
    .select(['id', 'number', 'name', 'created_at'])
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!topic) throw topicUnknown();
  return topic;
}

/** Makes a topic; one that was deleted comes back empty, and its ids go on where they ended. Throws `already_exists`. */
export const createTopic =
  ({ directory, clock }: MessagingContext) =>
  (project: ProjectRef, name: string): Promise<TopicRecord> =>
    directory.change(async (tx) => {
      const made = await tables(tx)
        .insertInto('messaging.topics')
        .values({ id: nextId(), project_id: project.id, name, created_at: clock.now(), deleted_at: null })
        .onConflict((conflict) =>
          conflict
            .columns(['project_id', 'name'])
            .doUpdateSet({ created_at: clock.now(), deleted_at: null })
            .where('messaging.topics.deleted_at', 'is not', null),
        )
        .returning(['id', 'number', 'name', 'created_at'])
        .executeTakeFirst();
      if (!made) throw topicTaken();
      return made;
    });

/** Deletes a topic and its messages; its subscriptions stay. Throws `topic_unknown`. */
export const deleteTopic =
  ({ directory, clock, log, counters }: MessagingContext) =>
  async (project: ProjectRef, name: string): Promise<void> => {
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
  ({ directory }: MessagingContext) =>
  (topic: TopicRef, names: readonly string[]): Promise<void> =>
    directory.change(async (tx) => {
      const ids = await membersByName(tx, topic.projectId, names);
      const missing = names.filter((name) => !ids.has(name));
      if (missing.length > 0) throw usersUnknown(missing);
      await tables(tx).deleteFrom('messaging.topic_acl').where('topic_id', '=', topic.id).execute();
      if (ids.size === 0) return;
      await tables(tx)
        .insertInto('messaging.topic_acl')
        .values([...ids.values()].map((user_id) => ({ topic_id: topic.id, user_id })))
        .execute();
    });
