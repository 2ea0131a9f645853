import type { AmsTopic } from '#clients/ams';
import type { Tx } from '#kernel/database';
import type { ProjectRef, TopicRef } from '../../../directory.ts';
import { isName } from '../../../names.ts';
import { listSchemas, setTopicSchema } from '../../../schemas/keep-schema.ts';
import { tables } from '../../../tables.ts';
import { createTopic, setTopicUsers, topicUsers } from '../../../topics/keep-topic.ts';
import { instantOr, lastPart, leftOut, there, type AmsImport, type Brought } from './import-context.ts';
import { widerList } from './wider-list.ts';

/** Brings a topic with its schema, without its messages, and adds to its list who is on it there. */
export async function bringTopic(
  imported: AmsImport,
  project: ProjectRef | null,
  topic: AmsTopic,
  users: readonly string[],
): Promise<Brought> {
  const name = lastPart(topic.name);
  if (!isName(name)) return leftOut('a topic cannot be called so here');
  const { directory, database, clock, dryRun } = imported;
  const known = project && (await directory.topic(project.id, name));
  if (!project || (dryRun && !known)) return { outcome: 'imported', notes: [] };
  if (!known) {
    const { id } = await createTopic(imported)(project, name);
    const created = instantOr(clock.now(), topic.created_on);
    await directory.change((tx) => setCreated(tx, id, created));
  }
  const here = known ?? (await directory.topic(project.id, name));
  if (!here) return leftOut('it was deleted here meanwhile');
  const schema = await bringTopicSchema(imported, here, topic.schema ?? '');
  const list = await widerList(imported, project, { here: await topicUsers(database.read(), here), there: users });
  if (list.all !== null && !dryRun) await setTopicUsers(imported)(here, list.all);
  const notes = [...schema.notes, ...list.notes];
  return known ? there(schema.changed || list.all !== null, notes) : { outcome: 'imported', notes };
}

/** Gives a topic the schema that it has there, unless it has one here. */
async function bringTopicSchema(
  imported: AmsImport,
  topic: TopicRef,
  reference: string,
): Promise<{ readonly changed: boolean; readonly notes: readonly string[] }> {
  if (reference === '') return { changed: false, notes: [] };
  const name = lastPart(reference);
  const schemas = await listSchemas(imported.database.read(), topic.projectId);
  const wanted = schemas.find((schema) => schema.name === name);
  if (topic.schema) {
    const isSame = wanted?.id === topic.schema.id;
    return { changed: false, notes: isSame ? [] : [`has another schema here than ${name}`] };
  }
  // A preview brings no schemas, so that it cannot tell.
  if (!wanted && !imported.dryRun) return { changed: false, notes: [`its schema ${name} is not here`] };
  if (!imported.dryRun) await setTopicSchema(imported)(topic, name);
  return { changed: true, notes: [] };
}

const setCreated = (tx: Tx, id: string, created: string) =>
  tables(tx).updateTable('messaging.topics').set({ created_at: created }).where('id', '=', id).execute();
