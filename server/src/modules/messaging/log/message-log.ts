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

/** Messages for one topic that are written together, in this order. */
export interface LogBatch {
  readonly topicId: string;
  readonly count: number;
  /** Their contents, each on a line. */
  readonly lines: string;
}

/** Messages as the log takes them; a content holds no line break. */
export const batchOf = (topicId: string, contents: readonly string[]): LogBatch => ({
  topicId,
  count: contents.length,
  lines: contents.join('\n'),
});

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

/** Messages that are written together are stored together, up to so much. */
export const groupSize = { messages: 1000, length: 400_000 };
/** A read ends after so many bytes. */
export const readBytes = 4_000_000;

export type LogGroup = Omit<LogBatch, 'topicId'>;

interface Size {
  readonly messages: number;
  readonly length: number;
}

/** Puts batches that are written together into groups of at most so much, in their order; none is split. */
export function coalesced<Batch extends LogGroup>(batches: readonly Batch[], most: Size): Batch[][] {
  const groups: Batch[][] = [];
  let messages = 0;
  let length = 0;
  for (const batch of batches) {
    const open = groups.at(-1);
    messages += batch.count;
    length += batch.lines.length;
    if (open && messages <= most.messages && length <= most.length) open.push(batch);
    else {
      groups.push([batch]);
      messages = batch.count;
      length = batch.lines.length;
    }
  }
  return groups;
}

/** Batches as one. */
export const joined = (batches: readonly LogGroup[]): LogGroup => ({
  count: batches.reduce((count, batch) => count + batch.count, 0),
  lines: batches.map(({ lines }) => lines).join('\n'),
});

/** Cuts a batch into groups of at most so much; a message that is larger alone is one of its own. */
export function piecesOf({ count, lines }: LogGroup, most: Size): LogGroup[] {
  if (count <= most.messages && lines.length <= most.length) return [{ count, lines }];
  const contents = lines.split('\n').map((content) => ({ count: 1, lines: content }));
  return coalesced(contents, most).map(joined);
}
