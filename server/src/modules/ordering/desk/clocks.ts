import type { Clock } from '#contracts/ordering/schemas';
import { deadline, elapsed, type Pause, type WorkingCalendar, workingDaySeconds } from '#libs/working-time';

/** Working days within which the desk and the providers promise to act (ordering.md 4.9). */
export interface ClockTargets {
  readonly firstReplyDays: number;
  readonly decisionSimpleDays: number;
  readonly decisionComplexDays: number;
  readonly providerAnswerDays: number;
  readonly publicSilenceDays: number;
}

export const defaultClockTargets: ClockTargets = {
  firstReplyDays: 1,
  decisionSimpleDays: 3,
  decisionComplexDays: 10,
  providerAnswerDays: 5,
  publicSilenceDays: 5,
};

/** A warning is due when this part of the target is used. */
export const warningShare = 0.75;

/** Working days in which an order of this class is decided. */
export function decisionDays(
  orderClass: OrderClockFacts['orderClass'],
  targets: ClockTargets = defaultClockTargets,
): number {
  return orderClass === 'simple' ? targets.decisionSimpleDays : targets.decisionComplexDays;
}

export interface ClockSettings {
  readonly calendar: WorkingCalendar;
  readonly targets?: ClockTargets;
  readonly now: string;
}

/** What the clocks of an order depend on. Instants are ISO. */
export interface OrderClockFacts {
  readonly orderClass: 'simple' | 'complex' | 'joint';
  readonly submittedAt: string;
  /** First public message or change of state by a person other than the customer. */
  readonly firstReplyAt: string | null;
  /** Approved or rejected; null again after the decision was withdrawn. */
  readonly decidedAt: string | null;
  /** Last public message or visible change of state, by anybody. */
  readonly lastPublicAt: string | null;
  /** Ready, closed, cancelled or rejected: nobody waits any more. */
  readonly endedAt: string | null;
  /** The times in which the order waited for its customer; an open one lasts until now. */
  readonly pauses: readonly Pause[];
}

/** What the clock of one share depends on. */
export interface ShareClockFacts {
  readonly sentAt: string | null;
  readonly answeredAt: string | null;
  /** Withdrawn, superseded or expired without an answer. */
  readonly endedAt: string | null;
}

const waitingForCustomer = 'Waiting for the customer';

/** First reply, decision and public silence of an order, in this order. */
export function orderClocks(facts: OrderClockFacts, settings: ClockSettings): Clock[] {
  const { submittedAt, firstReplyAt, decidedAt, endedAt, pauses } = facts;
  const targets = settings.targets ?? defaultClockTargets;
  return [
    measure(
      {
        name: 'first_reply',
        startedAt: submittedAt,
        stoppedAt: firstReplyAt,
        droppedAt: endedAt,
        pauses: [],
        days: targets.firstReplyDays,
      },
      settings,
    ),
    measure(
      {
        name: 'decision',
        startedAt: submittedAt,
        stoppedAt: decidedAt,
        droppedAt: endedAt,
        pauses,
        days: decisionDays(facts.orderClass, targets),
      },
      settings,
    ),
    measure(
      {
        name: 'public_silence',
        startedAt: facts.lastPublicAt ?? submittedAt,
        stoppedAt: null,
        droppedAt: endedAt,
        pauses,
        days: targets.publicSilenceDays,
      },
      settings,
    ),
  ];
}

/** How long the provider of one share has taken to answer. */
export function providerAnswerClock(facts: ShareClockFacts, settings: ClockSettings): Clock {
  const { sentAt, answeredAt, endedAt } = facts;
  const days = (settings.targets ?? defaultClockTargets).providerAnswerDays;
  return measure(
    { name: 'provider_answer', startedAt: sentAt, stoppedAt: answeredAt, droppedAt: endedAt, pauses: [], days },
    settings,
  );
}

/** The clock that needs attention first: over before warning before on track, and the less time is left the sooner. */
export function mostPressing(clocks: readonly Clock[]): Clock | undefined {
  const rank = { over: 0, warning: 1, on_track: 2, paused: 3, met: 4, not_applicable: 5 } as const satisfies Record<
    Clock['state'],
    number
  >;
  return clocks.toSorted(
    (one, other) => rank[one.state] - rank[other.state] || (one.remainingSeconds ?? 0) - (other.remainingSeconds ?? 0),
  )[0];
}

interface Measure {
  readonly name: Clock['name'];
  /** Null while it has not begun. */
  readonly startedAt: string | null;
  /** When the promise was kept, in time or late. */
  readonly stoppedAt: string | null;
  /** When it ceased to matter without having been kept. */
  readonly droppedAt: string | null;
  readonly pauses: readonly Pause[];
  readonly days: number;
}

function measure(
  { name, startedAt, stoppedAt, droppedAt, pauses, days }: Measure,
  { calendar, now }: ClockSettings,
): Clock {
  const targetSeconds = Math.round(days * workingDaySeconds(calendar));
  if (startedAt === null || (stoppedAt === null && droppedAt !== null)) {
    return {
      name,
      state: 'not_applicable',
      dueAt: null,
      remainingSeconds: null,
      usedSeconds: 0,
      targetSeconds,
      because: null,
    };
  }
  const until = stoppedAt ?? now;
  // A pause is known from when it begins; one that is still open ends for this clock where the clock does.
  const begun = pauses.filter(([from]) => !isBefore(until, from));
  const open = stoppedAt === null && begun.some(([, to]) => to === null || isBefore(now, to));
  const due = deadline(calendar, startedAt, targetSeconds, begun);
  const usedSeconds = elapsed(calendar, startedAt, until, begun);
  const isLate = due !== undefined && Temporal.Instant.compare(until, due) > 0;
  const remainingSeconds = targetSeconds - usedSeconds;
  const dueAt = due?.toString({ smallestUnit: 'millisecond' }) ?? null;
  const common = { name, dueAt, remainingSeconds, usedSeconds, targetSeconds, because: null };

  if (isLate) return { ...common, state: 'over' };
  if (stoppedAt !== null) return { ...common, state: 'met' };
  if (open) return { ...common, state: 'paused', dueAt: null, because: waitingForCustomer };
  return { ...common, state: usedSeconds >= targetSeconds * warningShare ? 'warning' : 'on_track' };
}

function isBefore(one: Pause[0], other: Pause[0]): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
