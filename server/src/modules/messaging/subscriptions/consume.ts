import type { SubscriptionRef } from '../directory.ts';
import { AppError } from '#kernel/errors';
import { closed, wrong } from '../faults.ts';
import type { LogBounds, LogEntry } from '../log/message-log.ts';
import { dataBytes } from '../metrics/data-bytes.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isClosedTo, type Caller } from '../roles.ts';
import { loadWindow, replaceWindow } from './sql-window-store.ts';
import { acknowledged, movedTo, pulled, type Window } from './window.ts';

/** How long a pull waits for a first message; clients give up after ten seconds. */
const longestWaitMilliseconds = 5000;

export interface PullRequest {
  readonly most: number;
  /** Answers at once, with nothing where there is nothing. */
  readonly atOnce: boolean;
  /** Ends the wait when the client is gone. */
  readonly gone: AbortSignal;
}

/**
 * Hands out the next messages and remembers how many. The position does not move: until they are acknowledged, the next
 * pull hands them out again (messaging-ams.md 4.1, 4.3). Throws `closed`, `topic_gone`.
 */
export const pull =
  (context: MessagingContext) =>
  async (
    caller: Caller,
    subscription: SubscriptionRef,
    { most, atOnce, gone }: PullRequest,
  ): Promise<readonly LogEntry[]> => {
    mayConsume(caller, subscription);
    if (subscription.topicDeleted) {
      throw new AppError('conflict', 'topic_gone', "Subscription's topic doesn't exist");
    }
    if (atOnce) return take(context, subscription, most);
    const news = newsOf(context, subscription.topicId);
    try {
      const entries = await take(context, subscription, most);
      if (entries.length > 0 || !(await news.within(longestWaitMilliseconds, gone))) return entries;
      return await take(context, subscription, most);
    } finally {
      news.stop();
    }
  };

async function take(context: MessagingContext, { id, topicId }: SubscriptionRef, most: number) {
  const read = context.database.read();
  for (;;) {
    const window = await loadWindow(read, id);
    const { min, entries } = await context.log.read(topicId, window.position, most);
    const from = window.position < min ? movedTo(min) : window;
    const next = entries.length === 0 ? from : pulled(from, entries.length, secondsNow(context));
    if (next !== window && !(await replaceWindow(read, id, window, next))) continue;
    if (entries.length > 0) context.counters.consumed(id, entries.length, dataBytes(entries));
    return entries;
  }
}

/** Acknowledges everything up to a message. Throws `closed`, and as `acknowledged`. */
export const acknowledge =
  (context: MessagingContext) =>
  async (caller: Caller, subscription: SubscriptionRef, highest: number): Promise<void> => {
    mayConsume(caller, subscription);
    await move(context, subscription, (window) =>
      acknowledged(window, highest, secondsNow(context), subscription.ackDeadlineSeconds),
    );
  };

/** What is retained of the topic, and the next message to hand out. Throws `closed`. */
export const offsets =
  (context: MessagingContext) =>
  async (caller: Caller, subscription: SubscriptionRef): Promise<LogBounds & { readonly current: number }> => {
    mayConsume(caller, subscription);
    const bounds = await context.log.bounds(subscription.topicId);
    const window = await move(context, subscription, (now) => (now.position < bounds.min ? movedTo(bounds.min) : now));
    return { ...bounds, current: window.position };
  };

/** Goes on from another message, retained or the next to come. Throws `closed`, `offset_out_of_bounds`. */
export const moveOffset =
  (context: MessagingContext) =>
  async (caller: Caller, subscription: SubscriptionRef, offset: number): Promise<void> => {
    mayConsume(caller, subscription);
    const { min, next } = await context.log.bounds(subscription.topicId);
    if (offset < min || offset > next) throw wrong('offset_out_of_bounds', 'Offset out of bounds');
    await move(context, subscription, () => movedTo(offset));
  };

/** The first message written at or after an instant. Throws `closed`, `time_out_of_bounds`. */
export const offsetAt =
  (context: MessagingContext) =>
  async (caller: Caller, subscription: SubscriptionRef, instant: string): Promise<number> => {
    mayConsume(caller, subscription);
    const offset = await context.log.firstSince(subscription.topicId, instant);
    if (offset !== null) return offset;
    throw new AppError(
      'conflict',
      'time_out_of_bounds',
      "Timestamp is out of bounds for the subscription's topic/partition",
    );
  };

async function move({ database }: MessagingContext, { id }: SubscriptionRef, decide: (window: Window) => Window) {
  const read = database.read();
  for (;;) {
    const window = await loadWindow(read, id);
    const next = decide(window);
    if (next === window || (await replaceWindow(read, id, window, next))) return next;
  }
}

/** Whoever consumes must be on the list of the subscription, for whatever they do with it. */
export function mayConsume(caller: Caller, subscription: SubscriptionRef): void {
  if (isClosedTo(caller, subscription, 'consumer')) throw closed();
}

const secondsNow = ({ clock }: MessagingContext) => Math.floor(Date.parse(clock.now()) / 1000);

/** Whether something is written to a topic, from now on. */
function newsOf({ log }: MessagingContext, topicId: string) {
  let came = false;
  let tell: (news: boolean) => void = () => undefined;
  const stop = log.onAppend((id) => {
    if (id !== topicId) return;
    came = true;
    tell(true);
  });
  return {
    stop,
    within: (milliseconds: number, gone: AbortSignal) =>
      new Promise<boolean>((resolve) => {
        if (came || gone.aborted) return resolve(came);
        const timer = setTimeout(() => settle(false), milliseconds);
        const leave = () => settle(false);
        gone.addEventListener('abort', leave, { once: true });
        function settle(news: boolean) {
          clearTimeout(timer);
          gone.removeEventListener('abort', leave);
          resolve(news);
        }
        tell = settle;
      }),
  };
}
