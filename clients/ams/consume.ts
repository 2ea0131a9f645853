import { setTimeout as pause } from 'node:timers/promises';
import type { ReceivedMessage } from './messages.ts';

export interface ConsumeOptions {
  /** Most messages of one pull; 100 unless said. They must be handled within the deadline of the subscription. */
  readonly most?: number;
  /** Ends the loop after the message that is being handled. */
  readonly signal?: AbortSignal | undefined;
  /** Ends once nothing is left, instead of waiting for more. */
  readonly untilEmpty?: boolean;
  /** Pause where nothing came and the service did not wait for something; 1 second unless said. */
  readonly idleMilliseconds?: number;
}

interface Subscription {
  readonly pull: (most: number, wait: boolean, signal: AbortSignal | undefined) => Promise<readonly ReceivedMessage[]>;
  readonly acknowledge: (ackId: string) => Promise<void>;
}

/**
 * Messages one after another. A message is handled once the loop asks for the next one; those of a pull are acknowledged together
 * when all are handled, or when the loop ends: what was not handled comes again. Throws `AmsError`: `ack timeout` where handling took
 * longer than the deadline of the subscription; then the messages of that pull come again.
 */
export async function* consume(
  { pull, acknowledge }: Subscription,
  { most = 100, signal, untilEmpty = false, idleMilliseconds = 1000 }: ConsumeOptions = {},
): AsyncGenerator<ReceivedMessage, void, void> {
  const stopped = () => signal?.aborted === true;
  while (!stopped()) {
    const began = performance.now();
    const messages = await pull(most, !untilEmpty, signal).catch((error: unknown) => {
      if (stopped()) return [];
      throw error;
    });
    if (messages.length === 0) {
      if (untilEmpty) return;
      const rest = idleMilliseconds - (performance.now() - began);
      if (rest > 0) await pause(rest, undefined, { signal }).catch(() => undefined);
      continue;
    }
    let handled: ReceivedMessage | undefined;
    try {
      for (const message of messages) {
        if (stopped()) break;
        yield message;
        handled = message;
      }
    } finally {
      if (handled) await acknowledge(handled.ackId);
    }
  }
}
