import type { NewMessage } from './messages.ts';

export interface PublisherOptions {
  /** Most messages of one call; 100 unless said. */
  readonly most?: number;
  /** Most characters of data in one call; 1,000,000 unless said, which every service takes. */
  readonly mostLength?: number;
  /** How long a message waits for others; 20 ms unless said. */
  readonly milliseconds?: number;
}

export interface Publisher {
  /** Publishes with others that come at about the same time; answers the id. Throws `AmsError`, for all of a call. */
  send(message: NewMessage): Promise<string>;
  /** Publishes what waits, and ends when it is there. */
  flush(): Promise<void>;
}

interface Waiting {
  readonly message: NewMessage;
  readonly settle: (id: string) => void;
  readonly fail: (error: unknown) => void;
}

/** Gathers messages into calls, one call at a time, so that they stand in the topic in the order in which they came. */
export function publisher(
  publish: (messages: readonly NewMessage[]) => Promise<readonly string[]>,
  { most = 100, mostLength = 1_000_000, milliseconds = 20 }: PublisherOptions = {},
): Publisher {
  let waiting: Waiting[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  function publishWaiting(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = waiting;
    waiting = [];
    length = 0;
    if (taken.length > 0) last = last.then(() => call(taken));
    return last;
  }

  async function call(taken: readonly Waiting[]): Promise<void> {
    try {
      const ids = await publish(taken.map(({ message }) => message));
      taken.forEach(({ settle }, place) => settle(ids[place] ?? ''));
    } catch (error) {
      for (const { fail } of taken) fail(error);
    }
  }

  return {
    send: (message) =>
      new Promise((settle, fail) => {
        const own = message.data?.length ?? 0;
        if (waiting.length > 0 && length + own > mostLength) void publishWaiting();
        waiting.push({ message, settle, fail });
        length += own;
        if (waiting.length >= most) void publishWaiting();
        else timer ??= setTimeout(() => void publishWaiting(), milliseconds);
      }),
    flush: publishWaiting,
  };
}
