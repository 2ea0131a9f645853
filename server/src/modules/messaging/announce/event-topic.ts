import type { Tx } from '#kernel/database';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { json } from '#kernel/database';
import { tables } from '../tables.ts';

/** What a topic tells of one event. */
export interface Announcement {
  readonly attributes: Readonly<Record<string, string>>;
  /** Published as JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A topic that a module fills from its own events; it is made when it is first needed. */
export interface EventTopic {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  /** Event types, each exactly or by prefix with `*`. */
  readonly on: readonly string[];
  /** What is told of an event, in the transaction that handles it; nothing where it does not concern the topic. */
  tell(tx: Tx, event: DomainEvent): Promise<readonly Announcement[]>;
}

export const announceJob = 'messaging.announce';

/**
 * Keeps what the topics of a module tell, in the transaction that marks an event as handled, and asks for its publication.
 * Each message carries the attribute `event`, by which it is known again: the id of the event, with a number behind it
 * from its second message on.
 */
export function keepAnnouncements(part: string, topics: readonly EventTopic[]): Reaction {
  return {
    name: `messaging.announce_${part}`,
    on: [...new Set(topics.flatMap(({ on }) => on))],
    async react(tx, event) {
      for (const topic of topics) {
        if (!hears(topic.on, event.type)) continue;
        const told = await topic.tell(tx, event);
        if (told.length === 0) continue;
        await tables(tx)
          .insertInto('messaging.announcements')
          .values(
            told.map(({ attributes, data }, place) => {
              const key = place === 0 ? event.id : `${event.id}-${place + 1}`;
              return { topic: topic.name, key, content: json({ attributes: { ...attributes, event: key }, data }) };
            }),
          )
          .onConflict((conflict) => conflict.columns(['topic', 'key']).doNothing())
          .execute();
      }
    },
    job: () => ({ queue: announceJob, data: {} }),
  };
}

const hears = (on: readonly string[], type: string): boolean =>
  on.some((pattern) => (pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type));
