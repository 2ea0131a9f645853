import type { MessageLog } from '../log/message-log.ts';

const quietMilliseconds = 250;

/** Calls back when messages were written to a topic, at most four times a second however many come; answers how to stop. */
export function newsOf(log: Pick<MessageLog, 'onAppend'>, topicId: string, heard: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = log.onAppend((id) => {
    if (id !== topicId || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      heard();
    }, quietMilliseconds);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
