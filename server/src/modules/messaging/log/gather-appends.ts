import { batchOf, coalesced, type LogBatch, type MessageLog } from './message-log.ts';

interface Waiting extends LogBatch {
  readonly settle: (firstId: number) => void;
  readonly fail: (error: unknown) => void;
}

// One write is at most so much, unless a single publish is larger.
const mostInWrite = { messages: Infinity, length: 4_000_000 };

/**
 * Group commit: what comes while a write is under way is written together by the next one, so that many publishers
 * share one turn of the disk. One write at a time keeps the order in which they came.
 */
export function gatherAppends(log: Pick<MessageLog, 'append'>) {
  let waiting: Waiting[] = [];
  let writing = false;

  async function write(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const [taken = [], ...later] = coalesced(waiting, mostInWrite);
      waiting = later.flat();
      try {
        const firsts = await log.append(taken);
        taken.forEach(({ settle }, place) => settle(firsts[place] ?? 0));
      } catch (error) {
        for (const { fail } of taken) fail(error);
      }
    }
    writing = false;
  }

  /** Writes the messages of one publish, all or none, and answers the id of the first. */
  return (topicId: string, contents: readonly string[]): Promise<number> =>
    new Promise((settle, fail) => {
      waiting.push({ ...batchOf(topicId, contents), settle, fail });
      if (!writing) void write();
    });
}
