/** A message in the log: its place, when it was written, and its content as the writer gave it. */
export interface LogEntry {
  readonly id: number;
  /** ISO instant in UTC; never before that of an earlier message of the same topic. */
  readonly publishedAt: string;
  readonly content: string;
}

/** What is retained of a topic: ids from `min` up to, without, `next`. */
export interface LogBounds {
  readonly min: number;
  readonly next: number;
}

/** A place in a topic, from which somebody reads on. */
export interface LogPlace {
  readonly topicId: string;
  readonly from: number;
}

/** What is to be read from a place on: how many messages, and when the first of them was written. */
export interface LogRest {
  readonly messages: number;
  /** Null where there is none. */
  readonly firstAt: string | null;
}

/** Messages for one topic that are written together, in this order; a content holds no line break. */
export interface LogBatch {
  readonly topicId: string;
  readonly contents: readonly string[];
}

/**
 * The log of messages: for each topic one ordered sequence with consecutive ids from 0. Where the messages of a topic
 * stand is the only thing it knows; who may write or read them, and how far somebody has read, is known elsewhere.
 * Two adapters keep the same promises (`log.contract.ts`).
 */
export interface MessageLog {
  /**
   * Writes batches; each whole or not at all, and kept when this answers. Answers the id of the first message of each,
   * in their order.
   */
  append(batches: readonly LogBatch[]): Promise<readonly number[]>;
  /**
   * Messages from an id on, at most so many, and fewer where they are large; at least one where there is one. `min` is
   * exact where it is above that id, and else may be any id up to it.
   */
  read(
    topicId: string,
    from: number,
    most: number,
  ): Promise<{ readonly min: number; readonly entries: readonly LogEntry[] }>;
  bounds(topicId: string): Promise<LogBounds>;
  /** What is retained from each of many places on, in their order; all are looked at together. */
  restOf(places: readonly LogPlace[]): Promise<readonly LogRest[]>;
  /** The id of the first message written at or after an instant; null where there is none. */
  firstSince(topicId: string, instant: string): Promise<number | null>;
  /** Drops every message of a topic; the next one goes on counting. */
  clear(topicId: string): Promise<void>;
  /** Drops what was written before an instant, in all topics. */
  expire(before: string): Promise<void>;
  /** Calls back when messages were written to a topic, by whichever process; answers how to stop. */
  onAppend(heard: (topicId: string) => void): () => void;
}

/** Most messages in one group of the log, and length after which a group is full. */
export const mostInGroup = 100;
const groupLength = 131_072;
/** A read ends after so many bytes. */
export const readBytes = 4_000_000;

export interface LogGroup {
  readonly count: number;
  readonly payload: string;
}

/** Puts messages into groups of bounded size, each message on a line. */
export function groupsOf(contents: readonly string[]): LogGroup[] {
  const groups: LogGroup[] = [];
  let open: string[] = [];
  let length = 0;
  const close = () => {
    if (open.length > 0) groups.push({ count: open.length, payload: open.join('\n') });
    open = [];
    length = 0;
  };
  for (const content of contents) {
    if (open.length === mostInGroup || (open.length > 0 && length + content.length > groupLength)) close();
    open.push(content);
    length += content.length;
  }
  close();
  return groups;
}

/** Puts batches that are written together into groups of at most so much, in their order; none is split. */
export function coalesced(batches: readonly LogBatch[], most: { messages: number; length: number }): LogBatch[][] {
  const groups: LogBatch[][] = [];
  let count = 0;
  let length = 0;
  for (const batch of batches) {
    const size = batch.contents.reduce((sum, content) => sum + content.length, 0);
    const open = groups.at(-1);
    if (open && count + batch.contents.length <= most.messages && length + size <= most.length) {
      open.push(batch);
      count += batch.contents.length;
      length += size;
    } else {
      groups.push([batch]);
      count = batch.contents.length;
      length = size;
    }
  }
  return groups;
}
