import type { SubscriptionRef } from '../directory.ts';
import { AppError } from '#kernel/errors';
import { closed, pushOff, wrong } from '../faults.ts';
import type { LogBounds, LogEntry } from '../log/message-log.ts';
import { dataBytes } from '../metrics/data-bytes.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { isClosedTo, isServiceAdmin, rolesIn, type Caller } from '../roles.ts';
import { record } from '../record.ts';
import { setWindow } from './sql-window-store.ts';
import { acknowledged, movedTo, pulled, skipped, type Window } from './window.ts';

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
    mayTake(context, caller, subscription);
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
  const { windows, log } = context;
  let window = windows.remembered(id) ?? (await windows.load(id));
  for (;;) {
    const { min, entries } = await log.read(topicId, window.position, most);
    const from = window.position < min ? movedTo(min) : window;
    const next = entries.length === 0 ? from : pulled(from, entries.length, secondsNow(context));
    if (next !== window && (await windows.replace(id, window, next))) {
      if (entries.length > 0) context.counters.consumed(id, entries.length, dataBytes(entries));
      return entries;
    }
    const now = await windows.load(id);
    if (next === window && now.position === window.position) return entries;
    window = now;
  }
}

/** Acknowledges everything up to a message. Throws `closed`, and as `acknowledged`. */
export const acknowledge =
  (context: MessagingContext) =>
  async (caller: Caller, subscription: SubscriptionRef, highest: number): Promise<void> => {
    mayTake(context, caller, subscription);
    const { windows } = context;
    const now = secondsNow(context);
    const decide = (window: Window) => acknowledged(window, highest, now, subscription.ackDeadlineSeconds);
    const last = windows.remembered(subscription.id);
    // Most often this process handed the whole window out itself.
    if (last?.windowEnd === highest + 1 && now - last.pulledAt <= subscription.ackDeadlineSeconds) {
      if (await windows.replace(subscription.id, last, decide(last))) return;
    }
    await move(context, subscription, decide);
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
  async (caller: Caller, subscription: SubscriptionRef, offset: number): Promise<Shift> => {
    mayConsume(caller, subscription);
    const { min, next } = await context.log.bounds(subscription.topicId);
    if (offset < min || offset > next) throw wrong('offset_out_of_bounds', 'Offset out of bounds');
    const places = await shift(context, subscription, 'move_offset', () => movedTo(offset));
    // Whoever pushes it has work again.
    if (subscription.isPushed) await context.directory.change(() => Promise.resolve());
    return places;
  };

/**
 * Leaves everything up to and with a message behind, whether it was handed out or not; what was handed out after it can
 * still be acknowledged. Never goes back. Throws `offset_out_of_bounds`.
 */
export const skipTo =
  (context: MessagingContext) =>
  async (subscription: SubscriptionRef, message: number): Promise<Shift> => {
    const { next } = await context.log.bounds(subscription.topicId);
    if (message < 0 || message >= next) throw wrong('offset_out_of_bounds', 'Offset out of bounds');
    return shift(context, subscription, 'acknowledge', (window) => skipped(window, message + 1));
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

/** Where a subscription stood, and where it stands. */
export interface Shift {
  readonly before: number;
  readonly after: number;
}

/** Sets a window by hand, and records it. */
const shift = (
  context: MessagingContext,
  { id, name, projectId }: SubscriptionRef,
  action: string,
  decide: (window: Window) => Window,
): Promise<Shift> =>
  context.database.transact(async (tx) => {
    const { before, after } = await setWindow(tx, id, decide);
    const places = { before: before.position, after: after.position };
    if (after !== before) await record(context, tx, { projectId, action, details: { subscription: name, ...places } });
    return places;
  });

async function move({ windows }: MessagingContext, { id }: SubscriptionRef, decide: (window: Window) => Window) {
  for (;;) {
    const window = await windows.load(id);
    const next = decide(window);
    if (next === window || (await windows.replace(id, window, next))) return next;
  }
}

/** Whoever consumes must be on the list of the subscription, for whatever they do with it. */
export function mayConsume(caller: Caller, subscription: SubscriptionRef): void {
  if (isClosedTo(caller, subscription, 'consumer')) throw closed();
}

/**
 * Whoever pulls and acknowledges may consume; what is pushed, nobody takes but a push worker or an administrator of the
 * service (messaging-ams.md 3.9). Throws `closed`, `push_off`.
 */
export function mayTake({ push }: MessagingContext, caller: Caller, subscription: SubscriptionRef): void {
  mayConsume(caller, subscription);
  if (!subscription.isPushed || isServiceAdmin(caller)) return;
  if (!rolesIn(caller, subscription.projectId).includes('push_worker')) throw closed();
  if (push.mode === 'off') throw pushOff();
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
