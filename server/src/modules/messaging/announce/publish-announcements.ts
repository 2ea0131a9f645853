import { sql } from 'kysely';
import { MINUTE, later } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import type { TopicRef } from '../directory.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { createProject } from '../projects/keep-project.ts';
import { house } from '../roles.ts';
import { messageOf, textOf } from '../topics/message-content.ts';
import { tables } from '../tables.ts';
import { createTopic } from '../topics/keep-topic.ts';
import { publish } from '../topics/publish.ts';
import type { Announcement } from './event-topic.ts';

const mostAtOnce = 200;
const lease = 'messaging.announce';
const leaseMilliseconds = MINUTE;

interface Kept {
  readonly number: number;
  readonly topic: string;
  readonly key: string;
  readonly content: unknown;
  readonly began_at: number | null;
}

/**
 * Publishes what is kept for the house's own topics, in the order in which it happened, each message once. The log need not be in one
 * transaction with the database: where a topic ends is noted before messages are written to it, and whoever finds
 * such a note, because somebody died in between, first looks in the topic which of them are there. One process at a time does it.
 */
export const publishAnnouncements = (context: MessagingContext, projectName: string) => async (): Promise<void> => {
  const holder = nextId();
  // What came after the last look, while others were kept out, is seen by the look after the lease was given back.
  while ((await waits(context)) && (await holdLease(context, holder))) {
    try {
      while (await holdLease(context, holder)) {
        const kept = await oldest(context);
        if (kept.length === 0) break;
        for (const [name, mine] of Map.groupBy(kept, ({ topic }) => topic))
          await publishTo(context, await topicOf(context, projectName, name), mine);
      }
    } finally {
      await giveLeaseBack(context, holder);
    }
  }
};

async function publishTo(context: MessagingContext, topic: TopicRef, kept: readonly Kept[]): Promise<void> {
  const begun = kept.map(({ began_at: begin }) => begin).filter((begin) => begin !== null);
  const there = begun.length === 0 ? new Set() : await keysFrom(context, topic, Math.min(...begun));
  const missing = kept.filter(({ key }) => !there.has(key));
  const numbers = kept.map(({ number }) => number);
  const { next } = await context.log.bounds(topic.id);
  await tables(context.database.read())
    .updateTable('messaging.announcements')
    .set({ began_at: next })
    .where('number', 'in', numbers)
    .where('began_at', 'is', null)
    .execute();
  await publish(context)(
    house,
    topic,
    missing.map(({ content }) => {
      const { attributes, data } = content as Announcement;
      return textOf({ attributes, data: Buffer.from(JSON.stringify(data)).toString('base64') });
    }),
  );
  await tables(context.database.read()).deleteFrom('messaging.announcements').where('number', 'in', numbers).execute();
}

/** Keys of the events that a topic tells of from a message on. */
async function keysFrom({ log }: MessagingContext, topic: TopicRef, from: number): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (let place = from; ;) {
    const { entries } = await log.read(topic.id, place, mostAtOnce);
    for (const { content } of entries) {
      const { attributes } = messageOf(content);
      if (attributes?.['event'] !== undefined) keys.add(attributes['event']);
    }
    const last = entries.at(-1);
    if (!last) return keys;
    place = last.id + 1;
  }
}

/** The topic of the house of this name, made with its project where it is missing. */
async function topicOf(context: MessagingContext, projectName: string, name: string): Promise<TopicRef> {
  const { directory } = context;
  const project =
    (await directory.project(projectName)) ??
    (await unlessThere(() => createProject(context)(house, projectName, 'What happens to orders and agreements')),
    await directory.project(projectName));
  if (!project) throw new Error(`The messaging project ${projectName} was deleted meanwhile`);
  const topic =
    (await directory.topic(project.id, name)) ??
    (await unlessThere(() => createTopic(context)(project, name)), await directory.topic(project.id, name));
  if (!topic) throw new Error(`The topic ${name} was deleted meanwhile`);
  return topic;
}

/** Makes something, unless somebody else just did. */
async function unlessThere(make: () => Promise<unknown>): Promise<void> {
  await make().catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'already_exists')) throw error;
  });
}

const oldest = ({ database }: MessagingContext): Promise<Kept[]> =>
  tables(database.read())
    .selectFrom('messaging.announcements')
    .selectAll()
    .orderBy('number')
    .limit(mostAtOnce)
    .execute();

async function waits({ database }: MessagingContext): Promise<boolean> {
  const one = await tables(database.read())
    .selectFrom('messaging.announcements')
    .select('number')
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

async function holdLease({ database, clock }: MessagingContext, holder: string): Promise<boolean> {
  const now = clock.now();
  const taken = await sql`
    insert into kernel.leases (name, holder, until) values (${lease}, ${holder}, ${later(now, leaseMilliseconds)})
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where kernel.leases.holder = excluded.holder or kernel.leases.until < ${now}
    returning 1`.execute(database.read());
  return taken.rows.length > 0;
}

async function giveLeaseBack({ database }: MessagingContext, holder: string): Promise<void> {
  await database.read().deleteFrom('kernel.leases').where('name', '=', lease).where('holder', '=', holder).execute();
}
