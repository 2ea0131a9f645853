import type { AmsTopic } from '#clients/ams';
import type { Tx } from '#kernel/database';
import type { ProjectRef } from '../../../directory.ts';
import { isName } from '../../../names.ts';
import { tables } from '../../../tables.ts';
import { createTopic, setTopicUsers, topicUsers } from '../../../topics/keep-topic.ts';
import { instantOr, lastPart, leftOut, there, type AmsImport, type Brought } from './import-context.ts';
import { widerList } from './wider-list.ts';

/** Brings a topic, without its messages, and adds to its list who is on it there. */
export async function bringTopic(
  imported: AmsImport,
  project: ProjectRef | null,
  topic: AmsTopic,
  users: readonly string[],
): Promise<Brought> {
  const name = lastPart(topic.name);
  if (!isName(name)) return leftOut('a topic cannot be called so here');
  const notes = topic.schema === undefined || topic.schema === '' ? [] : [`its schema ${topic.schema} does not come`];
  const { directory, database, clock, dryRun } = imported;
  const known = project && (await directory.topic(project.id, name));
  if (!project || (dryRun && !known)) return { outcome: 'imported', notes };
  if (!known) {
    const { id } = await createTopic(imported)(project, name);
    const created = instantOr(clock.now(), topic.created_on);
    await directory.change((tx) => setCreated(tx, id, created));
  }
  const here = known ?? (await directory.topic(project.id, name));
  if (!here) return leftOut('it was deleted here meanwhile');
  const list = await widerList(imported, project, { here: await topicUsers(database.read(), here), there: users });
  if (list.all !== null && !dryRun) await setTopicUsers(imported)(here, list.all);
  const all = [...notes, ...list.notes];
  return known ? there(list.all !== null, all) : { outcome: 'imported', notes: all };
}

const setCreated = (tx: Tx, id: string, created: string) =>
  tables(tx).updateTable('messaging.topics').set({ created_at: created }).where('id', '=', id).execute();
