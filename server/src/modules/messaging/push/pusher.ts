import type { Logger } from '#kernel/logging';
import type { MessagingContext } from '../messaging-context.ts';
import { activePushes, type ActivePush } from './sql-push-store.ts';
import { pushTurn } from './take-turn.ts';

/** A subscription as this process knows it. */
interface Known {
  push: ActivePush;
  /** Milliseconds since 1970; not before this it is looked at. */
  dueAt: number;
  /** There was nothing to push at this place. */
  emptyAt: number | null;
  /** Counts what was written to its topic, so that news are not overlooked that come while one looks. */
  news: number;
  isBusy: boolean;
}

/** Most requests at once of one process. */
const mostBusy = 100;
/** Looks at most so often, however much is published. */
const leastMilliseconds = 50;
/** Looks at everything so often, in case a notification of another process was lost. */
const mostMilliseconds = 60_000;
const retryMilliseconds = 1000;

/**
 * Pushes the messages of subscriptions. It sleeps until something is published or a subscription is due; several
 * processes on one database share the work, as each turn of a subscription belongs to one of them.
 */
export function createPusher(context: MessagingContext, logger: Logger) {
  const { database, directory, log, clock } = context;
  let known = new Map<string, Known>();
  let byTopic = new Map<string, Known[]>();
  let isStale = true;
  // As timers count, whatever the clock is set to.
  let lookedAt = 0;
  let refreshedAt = 0;
  let isRunning = false;
  let planned: { readonly timer: NodeJS.Timeout; readonly at: number } | undefined;
  const running = new Set<Promise<void>>();
  const stops: (() => void)[] = [];
  const now = () => Date.parse(clock.now());
  const waits = ({ isBusy, emptyAt }: Known) => !isBusy && emptyAt === null;

  async function reload(): Promise<void> {
    isStale = false;
    try {
      const pushes = await activePushes(database.read());
      known = new Map(pushes.map((push) => [push.subscriptionId, knownAs(known.get(push.subscriptionId), push)]));
      byTopic = Map.groupBy(known.values(), ({ push }) => push.topicId);
    } catch (error) {
      isStale = true;
      throw error;
    }
  }

  /** Starts the turns that are due. */
  async function round(): Promise<readonly Promise<void>[]> {
    if (isStale) await reload();
    const at = now();
    return [...known.values()]
      .filter((one) => waits(one) && one.dueAt <= at)
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .slice(0, Math.max(0, mostBusy - running.size))
      .map(start);
  }

  function start(one: Known): Promise<void> {
    one.isBusy = true;
    const turn = take(one)
      .catch((error: unknown) => {
        one.dueAt = now() + retryMilliseconds;
        logger.warn({ err: error, subscription: one.push.subscriptionId }, 'push paused');
      })
      .finally(() => {
        one.isBusy = false;
        running.delete(turn);
        plan();
      });
    running.add(turn);
    return turn;
  }

  async function take(one: Known): Promise<void> {
    const { news, push } = one;
    const { next } = await log.bounds(push.topicId);
    if (next <= push.position) {
      if (one.news === news) one.emptyAt = push.position;
      return;
    }
    const after = await pushTurn(context, push);
    if (after) {
      one.dueAt = Date.parse(after.dueAt);
      one.push = { ...one.push, position: after.position };
    } else {
      isStale = true;
    }
  }

  function plan(): void {
    if (!isRunning) return;
    const at = now();
    let next = at + mostMilliseconds;
    if (isStale) next = at;
    else for (const one of known.values()) if (waits(one) && one.dueAt < next) next = one.dueAt;
    lookIn(Math.max(0, next - at, lookedAt + leastMilliseconds - performance.now()));
  }

  /** Plans the next look, unless there is one before: news that keep coming must not put it off. */
  function lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (planned && planned.at <= at) return;
    clearTimeout(planned?.timer);
    planned = { timer: setTimeout(look, milliseconds), at };
  }

  function look(): void {
    planned = undefined;
    lookedAt = performance.now();
    if (lookedAt - refreshedAt >= mostMilliseconds) {
      refreshedAt = lookedAt;
      isStale = true;
      for (const one of known.values()) one.emptyAt = null;
    }
    round().then(plan, (error: unknown) => {
      logger.warn({ err: error }, 'push paused');
      if (isRunning) lookIn(retryMilliseconds);
    });
  }

  return {
    /** Pushes from now on. */
    start(): void {
      isRunning = true;
      stops.push(
        log.onAppend((topicId) => {
          const ones = byTopic.get(topicId);
          if (!ones) return;
          for (const one of ones) {
            one.news += 1;
            one.emptyAt = null;
          }
          plan();
        }),
        directory.onChange(() => {
          isStale = true;
          plan();
        }),
      );
      plan();
    },
    /** Begins nothing more, and waits a moment for what is under way; what does not end in time is pushed again. */
    async stop(): Promise<void> {
      isRunning = false;
      clearTimeout(planned?.timer);
      planned = undefined;
      for (const stop of stops.splice(0)) stop();
      const patience = Promise.withResolvers<void>();
      const limit = setTimeout(patience.resolve, 5000);
      await Promise.race([Promise.allSettled(running), patience.promise]);
      clearTimeout(limit);
    },
    /** Looks at all subscriptions afresh and pushes until nothing is due; for tests and for the command line. */
    async drain(): Promise<void> {
      isStale = true;
      for (const one of known.values()) one.emptyAt = null;
      for (;;) {
        const turns = await round();
        if (turns.length === 0) return;
        await Promise.all(turns);
      }
    },
  };
}

export type Pusher = ReturnType<typeof createPusher>;

function knownAs(before: Known | undefined, push: ActivePush): Known {
  if (!before) return { push, dueAt: 0, emptyAt: null, news: 0, isBusy: false };
  if (before.push.revision !== push.revision) before.dueAt = 0;
  if (before.emptyAt !== push.position) before.emptyAt = null;
  before.push = push;
  return before;
}
