import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import type { LogEntry } from '../log/message-log.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { messageOf, publisherOf } from './message-content.ts';

/** A message as somebody reads it who looks after the project. */
export interface MessageView {
  readonly id: number;
  readonly publishedAt: string;
  readonly attributes: Record<string, string>;
  readonly data: string;
  /** Length of the data as it was published. */
  readonly length: number;
  /** Only the beginning of the data is given. */
  readonly cut: boolean;
  /** Null where it was not kept; without a name the portal, or a user who is gone. */
  readonly publisher: { readonly name: string | null } | null;
}

export interface MessagePlace {
  readonly from?: number | undefined;
  readonly before?: number | undefined;
  readonly at?: string | undefined;
  readonly limit: number;
}

/** Most characters of the data of each message in a list; a multiple of four, so that base64 can be read. */
const shownLength = 16_384;

/**
 * Messages that are kept of a topic, without consuming them: from one on, before one, from an instant on, or the newest.
 * Of large ones a list holds the beginning.
 */
export async function readMessages(
  { database, log }: MessagingContext,
  topicId: string,
  { from, before, at, limit }: MessagePlace,
): Promise<{ items: MessageView[]; min: number; next: number }> {
  const { min, next } = await log.bounds(topicId);
  const since = at === undefined ? undefined : ((await log.firstSince(topicId, at)) ?? next);
  const end = Math.min(before ?? next, next);
  const start = Math.max(min, since ?? from ?? end - limit);
  const wanted = Math.min(limit, end - start);
  const views: Omit<MessageView, 'publisher'>[] = [];
  const publishers: (number | null)[] = [];
  // A read ends early where messages are large.
  while (views.length < wanted) {
    const { entries } = await log.read(topicId, start + views.length, wanted - views.length);
    if (entries.length === 0) break;
    views.push(...entries.map((entry) => viewOf(entry, shownLength)));
    publishers.push(...entries.map(({ content }) => publisherOf(content)));
  }
  const names = await namesOf(database.read(), publishers);
  return { items: views.map((view, place) => ({ ...view, publisher: who(names, publishers[place]) })), min, next };
}

/** One message whole. Throws `not_found` where it is kept no longer. */
export async function readMessage({ database, log }: MessagingContext, topicId: string, id: number) {
  const [entry] = (await log.read(topicId, id, 1)).entries;
  if (entry?.id !== id) throw notFound(`message ${id} any more`);
  const publisher = publisherOf(entry.content);
  return {
    ...viewOf(entry, Number.POSITIVE_INFINITY),
    publisher: who(await namesOf(database.read(), [publisher]), publisher),
  };
}

function viewOf({ id, publishedAt, content }: LogEntry, most: number): Omit<MessageView, 'publisher'> {
  const { data, attributes } = messageOf(content);
  return {
    id,
    publishedAt,
    attributes: { ...attributes },
    data: data.slice(0, most),
    length: data.length,
    cut: data.length > most,
  };
}

const who = (names: ReadonlyMap<number, string>, publisher: number | null | undefined) =>
  publisher === null || publisher === undefined ? null : { name: names.get(publisher) ?? null };

async function namesOf(read: Read, numbers: readonly (number | null)[]): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(numbers)].filter((number) => number !== null);
  if (wanted.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('messaging.users')
    .select(['number', 'name'])
    .where('number', 'in', wanted)
    .execute();
  return new Map(rows.map(({ number, name }) => [number, name]));
}
