import { later } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { AppError } from '#kernel/errors';
import type { LogEntry } from '../log/message-log.ts';
import type { MessagingContext } from '../messaging-context.ts';
import { house } from '../roles.ts';
import { acknowledge, pull } from '../subscriptions/consume.ts';
import type { SubscriptionRef } from '../directory.ts';
import { bury, deadLetterOf, stuckAfter, type Stuck } from './dead-letter.ts';
import { deliver, type Failure } from './deliver.ts';
import { nextPace } from './pace.ts';
import { holdTurn, leaveTurn, settleTurn, takeTurn, type ActivePush, type Turn } from './sql-push-store.ts';

/** How long others leave a turn to a process that they do not hear of, and how often one that waits for an answer is heard. */
const heldMilliseconds = 15_000;
const beatMilliseconds = 5000;

/** When a subscription is to be looked at again, and where its next message is as far as this turn knows. */
export interface AfterTurn {
  readonly dueAt: string;
  readonly position: number;
}

/**
 * One turn of a subscription (messaging-ams.md 4.4): pull, push, acknowledge the last that was taken, and say when the
 * next turn is. Answers null where somebody changed, moved or emptied the subscription meanwhile, so that it has to be
 * looked at afresh.
 */
export async function pushTurn(context: MessagingContext, push: ActivePush): Promise<AfterTurn | null> {
  const { database, clock, directory } = context;
  const read = database.read();
  const until = () => later(clock.now(), heldMilliseconds);
  const { subscriptionId, position } = push;
  const turn = await takeTurn(read, { subscriptionId, holder: nextId(), now: clock.now(), until: until() });
  if (turn === null) return null;
  if ('notBefore' in turn) return { dueAt: turn.notBefore, position };
  const ref = await directory.subscription(push.projectId, push.name);
  if (ref?.id !== subscriptionId) {
    await leaveTurn(read, turn);
    return null;
  }
  const pulled = await attempt('consume', () =>
    pull(context)(house, ref, { most: turn.config.maxMessages, atOnce: true, gone: AbortSignal.abort() }),
  );
  if ('text' in pulled) return settle(context, turn, { failure: pulled, delivered: 0, stuck: turn.stuck, position });
  const entries = pulled.done;
  const [first] = entries;
  if (!first) {
    await leaveTurn(read, turn);
    return null;
  }
  const subscription = `/projects/${push.project}/subscriptions/${push.name}`;
  const goesOn = () => holdTurn(read, turn, until());
  const { delivered, status, failure } = await heldBy(
    goesOn,
    deliver(context.outward, { subscription, config: turn.config, entries, goesOn }),
  );
  context.countPushed('delivered', delivered);
  context.countPushed('refused', failure?.tried ?? 0);
  const taken = await attempt('acknowledge', () => confirm(context, ref, entries.slice(0, delivered)));
  const after = first.id + delivered;
  if ('text' in taken) {
    return settle(context, turn, { failure: taken, delivered: 0, stuck: turn.stuck, position: first.id });
  }
  if (!failure) return settle(context, turn, { failure: null, status, delivered, stuck: null, position: after });
  const stuck = stuckAfter(turn.stuck, after, after + failure.tried);
  const told = { ...failure, text: `Could not send message, ${failure.text}` };
  const left = await attempt('bury', () =>
    giveUp(context, ref, { entries, stuck, subscription, failure: failure.text }),
  );
  return 'text' in left
    ? settle(context, turn, { failure: left, delivered, stuck, position: after })
    : settle(context, turn, { failure: told, delivered, ...left.done });
}

/** Keeps a turn while its receiver thinks. What comes of it counts only where it was kept. */
async function heldBy<T>(hold: () => Promise<boolean>, work: Promise<T>): Promise<T> {
  const beat = setInterval(() => void hold().catch(() => undefined), beatMilliseconds);
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}

/** What this house itself is refused is told like the failure of a receiver; anything else is a fault and thrown. */
async function attempt<T>(
  step: 'consume' | 'acknowledge' | 'bury',
  work: () => Promise<T>,
): Promise<{ readonly done: T } | Failure> {
  try {
    return { done: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const what = step === 'bury' ? 'set message aside' : `${step} message`;
    return { status: null, answer: null, text: `Could not ${what}, ${error.message}` };
  }
}

/** Acknowledges what was taken, however long the receiver thought about it. */
async function confirm(context: MessagingContext, ref: SubscriptionRef, taken: readonly LogEntry[]): Promise<void> {
  const last = taken.at(-1);
  if (last) await acknowledge(context)(house, { ...ref, ackDeadlineSeconds: Number.POSITIVE_INFINITY }, last.id);
}

/** Sets messages aside that failed as often as the subscription allows, so that the queue goes on. */
async function giveUp(
  context: MessagingContext,
  ref: SubscriptionRef,
  given: { entries: readonly LogEntry[]; stuck: Stuck; subscription: string; failure: string },
): Promise<{ readonly stuck: Stuck | null; readonly position: number }> {
  const { from, until, attempts } = given.stuck;
  const target = await deadLetterOf(context.database.read(), ref.id);
  if (!target || attempts < target.attempts) return { stuck: given.stuck, position: from };
  const entries = given.entries.filter(({ id }) => id >= from && id < until);
  await bury(context, target, { entries, attempts, subscription: given.subscription, failure: given.failure });
  context.countPushed('dead_lettered', entries.length);
  await confirm(context, ref, entries);
  return { stuck: null, position: from + entries.length };
}

async function settle(
  { database, clock }: MessagingContext,
  turn: Turn,
  {
    failure,
    status = null,
    delivered,
    stuck,
    position,
  }: {
    failure: Failure | null;
    status?: number | null;
    delivered: number;
    stuck: Stuck | null;
    position: number;
  },
): Promise<AfterTurn | null> {
  const triedAt = clock.now();
  const pace = nextPace(turn.config.retryPolicy, turn.pace, failure === null);
  const nextAt = later(triedAt, pace.waitMilliseconds);
  const isKept = await settleTurn(database.read(), turn, {
    triedAt,
    isDelivered: delivered > 0,
    status: failure ? failure.status : status,
    answer: failure?.answer ?? null,
    failure: failure?.text ?? null,
    pace,
    nextAt,
    stuck,
  });
  return isKept ? { dueAt: nextAt, position } : null;
}
